// What a class has answered, as bars: a row an option, and in it a bar a round, before and after the reveal.

import {h} from "../dom.js"
import {t} from "../words.js"

const POLL_ROUNDS = ["before", "after"]

/**
 * How many, of how many, in words.
 * @param {number} n
 * @param {number} all
 */
export function pollShare(n, all) {
  return all ? `${n} · ${Math.round((100 * n) / all)} %` : `${n}`
}

/**
 * @param {string[]} options
 * @param {number[][]} tally how often each, in each round
 */
export function pollBars(options, tally) {
  const all = tally.map((counts) => counts.reduce((a, b) => a + b, 0))
  const bar = (/** @type {number[]} */ counts, /** @type {number} */ round, /** @type {number} */ i) => {
    const words = pollShare(counts[i], all[round])
    const width = `--share: ${all[round] ? (100 * counts[i]) / all[round] : 0}%`
    const named = [t("before: {words}", {words}), t("after: {words}", {words})][round]
    return h("div", {class: `bar ${POLL_ROUNDS[round]}`, style: width}, h("span", {}, tally.length > 1 ? named : words))
  }
  const rows = options.map((option, i) =>
    h("li", {}, h("b", {}, option), h("div", {}, ...tally.map((counts, round) => bar(counts, round, i)))),
  )
  return h("ul", {class: "bars"}, ...rows)
}
