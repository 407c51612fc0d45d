import assert from "node:assert/strict"
import {test} from "node:test"
import {Frames} from "../../astro_dash/browser/frames.js"
import {counted, keyName} from "../../astro_dash/browser/attention/readout.js"

test("what came back is a key by its name, inverted or not, or none", () => {
  const keys = ["R", "O", "T"]
  assert.deepEqual([keyName(keys, 2, 1), keyName(keys, 0, -1), keyName(keys, -1, 1)], ["T", "−R", "?"])
})

test("right ones are counted", () => {
  assert.equal(counted([true, false, true]), "2 of 3")
})

test("between two moments there is a time, and after the last there is the last", () => {
  const frames = new Frames()
  frames.take(0, {time: {data: Float32Array.of(0, 1, 4), shape: [3]}}, true)
  assert.deepEqual(
    [0, 0.5, 1, 1.25, 2, 3].map((position) => frames.time(position)),
    [0, 0.5, 1, 1.75, 4, 4],
  )
})
