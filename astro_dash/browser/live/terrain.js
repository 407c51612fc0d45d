// The map of two memories, as engine/landscape.py has it: energies over (u, v) from what is sent of each frame.

// Of a ground: the weights of a, of b and of the rest, the rest, the spread, and what m_a, m_b and their product add
const PARTS = 8

/** @typedef {Data | number[]} Ground its parts */

/**
 * One of the grounds of a frame: with the gains as they are, or as they would settle.
 * @param {Data} row
 * @param {boolean} settled
 */
export const groundOf = (row, settled) => row.subarray(settled ? PARTS : 0, settled ? 2 * PARTS : PARTS)

/**
 * Overlaps m with a and b at (u, v), where they agree on a share of the pixels.
 * @param {number} u
 * @param {number} v
 * @param {number} agree
 * @returns {[number, number]}
 */
export const overlapsAt = (u, v, agree) => [agree * u + (1 - agree) * v, agree * u - (1 - agree) * v]

/**
 * A smooth function of m from -1 to 1 between its samples, by the cubic through the nearest four.
 * @param {ArrayLike<number>} samples
 * @param {number} m
 */
export function sampled(samples, m) {
  const last = samples.length - 1
  const at = Math.max(0, Math.min(last, ((m + 1) / 2) * last))
  const first = Math.max(0, Math.min(last - 3, Math.floor(at) - 1))
  const t = at - first
  let sum = 0
  for (let i = 0; i < 4; i++) {
    let share = samples[first + i]
    for (let j = 0; j < 4; j++) if (j !== i) share *= (t - j) / (i - j)
    sum += share
  }
  return sum
}

/**
 * The energy where a and b by themselves have these, at overlaps with them: a sum, or a soft minimum.
 * @param {Ground} ground
 * @param {number} a
 * @param {number} b
 * @param {number} [mA]
 * @param {number} [mB]
 */
export function height([ofA, ofB, ofRest, rest, spread, tiltA, tiltB, cross], a, b, mA = 0, mB = 0) {
  if (Number.isNaN(spread)) return ofA * a + ofB * b + ofRest * rest + tiltA * mA + tiltB * mB + cross * mA * mB
  const least = Math.min(ofA ? a : Infinity, ofB ? b : Infinity, ofRest ? rest : Infinity)
  if (spread === 0) return least
  const part = (/** @type {number} */ weight, /** @type {number} */ energy) =>
    weight && weight * Math.exp((least - energy) / spread)
  return least - spread * Math.log(part(ofA, a) + part(ofB, b) + part(ofRest, rest))
}

/** The energies of a and b by themselves on a square of places, (1, 1) in the last corner, row by row. */
export class Square {
  /**
   * @param {ArrayLike<number>} samples
   * @param {number} agree
   * @param {number} size
   */
  constructor(samples, agree, size) {
    const [a, b, mA, mB] = [0, 1, 2, 3].map(() => new Float64Array(size * size))
    const at = (/** @type {number} */ i) => (2 * i) / (size - 1) - 1
    for (let i = 0; i < size * size; i++) {
      ;[mA[i], mB[i]] = overlapsAt(at(i % size), at(Math.floor(i / size)), agree)
      ;[a[i], b[i]] = [sampled(samples, mA[i]), sampled(samples, mB[i])]
    }
    this.a = a
    this.b = b
    this.mA = mA
    this.mB = mB
  }

  /** @param {Ground} ground */
  heights(ground) {
    return this.a.map((a, i) => height(ground, a, this.b[i], this.mA[i], this.mB[i]))
  }
}

/**
 * Values on a square as whole levels on a finer one, `fine` steps to one of its own, top row (the last) first; and
 * the least and the most of them.
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} fine
 * @param {number} levels
 */
export function levelled(values, size, fine, levels) {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const width = (size - 1) * fine
  const found = new Uint8Array(width * width)
  const flat = !(high - low > FLAT * Math.max(Math.abs(low), Math.abs(high)))
  const scale = flat ? 0 : levels / (high - low)
  for (let y = 0; y < width; y++) {
    const [row, down] = split((width - y - 0.5) / fine)
    for (let x = 0; x < width; x++) {
      const [column, right] = split((x + 0.5) / fine)
      const i = row * size + column
      const lower = values[i] + right * (values[i + 1] - values[i])
      const upper = values[i + size] + right * (values[i + size + 1] - values[i + size])
      const level = Math.floor((lower + down * (upper - lower) - low) * scale)
      found[y * width + x] = low > high ? levels - 1 : Math.min(levels - 1, level) // plain where there is none
    }
  }
  return {levels: found, low, high}
}

const FLAT = 1e-6 // of its height, below which a map is plain: what is left is rounding

/**
 * @param {number} at
 * @returns {[number, number]}
 */
function split(at) {
  const whole = Math.floor(at)
  return [whole, at - whole]
}
