// What the map shows: a measure, of one memory or of the difference of two.

import {h} from "../dom.js"
import {selectField} from "../form.js"
import {t} from "../words.js"

/**
 * The memories of a map and, of two, their differences: values and words.
 * @param {AboutMap} about
 * @returns {[string, string][]}
 */
export function ofWhich({systems, titles}) {
  /** @type {[string, string][]} */
  const each = systems.map((key, i) => [key, titles[i]])
  if (each.length !== 2) return each
  const [[a, first], [b, second]] = each
  return [[`${a},${b}`, `${first} − ${second}`], [`${b},${a}`, `${second} − ${first}`], ...each]
}

export class Shown {
  /**
   * @param {ExploreSpec["measures"]} measures
   * @param {() => void} onchange
   */
  constructor(measures, onchange) {
    /** @type {[string, string][]} */
    const options = Object.entries(measures).map(([value, {words}]) => [value, words])
    this.measure = selectField(options, {"aria-label": t("What the map shows"), onchange})
    this.of = selectField([], {"aria-label": t("Of which memory"), onchange})
    this.unit = h("span")
  }

  read() {
    return {measure: this.measure.value, of: this.of.value}
  }

  /** @param {AboutMap} about */
  show(about) {
    const which = ofWhich(about)
    this.measure.value = about.measure
    this.unit.textContent = t("colour: {unit}, mean of {draws} draws", {unit: about.unit, draws: about.draws})
    this.of.replaceChildren(...which.map(([value, words]) => h("option", {value}, words)))
    this.of.value = about.of.join()
    this.of.hidden = which.length < 2
  }
}
