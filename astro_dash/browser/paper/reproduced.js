// One figure of the page: what is said of its data, its switches, and what it is when it is computed again.

/** @import {Paper} from "./index.js" */
import {Computed} from "../computed.js"
import {h, put} from "../dom.js"
import {selectField} from "../form.js"
import {t} from "../words.js"

const SWITCHED = "4" // the figure that may be shown in several ways

/** @typedef {{low: string, high: string, colours: string[], after: number}} Bar */
/** @typedef {{colour: string, words: string}} Key */
/** @typedef {{title?: string, caption: string, about: string, claims?: Claim[]}} Said */

export class Reproduced extends Computed {
  /**
   * @param {Paper} page
   * @param {string} number
   * @param {FigureWords} words
   */
  constructor(page, number, {title, about, caption}) {
    const said = h("span", {}, ...page.glossary.worded(caption))
    const setting = h("p", {class: "caption setting"}, about)
    const called = {
      number,
      heading: t("Figure {number}. {title}", {number, title}),
      short: t("Figure {number}", {number}),
      computing: t("Computing figure {number}.", {number}),
      caption: said,
      again: t("Recompute"),
      againOf: t("Recompute figure {number}", {number}),
      cancelOf: t("Cancel figure {number}", {number}),
      progressOf: t("Progress of figure {number}", {number}),
      numbersOf: t("Numbers of figure {number}", {number}),
      command: `python -m astro_dash figure ${number} --out figure-${number}.nc`,
      file: `astro-dash-figure-${number}`,
    }
    super(page, called, setting)
    this.page = page
    this.said = said
    this.setting = setting
    this.anew = false // what is shown was computed again
    /** @type {[string, HTMLSelectElement][]} what may be chosen of it, by name */
    this.switches = number === SWITCHED ? Object.entries(page.spec.switches).map((each) => this.select(...each)) : []
    const labels = this.switches.map(([name, field]) => h("label", {}, page.spec.switches[name].label, " ", field))
    if (labels.length) this.panels.before(h("div", {class: "tools switches"}, ...labels))
  }

  /**
   * @param {string} name
   * @param {{options: Record<string, string>}} choice
   * @returns {[string, HTMLSelectElement]}
   */
  select(name, {options}) {
    return [name, selectField(Object.entries(options), {onchange: () => this.ask()})]
  }

  /** Have it drawn, as it is switched. */
  ask() {
    const chosen = Object.fromEntries(this.switches.map(([name, field]) => [name, field.value]))
    this.page.send({type: "figure", number: this.number, ...chosen})
  }

  start() {
    super.start()
    this.anew = true
  }

  /** Nothing is computed. What is shown of it goes back, but for what has come to its end: the server knows. */
  idle() {
    this.run(false)
    this.told.textContent = ""
    if (this.anew) this.ask()
    this.anew = false
  }

  /** @param {Message} told */
  progress(told) {
    const running = !this.cancel.hidden
    super.progress(told)
    if (running && told.ended === "finished") this.anew = true
  }

  /**
   * The scales of the colours, and at the end what they stand for.
   * @param {any} drawn
   * @param {number} panel
   */
  under({scales, keys, panels}, panel) {
    const bars = scales.filter((/** @type {Bar} */ {after}) => after === panel + 1).map(scaleBar)
    return keys.length && panel === panels.length - 1 ? [...bars, keyBar(keys)] : bars
  }

  /** @param {any} drawn */
  table(drawn) {
    return drawn.table ? super.table(drawn) : h("p", {class: "caption"}, t("They come when all is computed."))
  }

  /**
   * What is said of the data that are shown.
   * @param {any} drawn
   */
  word(drawn) {
    const {title, caption, about, claims = []} = /** @type {Said} */ (drawn)
    const {number} = this
    if (title) {
      const heading = (this.called.heading = t("Figure {number}. {title}", {number, title}))
      put(this.heading, heading)
      this.element.setAttribute("aria-label", heading)
      this.saves.querySelector("summary")?.setAttribute("aria-label", t("Save: {title}", {title: heading}))
    }
    if (this.said.textContent !== caption) this.said.replaceChildren(...this.page.glossary.worded(caption))
    put(this.setting, about)
    this.page.reclaim(claims)
  }
}

/**
 * Colours from low to high, with the words at their ends.
 * @param {Bar} bar
 */
function scaleBar({low, high, colours}) {
  const gradient = h("i", {style: `background: linear-gradient(to right, ${colours.join(", ")})`})
  return h("p", {class: "scale"}, h("span", {}, low), gradient, h("span", {}, high))
}

/**
 * What colours stand for.
 * @param {Key[]} keys
 */
function keyBar(keys) {
  const swatch = (/** @type {string} */ colour) => h("i", {class: "swatch", style: `background: ${colour}`})
  return h("p", {class: "scale"}, ...keys.map(({colour, words}) => h("span", {}, swatch(colour), words)))
}
