// The dot of the triangle as a thing to take hold of: where it is let go, the gains are.

/** @import {Live} from "./index.js" */
/** @import {Figure} from "../figure.js" */
import {h} from "../dom.js"
import {keyNames} from "../keys.js"
import {t} from "../words.js"
import {cornersThere, pointAt, pushTo, sharesAt} from "./triangle.js"

const NUDGE = 0.05 // of a side, by a key
const LEAST_PUSH = 0.02 // that a hand moves it at the least: less is a touch alone
/** @type {Record<string, [number, number]>} */
const NUDGES = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}

export class Push {
  /**
   * @param {Live} page
   * @param {Figure} figure
   * @param {(shares: number[]) => string} words
   * @param {(words: string) => void} tell where it is held
   */
  constructor(page, figure, words, tell) {
    this.page = page
    this.figure = figure
    this.words = words
    this.tell = tell
    /** @type {number[] | null} the shares that it is moved to, while it is held */
    this.held = null
    this.played = false // until it was taken
    // With the arrows for its own: a screen reader would keep them otherwise
    const attributes = {class: "push", tabindex: 0, role: "application", "aria-roledescription": t("dot")}
    const label = t("The gains: arrows move the dot, Enter pushes them there, Escape leaves them")
    this.element = h("div", {...attributes, "aria-label": label}, h("i", {}))
    this.element.addEventListener("pointerdown", (event) => this.take(event))
    this.element.addEventListener("pointermove", (event) => this.drag(event))
    this.element.addEventListener("pointerup", () => this.drop())
    this.element.addEventListener("pointercancel", () => this.leave())
    this.element.addEventListener("blur", () => this.leave())
    this.element.addEventListener("keydown", (event) => this.press(event))
    this.left = this.top = 0 // of the figure; kept, since to read them lays the page out
    const resized = new ResizeObserver(() => requestAnimationFrame(() => this.measure()))
    for (const box of [figure.element, figure.element.parentElement]) if (box) resized.observe(box)
  }

  measure() {
    this.left = this.figure.element.offsetLeft
    this.top = this.figure.element.offsetTop
    this.place()
  }

  /** Whether these gains can be pushed, and by this person. */
  get free() {
    const {about, guise} = this.page
    return Boolean(about?.gated && cornersThere(about).filter(Boolean).length > 1 && guise.free("simplex"))
  }

  /** The shares that it shows: where it is held, or of the gains. */
  get shares() {
    return this.held ?? sharesAt(this.page.player.frames.row("now", this.page.player.frame))
  }

  place() {
    const there = this.figure.view?.frame
    this.element.hidden = !there?.bbox.width || !this.page.player.frames.arrays.now || !this.free
    if (this.element.hidden) return
    const [x, y] = pointAt(this.shares)
    const {x_scale, y_scale} = there
    this.element.style.left = `${this.left + x_scale.compute(x)}px`
    this.element.style.top = `${this.top + y_scale.compute(y)}px`
    this.element.classList.toggle("held", this.held !== null)
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button || this.element.hidden) return
    event.preventDefault()
    this.element.focus({preventScroll: true})
    this.element.setPointerCapture(event.pointerId)
    this.hold()
  }

  /** Nothing moves while it is in a hand. */
  hold() {
    if (this.held) return
    this.held = this.shares
    const {player} = this.page
    this.played = player.playing || (player.wished && player.atEnd)
    if (player.playing) player.pause()
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.held || !this.element.hasPointerCapture(event.pointerId)) return
    const {x_scale, y_scale} = this.figure.view.frame
    const box = this.figure.element.getBoundingClientRect()
    this.move([x_scale.invert(event.clientX - box.left), y_scale.invert(event.clientY - box.top)])
  }

  /** @param {number[]} point */
  move(point) {
    if (!this.page.about) return
    this.held = sharesAt(point, cornersThere(this.page.about))
    this.tell(this.words(this.held))
    this.place()
  }

  /** Let go: there the gains are. */
  drop() {
    if (!this.held || !this.page.about) return
    const {player, about} = this.page
    const [now, then] = [sharesAt(player.frames.row("now", player.frame)), this.held].map(pointAt)
    if (Math.hypot(then[0] - now[0], then[1] - now[1]) < LEAST_PUSH) return this.leave()
    const shares = pushTo(this.held, about, player.frames.value("off", player.frame))
    player.wished = this.played
    this.page.read(t("Gains pushed: {each}", {each: this.words(this.held)}))
    this.held = null
    this.tell("")
    this.page.send({type: "push", system: about.focus, shares, frame: player.frame})
  }

  /** Let go of it, and nothing has been. */
  leave() {
    if (!this.held) return
    this.held = null
    this.tell("")
    this.place()
    if (this.played && !this.page.player.atEnd) this.page.player.play()
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const by = NUDGES[event.key]
    const enters = keyNames(event).includes(" ") || event.key === "Enter"
    if (this.element.hidden || !(by || (this.held && (enters || event.key === "Escape")))) return
    event.preventDefault()
    event.stopPropagation()
    if (enters) return this.drop()
    if (!by) return this.leave()
    this.hold()
    const [x, y] = pointAt(this.shares)
    this.move([x + NUDGE * by[0], y + NUDGE * by[1]])
    this.page.read(this.words(this.shares))
  }
}
