// The timeline under the stage: where the playhead is, and where something was changed.

/** @import {Player} from "./player.js" */
import {h, put} from "./dom.js"
import {clock} from "./numbers.js"
import {t} from "./words.js"

export class Timeline {
  /** @param {Player} player */
  constructor(player) {
    this.player = player
    const range = {type: "range", min: 0, max: 1, value: 0, step: 1, class: "scrub", "aria-label": t("Timeline")}
    this.scrub = h("input", {...range, oninput: () => this.seek()})
    this.ticks = h("div", {class: "ticks"})
    this.clock = h("span", {class: "clock"}, "t = 0")
    const button = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", "aria-label": words, onclick}, sign)
    this.element = h(
      "div",
      {class: "timeline", "data-part": "timeline"},
      button("◂", t("Step back"), () => player.step(-1)),
      button("▸", t("Step on"), () => player.step(1)),
      h("div", {class: "track"}, this.scrub, this.ticks),
      button("▸|", t("Jump to the end"), () => player.end()),
      this.clock,
    )
  }

  seek() {
    this.player.halt()
    this.player.seek(Number(this.scrub.value))
  }

  /** More frames, or others. */
  grow() {
    const last = this.player.frames.count - 1
    this.scrub.max = String(last)
    const place = (/** @type {number} */ mark) => `left: ${(100 * mark) / Math.max(1, last)}%`
    this.ticks.replaceChildren(...this.player.marks.map((mark) => h("i", {style: place(mark)})))
  }

  move() {
    const {frame, time, reached, progress, pace, playing} = this.player
    const here = clock(time, reached)
    this.scrub.value = String(frame)
    // Of a slider that has the focus every change of this is read out
    this.scrub.setAttribute(
      "aria-valuetext",
      playing ? t("playing") : t("t = {here} of {end}", {here, end: clock(reached, reached)}),
    )
    const more = progress === null ? pace : t("going to the end: {progress} %", {progress})
    put(this.clock, [`t = ${here}`, ...(more ? [more] : [])].join(" · "))
  }
}
