// The wiring of some neurons as a picture, and how many memories are in it.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h, put} from "../dom.js"
import {fixed} from "../numbers.js"
import {t} from "../words.js"
import {paintShades, shadesOf} from "./shades.js"
import {Sighted} from "./sighted.js"
import {couplings, participation, signs} from "./wiring.js"

const HALF = 255 // shades on either side of none
const SOME = 10 // below which memories are counted with a decimal

export class Connectivity extends Sighted {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.canvas = h("canvas", {})
    this.box = h("div", {class: "wiring", role: "img"}, this.canvas)
    this.count = h("span", {class: "aside"})
    this.wires = h("p", {class: "caption"})
    const scale = h(
      "span",
      {class: "diverging"},
      h("span", {}, t("−1 opposite")),
      h("i", {}),
      h("span", {}, t("same +1")),
    )
    view.head.append(this.count)
    view.plots.append(this.box)
    view.element.append(h("div", {class: "tools"}, scale, h("span", {}, t("in units of K/N"))), this.wires)
    this.size = 0
    /** @type {Int8Array} of the patterns on the neurons shown */
    this.signs = new Int8Array()
    /** @type {Uint32Array} colours from -1 to 1 */
    this.shades = new Uint32Array()
    /** @type {Data | null} the shares in the picture */
    this.shares = null
  }

  /** @param {About} about */
  about(about) {
    super.about(about)
    put(this.wires, about.wires)
    this.shares = null
  }

  /**
   * Other patterns, or other colours.
   * @param {About} about
   */
  dress(about) {
    const bits = this.page.player.frames.pictures["picture:wired"]
    this.size = this.canvas.width = this.canvas.height = Math.min(this.view.facts.wired, about.neurons)
    this.signs = signs(bits, this.size)
    const inked = this.signs.subarray(about.target * this.size, (about.target + 1) * this.size)
    this.box.style.setProperty("--inked", `${(100 * inked.filter((sign) => sign > 0).length) / this.size}%`)
    const {minus, paper, plus} = this.page.colours()
    this.shades = new Uint32Array([...shadesOf(minus, paper, HALF), ...shadesOf(paper, plus, HALF + 1)])
  }

  /** @param {number} frame */
  draw(frame) {
    const {frames, now} = this.page.player
    if (!this.shares) this.dress(now)
    const shares = frames.row("wiring", frame)
    const [first, here] = [frames.row("wiring", 0), shares].map((row) => many(participation(row)))
    put(this.count, t("memories in the wiring: {first} → {here}", {first, here}))
    const {title} = this.page.spec.systems[now.focus]
    this.box.setAttribute(
      "aria-label",
      t("Wiring of {n} neurons of {title}: {here} memories take part", {n: this.size, title, here}),
    )
    if (this.shares?.every((share, i) => share === shares[i])) return // as where it is fixed
    this.shares = shares.slice()
    const pulls = couplings(shares, this.signs, this.size)
    const which = Uint16Array.from(pulls, (pull) => Math.round((1 + pull) * HALF))
    paintShades(this.canvas, which, this.shades)
  }
}

/** @param {number} memories */
const many = (memories) => fixed(memories, memories < SOME ? 1 : 0)
