// The numbers of a figure.

import {h} from "./dom.js"

/**
 * @param {{head: string[], rows: string[][]}} table
 * @param {string} words
 */
export function numbersTable({head, rows}, words) {
  const heads = head.map((cell) => h("th", {scope: "col"}, cell))
  const body = rows.map(([first, ...cells]) =>
    h("tr", {}, h("th", {scope: "row"}, first), ...cells.map((cell) => h("td", {}, cell))),
  )
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...body))
  return h("div", {class: "wide", tabindex: 0, role: "region", "aria-label": words}, table)
}
