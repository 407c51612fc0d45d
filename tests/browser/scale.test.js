import assert from "node:assert/strict"
import {test} from "node:test"
import {scaleOf} from "../../astro_dash/browser/scale.js"

const plain = {low: 0, high: 0.5, step: 0.01, log: false, zero: false, infinity: false}
const log = {low: -2, high: 2, step: 0.05, log: true, zero: true, infinity: true}

test("every step of a slider comes back to its place", () => {
  for (const declared of [plain, log, {...log, zero: false}, {...log, infinity: false}]) {
    const scale = scaleOf(declared)
    const steps = Math.round((scale.high - scale.low) / scale.step)
    for (let i = 0; i <= steps; i++) {
      const position = scale.low + i * scale.step
      const back = scale.position(scale.value(position))
      assert.ok(Math.abs(back - position) < scale.step / 2, `${position} came back as ${back}`)
    }
  }
})

test("sums of steps have no tail", () => {
  assert.equal(scaleOf(plain).value(0.1 + 0.2), "0.3")
  assert.equal(scaleOf(log).value(-1.6999999999999997), "0.02")
})

test("beyond the ends are 0 and infinity, where they may be", () => {
  const scale = scaleOf(log)
  assert.deepEqual([scale.low, scale.high], [-2.05, 2.05])
  assert.deepEqual([scale.value(scale.low), scale.value(scale.high)], ["0", "inf"])
  assert.deepEqual([scale.value(-2), scale.value(2)], ["0.01", "100"])
  assert.deepEqual([scale.position("0"), scale.position("inf")], [-2.05, 2.05])
  const bounded = scaleOf({...log, zero: false, infinity: false})
  assert.deepEqual([bounded.low, bounded.high, bounded.value(-2), bounded.value(2)], [-2, 2, "0.01", "100"])
})

test("a value that was typed stands at the nearest end when it is beyond", () => {
  assert.equal(scaleOf(log).position("1000000"), 2)
  assert.equal(scaleOf(log).position("0.000001"), -2)
})
