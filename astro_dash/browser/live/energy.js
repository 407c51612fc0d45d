// Beside the energy: whose it is, and which of its terms are drawn; over it, whether it rose.

/** @import {Live} from "./index.js" */
/** @import {Stretch} from "./lifts.js" */
/** @import {View} from "./view.js" */
import {h, put} from "../dom.js"
import {measured} from "../numbers.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"
import {energyTitle, followed} from "./lifts.js"

/** @typedef {{array: string, words: string, without: string, settling: string, line: string}} Term */

export class Energy extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    const onchange = () => page.look()
    this.focus = h("select", {"aria-label": t("System whose energy and gains are shown"), onchange})
    /** @type {((about: About) => void)[]} */
    this.gates = []
    const terms = /** @type {Term[]} */ (view.facts.terms).map((term) => this.term(term))
    view.element.append(h("div", {class: "tools"}, this.focus, ...terms))
    /** @type {Stretch[]} */
    this.stretches = []
    this.generation = 0
  }

  /** @param {Term} term */
  term({array, words, without, settling, line}) {
    const box = h("input", {type: "checkbox", onchange: () => this.toggle(array, box.checked)})
    const name = h("span", {}, words)
    const label = h("label", {class: "tool term", style: `--line-image: ${line}`}, box, name)
    this.gates.push(({gated, drifts, ruled}) => {
      const withGains = drifts ? words : settling
      label.hidden = !ruled || (!gated && !without)
      put(name, gated ? withGains : without)
      if (label.hidden && box.checked) box.click()
    })
    return label
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
  about(about) {
    const {systems, focus} = about
    const {systems: looks} = this.page.spec
    this.focus.replaceChildren(...systems.map((system) => h("option", {value: system}, looks[system].title)))
    this.focus.value = focus
    for (const gate of this.gates) gate(about)
  }

  /** @param {number} frame */
  frame(frame) {
    const {player} = this.page
    const {mode, first, changed: what, rises, focus} = player.now
    if (player.generation !== this.generation && mode !== "again") {
      this.generation = player.generation
      this.stretches = followed(mode === "reset" ? [] : this.stretches, {first, changed: what, rises})
    }
    put(this.view.title, energyTitle(this.stretches, focus, player.frames.trace("energy"), frame))
  }

  /** @param {number} frame */
  alt(frame) {
    const {frames, now: about} = this.page.player
    const energy = frames.trace("energy")
    const {title} = this.page.spec.systems[about.focus]
    if (Number.isNaN(energy[0])) return t("{title} has no energy.", {title})
    const [start, now, time] = [energy[0], energy[frame], frames.time(frame)].map(measured)
    return t("Energy of {title} over time: {start} at the start, {now} at t = {time}.", {title, start, now, time})
  }

  manner() {
    return {focus: this.focus.value}
  }

  chosen() {
    return {focus: this.focus.value}
  }
}
