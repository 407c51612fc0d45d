import assert from "node:assert/strict"
import {test} from "node:test"
import {chosen, passes, read} from "../../astro_dash/browser/lesson/tests.js"

test("a number passes by its comparison, to rounding where it may be equal", () => {
  const cases = [
    ["<", 3, 2.9, true],
    ["<", 3, 3, false],
    ["<=", 0.3, 0.1 + 0.2, true],
    [">=", 0.3, 0.3 - 1e-12, true],
    [">", 3, 3, false],
    ["=", 3, 3, true],
    ["=", 3, 3.001, false],
    [">=", "inf", Infinity, true],
    ["<", "inf", 1e9, true],
    [">=", 1, NaN, false],
    ["<", 1, NaN, false],
  ]
  for (const [op, value, given, good] of cases)
    assert.equal(passes({op, value}, given), good, `${given} ${op} ${value}`)
})

test("a choice passes by its text: as a number where it is one", () => {
  assert.ok(chosen({op: "in", value: ["0.30"]}, "0.3"))
  assert.ok(chosen({op: "in", value: ["letters", "digits"]}, "digits"))
  assert.ok(!chosen({op: "in", value: ["letters"]}, "digits"))
  assert.ok(chosen({op: ">=", value: 12}, "100"))
  assert.ok(!chosen({op: ">=", value: 12}, "letters"))
  assert.ok(chosen({op: "in", value: [""]}, ""))
  assert.equal(read("inf"), Infinity)
})

test("of a choice with several keys all that are wanted must be there", () => {
  assert.ok(chosen({op: "in", value: ["astro", "modern"]}, "modern,hopfield,astro"))
  assert.ok(!chosen({op: "in", value: ["astro", "modern"]}, "hopfield,astro"))
  assert.ok(chosen({op: "in", value: ["astro"]}, "astro"))
})
