// The teacher's part of a room: a strip with who is in and who has finished, which is always there; and what folds away
// under it: its code, link and QR, and the form to ask for a prediction. A question that is asked stands under both.

/** @import {Room} from "./room.js" */
import {copyLink} from "../address.js"
import {drawing, h, put} from "../dom.js"
import {pollBars} from "./bars.js"
import {t, tn} from "../words.js"

const QR_MARGIN = 4 // modules around a QR code

/**
 * A QR code of rows of 0 and 1.
 * @param {string[]} rows
 */
export function roomCode(rows) {
  const size = rows.length + 2 * QR_MARGIN
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((bit, x) => (bit === "1" ? `M${x + QR_MARGIN} ${y + QR_MARGIN}h1v1h-1z` : [])),
  )
  const svg = drawing("svg", {
    viewBox: `0 0 ${size} ${size}`,
    role: "img",
    "aria-label": t("QR code of the link"),
    class: "room-qr",
  })
  svg.append(
    drawing("path", {d: `M0 0h${size}v${size}h-${size}z`, fill: "#fff"}),
    drawing("path", {d: dark.join(""), fill: "#000"}),
  )
  return svg
}

export class Lectern {
  /** @param {Room} room */
  constructor(room) {
    this.room = room
    this.folded = false
    /** @type {Counts | null} */
    this.counts = null
    this.name = h("b", {class: "code"})
    this.call = h("div", {class: "call"})
    this.count = h("p", {class: "count"})
    this.now = h("p", {class: "now"}) // of the step on the page
    this.steps = h("ul", {class: "steps"})
    this.question = h("input", {
      type: "text",
      class: "typed asks",
      placeholder: t("Which memory brings it back?"),
      maxlength: 200,
      "aria-label": t("Question"),
    })
    this.options = h("textarea", {
      class: "typed asks",
      rows: 3,
      "aria-label": t("Answers, one a line, two to six"),
      placeholder: t("One answer a line"),
    })
    this.guess = h("button", {type: "button", hidden: true, onclick: () => this.askGuess()}, t("Ask this step's guess"))
    this.unfold = h("button", {type: "button", onclick: () => this.room.toggle()})
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.ask()
    }
    this.form = h(
      "form",
      {class: "asking", onsubmit},
      h("h3", {}, t("Ask for a prediction")),
      this.question,
      this.options,
      h("div", {class: "tools"}, h("button", {class: "primary"}, t("Ask the class"))),
    )
    this.poll = h("div", {class: "poll", hidden: true})
    this.more = h("div", {class: "lectern-more"}, this.call, h("div", {class: "class"}, this.steps, this.form))
    const strip = h(
      "div",
      {class: "strip"},
      this.name,
      this.count,
      this.now,
      h("div", {class: "tools"}, this.guess, this.unfold),
    )
    this.element = h("div", {class: "lectern"}, strip, this.more, this.poll)
    this.fold(false)
  }

  /** @param {boolean} folded */
  fold(folded) {
    this.folded = folded
    this.more.hidden = folded
    put(this.unfold, folded ? t("Show the code") : t("Fold away"))
    this.unfold.setAttribute("aria-expanded", String(!folded))
    this.room.keep()
  }

  /** @param {Teacher} state */
  show({code, link, qr}) {
    const said = h("span", {class: "copied", "aria-live": "polite"})
    const copy = h(
      "button",
      {
        type: "button",
        onclick: () => copyLink(`room=${code}`, said, t("Link copied: it opens this page with your class")),
      },
      t("Copy the link"),
    )
    const end = h("button", {type: "button", onclick: () => this.room.page.send({type: "room_end"})}, t("End the room"))
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
    put(this.name, spaced)
    this.call.replaceChildren(
      roomCode(qr),
      h(
        "div",
        {},
        h("p", {class: "code", "aria-label": t("Code {letters}", {letters: [...code].join(" ")})}, spaced),
        h("p", {class: "link"}, link),
        h("div", {class: "tools"}, copy, end, said),
      ),
    )
  }

  /** What the step of a lesson asks, if it asks for one of several answers. */
  guessed() {
    const {told, at} = this.room.page.lesson
    const [, guess] = told?.steps[at].parts.find(([kind]) => kind === "guess") ?? []
    return /** @type {GuessTold | undefined} */ (guess?.options && guess)
  }

  askGuess() {
    const guess = this.guessed()
    if (guess?.options)
      this.room.ask(
        plainWords(guess.question),
        guess.options.map(({text}) => plainWords(text)),
      )
  }

  ask() {
    const options = this.options.value
      .split("\n")
      .map((option) => option.trim())
      .filter(Boolean)
    this.room.ask(this.question.value, options)
  }

  /** @param {Counts} counts */
  counted(counts) {
    this.counts = counts
    this.tell()
  }

  tell() {
    if (!this.counts) return
    const {in: there, steps, question, tally} = this.counts
    put(this.count, tn("{n} student is in.", "{n} students are in.", there))
    const {lesson = "", step: now = ""} = this.room.page.guise.shown
    this.guess.hidden = !this.guessed() || Boolean(question)
    const here = Object.entries(steps).flatMap(([step, n]) =>
      step.startsWith(`${lesson} `) ? [[step.split(" ")[1], n]] : [],
    )
    const lines = here.sort(([a], [b]) => Number(a) - Number(b))
    const words = (/** @type {any} */ [step, n]) => t("{n} of {all} have finished step {step}.", {n, all: there, step})
    this.steps.replaceChildren(
      ...lines.map((line) => h("li", {"aria-current": line[0] === now ? "step" : null}, words(line))),
    )
    put(this.now, lesson ? words([now, steps[`${lesson} ${now}`] ?? 0]) : "")
    this.poll.hidden = !question
    if (question) this.polled(question, tally, there)
  }

  /**
   * @param {Question} question
   * @param {number[][]} tally
   * @param {number} there
   */
  polled({text, options, round, open, bars: shown}, tally, there) {
    const held = this.poll.querySelector(":focus")?.textContent
    const answered = tally[round].reduce((a, b) => a + b, 0)
    const send = (/** @type {object} */ change) => () => this.room.page.send({type: "room_poll", ...change})
    const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", onclick}, words)
    const buttons = [
      button(open ? t("Close") : t("Open again"), send({open: !open})),
      button(shown ? t("Hide the bars") : t("Show the bars"), send({bars: !shown})),
      round ? null : button(t("Ask again, after the reveal"), send({again: true})),
      button(t("Put it away"), send({away: true})),
    ]
    const state = open
      ? t("Answers: {answered} of {all}.", {answered, all: there})
      : t("Answers: {answered} of {all}. The question is closed.", {answered, all: there})
    this.poll.replaceChildren(
      h("h3", {}, text),
      h("p", {}, state),
      shown ? pollBars(options, tally) : h("p", {class: "caption"}, t("The bars are hidden, here and from the class.")),
      h("div", {class: "tools"}, ...buttons.filter((each) => each !== null)),
    )
    for (const each of this.poll.querySelectorAll("button")) if (held && each.textContent === held) each.focus()
  }
}

/**
 * Prose without its tags.
 * @param {Prose[]} prose
 * @returns {string}
 */
const plainWords = (prose) =>
  prose.map((part) => (typeof part === "string" ? part : plainWords(/** @type {Prose[]} */ (part.slice(2))))).join("")
