// One view of the page: its section, its figures, and its furniture, if it has any.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"
import {Figure} from "../figure.js"
import {fold} from "../fold.js"
import {FURNITURE} from "./furniture.js"
import {Bare} from "./bare.js"

export class View {
  /**
   * @param {Live} page
   * @param {ViewDeclared} declared
   */
  constructor(page, declared) {
    const {key, title, caption, gated, plots, facts} = declared
    this.facts = facts
    this.gated = gated
    this.figures = plots.map((one) => new Figure(one, h("div", {class: "plot"})))
    page.figures.push(...this.figures)
    this.head = h("h2", {}, title)
    this.plots = h("div", {class: "plots"}, ...this.figures.map((figure) => figure.element))
    this.caption = h("p", {class: "caption"}, ...page.glossary.worded(caption))
    const attributes = {class: `view view-${key}`, "aria-label": title, "data-gated": gated}
    this.element = h("section", attributes, this.head, this.plots, this.caption)
    const unfold = fold(this.element, title)
    this.head.after(unfold)
    this.head.addEventListener("click", ({target}) => target === this.head && unfold.click())
    this.furniture = new (FURNITURE[key] ?? Bare)(page, this)
  }

  /**
   * Say so where the system in focus has no gains, which are what this view shows.
   * @param {boolean} has
   */
  gate(has) {
    if (this.gated) this.element.classList.toggle("ungated", !has)
  }
}
