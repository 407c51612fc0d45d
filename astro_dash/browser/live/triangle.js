// Shares of three corners as points of the triangle (0, 0), (1, 0), (1/2, √3/2), and what gains a point means.

const HEIGHT = Math.sqrt(3) / 2 // of the triangle, whose sides are 1

/**
 * The shares of the three corners at a point; outside the triangle, of the edge or corner that is about the nearest.
 * Corners at which nothing is have none.
 * @param {ArrayLike<number>} point
 * @param {boolean[]} there
 */
export function sharesAt({0: x, 1: y}, there = [true, true, true]) {
  const top = y / HEIGHT
  const right = x - top / 2
  const found = [1 - right - top, right, top].map((share, i) => (there[i] ? Math.max(0, share) : 0))
  const all = found.reduce((sum, share) => sum + share, 0)
  return all > 0 ? found.map((share) => share / all) : there.map((one, i) => Number(one && i === there.indexOf(true)))
}

/**
 * The point of some shares.
 * @param {number[]} shares
 */
export const pointAt = ([, right, top]) => [right + top / 2, top * HEIGHT]

/**
 * Which corners have something of their own: a pattern has one, and all the others may be none.
 * @param {{corners: (number | null)[], load: number}} about
 */
export function cornersThere({corners, load}) {
  const named = new Set(corners.filter((corner) => corner !== null))
  return corners.map((corner, i) => (corner === null ? load > named.size : corners.indexOf(corner) === i))
}

/**
 * What the gains are pushed to, as the server takes it: the shares of the patterns at the corners. What no corner
 * stands for keeps its share.
 * @param {number[]} shares
 * @param {{corners: (number | null)[], load: number}} about
 * @param {number} off the share of what no corner stands for
 */
export function pushTo(shares, about, off) {
  const there = cornersThere(about)
  const pairs = about.corners.map((corner, i) => [corner, shares[i] * (1 - off)])
  return pairs.filter(([corner], i) => corner !== null && there[i])
}
