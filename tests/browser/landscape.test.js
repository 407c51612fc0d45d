// The map of two memories as the browser draws it, against what the engine gives (tests/pages/test_sight.py).

import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import {cornersInWords} from "../../astro_dash/browser/live/landscape.js"
import {groundOf, height, levelled, overlapsAt, sampled, Square} from "../../astro_dash/browser/live/terrain.js"

const kept = JSON.parse(readFileSync(new URL("grounds.json", import.meta.url), "utf-8"))

for (const [system, {samples, agree, ground, heights}] of Object.entries(kept.systems)) {
  test(`the map of ${system} is its own energy`, () => {
    const settled = groundOf(
      Float32Array.from(ground, (value) => value ?? NaN),
      true,
    )
    kept.places.forEach(([u, v], i) => {
      const both = overlapsAt(u, v, agree)
      const [a, b] = both.map((m) => sampled(samples, m ?? NaN))
      const found = height(settled, a, b, ...both)
      if (heights[i] === null) return assert.ok(Number.isNaN(found))
      assert.ok(Math.abs(found - heights[i]) < 1e-5 * (1 + Math.abs(heights[i])), `${found} is not ${heights[i]}`)
    })
  })
}

test("gains as they are weigh what each memory gives", () => {
  const row = new Float32Array([0.5, 0.25, 1, -3, NaN, 0, 0, 0, 1, 1, 2, -1, 0, 0, 0, 0])
  assert.equal(height(groundOf(row, false), -8, -4), -4 - 1 - 3)
  assert.equal(height(groundOf(row, true), -8, -4), -8)
})

test("a sum may lean, and couple the two", () => {
  assert.equal(height([1, 2, 1, -3, NaN, 8, 4, 16], -8, -4, 0.5, -0.25), -8 - 8 - 3 + 4 - 1 - 2)
  const square = new Square([-1, -0.5, 0, 0.5, 1], 0.5, 3)
  assert.deepEqual(Array.from(square.heights([0, 0, 0, 0, NaN, 8, 0, 0])), [-8, -4, 0, -4, 0, 4, 0, 4, 8])
})

test("a soft minimum is hard when cold, and counts what there is", () => {
  assert.equal(height([1, 1, 3, -5, 0], -1, -2), -5)
  assert.equal(height([1, 1, 0, -5, 0], -1, -2), -2)
  assert.equal(height([1, 0, 1, -5, 0], -1, -9), -5)
  assert.ok(Math.abs(height([1, 1, 2, -1, 1e6], -1, -1) - (-1 - 1e6 * Math.log(4))) < 1e-6)
  assert.ok(Math.abs(height([1, 0, 0, 0, 2], -7, -100) + 7) < 1e-12)
})

test("a cubic between samples is exact, to the ends and no further", () => {
  const cubic = (m) => 2 * m ** 3 - m ** 2 + 0.3
  const samples = Float64Array.from({length: 201}, (_, i) => cubic(i / 100 - 1))
  for (const m of [-1, -0.999, -0.4321, 0, 0.5, 0.99999, 1]) assert.ok(Math.abs(sampled(samples, m) - cubic(m)) < 1e-12)
  assert.equal(sampled(samples, 1.3), sampled(samples, 1))
})

test("a square has the target in its last corner and its rival at the end of the first row", () => {
  const line = [-1, -0.5, 0, 0.5, 1]
  const {a, b} = new Square(line, 0.5, 3)
  assert.deepEqual([a[8], b[8], a[2], b[2], a[4]], [1, 0, 0, 1, 0])
  const {a: only} = new Square(line, 1, 3)
  assert.deepEqual(Array.from(only), [-1, 0, 1, -1, 0, 1, -1, 0, 1])
})

test("levels go from the least to the most, the last row on top", () => {
  const {levels, low, high} = levelled(Float64Array.from([0, 0, 1, 1]), 2, 4, 4)
  assert.deepEqual([low, high], [0, 1])
  assert.deepEqual(Array.from(levels), [3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0])
})

test("where there is no energy the map is plain paper", () => {
  assert.deepEqual(Array.from(levelled(new Float64Array(4).fill(NaN), 2, 1, 4).levels), [3])
})

test("a map that is plain but for rounding has one level", () => {
  const {levels} = levelled(Float64Array.from([-5e4, -5e4 - 1e-3, -5e4, -5e4]), 2, 3, 16)
  assert.ok(levels.every((level) => level === 0))
})

test("what stands at the corners is said, and where there is no other memory, that", () => {
  const names = {0: "cat", 3: "dog"}
  assert.match(cornersInWords({target: 0, rival: 3, agree: 0.6}, names), /target, cat.*rival, dog/)
  assert.match(cornersInWords({target: 0, rival: 0, agree: 1}, names), /^Nothing tells/)
  assert.match(cornersInWords({target: 0, rival: 3, agree: 0}, names), /negative/)
})
