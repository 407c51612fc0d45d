// What couples the neurons shown: the patterns' outer products by their shares, and how many take part.

const BYTE = 8

/**
 * Signs of patterns on the first `n` neurons, row by row, from bits.
 * @param {Shaped} bits
 * @param {number} n
 */
export function signs({data, shape: [rows, bytes]}, n) {
  const found = new Int8Array(rows * n)
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < n; i++) {
      const byte = data[k * bytes + Math.floor(i / BYTE)]
      found[k * n + i] = (byte >> (BYTE - 1 - (i % BYTE))) & 1 ? 1 : -1
    }
  }
  return found
}

/**
 * The mean of s s^T over patterns weighed by their shares, n x n, each from -1 to 1; shares of 0 cost nothing.
 * @param {Data} shares
 * @param {Int8Array} patterns signs, row by row
 * @param {number} n
 */
export function couplings(shares, patterns, n) {
  const found = new Float64Array(n * n)
  let total = 0
  for (const share of shares) total += share
  for (let k = 0; k < shares.length; k++) {
    if (!shares[k]) continue
    const pattern = patterns.subarray(k * n, (k + 1) * n)
    for (let i = 0; i < n; i++) {
      const pull = (shares[k] / total) * pattern[i]
      for (let j = 0; j <= i; j++) found[i * n + j] += pull * pattern[j]
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) found[j * n + i] = found[i * n + j]
  return found
}

/**
 * The participation number: in how many patterns the shares are, 1 / sum p^2.
 * @param {Data} shares
 */
export function participation(shares) {
  let sum = 0
  let squares = 0
  for (const share of shares) {
    sum += share
    squares += share * share
  }
  return squares ? (sum * sum) / squares : 0
}
