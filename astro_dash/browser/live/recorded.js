// The Live page in a file: it plays what was recorded of a run, without a server (pages/live/taken/whole.py).

import {h} from "../dom.js"
import {declaration, unzipped} from "../packed.js"
import {Live} from "./index.js"
import {speak, t} from "../words.js"

const refusedInFile = () => t("This file plays one run: what would change it is done on the live page.")

/** In place of the line to a server: says what a server would have said. */
class Recording {
  /**
   * @param {{values: Record<string, string>, query: string}} told
   * @param {ArrayBuffer[]} pieces
   */
  constructor(told, pieces) {
    this.told = told
    this.pieces = pieces
    this.place = null
    /** @type {Live} */
    this.page = /** @type {any} */ (null) // which is made with this
  }

  /** @param {Message} message */
  send({type}) {
    if (type === "ready") this.tell()
    else if (type === "reset") this.begin()
    else if (type !== "more" && type !== "view") this.page.take({notice: refusedInFile()})
  }

  tell() {
    const {values, query: link} = this.told
    this.page.take({values, link})
    for (const chunk of this.pieces) this.page.take({chunk})
    this.page.controls?.element.replaceChildren(h("p", {class: "caption"}, this.page.chosenWords()))
  }

  /** From t = 0 once more. */
  begin() {
    const {player} = this.page
    const goes = player.playing || player.wished
    player.seek(0)
    if (goes) player.play()
  }
}

/** @param {string} id */
const inFile = (id) => document.getElementById(id)?.textContent?.trim() ?? ""

/**
 * Where the live page is.
 * @param {{at: string, query: string}} told
 */
function whereLive({at, query}) {
  const words = t("This file plays one run of Astro Dash, without a server or a network.") + " "
  if (at) return h("p", {class: "recorded"}, words, h("a", {href: `${at}?${query}`}, t("Open it on the live page")))
  const link = h("input", {
    class: "typed link",
    readonly: true,
    value: `?${query}`,
    "aria-label": t("The link of this run"),
  })
  return h(
    "p",
    {class: "recorded"},
    words,
    t("The live page, of “astro-dash serve”, opens it with this behind its address:"),
    link,
  )
}

async function play() {
  const told = await declaration(inFile("told"))
  const pieces = await unzipped(inFile("pieces"))
  const host = /** @type {HTMLElement} */ (document.getElementById("page"))
  const root = host.attachShadow({mode: "open"})
  const element = h("div", {class: "astro-dash whole recording"})
  root.append(h("style", {}, told.style), element)
  let at = 0
  const cut = told.sizes.map((/** @type {number} */ size) => pieces.slice(at, (at += size)))
  const line = new Recording(told, cut)
  const spec = await declaration(inFile("spec"))
  speak(spec.words)
  line.page = new Live(/** @type {any} */ (line), element, spec)
  element.prepend(whereLive(told))
  line.send({type: "ready"})
}

play()
