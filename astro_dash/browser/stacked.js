// A narrow screen has one column. What stands in it stands in the document in the same order, so that Tab and a screen
// reader meet it as it is seen. Where it is narrow, the style says, as --stacked: "column", "low", or nothing.

import {focused} from "./dom.js"

export class Stacked {
  /**
   * @param {HTMLElement} element
   * @param {AbortSignal} signal
   * @param {(how: string) => void} place puts the parts of the element where they belong
   */
  constructor(element, signal, place) {
    this.element = element
    this.place = place
    this.how = ""
    const look = () => this.look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    addEventListener("resize", look, {signal})
    signal.addEventListener("abort", () => watch.disconnect())
  }

  look() {
    const how = getComputedStyle(this.element).getPropertyValue("--stacked").trim()
    if (how !== this.how) this.again(how)
  }

  /** Where they belong may be elsewhere by now. */
  again(how = this.how) {
    this.how = how
    const held = focused(this.element)
    this.place(how)
    if (held?.isConnected && focused(this.element) !== held) held.focus({preventScroll: true})
  }
}

/**
 * Play and pause under the sliders, which they are not where there is room.
 * @param {HTMLElement} rail
 * @param {import("./controls.js").Controls} controls
 * @param {boolean} narrow
 */
export function stackRail(rail, controls, narrow) {
  const transport = rail.querySelector(".transport")
  const rows = controls.spec.main.map((name) => controls.rows[name])
  const slides = (/** @type {HTMLElement} */ row) => row.matches(":has(> [type=range])")
  if (narrow)
    rail.role = "region" // within the main part
  else rail.removeAttribute("role")
  if (!transport) return
  if (!narrow) rail.prepend(transport)
  const others = rows.filter((row) => !slides(row))
  const first = narrow ? [...rows.filter(slides), transport, controls.folds, ...others] : [controls.folds, ...rows]
  controls.element.prepend(...first)
}
