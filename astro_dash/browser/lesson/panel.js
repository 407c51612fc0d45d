// The panel of a lesson: where it stands, the step, and the ways on and back.

import {inLanguage} from "../address.js"
import {h, put} from "../dom.js"
import {prose} from "./prose.js"
import {langOf, otherTongue} from "./tongue.js"
import {t} from "../words.js"

/**
 * @typedef {{go: (step: number) => void, again: () => void, leave: () => void, look: () => void}} Moves
 */

export class Panel {
  /** @param {Moves} moves */
  constructor(moves) {
    this.moves = moves
    this.title = h("p", {class: "lesson-title"})
    this.progress = h("span", {class: "lesson-progress"})
    this.dots = h("ol", {class: "lesson-dots", "aria-label": t("Steps of the lesson")})
    this.todo = h("button", {type: "button", class: "lesson-todo", onclick: () => moves.look()})
    this.back = h("button", {type: "button", onclick: () => moves.go(this.at - 1)}, t("Back"))
    this.next = h("button", {type: "button", class: "primary", onclick: () => moves.go(this.at + 1)}, t("Next"))
    const leaving = {type: "button", "aria-label": t("Leave the lesson"), onclick: () => moves.leave()}
    const leave = h("button", leaving, t("Leave"))
    this.where = h("div", {class: "lesson-where"}, this.title, this.progress, this.dots, leave)
    this.bar = h(
      "div",
      {class: "lesson-bar", role: "group", "aria-label": t("Steps of the lesson"), hidden: true},
      this.where,
      h("div", {class: "lesson-ways"}, this.back, this.todo, this.next),
    )
    this.heading = h("h2", {tabindex: -1})
    this.body = h("div", {class: "lesson-body"})
    this.wandered = h(
      "button",
      {type: "button", hidden: true, onclick: () => moves.again()},
      t("Back to the step's state"),
    )
    this.end = h("div", {class: "lesson-end"})
    this.spoken = h("p", {class: "unseen", role: "status"})
    const foot = h("div", {class: "lesson-foot"}, this.wandered)
    const attributes = {class: "lesson", "aria-label": t("Lesson"), hidden: true}
    this.inside = h("section", attributes, this.heading, this.body, this.end, foot, this.spoken)
    /** The bar stays in sight, and is no part of what scrolls away under it. */
    this.elements = [this.bar, this.inside]
    this.at = 0
  }

  /**
   * @param {LessonTold} told
   * @param {number} at
   * @param {Node} step
   */
  show(told, at, step) {
    this.at = at
    this.reveal(true)
    put(this.title, told.title)
    const steps = told.steps.length
    put(this.progress, t("step {step} of {steps}", {step: at + 1, steps}))
    put(this.heading, told.steps[at].title)
    const lang = langOf(told)
    this.title.lang = this.heading.lang = lang
    this.body.replaceChildren(...[otherTongue(told), step].filter((part) => part !== null))
    this.back.disabled = at === 0
    this.next.disabled = at === steps - 1
    const last = at === steps - 1
    this.end.replaceChildren(
      ...(last
        ? [h("p", {}, h("b", {}, t("To take away:")), " ", h("span", {lang}, ...prose(told.takeaway))), this.on()]
        : []),
    )
  }

  /** @param {boolean} shown */
  reveal(shown) {
    for (const element of this.elements) element.hidden = !shown
  }

  on() {
    return h("p", {}, h("a", {href: "?" + inLanguage("page=lessons")}, t("All lessons")))
  }

  /**
   * Which steps are finished, and what is to be done in this one.
   * @param {LessonTold} told
   * @param {(step: number) => boolean} finished
   * @param {string} todo
   */
  tell(told, finished, todo) {
    put(this.todo, finished(this.at) ? t("All done: read on") : todo)
    this.todo.dataset.head = todo && !finished(this.at) ? t("To do:") : ""
    this.todo.disabled = !this.todo.textContent
    if (this.dots.childElementCount !== told.steps.length) {
      const dot = (/** @type {LessonStep} */ _step, /** @type {number} */ i) =>
        h("li", {}, h("button", {type: "button", onclick: () => this.moves.go(i)}))
      this.dots.replaceChildren(...told.steps.map(dot))
    }
    told.steps.forEach(({title}, i) => {
      const button = /** @type {HTMLElement} */ (this.dots.children[i].firstChild)
      const done = finished(i)
      button.className = [done ? "done" : "", i === this.at ? "here" : ""].join(" ").trim()
      button.setAttribute(
        "aria-label",
        done ? t("Step {step}, done: {title}", {step: i + 1, title}) : t("Step {step}: {title}", {step: i + 1, title}),
      )
      if (i === this.at) button.setAttribute("aria-current", "step")
      else button.removeAttribute("aria-current")
      button.title = title
    })
  }

  /** @param {string} words for who does not see it */
  say(words) {
    put(this.spoken, words)
  }
}
