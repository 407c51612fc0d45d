// One view of the page: its section, its figures, and its furniture, if it has any.

/** @import {Live} from "./index.js" */
import {h, put} from "../dom.js"
import {Figure} from "../figure.js"
import {fold} from "../fold.js"
import {t} from "../words.js"
import {FURNITURE} from "./furniture.js"
import {Bare} from "./bare.js"

export class View {
  /**
   * @param {Live} page
   * @param {ViewDeclared} declared
   */
  constructor(page, declared) {
    const {key, title, caption, without, others, plots, facts} = declared
    this.key = key
    this.facts = facts
    this.words = [title, caption]
    this.without = without ?? this.words
    this.others = others
    /** @type {string[]} that it has now */
    this.said = []
    this.figures = plots.map((one) => new Figure(one, h("div", {class: "plot"})))
    page.figures.push(...this.figures)
    this.title = h("span", {}, title)
    this.head = h("h2", {}, this.title)
    this.plots = h("div", {class: "plots"}, ...this.figures.map((figure) => figure.element))
    this.caption = h("p", {class: "caption"}, ...page.glossary.worded(caption))
    this.page = page
    const attributes = {class: `view view-${key}`, "data-part": key, "aria-label": title}
    this.element = h("section", attributes, this.head, this.plots, this.caption)
    this.folds = fold(this.element, t("What this view shows"))
    this.head.after(this.folds)
    const onHead = (/** @type {Event} */ {target}) => target === this.head || target === this.title
    this.head.addEventListener("click", (event) => onHead(event) && this.folds.click())
    this.furniture = new (FURNITURE[key] ?? Bare)(page, this)
  }

  /**
   * Tell what its plots show to who does not see them; at play, where it would be another at every frame, of the first.
   * @param {number} frame
   */
  describe(frame) {
    const words = this.page.player.playing && frame > 0 ? "" : this.furniture.alt(frame)
    if (!words) return
    for (const {element} of this.figures) {
      element.setAttribute("role", "img")
      element.setAttribute("aria-label", words)
    }
  }

  /**
   * The words for the system in focus: its own, or those for one with gains, or for one without.
   * @param {About} about
   */
  gate({focus, gated}) {
    const words = this.others[focus] ?? (gated ? this.words : this.without)
    if (words === this.said) return
    this.said = words
    const [title, caption] = words
    put(this.title, title)
    this.caption.replaceChildren(...this.page.glossary.worded(caption))
    this.element.setAttribute("aria-label", title)
  }
}
