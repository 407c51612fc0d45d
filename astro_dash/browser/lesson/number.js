// A number that is guessed: dragged on a scale, typed, or, where it has one, as a line on a plot.

import {h} from "../dom.js"
import {pretty} from "../numbers.js"
import {t} from "../words.js"

const STEPS = 200 // of a scale of orders

export class NumberGuess {
  /**
   * @param {GuessedNumber} told
   * @param {Scene | null} scene
   * @param {(text: string) => void} take
   */
  constructor(told, scene, take) {
    this.told = told
    this.scene = scene
    this.shown = h("output", {})
    this.truth = h("i", {class: "truth", hidden: true})
    const {low, high, step, log, unit} = told
    const scale = log ? {min: 0, max: STEPS, step: 1} : {min: low, max: high, step}
    this.range = h("input", {
      type: "range",
      ...scale,
      "aria-label": unit ? t("Your guess, {unit}", {unit}) : t("Your guess"),
    })
    this.range.value = this.range.min // wherever else it began would be a hint
    this.range.addEventListener("input", () => this.move())
    const ends = h(
      "div",
      {class: "scale-ends"},
      h("span", {}, pretty(String(low))),
      h("span", {}, pretty(String(high))),
    )
    const guess = h("button", {type: "button", onclick: () => take(this.text())}, t("That is my guess"))
    const track = h("div", {class: "guess-track"}, this.range, this.truth, ends)
    this.element = h("div", {class: "guess-number"}, track, this.shown, guess)
    this.move()
  }

  /** Of its place on the scale, the number as it is shown. */
  text() {
    const {low, high, log} = this.told
    const place = Number(this.range.value)
    if (!log) return String(Number(place.toPrecision(6)))
    return String(Number((low * (high / low) ** (place / STEPS)).toPrecision(2)))
  }

  /** @param {number} value */
  place(value) {
    const {low, high, log} = this.told
    return log ? (STEPS * Math.log(value / low)) / Math.log(high / low) : value
  }

  move() {
    const {unit, on} = this.told
    const text = this.text()
    this.shown.textContent = [pretty(text), unit].filter(Boolean).join(" ")
    this.range.setAttribute("aria-valuetext", this.shown.textContent)
    if (on) this.scene?.line(on, Number(text), (value) => this.drag(value))
  }

  /** @param {number} value of the line on the plot */
  drag(value) {
    const {low, high} = this.told
    this.range.value = String(this.place(Math.max(low, Math.min(high, value))))
    this.move()
  }

  /**
   * Whether a guess is near enough, and what is said to it.
   * @param {number} value
   */
  judged(value) {
    const {low, high, right, within, unit, log} = this.told
    this.range.value = String(this.place(value))
    this.move()
    this.truth.hidden = false
    const share = log ? this.place(right) / STEPS : (right - low) / (high - low)
    this.truth.style.setProperty("--share", String(share))
    const good = Math.abs(value - right) <= within + 1e-9
    const [yours, real] = [value, right].map((n) => [pretty(String(n)), unit].filter(Boolean).join(" "))
    const words = good
      ? t("You said {yours}; it is {real}.", {yours, real})
      : t("You said {yours}, but it is {real}.", {yours, real})
    return {right: good, words}
  }
}
