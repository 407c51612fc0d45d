// The Live page in a file: it plays what was recorded of a run, without a server (pages/live/taken/whole.py).

/** @import {Line} from "../line.js" */
import {h} from "../dom.js"
import {declaration, unzipped} from "../packed.js"
import {Live} from "./index.js"

const REFUSED = "This file plays one run: what would change it is done on the live page."

/** In place of the line to a server: says what a server would have said. */
class Recording {
  /** @param {ArrayBuffer[]} pieces */
  constructor(pieces) {
    this.pieces = pieces
    this.place = null
    /** @type {Live} */
    this.page = /** @type {any} */ (null) // which is made with this
  }

  /** @param {Message} message */
  send({type}) {
    if (type === "ready") for (const chunk of this.pieces) this.page.take({chunk})
    else if (type === "reset") this.begin()
    else if (type !== "more" && type !== "view") this.page.take({notice: REFUSED})
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
const text = (id) => document.getElementById(id)?.textContent?.trim() ?? ""

/**
 * Where the live page is.
 * @param {{at: string, query: string}} told
 */
function where({at, query}) {
  const words = "This file plays one run of Astro Dash, without a server or a network."
  const link = at ? [" ", h("a", {href: `${at}?${query}`}, "Open it on the live page"), " to change it."] : []
  const ours = at ? "" : ` Started with “astro-dash serve”, the live page has it at its address with ?${query} behind it.`
  return h("p", {class: "recorded"}, words, ours, ...link)
}

async function play() {
  const told = await declaration(text("told"))
  const pieces = await unzipped(text("pieces"))
  const host = /** @type {HTMLElement} */ (document.getElementById("page"))
  const root = host.attachShadow({mode: "open"})
  const element = h("div", {class: "astro-dash whole recording"})
  root.append(h("style", {}, told.style), element)
  let at = 0
  const line = new Recording(told.sizes.map((/** @type {number} */ size) => pieces.slice(at, (at += size))))
  line.page = new Live(/** @type {any} */ (line), element, await declaration(text("spec")))
  element.prepend(where(told))
  line.send({type: "ready"})
}

play()
