// One figure of the paper: its panels and numbers, and the way to compute it again.

/** @import {Paper} from "./index.js" */
import {focused, h, still} from "../dom.js"
import {Figure} from "../figure.js"
import {saveMenu} from "../menu.js"
import {declaration} from "../packed.js"
import {pictureKinds} from "../png.js"
import {shot} from "../shot.js"
import {t, tn} from "../words.js"
import {numbersTable} from "./table.js"

/** @typedef {{low: string, high: string, colours: string[], after: number}} Bar */
/** @typedef {{panels: {title: string, alt: string, item: any}[], scales: Bar[], table: any}} Drawn */

export class Reproduced {
  /**
   * @param {Paper} page
   * @param {string} number
   * @param {{title: string, about: string, caption: string}} words
   */
  constructor(page, number, {title, about, caption}) {
    this.page = page
    this.number = number
    /** @type {string | null} the first that came */
    this.shipped = null
    /** @type {string | null} */
    this.shown = null
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
    const heading = t("Figure {number}. {title}", {number, title})
    this.heading = h("h2", {tabindex: -1}, heading)
    this.saves = this.menu(heading)
    this.saves.hidden = true // until it is drawn
    this.element = h(
      "section",
      {class: "reproduced", "data-number": number, "aria-label": heading},
      this.heading,
      h("p", {class: "caption"}, ...page.glossary.worded(caption)),
      this.panels,
      h("p", {class: "caption setting"}, about),
      h("div", {class: "tools"}, this.again, this.bar, this.cancel, this.told),
      this.numbers,
      this.saves,
    )
  }

  /** @param {string} heading */
  menu(heading) {
    const {page, number} = this
    const words = () => t("{title} · Astro Dash {version}", {title: heading, version: page.cited.version})
    const notes = () => [words(), `python -m astro_dash figure ${number} --out figure-${number}.nc`]
    const draw = () => shot(this.panels, page.figures, page.colours(), heading, words(), notes())
    return saveMenu(
      heading,
      pictureKinds(draw, notes, (ending) => `astro-dash-figure-${number}.${ending}`),
    )
  }

  show() {
    this.heading.scrollIntoView({block: "start", behavior: still() ? "auto" : "smooth"})
    this.heading.focus({preventScroll: true})
  }

  /** @param {string} packed */
  async take(packed) {
    this.shipped ??= packed
    this.shown = packed
    /** @type {Drawn} */
    const {panels, scales, table} = await declaration(packed)
    if (this.shown !== packed) return // another came while this one was unpacked
    const boxes = panels.map(({alt}) => h("div", {class: "plot", role: "img", "aria-label": alt}))
    const under = (/** @type {number} */ i) => scales.filter(({after}) => after === i + 1).map(scaleBar)
    const framed = panels.map(({title}, i) => [h("figure", {}, h("figcaption", {}, title), boxes[i]), ...under(i)])
    this.panels.replaceChildren(...framed.flat())
    const command = `python -m astro_dash figure ${this.number} --out figure-${this.number}.nc`
    this.numbers.replaceChildren(
      this.summary,
      numbersTable(table, t("Numbers of figure {number}", {number: this.number})),
      h("p", {class: "caption"}, t("All of them:"), " ", h("code", {}, command)),
    )
    this.page.figures = this.page.figures.filter((figure) => figure.element.isConnected)
    for (const [i, {item}] of panels.entries()) await this.embed(boxes[i], item)
    this.saves.hidden = false
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
    if (this.shipped && this.shown !== this.shipped) this.take(this.shipped)
  }

  /** @param {Message} told */
  progress({done, all, left, waiting, ended, words: came, packed}) {
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
    this.idle()
    /** @type {Record<string, string>} */
    const said = {
      finished: t("Computed anew. {words}", {words: came}),
      cancelled: t("Cancelled: these are the shipped data."),
    }
    const told = (this.told.textContent = said[ended] ?? came)
    this.page.status.textContent = t("Figure {number}: {told}", {number: this.number, told})
    if (packed) this.take(packed)
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
