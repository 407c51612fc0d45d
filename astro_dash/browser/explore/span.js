// From which value to which the colours of a map go.

const OVER = 1.0001 // a logarithmic scale has its largest value inside

/**
 * @param {number[]} known the values shown
 * @param {boolean} difference of two, around 0
 * @param {[number, number] | null} limits of the measure, if it has two
 * @param {boolean} log
 */
export function span(known, difference, limits, log) {
  const most = Math.max(...known.map(Math.abs)) || 1
  if (difference) return {low: -most, high: most}
  if (limits) return {low: limits[0], high: limits[1]}
  if (log) return {low: Math.min(...known), high: Math.max(...known) * OVER}
  return {low: 0, high: most}
}
