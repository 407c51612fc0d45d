// Something that was computed and shipped: its panels and numbers, and the way to compute it again.

/** @import {Page} from "./page.js" */
import {focused, h, still} from "./dom.js"
import {Figure} from "./figure.js"
import {saveMenu} from "./menu.js"
import {declaration} from "./packed.js"
import {pictureKinds} from "./png.js"
import {shot} from "./shot.js"
import {numbersTable} from "./table.js"
import {t, tn} from "./words.js"

/** @typedef {{panels: {title: string, alt: string, item: any}[], table: any}} Drawn */
/** @typedef {{number: string, heading: string, caption: Child, again: string, againOf: string, cancelOf: string,
 *   short: string, computing: string, progressOf: string, numbersOf: string, command: string, file: string}} Called */
/** @typedef {Page & {recompute: (number: string) => void, status: HTMLElement}} Home */

export class Computed {
  /**
   * @param {Home} page
   * @param {Called} called
   * @param {...Child} after what stands under the panels
   */
  constructor(page, called, ...after) {
    this.home = page
    this.number = called.number
    this.called = called
    /** @type {string | null} the first that came */
    this.shipped = null
    /** @type {string | null} */
    this.shown = null
    this.embedded = Promise.resolve() // of the panels that are being embedded
    const button = (/** @type {string} */ words, /** @type {string} */ whole, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", "aria-label": whole, onclick}, words)
    this.panels = h("div", {class: "panels"}, h("p", {class: "coming"}, t("Drawing…")))
    this.summary = h("summary", {}, t("The numbers"))
    this.numbers = h("details", {class: "numbers-of"}, this.summary)
    this.again = button(called.again, called.againOf, () => this.start())
    this.cancel = button(t("Cancel"), called.cancelOf, () => page.send({type: "cancel"}))
    this.bar = h("progress", {max: 1, value: 0, "aria-label": called.progressOf})
    this.cancel.hidden = this.bar.hidden = true
    this.told = h("span", {class: "told"})
    this.heading = h("h2", {tabindex: -1}, called.heading)
    this.saves = this.menu()
    this.saves.hidden = true // until it is drawn
    this.element = h(
      "section",
      {class: "reproduced", "data-number": called.number, "aria-label": called.heading},
      this.heading,
      h("p", {class: "caption"}, called.caption),
      this.panels,
      ...after,
      h("div", {class: "tools"}, this.again, this.bar, this.cancel, this.told),
      this.numbers,
      this.saves,
    )
  }

  menu() {
    const {home, called} = this
    const words = () => t("{title} · Astro Dash {version}", {title: called.heading, version: home.cited.version})
    const notes = () => [words(), called.command]
    const draw = () => shot(this.panels, home.figures, home.colours(), called.heading, words(), notes())
    return saveMenu(
      called.heading,
      pictureKinds(draw, notes, (ending) => `${called.file}.${ending}`),
    )
  }

  /** Have it drawn. */
  ask() {
    this.home.send({type: "figure", number: this.number})
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
    const drawn = await declaration(packed)
    await this.embedded // a figure cannot be embedded in what is taken away
    if (this.shown !== packed) return // another came while this one was unpacked
    const boxes = drawn.panels.map(({alt}) => h("div", {class: "plot", role: "img", "aria-label": alt}))
    const framed = drawn.panels.map(({title}, i) => h("figure", {}, h("figcaption", {}, title), boxes[i]))
    this.word(drawn)
    this.panels.replaceChildren(...framed.flatMap((figure, i) => [figure, ...this.under(drawn, i)]))
    this.numbers.replaceChildren(
      this.summary,
      this.table(drawn),
      h("p", {class: "caption"}, t("All of them:"), " ", h("code", {}, this.called.command)),
    )
    this.home.figures = this.home.figures.filter((figure) => figure.element.isConnected)
    await (this.embedded = this.embedAll(packed, drawn, boxes))
    if (this.shown !== packed) return
    this.saves.hidden = false
    this.drawn(drawn)
  }

  /**
   * One after the other, as long as no other picture has come.
   * @param {string} packed
   * @param {Drawn} drawn
   * @param {HTMLElement[]} boxes
   */
  async embedAll(packed, {panels}, boxes) {
    for (const [i, {item}] of panels.entries()) {
      if (this.shown !== packed) return
      await this.embed(boxes[i], item)
    }
  }

  /**
   * What stands under a panel.
   * @param {Drawn} _drawn
   * @param {number} _panel
   * @returns {HTMLElement[]}
   */
  under(_drawn, _panel) {
    return []
  }

  /**
   * @param {Drawn} drawn
   * @returns {HTMLElement}
   */
  table({table}) {
    return numbersTable(table, this.called.numbersOf)
  }

  /**
   * What is said of it, beside it.
   * @param {Drawn} _drawn
   */
  word(_drawn) {}

  /**
   * All of it stands.
   * @param {Drawn} _drawn
   */
  drawn(_drawn) {}

  /**
   * @param {HTMLElement} box
   * @param {any} item
   */
  async embed(box, item) {
    const figure = new Figure({item, feeds: []}, box)
    this.home.figures.push(figure)
    await figure.embed()
    figure.paint(this.home.colours())
    return figure
  }

  start() {
    this.home.recompute(this.number)
    this.run(true)
    this.bar.removeAttribute("value")
    this.told.textContent = t("starting")
    this.home.status.textContent = this.called.computing
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
    if (this.cancel.hidden) return // on its way when another took its place
    if (!ended) {
      if (all) this.bar.value = done / all
      const words = [t("{done} of {all} cells", {done, all})]
      if (left != null) words.push(t("{seconds} s left", {seconds: Math.ceil(left)}))
      if (waiting) this.told.textContent = tn("taking turns with {n} other", "taking turns with {n} others", waiting)
      else if (all) this.told.textContent = words.join(", ")
      return
    }
    this.idle()
    /** @type {Record<string, string>} */
    const said = {
      finished: t("Computed anew. {words}", {words: came}),
      cancelled: t("Cancelled: these are the shipped data."),
    }
    const told = (this.told.textContent = said[ended] ?? came)
    this.home.status.textContent = t("{title}: {told}", {title: this.called.short, told})
    if (packed) this.take(packed)
  }
}
