// The title of the energy is true of all that is drawn, at any moment.

import assert from "node:assert/strict"
import {test} from "node:test"
import {energyTitle, followed} from "../../astro_dash/browser/live/lifts.js"

const stretch = (first, changed, why = "") => ({first, changed, rises: {astro: why, hopfield: ""}})
const start = stretch(0, "")
const knocked = [start, stretch(3, "a knock")]
const title = (stretches, energy, frame = energy.length - 1) => energyTitle(stretches, "astro", energy, frame)

test("an energy that was left alone never rises", () => {
  assert.equal(title([start], [5, 4, 3]), "Energy never rises")
})

test("a knock that lifts it is told, before and after", () => {
  const energy = [5, 4, 3, 9, 8]
  assert.equal(title(knocked, energy), "A knock lifted the energy; from here it only falls")
  assert.equal(title(knocked, energy, 3), "A knock lifted the energy; from here it only falls")
  assert.equal(title(knocked, energy, 2), "Energy falls, until a knock lifts it")
})

test("one that lowers it, or is of another system, lifts nothing; nor does rounding", () => {
  for (const energy of [
    [5, 4, 3, 2, 1],
    [5, 4, 3, 3, 3],
    [5, 4, 3, 3 + 1e-7, 3],
    [-3000, -3001, -3001, -3000.9999, -3001],
  ])
    assert.equal(title(knocked, energy), "Energy never rises")
})

test("of several the last that lifted it counts", () => {
  const all = [start, stretch(1, "a knock"), stretch(2, "a change of temperature"), stretch(4, "a change")]
  const energy = [5, 8, 9, 7, 6, 5]
  assert.equal(title(all, energy), "A change of temperature lifted the energy; from here it only falls")
  assert.equal(title(all, energy, 1), "Energy falls, until a change of temperature lifts it")
})

test("where it may rise, that is said; and once it may no more, from when on", () => {
  const noise = "dynamical noise is on"
  const noisy = [start, stretch(2, "a change of dynamical noise", noise)]
  assert.equal(title(noisy, [5, 4, 3, 6]), `Energy may rise: ${noise}`)
  assert.equal(title(noisy, [5, 4, 3, 6], 0), `Energy may rise: ${noise}`)
  const calm = [...noisy, stretch(4, "a change of dynamical noise")]
  assert.equal(title(calm, [5, 4, 3, 6, 5, 4]), "Energy only falls from the last change on")
  assert.equal(title(calm, [5, 4, 3, 6, 5, 4], 3), `Energy may rise: ${noise}`)
  assert.equal(energyTitle(calm, "hopfield", [5, 4, 3, 2, 1, 0], 5), "Energy never rises")
})

test("where there is none, that is said, and not that it rises", () => {
  const stretches = [{first: 0, changed: "", rises: {row: "it goes on"}}]
  assert.equal(energyTitle(stretches, "row", [NaN, NaN], 1), "No energy rules it: it goes on")
})

test("a change replaces what came after it, and one at the start all", () => {
  assert.deepEqual(
    followed([start, stretch(4, "b"), stretch(7, "c")], stretch(4, "d")).map(({changed}) => changed),
    ["", "d"],
  )
  assert.equal(title(followed(knocked, stretch(0, "a change")), [9, 8]), "Energy never rises")
})
