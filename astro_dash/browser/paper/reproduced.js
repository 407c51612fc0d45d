// One figure of the paper: its panels and numbers, and the way to compute it again.

/** @import {Paper} from "./index.js" */
import {focused, h, put, still} from "../dom.js"
import {Figure} from "../figure.js"
import {selectField} from "../form.js"
import {saveMenu} from "../menu.js"
import {declaration} from "../packed.js"
import {pictureKinds} from "../png.js"
import {shot} from "../shot.js"
import {t, tn} from "../words.js"
import {numbersTable} from "./table.js"

const SWITCHED = "4" // the figure that may be shown in several ways
const OURS = "5" // the figure that is not the paper's

/** @typedef {{low: string, high: string, colours: string[], after: number}} Bar */
/** @typedef {{colour: string, words: string}} Key */
/** @typedef {{panels: {title: string, alt: string, item: any}[], scales: Bar[], keys: Key[], table: any}} Pictured */
/** @typedef {Pictured & {title?: string, caption: string, about: string, claims?: Claim[]}} Drawn */

export class Reproduced {
  /**
   * @param {Paper} page
   * @param {string} number
   * @param {FigureWords} words
   */
  constructor(page, number, {title, about, caption}) {
    this.page = page
    this.number = number
    /** @type {string | null} */
    this.shown = null
    this.anew = false // what is shown was computed again
    const button = (/** @type {string} */ words, /** @type {string} */ whole, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", "aria-label": whole, onclick}, words)
    this.panels = h("div", {class: "panels"}, h("p", {class: "coming"}, t("Drawing…")))
    this.summary = h("summary", {}, t("The numbers"))
    this.numbers = h("details", {class: "numbers-of"}, this.summary)
    this.again = button(t("Recompute"), t("Recompute figure {number}", {number}), () => this.start())
    this.cancel = button(t("Cancel"), t("Cancel figure {number}", {number}), () => page.send({type: "cancel"}))
    this.bar = h("progress", {max: 1, value: 0, "aria-label": t("Progress of figure {number}", {number})})
    this.cancel.hidden = this.bar.hidden = true
    this.told = h("span", {class: "told"})
    const heading = (this.title = t("Figure {number}. {title}", {number, title}))
    this.heading = h("h2", {tabindex: -1}, heading)
    this.saves = this.menu()
    this.saves.hidden = true // until it is drawn
    this.caption = h("p", {class: "caption"}, ...page.glossary.worded(caption))
    this.about = h("p", {class: "caption setting"}, about)
    /** @type {Record<string, HTMLSelectElement>} */
    this.switches = number === SWITCHED ? Object.fromEntries(this.selects()) : {}
    this.element = h(
      "section",
      {class: "reproduced", "data-number": number, "aria-label": heading},
      this.heading,
      this.switched(),
      this.caption,
      this.panels,
      this.about,
      h("div", {class: "tools"}, this.again, this.bar, this.cancel, this.told),
      this.numbers,
      this.saves,
    )
  }

  /** @returns {[string, HTMLSelectElement][]} what may be chosen of it, by name */
  selects() {
    return Object.entries(this.page.spec.switches).map(([name, {options}]) => {
      return [name, selectField(options, {onchange: () => this.ask()})]
    })
  }

  switched() {
    const {switches} = this.page.spec
    const fields = Object.entries(this.switches).map(([name, field]) =>
      h("label", {}, switches[name].label, " ", field),
    )
    return fields.length ? h("div", {class: "tools switches"}, ...fields) : null
  }

  /** Have it drawn, as it is switched. */
  ask() {
    const chosen = Object.entries(this.switches).map(([name, field]) => [name, field.value])
    this.page.send({type: "figure", number: this.number, ...Object.fromEntries(chosen)})
  }

  /** The command that computes its numbers. */
  get command() {
    const {number} = this
    if (number === OURS) return `python -m astro_dash.pages.paper ${number}`
    return `python -m astro_dash figure ${number} --out figure-${number}.nc`
  }

  menu() {
    const {page, number} = this
    const words = () => t("{title} · Astro Dash {version}", {title: this.title, version: page.cited.version})
    const notes = () => [words(), this.command]
    const draw = () => shot(this.panels, page.figures, page.colours(), this.title, words(), notes())
    return saveMenu(
      t("Figure {number}", {number}),
      pictureKinds(draw, notes, (ending) => `astro-dash-figure-${number}.${ending}`),
    )
  }

  show() {
    this.heading.scrollIntoView({block: "start", behavior: still() ? "auto" : "smooth"})
    this.heading.focus({preventScroll: true})
  }

  /** @param {string} packed */
  async take(packed) {
    this.shown = packed
    /** @type {Drawn} */
    const {panels, scales, keys, table, claims = [], ...words} = await declaration(packed)
    if (this.shown !== packed) return // another came while this one was unpacked
    this.word(words)
    this.page.reclaim(claims)
    const boxes = panels.map(({alt}) => h("div", {class: "plot", role: "img", "aria-label": alt}))
    const under = (/** @type {number} */ i) => scales.filter(({after}) => after === i + 1).map(scaleBar)
    const framed = panels.map(({title}, i) => [h("figure", {}, h("figcaption", {}, title), boxes[i]), ...under(i)])
    this.panels.replaceChildren(...framed.flat(), ...(keys.length ? [keyBar(keys)] : []))
    this.numbers.hidden = !table // of one that still grows
    if (table) {
      this.numbers.replaceChildren(
        this.summary,
        numbersTable(table, t("Numbers of figure {number}", {number: this.number})),
        h("p", {class: "caption"}, t("All of them:"), " ", h("code", {}, this.command)),
      )
    }
    this.page.figures = this.page.figures.filter((figure) => figure.element.isConnected)
    for (const [i, {item}] of panels.entries()) await this.embed(boxes[i], item)
    this.saves.hidden = false
  }

  /**
   * What is said of the data that are shown.
   * @param {{title?: string, caption: string, about: string}} words
   */
  word({title, caption, about}) {
    const {number} = this
    if (title) {
      this.title = t("Figure {number}. {title}", {number, title})
      put(this.heading, this.title)
      this.element.setAttribute("aria-label", this.title)
    }
    this.caption.replaceChildren(...this.page.glossary.worded(caption))
    put(this.about, about)
  }

  /**
   * @param {HTMLElement} box
   * @param {any} item
   */
  async embed(box, item) {
    const figure = new Figure({item, feeds: []}, box)
    this.page.figures.push(figure)
    await figure.embed()
    figure.paint(this.page.colours())
  }

  start() {
    this.page.recompute(this.number)
    this.run(true)
    this.anew = true
    this.bar.removeAttribute("value")
    this.told.textContent = t("starting")
    this.page.status.textContent = t("Computing figure {number}.", {number: this.number})
    this.cancel.focus()
  }

  /** @param {boolean} running */
  run(running) {
    const back = !running && focused(this.cancel) === this.cancel
    this.again.hidden = running
    if (back) this.again.focus()
    this.cancel.hidden = this.bar.hidden = !running
  }

  /** Nothing is computed, and what was shipped is shown. */
  idle() {
    this.run(false)
    this.told.textContent = ""
    if (this.anew) this.ask()
    this.anew = false
  }

  /** @param {Message} told */
  progress({done, all, left, waiting, ended, words: came}) {
    if (this.cancel.hidden) return // on its way when another figure took its place
    if (!ended) {
      if (all) this.bar.value = done / all
      const words = [t("{done} of {all} cells", {done, all})]
      if (left != null) words.push(t("{seconds} s left", {seconds: Math.ceil(left)}))
      this.told.textContent = waiting
        ? tn("taking turns with {n} other", "taking turns with {n} others", waiting)
        : words.join(", ")
      return
    }
    if (ended === "finished") this.run(false)
    else this.idle()
    /** @type {Record<string, string>} */
    const said = {
      finished: t("Computed anew. {words}", {words: came}),
      cancelled: t("Cancelled: these are the shipped data."),
    }
    const told = (this.told.textContent = said[ended] ?? came)
    this.page.status.textContent = t("Figure {number}: {told}", {number: this.number, told})
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
  const each = keys.map(({colour, words}) =>
    h("span", {}, h("i", {class: "swatch", style: `background: ${colour}`}), words),
  )
  return h("p", {class: "scale"}, ...each)
}
