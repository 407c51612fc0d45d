// The student's part of a room: whether the page follows, what is asked, and the bars once they are shown.

/** @import {Room} from "./room.js" */
import {h, put} from "../dom.js"
import {pollBars} from "./bars.js"
import {t} from "../words.js"

/** @param {boolean} catches */
const aloneWords = (catches) =>
  catches
    ? t("The run of the class is too long to be joined: until its next one, this is your own of the same choices.")
    : t("You try it for yourself: the class goes on without you.")

export class Bench {
  /** @param {Room} room */
  constructor(room) {
    this.room = room
    const button = (/** @type {string} */ type, /** @type {string} */ words) =>
      h("button", {type: "button", onclick: () => room.leaves(type)}, words)
    this.words = h("p", {role: "status"})
    this.over = button("room_alone", t("Take over"))
    this.back = button("room_back", t("Back to the class"))
    this.asked = h("div", {class: "asked"})
    const buttons = h("div", {class: "tools"}, this.over, this.back, button("room_leave", t("Leave the room")))
    this.element = h("div", {class: "bench"}, h("div", {class: "strip"}, this.words, buttons), this.asked)
    this.built = ""
  }

  /** @param {Student} state */
  show({follows, catches, question, answers}) {
    put(this.words, follows ? t("You follow the class: what the teacher does happens here.") : aloneWords(catches))
    this.over.hidden = !follows
    this.back.hidden = follows || catches
    const built = question ? JSON.stringify(question) : ""
    if (built !== this.built) this.asked.replaceChildren(...(question ? this.ask(question) : []))
    this.built = built
    const mine = question && answers[`${question.n}.${question.round}`]
    for (const radio of this.asked.querySelectorAll("input")) radio.checked = radio.value === String(mine)
  }

  /**
   * @param {Question} question
   * @returns {HTMLElement[]}
   */
  ask({n, text, options, round, open, bars: shown, tally}) {
    const answer = (/** @type {number} */ option) => () =>
      this.room.page.send({type: "room_answer", question: n, round, option})
    const choices = options.map((words, i) =>
      h(
        "label",
        {},
        h("input", {type: "radio", name: "answer", value: i, disabled: !open, onchange: answer(i)}),
        words,
      ),
    )
    const legend = h("legend", {role: "status"}, text)
    const again = round ? t("Asked again, after the reveal: have you changed your mind?") : ""
    return [
      h("fieldset", {class: "options"}, legend, ...choices),
      h("p", {class: "caption"}, open ? again : t("Closed.")),
      ...(shown && tally ? [pollBars(options, tally)] : []),
    ]
  }
}
