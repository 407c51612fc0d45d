// How strong the bundles of the schematic are.

import assert from "node:assert/strict"
import {test} from "node:test"
import {NEURONS, BUNDLES, strengths, telling} from "../../astro_dash/browser/strengths.js"

/** The places of a row of gains: eleven, empty ones NaN, all others together in the last. */
const row = (/** @type {number[]} */ gains, last = NaN) => {
  const places = new Float32Array(11).fill(NaN)
  places.set(gains.slice(0, 10))
  places[10] = last
  return places
}

test("equal gains are equal bundles, of any number of memories", () => {
  for (const load of [1, 2, 4, 5, 6, 11, 100, 400]) {
    const found = strengths(row(Array(load).fill(1 / load), load > 10 ? 1 - 10 / load : NaN), load)
    assert.equal(found.length, Math.min(load, BUNDLES))
    for (const one of found) assert.ok(Math.abs(one - Math.sqrt(1 / load)) < 1e-3)
  }
})

test("one that has it all is at full strength, and no other has any", () => {
  for (const load of [3, 5, 100]) {
    const gains = row(Array(Math.min(load, 10)).fill(0), 0)
    gains[0] = 1
    const [first, ...others] = strengths(gains, load)
    assert.equal(first, 1)
    assert.ok(others.every((one) => one === 0))
  }
})

test("a larger gain is a stronger bundle, and what one wins the others lose", () => {
  const before = strengths(row([0.3, 0.3, 0.1, 0.1], 0), 100)
  const after = strengths(row([0.5, 0.2, 0.1, 0.1], 0), 100)
  assert.ok(after[0] > before[0] && after[1] < before[1] && after[4] < before[4])
})

test("gains off by rounding stay within 0 and 1", () => {
  const found = strengths(row([1.0000002, -1e-8, 0, 0]), 7)
  assert.ok(found.every((one) => one >= 0 && one <= 1))
})

test("the neurons drawn are those that tell the patterns apart, in their order", () => {
  const patterns = [255, 255, 0, 255, 0, 255, 0, 255, 255, 0, 0, 255, 0, 0, 255, 0].map((ink) => ink)
  assert.deepEqual(telling(patterns, 2, 8), [0, 1, 2, 5, 6, 7])
  assert.equal(telling(new Uint8Array(64), 1, 64).length, NEURONS)
  assert.deepEqual(telling(new Uint8Array(3), 1, 3), [0, 1, 2])
})
