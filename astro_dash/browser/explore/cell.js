// The cell that is looked at: its numbers, and a link for each of its runs.

/** @import {Chart} from "./chart.js" */
import {way} from "../address.js"
import {h, renew} from "../dom.js"
import {measured} from "../numbers.js"
import {t, tn} from "../words.js"

/** @param {string} words */
const caption = (words) => h("p", {class: "caption"}, words)

/**
 * @param {Child} head
 * @param {(number | null)[]} values
 */
function row(head, values) {
  return h("tr", {}, h("th", {scope: "row"}, head), ...values.map((value) => h("td", {}, measured(value))))
}

export class Cell {
  /** @param {Chart} chart */
  constructor(chart) {
    this.chart = chart
    this.element = h("section", {class: "cell", "aria-label": t("The cell looked at")})
  }

  clear() {
    const words = t(
      "A cell that is clicked, or chosen with the arrow keys, lists its runs here; each opens on the Live page.",
    )
    this.element.replaceChildren(caption(words))
  }

  /**
   * @param {CellFound} found
   * @param {AboutMap} about
   */
  show({cell, finished, mean, spread, draws, more}, {titles, words, unit}) {
    if (cell !== this.chart.selected) return
    const head = ["", ...titles].map((title) => h("th", {scope: "col"}, title))
    const runs = draws.map(({link, values}, i) => {
      const opens = way(link, t("run {n} ↗", {n: i + 1}), {
        "aria-label": t("Open run {n} on the Live page", {n: i + 1}),
      })
      return row(opens, values)
    })
    const known = finished ? [row(t("mean"), mean), row(t("spread"), spread)] : []
    const told = t("{words}, {unit}. Each run opens on the Live page.", {words, unit})
    renew(
      this.element,
      h("h3", {}, this.chart.where(cell)),
      caption(finished ? told : t("Not computed yet; its runs can be opened already.")),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...known, ...runs)),
      more > 0 ? caption(tn("and {n} more run", "and {n} more runs", more)) : "",
    )
  }
}
