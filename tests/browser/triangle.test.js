// The geometry of the triangle: shares and points are each other's, and what a push says.

import assert from "node:assert/strict"
import {test} from "node:test"
import {cornersThere, pointAt, pushTo, sharesAt} from "../../astro_dash/browser/live/triangle.js"

const near = (one, other) => one.forEach((value, i) => assert.ok(Math.abs(value - other[i]) < 1e-12, `${one} ${other}`))

test("shares and points are each other's", () => {
  for (const shares of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.2, 0.3, 0.5],
    [1 / 3, 1 / 3, 1 / 3],
  ])
    near(sharesAt(pointAt(shares)), shares)
  near(pointAt([0, 0, 1]), [0.5, Math.sqrt(3) / 2])
})

test("outside of the triangle it is at its edge, and corners without anything have none", () => {
  for (const point of [
    [-3, -1],
    [4, 0.2],
    [0.5, 9],
    [0.4, -0.3],
  ]) {
    const shares = sharesAt(point)
    assert.ok(shares.every((share) => share >= 0 && share <= 1))
    near([shares.reduce((a, b) => a + b)], [1])
  }
  near(sharesAt([0.5, 0.3], [true, true, false]), [0.5, 0.5, 0])
  near(sharesAt([0.5, 9], [true, false, false]), [1, 0, 0])
})

test("a pattern has one corner, and all the others may be none", () => {
  assert.deepEqual(cornersThere({corners: [3, 5, null], load: 9}), [true, true, true])
  assert.deepEqual(cornersThere({corners: [3, 5, null], load: 2}), [true, true, false])
  assert.deepEqual(cornersThere({corners: [3, 3, null], load: 1}), [true, false, false])
  assert.deepEqual(cornersThere({corners: [3, 5, 3], load: 9}), [true, true, false])
})

test("a push names the patterns at the corners, and what lies off them keeps its share", () => {
  assert.deepEqual(pushTo([0.5, 0.25, 0.25], {corners: [3, 5, null], load: 9}, 0), [
    [3, 0.5],
    [5, 0.25],
  ])
  assert.deepEqual(pushTo([0.5, 0.25, 0.25], {corners: [3, 5, 7], load: 9}, 0.5), [
    [3, 0.25],
    [5, 0.125],
    [7, 0.125],
  ])
  assert.deepEqual(pushTo([1, 0, 0], {corners: [0, 0, null], load: 2}, 0), [[0, 1]])
})
