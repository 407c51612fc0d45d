// A lesson on a page: which step it is at, what the page is made to show for it, and what has become of its tasks.

/** @import {Page} from "../page.js" */
/** @import {Drawn} from "./drawings.js" */
import {inLanguage, SERVED} from "../address.js"
import {DRAWINGS} from "./drawings.js"
import {keep, stepOf, tab} from "./kept.js"
import {Panel} from "./panel.js"
import {Step} from "./step.js"
import {langOf} from "./tongue.js"
import {t} from "../words.js"

export const OWN = "own" // the name of one that was opened from disk
const FREE = ["own"] // choices that a step does not wait for

const followsClass = () => t("You follow the class: take over first, and go where you like.")

export class Lesson {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
    /** @type {Scene | null} of the page, if lessons can drive it */
    this.scene = null
    /** @type {LessonTold | null} the one that is given */
    this.told = null
    /** @type {Step | null} */
    this.step = null
    this.at = 0
    this.wanted = "" // the one that has been asked for
    /** @type {Drawn[]} drawings in the step's prose */
    this.drawn = []
    /** @type {((what: {lesson: string, step: number, finished: boolean, guess?: string}) => void)[]} told of changes */
    this.watchers = []
    this.panel = new Panel({
      go: this.go.bind(this),
      again: () => this.enter(this.at, true),
      leave: () => this.leave(),
      look: () => this.step?.lookUp(),
    })
    const {inside} = this.panel
    const acts = (/** @type {Event} */ {target}) =>
      inside.classList.toggle("left", !inside.contains(/** @type {Node} */ (target)))
    for (const type of ["pointerdown", "focusin"]) page.element.addEventListener(type, acts, {capture: true})
  }

  /** Begin what the link names, if it names one. */
  begins() {
    const {lesson, step = 0} = this.page.guise.shown
    if (lesson) this.begin(lesson, Number(step))
  }

  /**
   * @param {string} name
   * @param {number} step from 1 on; 0 where the tab was, or the first
   */
  begin(name, step) {
    if (this.wanted === name) return
    this.wanted = name
    this.at = (step || (tab().at[name] ?? 0) + 1) - 1
    if (name !== OWN) return this.page.send({type: "lesson", name})
    const {source, file} = tab()
    if (source) this.page.send({type: "read_lesson", data: new TextEncoder().encode(source).buffer, name: file})
    else this.fail(t("This lesson was opened from a file in another tab: open it again on the Lessons page."))
  }

  /** @param {string} words */
  fail(words) {
    this.page.say(words)
    this.wanted = ""
    this.name("", "")
  }

  /**
   * A message of the server.
   * @param {Message} message
   */
  take(message) {
    if (!("lesson" in message) || !this.scene || !this.wanted) return
    if (message.lesson) return this.given(message.lesson)
    if (message.faults.length) return this.fail(message.faults.join(" "))
    this.wanted = ""
    this.name("", "")
  }

  /** @param {LessonTold} told */
  given(told) {
    this.told = told
    const kept = tab()
    const led = Boolean(this.scene?.led)
    if (!led && kept.running !== told.name) {
      kept.running = told.name
      kept.before = this.scene?.query() ?? ""
      if (this.scene?.where === "live") this.page.send({type: "lesson_begins"})
    }
    this.at = Math.max(0, Math.min(this.at, told.steps.length - 1))
    const {line} = this.page
    this.enter(this.at, !led && !line.back) // what has been done there is still to be seen
    line.back = false
  }

  /**
   * Be at a step to which others have brought the page.
   * @param {string} name of a lesson, or of none
   * @param {number} step from 1 on
   */
  follow(name, step) {
    if (!name) this.close()
    else if (this.told?.name !== name) this.begin(name, step)
    else if (this.at !== step - 1) this.enter(step - 1, false)
  }

  /** @param {number} at */
  go(at) {
    const step = this.told?.steps[at]
    if (!step) return
    if (this.scene?.led) return this.page.say(followsClass())
    this.enter(at, step.sets)
    this.panel.heading.focus()
    const {room} = this.page
    const top = room.role === "teacher" ? room.panel : this.panel.where // with what is told of the class
    top.scrollIntoView({block: "start"})
  }

  /**
   * @param {number} at
   * @param {boolean} sets whether the page is put into its state
   */
  enter(at, sets) {
    const {told, scene} = this
    if (!told || !scene) return
    const step = told.steps[at]
    tab().at[told.name] = at
    keep()
    if (step.page !== scene.where && !scene.led) return this.travel(step, at)
    this.at = at
    this.name(told.name, String(at + 1))
    scene.line("", null, () => {})
    this.drawn = []
    const changed = () => this.changed()
    const draws = this.draws.bind(this)
    const say = (/** @type {string} */ words) => this.panel.say(words)
    this.step = new Step(step, stepOf(told.name, at), {scene, say, changed, draws, lang: langOf(told)})
    this.panel.show(told, at, this.step.element)
    scene.dress(step)
    if (sets) scene.apply(step)
    this.changed()
    this.look()
  }

  /**
   * To the page that a step drives.
   * @param {LessonStep} step
   * @param {number} at
   */
  travel(step, at) {
    if (!SERVED)
      return this.page.say(t("This step is on another page, which there is only where a server has the pages."))
    location.assign("?" + inLanguage(`${step.query}&lesson=${this.told?.name}&step=${at + 1}`))
  }

  /**
   * Put the lesson into the link, or take it out.
   * @param {string} lesson
   * @param {string} step
   */
  name(lesson, step) {
    this.page.guise.set("lesson", lesson)
    this.page.guise.set("step", step)
  }

  /** Without a lesson. */
  close() {
    this.told = this.step = null
    this.wanted = ""
    this.panel.reveal(false)
    this.scene?.line("", null, () => {})
    this.scene?.dress(null)
  }

  leave() {
    const kept = tab()
    const {before} = kept
    const {scene} = this
    if (scene?.led) return this.page.say(followsClass())
    kept.running = kept.before = ""
    keep()
    this.close()
    if (!scene) return
    this.name("", "")
    const page = new URLSearchParams(before).get("page") ?? "live"
    if (page === scene.where) scene.restore(before)
    else if (SERVED) location.assign("?" + inLanguage(before))
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  draws(name, words) {
    const Kind = DRAWINGS[name]
    if (!Kind) return document.createTextNode(words)
    const drawn = new Kind(this.page, words)
    this.drawn.push(drawn)
    const about = this.page.player?.about
    if (about && this.scene?.where === "live") drawn.about(about)
    return drawn.element
  }

  /** Another run, or the same one told anew: for the drawings. */
  about(/** @type {any} */ about) {
    for (const drawn of this.drawn) drawn.about(about)
  }

  /** @param {number} frame */
  frame(frame) {
    for (const drawn of this.drawn) drawn.frame(frame)
    this.look()
  }

  /** Look whether something is done by now, and whether the page is still as the step has it. */
  look() {
    const {scene, step, told} = this
    if (!scene || !step || !told) return
    step.look(scene)
    const values = scene.values() ?? {}
    const wanted = Object.entries(told.steps[this.at].values)
    this.panel.wandered.hidden = wanted.every(([name, text]) => FREE.includes(name) || (values[name] ?? text) === text)
  }

  /** Something was answered or done. */
  changed() {
    const {told, step} = this
    if (!told || !step) return
    keep()
    this.panel.tell(told, (i) => this.finished(i), step.todo)
    const guess = step.kept.guess
    for (const act of this.watchers) act({lesson: told.name, step: this.at + 1, finished: step.finished, guess})
  }

  /** @param {number} i */
  finished(i) {
    const {told, step} = this
    if (!told || !step) return false
    if (i === this.at) return step.finished && (step.guess !== null || step.tasks.length > 0)
    const {guess, done = []} = stepOf(told.name, i)
    const parts = told.steps[i].parts.map(([kind]) => kind)
    const tasks = parts.filter((kind) => kind === "task").length
    return (
      (parts.includes("guess") || tasks > 0) &&
      (!parts.includes("guess") || guess !== undefined) &&
      done.length >= tasks
    )
  }
}
