// What the schematic shows of a run: how strong its bundles are, and which neurons are drawn.

export const BUNDLES = 5 // of bundles: single memories, and in the last, where there are more, the mean of the others
export const NEURONS = 6
export const INKED = 127 // and above: a pixel with ink, of 0 to 255

/**
 * How strong each bundle is, from 0 to 1: the root of its memory's gain, so that a small one can still be told from
 * none; of all others together, of what each has in the mean.
 * @param {ArrayLike<number>} gains of the memories shown, and in the last place of all others
 * @param {number} load how many memories there are
 */
export function strengths(gains, load) {
  const shown = load > BUNDLES ? BUNDLES - 1 : load
  const single = Array.from({length: shown}, (_, i) => gains[i])
  if (load > shown) single.push((1 - single.reduce((sum, gain) => sum + gain, 0)) / (load - shown))
  return single.map((gain) => Math.sqrt(Math.max(0, Math.min(1, gain))))
}

/**
 * Neurons on which the patterns differ most, in their order.
 * @param {ArrayLike<number>} data patterns as images, row by row
 * @param {number} rows
 * @param {number} n
 */
export function telling(data, rows, n) {
  const inked = Array.from({length: n}, (_, i) => {
    let sum = 0
    for (let row = 0; row < rows; row++) sum += data[row * n + i] > INKED ? 1 : -1
    return Math.abs(sum)
  })
  const order = inked.map((_, i) => i).sort((a, b) => inked[a] - inked[b] || a - b)
  return order.slice(0, NEURONS).sort((a, b) => a - b)
}
