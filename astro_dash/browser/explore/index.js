// The Explore page: a form, the map that it describes, and the cell that is looked at.

/** @import {Line} from "../line.js" */
import {addressSoon, copyLink, SERVED} from "../address.js"
import {h, save} from "../dom.js"
import {declaration, unpack} from "../packed.js"
import {Page} from "../page.js"
import {rendered} from "../rendered.js"
import {t} from "../words.js"
import {Cell} from "./cell.js"
import {Chart} from "./chart.js"
import {MapForm} from "./form.js"
import {mapOpener} from "./opener.js"
import {Progress} from "./progress.js"
import {mapMenu} from "./saves.js"
import {MapScene} from "./scene.js"
import {Shown} from "./shown.js"
import {Theory} from "./theory.js"

export class Explore extends Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {ExploreSpec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.spec = spec
    /** @type {AboutMap | null} */
    this.about = null
    this.pending = false // a map has been asked for, and is not here yet
    /** @type {Record<string, string>} the form as the server has it */
    this.asked = {}
    /** @type {Promise<void>} that the last figure is there */
    this.drawing = Promise.resolve()
    this.form = new MapForm(spec, this.glossary, {
      compute: () => this.compute(),
      changed: () => this.compare(),
      check: () => this.send({type: "check", form: this.read()}),
    })
    this.saving = h("button", {type: "button", disabled: true, onclick: () => this.send({type: "save"})}, t("Save map"))
    this.form.element.prepend(this.transport(), this.notice)
    this.progress = new Progress(this.form.start, this.saving, () => this.send({type: "cancel"}))
    this.title = h("h2", {}, t("A map of memory"))
    this.stale = h("p", {class: "changed", hidden: true})
    this.shown = new Shown(spec.measures, () => this.look())
    this.chart = new Chart({
      point: (cell) => this.point(cell),
      choose: (cell) => this.choose(cell),
      open: (cell) => this.open(cell),
    })
    // Neither what the pointer passes over nor every cell computed.
    this.spoken = h("p", {class: "unseen", role: "status"})
    const point = SERVED
      ? t(
          "Point at a cell to read it. A click lists its runs and opens the first of them on the Live page, " +
            "in a new tab.",
        )
      : t("Point at a cell to read it. A click lists its runs.")
    this.readout = h("p", {class: "readout"}, point)
    this.theory = new Theory(this.chart, this.spec.bounds, (words) => this.glossary.worded(words))
    this.settings = h("p", {class: "caption"})
    this.cell = new Cell(this.chart)
    this.menu = mapMenu(this)
    this.mapped = h("div", {class: "mapped"}, this.figure(), this.cell.element)
    this.copied = h("span", {class: "copied", "aria-live": "polite"})
    this.hear()
    this.scene = new MapScene(this)
    this.lesson.scene = this.scene
    const rail = h("aside", {class: "rail", "aria-label": t("What the map is of")}, this.form.element)
    const stage = this.stage()
    const columns = h("div", {class: "columns"}, rail, stage)
    element.append(this.head(), columns)
    this.stacks.push((how) => {
      if (how) stage.append(rail)
      else columns.prepend(rail)
      if (how) rail.role = "region"
      else rail.removeAttribute("role")
    })
  }

  hear() {
    /** @type {Hears} */
    const hears = {
      notice: this.noticed.bind(this),
      form: this.formed.bind(this),
      progress: this.went.bind(this),
      says: (words) => (this.title.textContent = words),
      map: (about, message) => this.mapCame(about, message.figure),
      chunk: this.cellsCame.bind(this),
      cell: (found) => this.about && this.cell.show(found, this.about),
      file: (data, {name, mime}) => save(data, name, mime),
    }
    Object.assign(this.hears, hears)
  }

  head() {
    const copy = () => copyLink(this.address(), this.copied, t("Link copied: it opens this form"))
    const copying = h("button", {type: "button", class: "copying", onclick: copy}, t("Copy link"))
    return this.masthead("explore", this.copied, copying)
  }

  transport() {
    return h("div", {class: "transport", "data-part": "transport"}, this.form.start, this.saving, ...mapOpener(this))
  }

  stage() {
    const {status, bar, cancel} = this.progress
    const {measure, of, unit} = this.shown
    return h(
      "main",
      {class: "stage"},
      ...this.lesson.panel.elements,
      h("div", {class: "say"}, this.title, h("div", {class: "tools"}, status, bar, cancel), this.stale),
      h("div", {class: "tools choose"}, measure, of, unit),
      this.mapped,
    )
  }

  figure() {
    const framed = h("div", {class: "framed"}, this.chart.element)
    return h(
      "figure",
      {class: "figure"},
      framed,
      this.theory.element,
      this.readout,
      this.spoken,
      this.settings,
      this.menu,
    )
  }

  /** The form to be read, and what else the server had with it. */
  read() {
    return {...this.asked, ...this.form.read()}
  }

  /** Mark the map if it is of another form than the one to be read. */
  compare() {
    const stale = this.about !== null && this.form.differs(this.read(), this.about.form)
    this.mapped.classList.toggle("stale", stale)
    this.stale.hidden = !stale
    const words = this.pending
      ? t("This is the map before; that of the form is being made.")
      : t("The form has been changed: this map is of the form as it was. Compute makes it anew.")
    if (stale && this.stale.textContent !== words) this.stale.textContent = this.spoken.textContent = words
    if (!stale) this.stale.textContent = ""
  }

  ask() {
    this.form.touched.clear()
    this.pending = true
  }

  compute() {
    this.say("")
    this.ask()
    this.send({type: "compute", form: this.read()})
  }

  resume() {
    const {measure, of} = this.asked
    this.send(this.about && !this.room.state ? {type: "show", measure, of} : {type: "ready"})
  }

  address() {
    return this.linkOf() + this.guise.query()
  }

  /** @param {Message} message */
  fills({map, notice}) {
    return Boolean(map || notice)
  }

  readdress() {
    if (location.search) addressSoon(() => this.address())
  }

  /** Its link, without how it is shown. */
  linkOf() {
    return new URLSearchParams({page: "explore", v: String(this.spec.version), ...this.read()}).toString()
  }

  look() {
    const shown = this.shown.read()
    this.asked = {...this.asked, ...shown}
    this.send({type: "show", ...shown})
  }

  // What the server says.

  /**
   * What is told of a map belongs to its figure; of a figure to come, which brings it all, a fault alone is told.
   * @param {Message} message
   */
  take(message) {
    const early = "drawn" in message && message.drawn !== this.about?.drawn
    if (!early) super.take(message)
    else if (message.notice !== undefined) super.take({notice: message.notice})
  }

  /** @param {string} words */
  noticed(words) {
    if (words) this.pending = false
    this.say(words)
    this.compare()
  }

  /**
   * The form of a map to come; what has been changed since it was asked for stays.
   * @param {Record<string, string>} form
   */
  formed(form) {
    this.asked = form
    this.form.show(Object.fromEntries(Object.entries(form).filter(([name]) => !this.form.touched.has(name))))
    this.shown.measure.value = form.measure
    this.form.fit()
    this.compare()
    if (!this.lesson.told) this.lesson.begins()
    this.readdress()
  }

  /** @param {Message} message */
  went(message) {
    const ended = this.progress.show(message)
    if (ended !== null) this.spoken.textContent = ended
    this.scene.went(message)
    this.lesson.look()
  }

  /**
   * @param {AboutMap} about
   * @param {string} packed its figure
   */
  mapCame(about, packed) {
    this.about = about
    this.pending = false
    this.compare()
    this.chart.begin(about, this.spec.measures[about.measure].limits)
    this.cell.clear()
    this.menu.hidden = false
    this.settings.textContent = about.settings
    this.shown.show(about)
    this.theory.show(about.bounds)
    const before = this.drawing
    this.drawing = declaration(packed).then(async (item) => {
      await before // two at a time would both be in the box
      if (this.about !== about) return
      this.figures = await this.chart.embed(item, this.colours())
      if (this.about !== about) return
      this.theory.place()
      this.chart.fill()
    })
  }

  /** @param {ArrayBuffer} buffer */
  cellsCame(buffer) {
    const {header, arrays} = unpack(buffer)
    if (header.drawn !== this.about?.drawn) return // of a figure to come, which brings all that is known by then
    const cells = arrays.cells.data
    this.chart.take(cells, arrays.means.data)
    const {selected} = this.chart
    if (selected !== null && cells.includes(selected)) this.send({type: "cell", cell: selected})
  }

  // What the person does on the map.

  /** @param {number} cell */
  point(cell) {
    this.readout.textContent = this.chart.words(cell)
  }

  /** @param {number} cell */
  choose(cell) {
    this.readout.textContent = this.spoken.textContent = this.chart.words(cell)
    this.send({type: "cell", cell})
  }

  /** @param {number} cell */
  open(cell) {
    if (SERVED) window.open(this.chart.link(cell), "_blank", "noopener")
  }

  paint() {
    super.paint()
    this.chart.place()
  }

  close() {
    super.close()
    this.chart.close()
  }
}

export const render = rendered(Explore)
