import assert from "node:assert/strict"
import test from "node:test"

import {Wire} from "../../astro_dash/browser/wire.js"

test("What is wished is the newest that is not answered, and what is in force the answer to it", (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]})
  /** @type {any[]} */
  const sent = []
  const wire = new Wire((message) => sent.push(message.values))
  assert.equal(wire.wished("load"), undefined)
  wire.set("load", "5")
  wire.set("load", "6")
  wire.set("load", "7")
  assert.deepEqual(sent, [{load: "5"}])
  assert.equal(wire.wished("load"), "7")
  wire.answered() // of 5
  assert.deepEqual(sent, [{load: "5"}, {load: "7"}])
  assert.equal(wire.wished("load"), "7")
  assert.equal(wire.wished("seed"), undefined)
  wire.set("seed", "1")
  wire.answered()
  assert.equal(wire.wished("load"), undefined)
  assert.equal(wire.wished("seed"), "1")
  t.mock.timers.tick(1000) // an answer is waited for no longer
  assert.equal(wire.wished("seed"), undefined)
})
