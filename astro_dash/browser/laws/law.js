// One law: its plots, what they say, and ways to the runs behind their points.

/** @import {Figure} from "../figure.js" */
/** @import {Laws} from "./index.js" */
import {inLanguage, SERVED, way} from "../address.js"
import {Computed} from "../computed.js"
import {h} from "../dom.js"
import {key} from "../form.js"
import {measured} from "../numbers.js"
import {declaration} from "../packed.js"
import {t} from "../words.js"

const REACH = 20 // pixels from a point, and it is meant

/** @typedef {{title: string, question: string, claim: string, bars: string}} LawWords */
/** @typedef {Record<string, {mark: string, words: string}>} LawVerdicts */
/** @typedef {{title: string, alt: string, item: any, head: [string, string], sources: Record<string, string>,
 *   key: {words: string, line: string}[]}} LawPanel */
/** @typedef {{panels: LawPanel[], says: string[], verdict: string | null, about: string}} LawDrawn */
/** @typedef {{x: number[], y: number[], low: number[], high: number[], query: string[]}} Columns */

export class Law extends Computed {
  /**
   * @param {Laws} page
   * @param {string} name
   * @param {LawWords} words
   * @param {LawVerdicts} verdicts
   */
  constructor(page, name, {title, question, claim, bars}, verdicts) {
    const verdict = h("p", {class: "judged"})
    const says = h("div", {class: "says"})
    const about = h("span", {})
    const called = {
      number: name,
      heading: title,
      short: title,
      computing: t("Computing: {title}.", {title}),
      caption: h("span", {}, ...page.glossary.worded(question)),
      again: t("Compute here"),
      againOf: t("Compute here: {title}", {title}),
      cancelOf: t("Cancel: {title}", {title}),
      progressOf: t("Progress: {title}", {title}),
      numbersOf: t("Numbers: {title}", {title}),
      command: `python -m astro_dash law ${name} --out ${name}.nc`,
      file: `astro-dash-law-${name}`,
    }
    super(page, called, h("p", {class: "claim"}, claim), verdict, says, h("p", {class: "caption"}, bars, " ", about))
    this.element.classList.add("law")
    this.verdict = verdict
    this.says = says
    this.about = about
    this.verdicts = verdicts
    /** @type {LawPanel[]} */
    this.parts = []
    /** @type {HTMLElement | null} */
    this.rows = null
  }

  /**
   * @param {HTMLElement} box
   * @param {any} item
   */
  async embed(box, item) {
    const figure = await super.embed(box, item)
    box.addEventListener("pointermove", (event) => {
      box.style.cursor = nearest(figure, event) ? "pointer" : ""
    })
    box.addEventListener("click", (event) => {
      const query = nearest(figure, event)
      if (query && SERVED) window.open("?" + inLanguage(query), "_blank", "noopener")
    })
    return figure
  }

  /** The numbers come once they are in the figures. */
  table() {
    this.rows = h("div", {class: "wide", tabindex: 0, role: "region", "aria-label": this.called.numbersOf})
    return this.rows
  }

  /** @param {any} drawn */
  drawn(drawn) {
    const {panels, says, verdict, about} = /** @type {LawDrawn} */ (drawn)
    this.parts = panels
    this.about.textContent = about
    this.verdict.dataset.verdict = verdict ?? ""
    const judged = verdict ? this.verdicts[verdict] : {mark: "", words: ""}
    this.verdict.replaceChildren(h("span", {"aria-hidden": "true"}, `${judged.mark} `), judged.words)
    this.says.replaceChildren(...says.map((each) => h("p", {class: "caption"}, ...this.home.glossary.worded(each))))
    for (const [i, figure] of [...this.panels.children].entries()) {
      figure.append(h("p", {class: "keys"}, ...panels[i].key.map((one) => key(one.line, one.words))))
    }
    this.tell()
  }

  /** The points as tables, each with the way to its run. */
  tell() {
    const tables = this.parts.map(({title, head, sources}, i) => {
      const figure = this.figures[i]
      const rows = Object.entries(sources).flatMap(([source, label]) => {
        const {x, y, low, high, query} = /** @type {Columns} */ (figure.model(source).data)
        return query.map((link, j) => {
          const opens = {"aria-label": t("Open the run of {label} at {x} on the Live page", {label, x: measured(x[j])})}
          const cells = [measured(x[j]), measured(y[j]), `${measured(low[j])} – ${measured(high[j])}`]
          const run = h("td", {}, way(link, t("run ↗"), opens))
          return h("tr", {}, h("th", {scope: "row"}, label), ...cells.map((each) => h("td", {}, each)), run)
        })
      })
      const heads = [title, ...head, t("bar"), t("on Live")].map((each) => h("th", {scope: "col"}, each))
      return h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows))
    })
    this.rows?.replaceChildren(...tables)
  }

  /** @returns {Figure[]} of its panels, in their order */
  get figures() {
    const boxes = [...this.panels.querySelectorAll(".plot")]
    return boxes.map((box) => this.home.figures.find(({element}) => element === box)).filter((figure) => !!figure)
  }

  /** @param {Message} told */
  async progress(told) {
    super.progress(told)
    if (told.packed && !told.ended) this.take(told.packed)
    if (!told.grown || this.cancel.hidden) return
    const sources = await declaration(told.grown)
    if (this.cancel.hidden) return // it has ended while this was unpacked
    for (const figure of this.figures) {
      for (const [source, columns] of Object.entries(sources)) if (figure.model(source)) figure.set(source, columns)
    }
    this.shown = null // what is seen is not what was shipped
  }
}

/**
 * The query of the point of a figure that is under the pointer, if one is.
 * @param {Figure} figure
 * @param {MouseEvent} event
 */
function nearest(figure, event) {
  const {left, top} = figure.view.el.getBoundingClientRect()
  const {x_scale: across, y_scale: up} = figure.view.frame
  const at = {x: event.clientX - left, y: event.clientY - top}
  let [best, found] = [REACH, ""]
  for (const {data_source: source} of figure.view.model.renderers) {
    if (!source.data.query) continue
    const {x, y, query} = /** @type {Columns} */ (source.data)
    for (const [i, link] of query.entries()) {
      const away = Math.hypot(across.compute(x[i]) - at.x, up.compute(y[i]) - at.y)
      if (away < best) [best, found] = [away, link]
    }
  }
  return found
}
