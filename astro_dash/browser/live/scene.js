// The Live page, as a lesson drives it: what a step sets, hides and locks, and what the run has come to.

/** @import {Live} from "./index.js" */
import {Driven} from "../lesson/driven.js"
import {among, passes} from "../lesson/tests.js"
import {openFor} from "./opened.js"
import {PlotLine} from "./plotline.js"

const AWAY = ["welcome"] // lines for who is new: a lesson has its own
const LONGEST_LINK = 4000 // characters of a link that a message may carry

/**
 * @implements {Scene}
 * @extends {Driven<Live>}
 */
export class LiveScene extends Driven {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.where = "live"
    this.plotted = new PlotLine(page)
    /** @type {LessonStep | null} */
    this.step = null
    /** @type {number | null} the generation before the step's own run, while that is awaited */
    this.since = null
    /** @type {Record<string, number> | null} of other cues, how many each system recalls */
    this.counts = null
    this.countedOf = ""
    /** @type {Set<string>} views in sight */
    this.inSight = new Set()
    this.knocked = -1 // the generation that was knocked
    this.scrubbed = false
    /** @type {Set<number>} pixels of the cue that were drawn */
    this.drawn = new Set()
    /** @type {Set<string>} views that were in sight */
    this.seen = new Set()
    const scrubs = (/** @type {Event} */ event) => this.scrubs(event.target)
    page.element.addEventListener("input", scrubs, {signal: page.ended.signal})
    const watch = new IntersectionObserver((seen) => seen.forEach((one) => this.sees(one)), {threshold: 0.5})
    for (const view of page.views) watch.observe(view.element)
    page.ended.signal.addEventListener("abort", () => watch.disconnect())
  }

  /** Of a step nothing has been done yet. */
  begin() {
    this.knocked = -1
    this.scrubbed = false
    this.drawn.clear()
    this.seen = new Set(this.inSight)
  }

  values() {
    return this.page.controls?.values ?? null
  }

  query() {
    return this.page.choices
  }

  /** @param {LessonStep} step */
  apply(step) {
    const {player} = this.page
    player.wished = step.play
    this.page.waitsForRest = false // which was for another run
    this.since = player.generation
    this.begin()
    this.page.send({type: "set", values: step.values, anew: true})
  }

  /** @param {LessonStep | null} step */
  dress(step) {
    this.step = step
    this.begin()
    super.dress(step && {...step, hide: [...step.hide, ...AWAY]})
    if (step) openFor(this.page, step)
  }

  /** @param {string} before */
  restore(before) {
    this.page.player.wished = true
    this.page.send({type: "lesson_ends", link: before.length <= LONGEST_LINK ? before : ""})
  }

  /**
   * @param {string} view
   * @param {number | null} value
   * @param {(value: number) => void} moved
   */
  line(view, value, moved) {
    this.plotted.show(view, value, moved)
  }

  // What the person does.

  /** @param {Message} message */
  sent({type, pixels, ink}) {
    if (type === "perturb") this.knocked = this.page.player.generation
    if (type !== "flip") return
    for (const pixel of pixels) {
      if (ink == null && this.drawn.has(pixel)) this.drawn.delete(pixel)
      else this.drawn.add(pixel)
    }
  }

  /** @param {EventTarget | null} target */
  scrubs(target) {
    if (target === this.page.timeline.scrub) this.scrubbed = true
  }

  /** @param {IntersectionObserverEntry} entry */
  sees({target, isIntersecting}) {
    const view = /** @type {HTMLElement} */ (target).dataset.part ?? ""
    if (isIntersecting) this.inSight.add(view)
    else this.inSight.delete(view)
    if (isIntersecting) this.seen.add(view)
  }

  /** @param {Record<string, number> | null} counts */
  count(counts) {
    this.counts = counts
    this.countedOf = this.page.choices
  }

  // What has come of it.

  /** The step's own run is on the page. */
  arrived() {
    const {player} = this.page
    if (this.since !== null && player.generation > this.since) {
      this.since = null
      this.look()
    }
    return this.since === null
  }

  /** Look at the system that the step is about. */
  look() {
    const focus = this.step?.focus
    const energy = this.page.views.find(({key}) => key === "energy")?.furniture
    const select = energy && "focus" in energy ? /** @type {HTMLSelectElement} */ (energy.focus) : null
    if (!focus || !select || this.page.about?.focus === focus) return
    select.value = focus
    this.page.look()
  }

  get done() {
    const {atEnd, atRest} = this.page.player
    return atEnd && atRest
  }

  /** @param {Condition} condition */
  meets(condition) {
    const {player} = this.page
    if (!player.about || !player.frames.count || !this.arrived()) return false
    const {what, system, test = {op: "=", value: 0}} = condition
    if (system && !player.about.systems.includes(system)) return false
    const at = system ?? player.about.focus
    switch (what) {
      case "rest":
        return this.done && !player.unsettled
      case "knocked":
        return this.knocked >= 0
      case "ends":
        return this.knocked >= 0 && player.generation > this.knocked && this.done && !player.unsettled
      case "scrubbed":
        return this.scrubbed
      case "seen":
        return test.value.some((/** @type {string} */ view) => this.seen.has(view))
      case "time":
        return passes(test, player.time)
      case "drawn":
        return passes(test, this.drawn.size)
      case "recalls":
        return this.countedOf === this.page.choices && passes(test, this.counts?.[at] ?? NaN)
      default:
        return this.measured(what, at, test)
    }
  }

  /**
   * What is measured of a system at the frame shown.
   * @param {string} what
   * @param {string} system
   * @param {Test} test
   */
  measured(what, system, test) {
    const {player, status} = this.page
    const {frames, frame, now} = player
    if (what === "verdict") {
      const {key} = status.verdict(system, frame)
      return among(test, key) && (this.done || key === "moving")
    }
    if (what === "errors") return passes(test, frames.value(`wrong:${system}`, frame))
    if (what === "perplexity") return passes(test, frames.value(`perplexity:${system}`, frame))
    if (what === "winner") {
      const winner = frames.value(`winner:${system}`, frame) === now.target ? "target" : "other"
      return this.done && !frames.value(`tied:${system}`, frame) && among(test, winner)
    }
    if (what !== "share" || system !== now.focus) return false
    return passes(test, frames.row("gain", frame)[now.shown.indexOf(now.target)])
  }
}
