// Which pixels are marked, and which key is meant.

import assert from "node:assert/strict"
import {test} from "node:test"
import {named} from "../../astro_dash/browser/keys.js"
import {differing, path} from "../../astro_dash/browser/live/marks.js"

test("a pixel differs where ink is ground, however grey", () => {
  assert.deepEqual(differing(new Uint8Array([0, 127, 128, 255]), new Uint8Array([0, 255, 0, 255])), [1, 2])
})

test("marks stand at their row and column", () => {
  assert.equal(
    path([0, 5], 4, (x, y) => `(${x},${y})`),
    "(0,0)(1,1)",
  )
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
