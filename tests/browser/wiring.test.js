// What couples the neurons, and in how many memories.

import assert from "node:assert/strict"
import {test} from "node:test"
import {couplings, participation, signs} from "../../astro_dash/browser/live/wiring.js"

const bits = {data: new Uint8Array([0b10110000, 0b01000000, 0b11111111, 0b11000000]), shape: [2, 2]}

test("bits are signs, row by row", () => {
  assert.deepEqual(Array.from(signs(bits, 4)), [1, -1, 1, 1, 1, 1, 1, 1])
  assert.deepEqual(Array.from(signs(bits, 10)).slice(8, 10), [-1, 1])
})

test("one memory alone is its outer product", () => {
  const pattern = [1, -1, 1, 1]
  const found = couplings(new Uint16Array([65535, 0]), signs(bits, 4), 4)
  assert.deepEqual(
    Array.from(found),
    pattern.flatMap((one) => pattern.map((other) => one * other)),
  )
})

test("the couplings are the weighed mean of the outer products, whatever the shares add up to", () => {
  const [n, shares] = [7, [5, 0, 2, 13, 1]]
  const patterns = Int8Array.from({length: 5 * n}, (_, i) => ((i * i + (i >> 2)) % 3 ? 1 : -1))
  const found = couplings(Float32Array.from(shares), patterns, n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const mean = shares.reduce((sum, share, k) => sum + share * patterns[k * n + i] * patterns[k * n + j], 0) / 21
      assert.ok(Math.abs(found[i * n + j] - mean) < 1e-12)
    }
  }
  assert.ok(couplings(new Uint16Array(5), patterns, n).every((pull) => pull === 0))
})

test("equal shares are in all memories, a single one in one, none in none", () => {
  assert.equal(participation(new Uint16Array(100).fill(655)), 100)
  assert.equal(participation(new Uint16Array([0, 65535, 0])), 1)
  assert.equal(participation(Float32Array.from([0.5, 0.25, 0.25])), 1 / 0.375)
  assert.equal(participation(new Uint16Array(3)), 0)
})
