import assert from "node:assert/strict"
import {test} from "node:test"
import {counted, keyName} from "../../astro_dash/browser/attention/readout.js"

test("what came back is a key by its name, inverted or not, or none", () => {
  const keys = ["R", "O", "T"]
  assert.deepEqual([keyName(keys, 2, 1), keyName(keys, 0, -1), keyName(keys, -1, 1)], ["T", "−R", "?"])
})

test("right ones are counted", () => {
  assert.equal(counted([true, false, true]), "2 of 3")
})
