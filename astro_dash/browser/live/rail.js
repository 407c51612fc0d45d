// What stands left of the stage: play, pause and pace; what was refused; and the choices.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16]
/** @type {Record<number, string>} */
const FRACTIONS = {0.25: "¼", 0.5: "½"}

/** @param {Live} page */
export function rail(page) {
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, kind = null) =>
    h("button", {type: "button", class: kind, onclick}, words)
  const {speed} = page.player
  const options = SPEEDS.map((s) => h("option", {value: s, selected: s === speed}, `${FRACTIONS[s] ?? s}×`))
  const onchange = () => (page.player.speed = Number(speeds.value))
  const speeds = h("select", {"aria-label": "Speed", onchange}, ...options)
  const even = h("input", {type: "checkbox", checked: page.player.even, onchange: () => page.evenly(even.checked)})
  return h(
    "aside",
    {class: "rail", "aria-label": "Controls"},
    h(
      "div",
      {class: "transport", "data-part": "transport"},
      page.run,
      button("Step", () => page.player.step(1)),
      button("Reset", () => page.reset()),
      speeds,
      h("button", {type: "button", class: "seed", onclick: () => page.newSeed()}, "New seed"),
      h("label", {class: "tool even"}, even, "Even time, not slow where much happens"),
    ),
    page.notice,
    page.controls.element,
  )
}
