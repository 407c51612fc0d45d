// Beside the triangle: the names of its corners, and a choice for each.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h} from "../dom.js"
import {fixed, measured, percent} from "../numbers.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"
import {targetWord} from "./map.js"

const HEIGHT = Math.sqrt(3) / 2 // of the triangle, whose sides are 1
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

/**
 * The shares of the three corners at a point of the triangle.
 * @param {ArrayLike<number>} point
 */
function shares({0: x, 1: y}) {
  const top = y / HEIGHT
  const right = x - top / 2
  return [1 - right - top, right, top].map((share) => Math.max(0, share))
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
    this.rests = h("p", {class: "caption"}, t("Rest points of the drift: ● stable, ⊗ saddle, ○ unstable."))
    view.element.append(h("div", {class: "tools"}, h("span", {}, t("Corners:")), ...this.choices, this.off), this.rests)
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
  }

  /** @param {number} frame */
  alt(frame) {
    const {frames} = this.page.player
    const each = shares(frames.row("now", frame)).map((share, i) => `${percent(share)} ${this.names[i].textContent}`)
    const places = {time: measured(frames.time(frame)), each: each.join("; ")}
    return t("Triangle of shares. The dot at t = {time}: {each}.", places)
  }
}
