// The position of a slider to the text of a value, and back.

import {rounded} from "./numbers.js"

const LOG_DIGITS = 2 // that count, of a value on a logarithmic scale

/**
 * The ends and the step of a slider, and its two maps. Beyond `low` and `high` there is a step for 0 and one for
 * infinity where the value may be so.
 * @param {Scale} scale
 */
export function scaleOf({low, high, step, log, zero, infinity}) {
  const from = zero ? low - step : low
  const to = infinity ? high + step : high

  /** @param {number} at */
  function value(at) {
    if (!log) return rounded(at)
    if (zero && at < low - step / 2) return "0"
    if (infinity && at > high + step / 2) return "inf"
    return rounded(10 ** at, LOG_DIGITS)
  }

  /** @param {string} text */
  function position(text) {
    if (!log) return Number(text)
    if (text === "inf") return to
    if (Number(text) === 0) return from
    return Math.max(low, Math.min(high, Math.log10(Number(text))))
  }

  return {low: from, high: to, step, value, position}
}
