import assert from "node:assert/strict"
import {test} from "node:test"
import {clock, measured, order, pretty, rounded, same, typed} from "../../astro_dash/browser/numbers.js"

test("infinity is read and shown as people write it", () => {
  assert.equal(pretty("inf"), "∞")
  assert.equal(pretty("T inf, K 3"), "T ∞, K 3")
  assert.equal(typed("  ∞ "), "inf")
  assert.equal(typed(" 0,20\n"), "0,20")
})

test("a number written otherwise is the same number", () => {
  for (const [mine, its] of [
    ["0,20", "0.2"],
    ["0.2", "0.2"],
    ["1e2", "100"],
    ["astro", "astro"],
    ["", ""],
  ]) {
    assert.ok(same(mine, its), `${mine} is ${its}`)
  }
  for (const [mine, its] of [
    ["", "0"],
    ["0.21", "0.2"],
    ["astro", "naam"],
    ["0.2x", "0.2"],
  ]) {
    assert.ok(!same(mine, its), `${mine} is not ${its}`)
  }
})

test("no more digits than count", () => {
  assert.equal(rounded(0.1 + 0.2), "0.3")
  assert.equal(rounded(123.456, 2), "120")
  assert.deepEqual([0.12345, 1234.5, 0, null, undefined, NaN].map(measured), ["0.123", "1230", "0", "–", "–", "–"])
})

test("what is told by its order alone", () => {
  assert.deepEqual([9e-5, 1e-4, 2e-12, 0.9, 40].map(order), ["10⁻⁴", "10⁻⁴", "10⁻¹²", "10⁰", "10²"])
})

test("a time has the digits that its run can tell apart", () => {
  assert.deepEqual(
    [0.06, 0.1, 1, 5, 40, 500, 1e-9, 0].map((end) => clock(1.23456789, end)),
    ["1.2346", "1.235", "1.23", "1.23", "1.2", "1", "1.234568", "1.23"],
  )
})
