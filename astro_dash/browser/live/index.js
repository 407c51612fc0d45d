// The Live page: header, rail, stage and timeline, put together once; then only told of changes.

/** @import {Line} from "../line.js" */
import {addressSoon, copyLink, RECORDED, SERVED} from "../address.js"
import {Controls} from "../controls.js"
import {h, still} from "../dom.js"
import {Keyboard} from "../keyboard.js"
import {Page} from "../page.js"
import {Player} from "../player.js"
import {rendered} from "../rendered.js"
import {Timeline} from "../timeline.js"
import {Wire} from "../wire.js"
import {t} from "../words.js"
import {EXTRAS} from "./extras.js"
import {Own} from "./own.js"
import {rail} from "./rail.js"
import {Status, typicalWords} from "./status.js"
import {Tempo} from "./tempo.js"
import {View} from "./view.js"
import {Welcome} from "./welcome.js"

const HOLD_MS = 100 // so long nothing else is drawn after a slider has moved
const copiedWords = () => t("Link copied: it opens these choices from t = 0")
const withoutWords = () => t("Link copied, but your memories are too many for it: send their file along")
const pixelKeys = () =>
  t("Arrows move over a picture, where Space flips a pixel, over a landscape, and the dot of the triangle.")
/** @type {[number, number]} */
const FIRST_GRID = [8, 8] // until a run tells another

