// Numbers as texts: those that the server reads and writes, and those that people do.

import {inDigits, outOfDigits} from "./words.js"

const WHOLE = 6 // digits that are kept of what a slider adds up
const CLOCK_DIGITS = 6 // of a time, at most

/**
 * A text of the server, or of `rounded`, as it is shown.
 * @param {string} text
 */
export const pretty = (text) => inDigits(text.replaceAll("inf", "∞"))

/**
 * What a person has typed, as the server reads it.
 * @param {string} text
 */
export const typed = (text) => outOfDigits(text.trim().replace("∞", "inf"))

/**
 * With so many digits that count, and no more than it needs, as the server reads it.
 * @param {number} value
 * @param {number} [digits]
 */
export const rounded = (value, digits = WHOLE) => String(Number(value.toPrecision(digits)))

/**
 * A measured number, or a dash where there is none.
 * @param {number | null | undefined} value
 */
export const measured = (value) => (value == null || Number.isNaN(value) ? "–" : pretty(rounded(value, 3)))

/**
 * With so many decimals.
 * @param {number} value
 * @param {number} digits
 */
export const fixed = (value, digits) => inDigits(value.toFixed(digits))

/**
 * A share in whole percents.
 * @param {number} share
 */
export const percent = (share) => (Number.isNaN(share) ? "–" : `${(100 * share).toFixed(0)} %`)

/**
 * Whether a text that a person may have written is that of the server: "0,20" is "0.2".
 * @param {string} mine
 * @param {string} its
 */
export const same = (mine, its) => mine === its || (mine !== "" && Number(mine.replace(",", ".")) === Number(its))

/**
 * The nearest power of ten: 10⁻⁴.
 * @param {number} value above 0
 */
export function order(value) {
  const power = String(Math.round(Math.log10(value)))
  return "10" + power.replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])
}

/**
 * A time, to a hundredth or less of the run that it is in.
 * @param {number} time
 * @param {number} end of the run
 */
export function clock(time, end) {
  return fixed(time, Math.max(0, Math.min(CLOCK_DIGITS, 2 - Math.floor(Math.log10(end || 1)))))
}
