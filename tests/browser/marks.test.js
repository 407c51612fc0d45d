// Which pixels are marked, and which key is meant.

import assert from "node:assert/strict"
import {test} from "node:test"
import {named} from "../../astro_dash/browser/keys.js"
import {differing, markOf, path} from "../../astro_dash/browser/live/marks.js"

test("a pixel differs where ink is ground, however grey", () => {
  assert.deepEqual(differing(new Uint8Array([0, 127, 128, 255]), new Uint8Array([0, 255, 0, 255])), [1, 2])
})

test("marks stand at their row and column", () => {
  assert.equal(
    path([0, 5], 4, (x, y) => `(${x},${y})`),
    "(0,0)(1,1)",
  )
})

test("a ring up to 32 rows, thin where pixels are small, and a tint above; a corner on a cue of any size", () => {
  const kinds = (/** @type {boolean} */ cue) => [8, 16, 28, 32, 33].map((rows) => markOf(rows, cue)[0])
  assert.deepEqual(kinds(false), ["ring", "ring", "ring fine", "ring fine", "tint"])
  assert.deepEqual(kinds(true), Array(5).fill("corner"))
})

test("a key is its letter, or its place where the keyboard has no such letter", () => {
  const keys = [
    ["r", "KeyR"],
    ["R", "KeyR"],
    ["к", "KeyR"],
    ["p", "KeyR"],
    ["ArrowLeft", "ArrowLeft"],
    ["?", "Slash"],
  ]
  const meant = keys.map(([key, code]) => named({key, code}))
  assert.deepEqual(meant, ["r", "r", "r", "p", "ArrowLeft", "?"])
})
