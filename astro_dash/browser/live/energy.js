// Beside the energy: whose it is, and which of its terms are drawn.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h} from "../dom.js"
import {Bare} from "./bare.js"

/** @typedef {{array: string, words: string, line: string}} Term */

export class Energy extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    const onchange = () => page.look()
    this.focus = h("select", {"aria-label": "System whose energy and gains are shown", onchange})
    const terms = /** @type {Term[]} */ (view.facts.terms).map((term) => this.term(term))
    view.element.append(h("div", {class: "tools"}, this.focus, ...terms))
  }

  /** @param {Term} term */
  term({array, words, line}) {
    const box = h("input", {type: "checkbox", onchange: () => this.toggle(array, box.checked)})
    return h("label", {class: "tool term", style: `--line-image: ${line}`}, box, words)
  }

  /**
   * @param {string} array
   * @param {boolean} shown
   */
  toggle(array, shown) {
    const {player} = this.page
    const [figure] = this.view.figures
    figure.toggle(array, shown)
    if (!player.about) return
    figure.load(player)
    player.draw(0)
  }

  /** @param {About} about */
  about({systems, focus, never_rises}) {
    const {systems: looks} = this.page.spec
    this.focus.replaceChildren(...systems.map((system) => h("option", {value: system}, looks[system].title)))
    this.focus.value = focus
    this.view.head.textContent = `Energy ${never_rises}`
  }

  chosen() {
    return {focus: this.focus.value}
  }
}
