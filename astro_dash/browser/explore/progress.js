// How far the map is.

import {h, plural} from "../dom.js"

const MINUTE = 60

/** @param {number | null | undefined} seconds */
export function timeLeft(seconds) {
  if (seconds == null) return ""
  return seconds > MINUTE ? `, ${Math.round(seconds / MINUTE)} min left` : `, ${Math.ceil(seconds)} s left`
}

export class Progress {
  /**
   * @param {HTMLButtonElement} start
   * @param {HTMLButtonElement} saving
   * @param {() => void} onclick
   */
  constructor(start, saving, onclick) {
    this.start = start
    this.saving = saving
    this.state = ""
    this.status = h("p", {class: "typical"}, "Starting…")
    this.bar = h("progress", {max: 1, value: 0, "aria-label": "Progress of the map"})
    this.cancel = h("button", {type: "button", onclick}, "Cancel")
  }

  /**
   * @param {Message} message
   * @returns {string | null} what it says when it has just come to an end
   */
  show({state, done, all, left, waiting}) {
    const busy = state === "computing"
    this.bar.hidden = this.cancel.hidden = !busy
    this.start.disabled = false
    this.saving.disabled = !done
    if (all) this.bar.value = done / all
    const others = waiting ? `, in turn with ${waiting} other ${plural(waiting, "map")}` : ""
    /** @type {Record<string, string>} */
    const words = {
      computing: `${done} of ${all} cells${timeLeft(left)}${others}`,
      finished: `All ${all} cells computed`,
      cancelled: `Cancelled at ${done} of ${all} cells`,
      failed: `Stopped at ${done} of ${all} cells`,
    }
    this.status.textContent = words[state] ?? ""
    const ended = !busy && state !== this.state
    this.state = state
    return ended ? this.status.textContent : null
  }
}
