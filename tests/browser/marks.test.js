// Which pixels are marked, and which key is meant.

import assert from "node:assert/strict"
import {test} from "node:test"
import {keyNames} from "../../astro_dash/browser/keys.js"
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

test("a key is its letter first, then its place, whatever the keyboard has there", () => {
  /** @type {[string, string, boolean, string[]][]} */
  const keys = [
    ["r", "KeyR", false, ["r"]],
    ["R", "KeyR", true, ["r"]],
    ["к", "KeyR", false, ["к", "r"]], // Russian
    ["ν", "KeyN", false, ["ν", "n"]], // Greek
    ["Process", "KeyE", false, ["Process", "e"]], // Japanese
    ["p", "KeyR", false, ["p", "r"]], // Dvorak,
    ["r", "KeyO", false, ["r", "o"]], // whose r is here
    ["a", "KeyQ", false, ["a", "q"]], // AZERTY
    [",", "KeyM", false, [",", "m"]],
    ["?", "Slash", true, ["?"]],
    [",", "Slash", true, [",", "?"]], // Russian
    ["§", "Slash", true, ["§", "?"]], // AZERTY,
    ["?", "KeyM", true, ["?", "m"]], // whose question mark is here
    ["/", "Slash", false, ["/"]],
    ["6", "Digit6", false, ["6"]],
    ["ArrowLeft", "ArrowLeft", false, ["ArrowLeft"]],
    [" ", "Space", false, [" "]],
    ["Process", "Space", false, ["Process", " "]],
    ["é", "", false, ["é"]],
  ]
  for (const [key, code, shiftKey, meant] of keys) assert.deepEqual(keyNames({key, code, shiftKey}), meant)
})
