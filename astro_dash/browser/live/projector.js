// For a room: the rail is away, letters are large, the pictures go across the width, and of the plots one is shown.

/** @import {Live} from "./index.js" */
import {h, put} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const PICTURES = "retrieval"

export class Projector extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.on = false
    this.at = 0
    const button = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {number} */ by) =>
      h("button", {type: "button", "aria-label": words, title: words, onclick: () => this.go(by)}, sign)
    this.which = h("span", {role: "status"})
    const ways = [button("◂", t("Plot before (key ,)"), -1), this.which, button("▸", t("Next plot (key .)"), 1)]
    this.bar = h("div", {class: "projector"}, ...ways) // beside the title of the plot
    const title = t("Large, for a room (key P)")
    this.button = h("button", {type: "button", class: "project", title}, t("Projector"))
    this.button.addEventListener("click", () => this.turn(!this.on))
    this.head = [this.button]
    const hear = (/** @type {KeyboardEvent} */ event) => this.hear(event)
    document.addEventListener("keydown", hear, {signal: page.ended.signal, capture: true})
  }

  keys() {
    /** @type {Key[]} */
    const keys = [
      ["p", t("projector: large, the plots one at a time; Escape leaves"), () => this.turn(!this.on)],
      [",", t("the plot before, in the projector view"), () => this.go(-1)],
      [".", t("the next plot, in the projector view"), () => this.go(1)],
    ]
    return keys
  }

  /**
   * Keys that are the browser's elsewhere; those of a presenter are among them.
   * @param {KeyboardEvent} event
   */
  hear(event) {
    const {element} = this.page
    if (!this.on || element.querySelector("dialog[open], :popover-open")) return
    if (event.key === "Escape") this.turn(false)
    else if (event.key === "PageDown") this.go(1)
    else if (event.key === "PageUp") this.go(-1)
    else return
    event.preventDefault()
  }

  /** @param {Record<string, string>} shown */
  dressed({projector}) {
    if (projector) this.turn(true)
  }

  manner() {
    return {projector: this.on ? "1" : ""}
  }

  /** The plots that there are: what is hidden is not among them. */
  plots() {
    return this.page.views.filter(({key, element}) => key !== PICTURES && !element.classList.contains("hides"))
  }

  /** @param {number} by */
  go(by) {
    if (!this.on) return
    const {length} = this.plots()
    this.at = length ? (this.at + by + length) % length : 0
    this.show()
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on
    put(this.button, on ? t("Leave (Esc)") : t("Projector"))
    this.page.element.classList.toggle("projecting", on)
    this.show()
    this.page.guise.set("projector", on ? "1" : "")
    this.page.paint()
  }

  show() {
    const plots = this.plots()
    const [shown] = plots.slice(Math.min(this.at, plots.length - 1))
    for (const {element} of this.page.views) element.classList.toggle("projected", element === shown?.element)
    this.bar.remove()
    if (!this.on || !shown) return
    const words = t("{n} of {all}", {n: plots.indexOf(shown) + 1, all: plots.length})
    put(this.which, words)
    shown.head.after(this.bar)
  }
}
