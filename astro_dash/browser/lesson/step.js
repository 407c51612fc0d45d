// One step of a lesson: its prose, its guess, its tasks and what it reveals.

import {h} from "../dom.js"
import {Guess} from "./guess.js"
import {prose} from "./prose.js"
import {Task} from "./task.js"
import {t} from "../words.js"

/**
 * @typedef {{scene: Scene | null, say: (words: string) => void, changed: () => void,
 *   draws: import("./prose.js").Draws, lang: string}} Around what a step is in
 */

export class Step {
  /**
   * @param {LessonStep} told
   * @param {StepKept} kept
   * @param {Around} around
   */
  constructor(told, kept, around) {
    this.kept = kept
    this.around = around
    /** @type {Guess | null} */
    this.guess = null
    /** @type {Task[]} */
    this.tasks = []
    /** @type {HTMLElement[]} */
    this.reveals = []
    this.element = h("div", {class: "step"}, ...this.rows(told.parts))
    this.open()
  }

  /**
   * What is told stands beside what is asked, where there is room; what is revealed, under both.
   * @param {[string, any][]} parts
   */
  rows(parts) {
    /** @type {{told: HTMLElement[], asked: HTMLElement[]}[]} */
    const rows = [{told: [], asked: []}]
    for (const [kind, part] of parts) {
      const element = this.part(kind, part)
      const row = rows[rows.length - 1]
      if (kind === "reveal") rows.push({told: [element], asked: []}, {told: [], asked: []})
      else if (kind !== "prose") row.asked.push(element)
      else if (row.asked.length) rows.push({told: [element], asked: []})
      else row.told.push(element)
    }
    const full = rows.filter(({told, asked}) => told.length + asked.length)
    const side = (/** @type {HTMLElement[]} */ elements) => (elements.length ? h("div", {}, ...elements) : null)
    return full.map(({told, asked}) => h("div", {class: "step-row"}, side(told), side(asked)))
  }

  /**
   * @param {string} kind
   * @param {any} part
   */
  part(kind, part) {
    const {scene, say, draws, lang} = this.around
    if (kind === "guess") {
      const guessed = (/** @type {string} */ text) => this.guessed(text)
      this.guess = new Guess(part, this.kept, {guessed, say, scene})
      return this.guess.element
    }
    if (kind === "task") {
      const task = new Task(part, (this.kept.done ?? []).includes(this.tasks.length))
      this.tasks.push(task)
      return task.element
    }
    const element = h("div", {class: kind, lang}, ...prose(part, draws))
    if (kind === "reveal") return this.reveal(element)
    return element
  }

  /** @param {HTMLElement} inside */
  reveal(inside) {
    const show = h("button", {type: "button", onclick: () => this.showAnyway()}, t("Show me"))
    const element = h("div", {class: "revealed"}, show, inside)
    this.reveals.push(element)
    return element
  }

  /** What is asked is answered, and what is to be done is done. */
  get finished() {
    return (!this.guess || this.kept.guess !== undefined) && this.tasks.every((task) => task.done)
  }

  /** Of what is asked, that to be answered or done next. */
  get next() {
    const guess = this.guess && this.kept.guess === undefined ? this.guess : null
    return guess ?? this.tasks.find((task) => !task.done) ?? null
  }

  /** The same in words. */
  get todo() {
    const {next} = this
    if (!next) return ""
    return next === this.guess ? t("make your guess") : (next.words.textContent ?? "")
  }

  /** To what is to be done next, or to what was revealed by it. */
  lookUp() {
    const element = this.next?.element ?? this.reveals[0]
    element?.scrollIntoView({block: "center"})
  }

  showAnyway() {
    this.kept.shown = true
    this.open()
    const [first] = this.reveals
    first.tabIndex = -1
    first.focus()
    this.around.changed()
  }

  /** Show what is revealed, if it is time. */
  open() {
    const shown = this.finished || this.kept.shown === true
    for (const {children} of this.reveals) {
      const [button, inside] = /** @type {HTMLElement[]} */ ([...children])
      button.hidden = shown
      inside.hidden = !shown
    }
  }

  /** @param {string} text */
  guessed(text) {
    this.kept.guess = text
    this.open()
    this.around.changed()
  }

  /** @param {Scene} scene */
  look(scene) {
    const fresh = this.tasks.filter((task) => task.look(scene))
    if (!fresh.length) return
    this.kept.done = this.tasks.flatMap((task, i) => (task.done ? [i] : []))
    this.open()
    const left = this.tasks.length - this.kept.done.length
    const rest = left ? t("Still to do: {left}.", {left}) : t("All that was to do in this step is done.")
    const what = fresh.map((task) => task.words.textContent).join(" ")
    this.around.say(t("Done: {what} {rest}", {what, rest}))
    this.around.changed()
  }
}
