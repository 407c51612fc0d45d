// Beside the triangle: the names of its corners, a choice for each, and the dot, which can be dragged.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h, put} from "../dom.js"
import {fixed, measured, percent} from "../numbers.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"
import {targetWord} from "./map.js"
import {Push} from "./push.js"
import {sharesAt} from "./triangle.js"

const pushHint = () => t("Drag the dot to push the gains there.")
/** @returns {[string, string, string][]} each corner's class, what is chosen for it, and what it usually is */
const threeCorners = () => [
  ["a", t("Pattern at the left corner"), targetWord()],
  ["b", t("Pattern at the right corner"), t("strongest rival")],
  ["r", t("Pattern at the top corner"), t("all the others")],
]

/**
 * What is at a corner where no pattern is, of a memory of so many.
 * @param {number} load
 */
export function rest(load) {
  if (load <= 2) return t("no others")
  return load === 3 ? t("the other one") : t("all {n} others", {n: load - 2})
}

export class Simplex extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.corners = threeCorners()
    this.names = this.corners.map(([corner]) => h("span", {class: `corner corner-${corner}`}))
    const [box] = view.figures.map((figure) => figure.element)
    box.classList.add("tall")
    box.append(...this.names)
    /** @type {string[]} as the person has chosen them */
    this.wished = this.corners.map(() => "")
    this.choices = this.corners.map(([, where]) => {
      const onchange = () => this.choose()
      return h("select", {"aria-label": where, onchange})
    })
    this.off = h("span", {class: "off"})
    this.told = h("p", {class: "caption told"}, pushHint())
    const tell = (/** @type {string} */ words) => put(this.told, words || pushHint())
    this.push = new Push(page, view.figures[0], (shares) => this.each(shares), tell)
    view.plots.append(this.push.element)
    this.rests = h("p", {class: "caption"}, t("Rest points of the drift: ● stable, ⊗ saddle, ○ unstable."))
    const tools = h("div", {class: "tools"}, h("span", {}, t("Corners:")), ...this.choices, this.off)
    view.element.append(tools, this.told, this.rests)
  }

  choose() {
    this.page.look()
    this.wished = this.choices.map((choice) => choice.value)
  }

  /** @param {Record<string, string>} shown */
  dressed({corners}) {
    if (corners) this.wished = corners.split(",")
  }

  manner() {
    return {corners: this.wished.some(Boolean) ? this.wished.join(",") : ""}
  }

  chosen() {
    return {corners: this.choices.map(({value}) => (value === "" ? null : Number(value)))}
  }

  /** @param {About} about */
  about(about) {
    this.rests.hidden = !about.drifts
    this.told.hidden = !about.gated
    const {names} = this.page.player
    this.choices.forEach((choice, i) => {
      const others = this.wished[i] && names[Number(this.wished[i])] ? [Number(this.wished[i])] : []
      const all = [...new Set([...about.shown, ...others])]
      const patterns = all.map((pattern) => h("option", {value: pattern}, names[pattern]))
      choice.replaceChildren(h("option", {value: ""}, this.corners[i][2]), ...patterns)
      choice.value = this.wished[i]
      if (choice.selectedIndex < 0) choice.value = ""
    })
    const rival = this.wished[1] === ""
    this.names.forEach((name, i) => (name.textContent = this.words(about, i, i === 1 && rival)))
  }

  /**
   * @param {About} about
   * @param {number} i
   * @param {boolean} rival
   */
  words({corners, load, target}, i, rival) {
    const pattern = corners[i]
    if (pattern === null) return rest(load)
    if (corners.indexOf(pattern) < i) return rival ? t("no rival") : t("no other")
    const name = this.page.player.names[pattern]
    if (pattern === target) return t("target: {name}", {name})
    return rival ? t("rival: {name}", {name}) : name
  }

  /** @param {number} frame */
  frame(frame) {
    const {frames, now} = this.page.player
    const off = t("{share} % lies off these corners", {share: fixed(100 * frames.value("off", frame), 1)})
    this.off.textContent = now.corners[2] === null ? t("no share is left out") : off
    this.push.place()
  }

  /** @param {number} frame */
  alt(frame) {
    const {frames} = this.page.player
    const places = {time: measured(frames.time(frame)), each: this.each(sharesAt(frames.row("now", frame)))}
    return t("Triangle of shares. The dot at t = {time}: {each}.", places)
  }

  /**
   * Shares of the corners, in words.
   * @param {number[]} shares
   */
  each(shares) {
    return shares.map((share, i) => `${percent(share)} ${this.names[i].textContent}`).join("; ")
  }
}
