// A figure that is a picture, with a caption over it.

/** @import {Figure} from "../figure.js" */
import {h, put} from "../dom.js"
import {Marks} from "./marks.js"

export class Picture {
  /**
   * @param {Figure} figure
   * @param {Look | undefined} look of its system
   */
  constructor(figure, look) {
    this.figure = figure
    this.marks = new Marks(figure)
    this.words = h("span", {class: "verdict"})
    this.numbers = h("span", {class: "numbers"})
    const caption = h("figcaption", {}, h("b", {}, figure.heading), this.words, this.numbers)
    figure.element.classList.add("picture")
    figure.element.setAttribute("role", "img")
    const kind = figure.system ? "state" : figure.role || "target"
    const style = look && `--colour: ${look.colour}; --line-image: ${look.line}`
    const attributes = {class: kind, style, hidden: Boolean(figure.system)}
    this.element = h("figure", attributes, caption, figure.element)
  }

  /**
   * What it is, seen and read out.
   * @param {string} words
   * @param {string} label
   */
  tell(words, label) {
    put(this.words, words)
    const {element} = this.figure
    if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label)
  }

  /**
   * @param {string} key
   * @param {string} mark
   */
  judge(key, mark) {
    const {dataset} = this.element
    if (dataset.verdict === key) return
    dataset.verdict = key
    this.words.dataset.mark = mark
  }
}
