// Marks under a slider: values that mean something, where they lie on its scale.

import {h, renew} from "../dom.js"
import {pretty, rounded} from "../numbers.js"
import {scaleOf} from "../scale.js"

const DIGITS = 3

/** @typedef {{name: string, value: number | null}} Mark */

export class Marked {
  /**
   * @param {HTMLElement} control
   * @param {Scale} scale
   * @param {(text: string) => void} choose
   */
  constructor(control, scale, choose) {
    this.scale = scaleOf(scale)
    this.choose = choose
    this.element = h("div", {class: "stops"})
    control.querySelector("input[type=range]")?.after(this.element)
  }

  /** @param {Mark[]} marks */
  show(marks) {
    renew(this.element, ...marks.flatMap((mark) => this.mark(mark)))
  }

  /** @param {Mark} mark */
  mark({name, value}) {
    if (value === null) return []
    const {low, high, position} = this.scale
    const text = rounded(value, DIGITS)
    const share = (position(text) - low) / (high - low)
    const words = `${name} = ${pretty(text)}`
    const attributes = {type: "button", style: `--share: ${share}`, title: words, "aria-label": `T = ${words}`}
    return [h("button", {...attributes, onclick: () => this.choose(text)}, name)]
  }
}