export class Live extends Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {LiveSpec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.spec = spec
    const tells = {chunk: this.came.bind(this), state: () => this.changed(), move: () => this.moved()}
    this.player = new Player((message) => this.send(message), line.place, tells)
    this.figures = this.player.figures
    this.wire = new Wire((message) => this.send({...message, frame: this.player.frame}))
    this.player.awaits = () => this.wire.since > 0 && performance.now() - this.wire.since < HOLD_MS
    this.controls = new Controls(spec, this.wire, this.glossary)
    this.choices = "" // of the link what is run
    this.waitsForRest = false // to jump there, where the person wants nothing to move
    this.furnished = ""
    /** @type {Promise<void> | null} until all figures have painted for the first time */
    this.opening = null
    /** @type {About | null} of the run on the page */
    this.about = null
    this.copied = h("span", {class: "copied", "aria-live": "polite"})
    this.run = h("button", {type: "button", class: "primary", onclick: () => this.player.toggle()}, t("Pause"))
    this.status = new Status(this.player, spec.verdicts, spec.systems)
    this.typical = h("p", {class: "typical"})
    this.timeline = new Timeline(this.player)
    this.welcome = new Welcome(spec.systems, this.glossary)
    this.views = spec.views.map((declared) => new View(this, declared))
    this.own = new Own(this)
    this.tempo = new Tempo(this)
    this.asksFirst = true
    this.extras = [this.tempo, ...EXTRAS.map((Extra) => new Extra(this))]
    this.furniture = [...this.views.map((view) => view.furniture), ...this.extras]
    this.keyboard = new Keyboard(this, SERVED || RECORDED ? document : element, this.ended.signal, pixelKeys())
    this.hears.values = this.valued.bind(this)
    this.hears.link = this.linked.bind(this)
    this.hears.chosen = () => this.act()
    this.hears.chunk = (chunk) => this.player.take(chunk)
    this.hears.notice = (words) => this.noticed(words)
    this.hears.typical = (counts) => this.tellTypical(counts)
    for (const extra of this.extras) Object.assign(this.hears, extra.hears)
    const columns = h("div", {class: "columns"}, rail(this), this.stage())
    element.append(this.head(), columns, this.keyboard.help)
  }

  head() {
    const copy = () => copyLink(this.query, this.copied, this.own.now.linked ? copiedWords() : withoutWords())
    const copying = h("button", {type: "button", class: "copying", onclick: copy}, t("Copy link"))
    const more = this.extras.flatMap((extra) => extra.head)
    return this.masthead("live", this.copied, copying, ...more, this.keyboard.button)
  }

  stage() {
    return h(
      "main",
      {class: "stage"},
      ...this.extras.flatMap((extra) => extra.top),
      this.welcome.element,
      h("div", {class: "say", "data-part": "outcomes"}, this.status.line, this.status.spoken, this.typical),
      this.own.element,
      h("div", {class: "views"}, ...this.views.map((view) => view.element)),
      ...this.extras.flatMap((extra) => extra.foot),
      this.timeline.element,
    )
  }

  /** Rows and columns of a picture. */
  grid() {
    return this.player.about?.grid ?? FIRST_GRID
  }

  /** From t = 0 once more; what stands still, stands still there. */
  reset() {
    if (!this.player.playing) this.player.wished = false
    this.send({type: "reset"})
  }

  /** @param {boolean} even whether time goes so, and not as things change */
  evenly(even) {
    this.player.even = even
    this.player.draw(0)
  }

  newSeed() {
    this.send({type: "new_seed"})
  }

  /** Ask for another focus, corners or rival, those that the furniture has chosen, and for what is seen. */
  look() {
    const seen = this.views.filter((view) => view.furniture.seen).map((view) => view.key)
    const usual = {focus: this.about?.focus ?? null, corners: [null, null, null], seen}
    this.send(Object.assign({type: "view"}, usual, ...this.furniture.map((each) => each.chosen())))
  }

  close() {
    super.close()
    this.player.close()
  }

  async embed() {
    for (const figure of this.figures) {
      if (figure.system && !this.player.about?.systems.includes(figure.system)) continue
      if (figure.embedding) continue
      await figure.embed()
      figure.paint(this.colours())
      if (this.player.about) {
        figure.load(this.player)
        figure.show(this.player, this.player.position, 0)
      }
    }
  }

  colours() {
    const {colour: focus, mark} = this.spec.systems[this.player.about?.focus ?? ""] ?? {}
    return {...super.colours(), focus, mark}
  }

  paint() {
    super.paint()
    this.own.show()
    if (!this.player.about) return
    for (const figure of this.figures) figure.load(this.player)
    this.furnish()
    this.player.draw(0)
  }

  /** Act, from the frame on screen, on what has been chosen in Python. */
  act() {
    this.send({type: "set", values: {}, frame: this.player.frame})
  }

  // What the server says.

  /** @param {Message} message */
  take(message) {
    super.take(message)
    if (message.values) for (const each of this.furniture) each.answered(message.values)
  }

  /** @param {Record<string, string>} values */
  valued(values) {
    this.wire.answered()
    this.controls.show(values)
  }

  /** @param {string} words */
  noticed(words) {
    this.say(words)
    if (words) this.own.uploads.next()
  }

  /** @param {string} query */
  linked(query) {
    this.choices = query
    this.readdress()
  }

  /** The whole link. */
  get query() {
    return this.choices ? this.choices + this.guise.query() : location.search.slice(1)
  }

  /** The link is another: its choices, or how the page shows them. */
  readdress() {
    addressSoon(() => this.query)
  }

  /** @param {Record<string, number> | null} counts */
  tellTypical(counts) {
    this.typical.textContent = typicalWords(counts, this.spec.cues, this.spec.systems)
  }

  /** @param {Record<string, string>} shown */
  dressed(shown) {
    for (const each of this.furniture) each.dressed(shown)
  }

  manner() {
    return Object.assign({}, ...this.furniture.map((each) => each.manner()))
  }

  // What the line asks.

  address() {
    return this.query
  }

  leaves() {
    return Object.assign(super.leaves(), ...this.extras.map((each) => each.leaves()))
  }

  /** @param {string} link */
  brings(link) {
    return this.about ? this.own.brings(link) : this.line.brings
  }

  resume() {
    const {about, generation, frames} = this.player
    this.send(about ? {type: "resume", generation, frames: frames.count} : {type: "ready"})
    this.player.asked = null
  }

  // What the player says.

  /** @param {string} mode */
  came(mode) {
    if (mode !== "more") this.another(this.player.now)
    this.timeline.grow()
    if (mode === "reset" && still() && this.player.wished) this.waitsForRest = true
    if (this.waitsForRest && this.player.atRest) {
      this.waitsForRest = false
      this.player.end()
    }
    this.changed()
  }

  /**
   * Another run, or the same one told anew.
   * @param {About} about
   */
  another(about) {
    const before = this.about
    this.about = about
    if (before?.focus !== about.focus) super.paint()
    if (before?.systems.join() !== about.systems.join()) this.status.shorten()
    this.element.style.setProperty("--ratio", `${about.grid[1]} / ${about.grid[0]}`)
    for (const view of this.views) view.gate(about)
    this.furnish()
    const there = this.embed()
    this.opening ??= there.finally(() => requestAnimationFrame(() => requestAnimationFrame(() => this.player.opens())))
    this.controls.about(about, this.player.names[about.target], this.player.names[about.primed ?? -1])
    this.welcome.about(about)
    this.own.changed()
  }

  /** Tell the furniture what does not change from frame to frame, if it has changed. */
  furnish() {
    const about = this.player.now
    const {mode, generation, first, at_rest, unsettled, names, ...stays} = about
    const {data} = this.player.frames.pictures["picture:shown"]
    const told = JSON.stringify([stays, this.player.names, this.colours()]) + data
    if (told === this.furnished) return
    this.furnished = told
    for (const each of this.furniture) each.about(about)
  }

  changed() {
    const words = this.player.playing ? t("Pause") : t("Run")
    if (this.run.textContent !== words) this.run.textContent = words
    this.tell()
  }

  moved() {
    this.timeline.move()
    this.tell()
  }

  /** The state in words. */
  tell() {
    if (!this.about || !this.player.frames.count) return
    this.status.show()
    this.room.frame()
    for (const each of this.furniture) each.frame(this.player.frame)
    for (const view of this.views) view.describe(this.player.frame)
  }
}

export const render = rendered(Live)
