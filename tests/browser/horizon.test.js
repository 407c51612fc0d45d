import assert from "node:assert/strict"
import {test} from "node:test"
import {Frames} from "../../astro_dash/browser/frames.js"
import {horizon, lastChange} from "../../astro_dash/browser/horizon.js"

const still = new Array(500).fill(1)
const changed = (frame) => still.map((verdict, i) => (i < frame ? 0 : verdict))

/** Frames at these times. */
function at(times) {
  const frames = new Frames()
  frames.take(0, {time: {data: Float32Array.from(times), shape: [times.length]}}, true)
  return frames
}
const steady = (dt, count = 500) => at(Array.from({length: count}, (_, i) => i * dt))

test("where nothing changes, the first frames are shown", () => {
  assert.equal(horizon([still, still], 0, [], steady(0.1)), 3) // 1.3 * 20 frames
  assert.equal(horizon([changed(10)], 0, [], steady(0.1)), 3)
  assert.equal(horizon([[0, 0]], 0, [], steady(0.1, 2)).toPrecision(3), "0.150")
  assert.ok(horizon([[0]], 0, [], at([0])) > 0)
})

test("the axes reach beyond the last change of any state", () => {
  assert.equal(horizon([changed(50), still], 0, [], steady(0.1)), 8) // 6.5
  assert.equal(horizon([changed(50), changed(300)], 0, [], steady(0.1)), 40) // 39
  assert.equal(horizon([changed(300), changed(50)], 0, [], steady(0.1)), 40)
  const unequal = at(Array.from({length: 500}, (_, i) => (i < 50 ? 0.001 * i : i)))
  assert.equal(horizon([changed(40)], 0, [], unequal).toPrecision(3), "0.0600") // 0.052
})

test("… beyond the playhead and the marks", () => {
  assert.equal(horizon([still], 100, [], steady(0.1)), 15) // 11.5
  assert.equal(horizon([still], 0, [40, 10], steady(0.1)), 10) // 8.2
})

test("an end is round at any time step", () => {
  for (const dt of [0.0001, 0.002, 0.03, 1, 10]) {
    const time = 26 * dt
    const end = horizon([still], 0, [], steady(dt))
    const first = end / 10 ** Math.floor(Math.log10(end))
    assert.ok(end >= 0.999 * time && end <= 1.6 * time, `${end} for ${time}`)
    assert.ok(
      [1, 1.5, 2, 3, 4, 5, 6, 8, 10].some((round) => Math.abs(round - first) < 1e-9),
      `${end}`,
    )
  }
})

test("a last change lies between two frames", () => {
  assert.deepEqual(
    [lastChange(changed(50), 0), lastChange(changed(50), 60), lastChange(changed(50), 0, 40)],
    [50, 60, 0],
  )
})
