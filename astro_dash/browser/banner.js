// What stands over a page that has lost its server: what is the matter, when it tries again, and a button.

import {h} from "./dom.js"
import {t} from "./words.js"

const COUNT_MS = 250

export class Banner {
  /** @param {() => void} retry */
  constructor(retry) {
    this.words = h("p", {role: "alert"})
    this.when = h("span", {class: "when"}) // counts down, and is not read out
    this.again = h("button", {type: "button", onclick: retry}, t("Try now"))
    this.element = h("div", {class: "cut", hidden: true}, this.words, this.when, this.again)
    this.counting = 0
  }

  /**
   * Show a sentence, and the button if there is something to try.
   * @param {string} words
   * @param {boolean} retry
   */
  show(words, retry) {
    this.words.textContent = words
    this.again.hidden = !retry
    this.element.hidden = false
  }

  hide() {
    this.says("")
    this.element.hidden = true
  }

  /** @param {string} words */
  says(words) {
    clearInterval(this.counting)
    this.when.textContent = words
  }

  /**
   * Count down to a moment of performance.now().
   * @param {number} end
   */
  until(end) {
    const count = () => {
      const seconds = Math.max(1, Math.ceil((end - performance.now()) / 1000))
      this.when.textContent = t("Trying again in {seconds} s", {seconds})
    }
    this.says("")
    this.counting = setInterval(count, COUNT_MS)
    count()
  }
}
