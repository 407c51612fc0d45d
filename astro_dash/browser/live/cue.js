// Drawing on the cue.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"
import {selectField} from "../form.js"
import {around} from "../pixels.js"
import {ANSWER_MS} from "../wire.js"
import {t} from "../words.js"

export class Cue {
  /** @param {Live} page */
  constructor(page) {
    this.page = page
    this.erases = false
    /** @type {Set<number>} drawn on and not sent yet */
    this.pen = new Set()
    this.drawing = 0 // a timer, while an answer is awaited
    this.memories = selectField([], {"aria-label": t("Load a memory into the cue"), onchange: () => this.load()})
    const undraw = () => page.send({type: "undraw"})
    this.undraw = h("button", {type: "button", hidden: true, onclick: undraw}, t("Back to the noisy cue"))
    this.tools = h(
      "div",
      {class: "tools", "data-part": "cue", role: "group", "aria-label": t("Drawing on the cue")},
      h("span", {}, t("On the cue:")),
      this.tool("flip", t("flip pixels"), false),
      this.tool("erase", t("erase"), true),
      this.memories,
      this.undraw,
    )
  }

  /**
   * @param {string} value
   * @param {string} words
   * @param {boolean} erases
   */
  tool(value, words, erases) {
    const onchange = () => (this.erases = erases)
    const radio = {type: "radio", name: "stroke", value, checked: !erases, onchange}
    return h("label", {class: "tool"}, h("input", radio), words)
  }

  load() {
    if (this.memories.value) this.page.send({type: "load_memory", pattern: Number(this.memories.value)})
    this.memories.value = ""
  }

  /** @param {number[]} pixels */
  draw(pixels) {
    const grid = this.page.grid()
    for (const pixel of pixels) {
      this.pen.add(pixel)
      if (this.erases) for (const near of around(pixel, grid)) this.pen.add(near)
    }
    this.send()
  }

  /** What has been drawn; while an answer is awaited it gathers. */
  send() {
    if (!this.pen.size || this.drawing) return
    this.drawing = setTimeout(() => this.sent(), ANSWER_MS)
    this.page.send({type: "flip", pixels: [...this.pen], ink: this.erases ? false : null})
    this.pen.clear()
  }

  sent() {
    clearTimeout(this.drawing)
    this.drawing = 0
    this.send()
  }

  /** @param {Record<string, string>} values */
  answered(values) {
    this.undraw.hidden = !values.cue
    if (this.drawing) this.sent()
  }

  /** @param {About} about */
  about({shown}) {
    const {names} = this.page.player
    const options = shown.map((pattern) => h("option", {value: pattern}, names[pattern]))
    this.memories.replaceChildren(h("option", {value: ""}, t("load a memory…")), ...options)
  }
}
