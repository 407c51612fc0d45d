// A guess as a line on a plot, which can be dragged there.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"
import {t} from "../words.js"

export class PlotLine {
  /** @param {Live} page */
  constructor(page) {
    this.page = page
    this.view = ""
    this.value = 0
    this.moved = (/** @type {number} */ _value) => {}
    this.element = h("div", {class: "guess-line", "aria-hidden": "true", "data-head": t("your guess")})
    this.element.addEventListener("pointerdown", (event) => this.element.setPointerCapture(event.pointerId))
    this.element.addEventListener("pointermove", (event) => this.drag(event))
  }

  /** The plot of the view. */
  get figure() {
    return this.page.views.find(({key}) => key === this.view)?.figures[0] ?? null
  }

  /**
   * @param {string} view
   * @param {number | null} value
   * @param {(value: number) => void} moved
   */
  show(view, value, moved) {
    this.view = view
    this.moved = moved
    if (value === null) return this.element.remove()
    this.value = value
    const {figure} = this
    if (figure && !figure.element.contains(this.element)) figure.element.append(this.element)
    this.place()
  }

  /** Where it belongs: the range of a plot may follow the run. */
  place() {
    const view = this.element.isConnected ? this.figure?.view : null
    if (!view) return
    const {left, right, top, bottom} = view.frame.bbox
    const y = view.frame.y_scale.compute(this.value)
    const inside = y >= top - 1 && y <= bottom + 1
    Object.assign(this.element.style, {left: `${left}px`, width: `${right - left}px`, top: `${y}px`})
    this.element.hidden = !inside
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const view = this.figure?.view
    if (!view || !this.element.hasPointerCapture(event.pointerId)) return
    const {top, bottom} = view.frame.bbox
    const y = event.clientY - this.figure.element.getBoundingClientRect().top
    this.moved(view.frame.y_scale.invert(Math.max(top, Math.min(bottom, y))))
  }
}
