// How far the map is.

import {h} from "../dom.js"
import {t, tn} from "../words.js"

const MINUTE = 60

/** @param {number} seconds */
export function timeLeft(seconds) {
  if (seconds > MINUTE) return t("{minutes} min left", {minutes: Math.round(seconds / MINUTE)})
  return t("{seconds} s left", {seconds: Math.ceil(seconds)})
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
    this.status = h("p", {class: "typical"}, t("Starting…"))
    this.bar = h("progress", {max: 1, value: 0, "aria-label": t("Progress of the map")})
    this.cancel = h("button", {type: "button", class: "steers", onclick}, t("Cancel"))
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
    const computing = [t("{done} of {all} cells", {done, all})]
    if (left != null) computing.push(timeLeft(left))
    if (waiting) computing.push(tn("in turn with {n} other map", "in turn with {n} other maps", waiting))
    /** @type {Record<string, string>} */
    const words = {
      computing: computing.join(", "),
      finished: t("All {all} cells computed", {all}),
      cancelled: t("Cancelled at {done} of {all} cells", {done, all}),
      failed: t("Stopped at {done} of {all} cells", {done, all}),
    }
    this.status.textContent = words[state] ?? ""
    const ended = !busy && state !== this.state
    this.state = state
    return ended ? this.status.textContent : null
  }
}
