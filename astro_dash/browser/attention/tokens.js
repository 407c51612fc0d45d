// What is said: a word to be typed, and pictures of the set to choose its tokens from.

/** @import {Wire} from "../wire.js" */
import {controlLine, label, sentField} from "../form.js"
import {h} from "../dom.js"
import {unpack} from "../packed.js"
import {t} from "../words.js"
import {thumbnails} from "./matrix.js"

/** @typedef {{wire: Wire, set: (word: string) => void, pictures: () => void, colours: () => Colours}} Tells */

export class Tokens {
  /**
   * @param {Tells} tells
   * @param {number} most
   */
  constructor(tells, most) {
    this.tells = tells
    this.word = ""
    /** @type {ArrayBuffer | null} */
    this.came = null
    this.of = "" // which set and seed the pictures are of
    const help = t(
      "Up to {most} letters of the set; of another set numbers #, with commas. Equal tokens are one memory.",
      {most},
    )
    const field = {
      class: "typed word",
      inputmode: "text",
      autocapitalize: "off",
      "aria-label": t("Word"),
      "aria-describedby": "help-word",
    }
    const [input, put] = sentField(field, tells.wire, (text) => tells.set(text.trim()))
    this.put = put
    this.pictures = h("div", {class: "pictures"})
    this.choose = h("details", {class: "advanced"}, h("summary", {}, t("Choose pictures")), this.pictures)
    this.choose.addEventListener("toggle", () => this.unfold())
    const shorter = h(
      "button",
      {type: "button", "aria-label": t("Take the last token away"), onclick: () => this.drop()},
      "⌫",
    )
    this.element = h(
      "div",
      {class: "steers"},
      controlLine(
        "word",
        undefined,
        [label(t("Word")), input, shorter],
        h("p", {class: "help", id: "help-word"}, help),
      ),
      this.choose,
    )
  }

  /** The word that is wished by now, answered or not. */
  get wished() {
    return this.tells.wire.wished("word") ?? this.word
  }

  drop() {
    const {wished} = this
    this.tells.set(wished.includes(",") ? wished.slice(0, wished.lastIndexOf(",")) : [...wished].slice(0, -1).join(""))
  }

  unfold() {
    if (this.choose.open && !this.came) this.tells.pictures()
  }

  /**
   * The values in force.
   * @param {Record<string, string>} values
   * @param {boolean} refused
   */
  show({word, patterns, seed, neurons, correlation}, refused) {
    this.word = word
    if (!refused) this.put(word)
    const of = [patterns, seed, neurons, correlation].join()
    if (of === this.of) return
    this.of = of
    this.came = null
    this.unfold()
  }

  /** @param {ArrayBuffer} buffer */
  take(buffer) {
    this.came = buffer
    this.paint()
  }

  paint() {
    if (!this.came) return
    const {header, arrays} = unpack(this.came)
    const {said, words, grid, comma} = header
    const add = (/** @type {string} */ one) =>
      this.tells.set(comma && this.wished ? `${this.wished},${one}` : this.wished + one)
    const buttons = thumbnails(arrays.pictures, grid, this.tells.colours()).map((picture, i) =>
      h(
        "button",
        {type: "button", title: words[i], "aria-label": t("Add {word}", {word: words[i]}), onclick: () => add(said[i])},
        picture,
      ),
    )
    this.pictures.replaceChildren(...buttons)
  }
}
