import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import {Frames} from "../../astro_dash/browser/frames.js"
import {declaration, unpack} from "../../astro_dash/browser/packed.js"

// Made by `pages/chunk.py`; tests/pages/test_chunk.py has what is in it
const packed = JSON.parse(readFileSync(new URL("packed.json", import.meta.url), "utf-8"))
const buffer = () => Uint8Array.from(atob(packed.chunk), (letter) => letter.charCodeAt(0)).buffer

test("a chunk of the server is read as it was packed", () => {
  const {header, arrays} = unpack(buffer())
  assert.deepEqual(header, {mode: "reset", first: 0, names: {0: "digit ξ #0"}, odd: [1, null]})
  assert.deepEqual(Object.keys(arrays), ["error", "image", "winner", "empty"])
  assert.deepEqual(arrays.error, {data: Float32Array.of(0.5, -1.25, NaN), shape: [3]})
  assert.deepEqual(arrays.image, {data: Uint8Array.of(0, 1, 2, 3, 4, 255), shape: [3, 2]})
  assert.deepEqual(arrays.winner, {data: Int32Array.of(7, -1, 2000000), shape: [3]})
  assert.deepEqual(arrays.empty, {data: new Float32Array(0), shape: [0, 4]})
})

test("a declaration of the server is read as it was packed", async () => {
  assert.deepEqual(await declaration(packed.declared), {choices: {temperature: "τ, ∞"}, deep: [[1.5, null, true]]})
})

const of = (...values) => ({data: Float32Array.from(values), shape: [values.length]})

test("a chunk goes in at its first frame, and what was there from then on is gone", () => {
  const frames = new Frames()
  frames.take(0, {error: of(5, 4, 3, 2)}, true)
  frames.take(4, {error: of(1)}, true)
  assert.deepEqual([...frames.trace("error")], [5, 4, 3, 2, 1])
  frames.take(2, {error: of(9, 8)}, true)
  assert.deepEqual([frames.count, ...frames.trace("error")], [4, 5, 4, 9, 8])
})

test("arrays grow and keep what they have", () => {
  const frames = new Frames()
  const all = []
  for (let first = 0; first < 1000; first += 40) {
    const chunk = Array.from({length: 40}, (_, i) => first + i)
    frames.take(first, {error: of(...chunk)}, true)
    all.push(...chunk)
  }
  assert.deepEqual([...frames.trace("error")], all)
})

test("a row is one frame's, and another shape is another array", () => {
  const frames = new Frames()
  frames.take(0, {gain: {data: Float32Array.of(1, 2, 3, 4), shape: [2, 2]}}, true)
  assert.deepEqual([...frames.row("gain", 1)], [3, 4])
  frames.take(0, {gain: {data: Float32Array.of(1, 2, 3), shape: [1, 3]}}, true)
  assert.deepEqual([...frames.row("gain", 0)], [1, 2, 3])
  assert.ok(frames.has("gain") && !frames.has("loss"))
})

test("arrays told anew do not change how many frames there are, and pictures are none", () => {
  const frames = new Frames()
  frames.take(0, {error: of(1, 2, 3)}, true)
  frames.take(0, {gain: of(1, 2), "picture:cue": {data: Uint8Array.of(0, 255), shape: [2]}}, false)
  assert.equal(frames.count, 3)
  assert.ok(!frames.has("picture:cue"))
  assert.deepEqual([...frames.pictures["picture:cue"].data], [0, 255])
  frames.clear()
  assert.deepEqual([frames.count, frames.has("error"), frames.pictures], [0, false, {}])
})
