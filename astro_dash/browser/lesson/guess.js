// A guess: one of some options, or a number on a scale. What is chosen says why it is a good guess.

import {h} from "../dom.js"
import {prose} from "./prose.js"
import {NumberGuess} from "./number.js"
import {t} from "../words.js"

/** @typedef {{guessed: (text: string) => void, say: (words: string) => void, scene: Scene | null}} Asks */

export class Guess {
  /**
   * @param {GuessTold} told
   * @param {StepKept} kept
   * @param {Asks} asks
   */
  constructor(told, kept, asks) {
    this.told = told
    this.asks = asks
    this.why = h("div", {class: "why"})
    this.number = told.number ? new NumberGuess(told.number, asks.scene, (text) => this.take(text)) : null
    this.buttons = (told.options ?? []).map((option, i) => {
      const attributes = {type: "button", "aria-pressed": "false", onclick: () => this.take(String(i))}
      return h("button", attributes, ...prose(option.text))
    })
    this.words = h("legend", {}, ...prose(told.question))
    this.element = h(
      "fieldset",
      {class: "guess"},
      this.words,
      this.number?.element ?? h("div", {class: "options"}, ...this.buttons),
      this.why,
    )
    if (kept.guess !== undefined) this.show(kept.guess)
  }

  /** @param {string} text */
  take(text) {
    this.show(text)
    this.asks.guessed(text)
    this.asks.say(this.why.textContent ?? "")
  }

  /** @param {string} text the option, by its place, or the number */
  show(text) {
    const option = this.told.options?.[Number(text)]
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(String(i) === text)))
    if (option) this.judge(option.right, option.right ? t("Yes.") : t("Not so."), option.why)
    if (!this.told.number) return
    const {right, words} = /** @type {NumberGuess} */ (this.number).judged(Number(text))
    this.judge(right, words, this.told.number.why)
  }

  /**
   * @param {boolean} right
   * @param {string} words
   * @param {Prose[]} why
   */
  judge(right, words, why) {
    this.why.className = right ? "why right" : "why"
    this.why.replaceChildren(h("p", {}, h("b", {}, `${right ? "✓" : "✗"} ${words} `), ...prose(why)))
  }
}
