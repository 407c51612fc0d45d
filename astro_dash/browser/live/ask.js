// A question before the outcome: what comes of the run is hidden until it is answered. The answer is sent nowhere.

/** @import {Live} from "./index.js" */
import {h, still} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const WHOSE = "question" // wish it is that things are hidden
const GIVES_AWAY = "outcomes" // beside the views over time

export class Ask extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.element = h("div", {class: "question", role: "region", "aria-label": t("A question first"), hidden: true})
    this.said = h("p", {class: "predicted", role: "status"})
    this.top = [this.element, this.said]
  }

  /** @param {Record<string, string>} shown */
  dressed({ask}) {
    if (!ask || this.page.line.place?.frame) return // a page that was away had been answered
    const [question, ...answers] = ask.split("|")
    this.element.replaceChildren(h("h2", {}, question), answers.length ? this.choices(answers) : this.free(question))
    this.element.hidden = false
    this.withhold(true)
  }

  /** @param {string[]} answers */
  choices(answers) {
    const button = (/** @type {string} */ answer) =>
      h("button", {type: "button", onclick: () => this.reveal(answer)}, answer)
    return h("div", {class: "answers", role: "group", "aria-label": t("Your prediction")}, ...answers.map(button))
  }

  /** @param {string} question */
  free(question) {
    const answer = h("input", {class: "typed", type: "text", maxlength: 200, required: true, "aria-label": question})
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault()
      if (answer.value.trim()) this.reveal(answer.value.trim())
      else answer.focus()
    }
    return h("form", {class: "answers", onsubmit}, answer, h("button", {}, t("That is my prediction")))
  }

  /** @param {string} answer */
  reveal(answer) {
    this.element.hidden = true
    this.withhold(false)
    const question = this.element.querySelector("h2")?.textContent ?? ""
    this.said.textContent = t("{question} You predicted: {answer}", {question, answer})
    const {player, run} = this.page
    run.focus() // the field that had the focus is gone
    if (still()) player.end()
    else player.play()
  }

  /** @param {boolean} withheld */
  withhold(withheld) {
    const {element, guise, player, views} = this.page
    const others = views.map(({key}) => key).filter((key) => key !== "retrieval")
    element.classList.toggle("withheld", withheld) // before any picture has its words
    player.barred = withheld
    if (withheld) player.seek(0)
    guise.lock(withheld ? ["transport", "timeline", "retrieval"] : [], WHOSE)
    guise.hide(withheld ? [...others, GIVES_AWAY] : [], WHOSE)
    if (!withheld) this.page.tell()
  }
}
