// What stands left of the stage: play, pause and pace; what was refused; and the choices.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"
import {t} from "../words.js"

/** @param {Live} page */
export function rail(page) {
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, kind = null) =>
    h("button", {type: "button", class: kind, onclick}, words)
  return h(
    "aside",
    {class: "rail", "aria-label": t("Controls")},
    h(
      "div",
      {class: "transport", "data-part": "transport"},
      page.run,
      button(t("Step"), () => page.player.step(1)),
      button(t("Reset"), () => page.reset()),
      page.tempo.speeds,
      h("button", {type: "button", class: "seed", "data-acts": "seed", onclick: () => page.newSeed()}, t("New seed")),
      h("label", {class: "tool even"}, page.tempo.even, t("Even time, not slow where much happens")),
    ),
    page.notice,
    page.controls.element,
  )
}
