// What theory says of a map: a line over it each, to be shown or not.

import {h, renew} from "../dom.js"
import {key} from "../form.js"

export class Theory {
  /**
   * @param {import("./chart.js").Chart} chart
   * @param {Record<string, string>} lines CSS images
   * @param {(words: string) => (Node | string)[]} worded
   */
  constructor(chart, lines, worded) {
    this.chart = chart
    this.lines = lines
    this.worded = worded
    this.hidden = new Set(["knowing"])
    this.element = h("div", {class: "legend"})
  }

  /** @param {{key: string, words: string}[]} bounds of a map */
  show(bounds) {
    const chips = bounds.map(({key: name, words}) => {
      const box = h("input", {type: "checkbox", checked: !this.hidden.has(name)})
      box.addEventListener("change", () => this.toggle(name, box.checked))
      return key(this.lines[name], h("label", {}, box, h("span", {}, ...this.worded(words))))
    })
    renew(this.element, ...chips)
  }

  /**
   * @param {string} name
   * @param {boolean} shown
   */
  toggle(name, shown) {
    if (shown) this.hidden.delete(name)
    else this.hidden.add(name)
    this.place()
  }

  /** Hide in a new figure what is hidden. */
  place() {
    const {about, figure} = this.chart
    if (!figure) return
    for (const {key: name} of about.bounds)
      for (const part of ["line", "case"]) figure.model(`${part}:${name}`).visible = !this.hidden.has(name)
  }
}
