// What stands over a page that has lost its server: what is the matter, when it tries again, and a button.

class Banner {
  constructor(retry) {
    this.words = h("p", {role: "alert"})
    this.when = h("span", {class: "when"}) // counts down, and is not read out
    this.again = h("button", {type: "button", onclick: retry}, "Try now")
    this.element = h("div", {class: "cut", hidden: true}, this.words, this.when, this.again)
  }

  /** Show a sentence, and the button if there is something to try. */
  show(words, retry) {
    this.words.textContent = words
    this.again.hidden = !retry
    this.element.hidden = false
  }

  hide() {
    this.says("")
    this.element.hidden = true
  }

  says(words) {
    clearInterval(this.counting)
    this.when.textContent = words
  }

  /** Count down to a moment of performance.now(). */
  until(end) {
    const count = () => (this.when.textContent = `Trying again in ${Math.max(1, Math.ceil((end - performance.now()) / 1000))} s`)
    this.says("")
    this.counting = setInterval(count, 250)
    count()
  }
}
