// A frame in words: the line above the stage, which agrees with the captions under the pictures, and what is spoken.

/** @import {Player} from "../player.js" */
import {h, put} from "../dom.js"
import {clock} from "../numbers.js"
import {t, tn} from "../words.js"

/**
 * What became of a system, by name where it is a memory: "Astrocyte-gated recalled digit 7 #6".
 * @param {string} system in words
 * @param {Verdict} verdict
 * @param {string} target
 * @param {string} winner
 */
export function verdictWords(system, verdict, target, winner) {
  if (verdict.key === "recalled") return t("{system} recalled {target}", {system, target})
  return `${system}: ${verdict.words}${verdict.key === "wrong" ? `, ${winner}` : ""}`
}

/**
 * Wrong pixels, half-lit ones by half.
 * @param {number} wrong
 */
export const pixelCount = (wrong) => Number(wrong.toFixed(1))

/**
 * How many of some other cues each system recalls; null if that is too much work.
 * @param {Record<string, number> | null} counts
 * @param {number} cues
 * @param {Record<string, Look>} looks
 */
export function typicalWords(counts, cues, looks) {
  if (!counts) return t("Runs like this are too much work to be made of {cues} other cues, too.", {cues})
  if (!Object.keys(counts).length) return ""
  const each = Object.entries(counts).map(([system, n]) => t("{title} recalls {n}", {title: looks[system].title, n}))
  return t("Of {cues} other cues of this memory: {each}.", {cues, each: each.join(", ")})
}

export class Status {
  /**
   * @param {Player} player
   * @param {Verdict[]} verdicts
   * @param {Record<string, Look>} looks
   */
  constructor(player, verdicts, looks) {
    this.player = player
    this.verdicts = verdicts
    this.looks = looks
    this.line = h("p", {class: "status"}, t("Starting…"))
    this.spoken = h("p", {class: "unseen", role: "status"}) // changes when something has been decided, not with time
    this.width = 0
    new ResizeObserver(() => requestAnimationFrame(() => this.keep())).observe(this.line)
  }

  /** It keeps as many lines as it has taken, as long as it is as wide: what is under it does not move in mid-run. */
  keep() {
    const {style, offsetWidth} = this.line
    if (this.width !== offsetWidth) style.minHeight = ""
    this.width = offsetWidth
    style.minHeight = `${this.line.offsetHeight}px`
  }

  /** Of other systems it may take fewer. */
  shorten() {
    this.line.style.minHeight = ""
  }

  show() {
    const {now, frame, atEnd, atRest, time, reached} = this.player
    const done = atEnd && atRest
    const end = this.player.unsettled ? t("ended, not at rest") : t("at rest")
    const parts = now.systems.map((system) => this.words(system, frame) + this.count(system, frame))
    put(this.line, [`t = ${clock(time, reached)}`, ...parts, ...(done ? [end] : [])].join(" · "))
    const decided = now.systems.filter((system) => this.verdict(system, frame).key !== "moving")
    const words = decided.map((system) => this.words(system, frame))
    put(this.spoken, done ? `${parts.join(", ")}, ${end}` : words.join(", "))
  }

  /**
   * @param {string} system
   * @param {number} frame
   */
  verdict(system, frame) {
    return this.verdicts[this.player.frames.value(`verdict:${system}`, frame)]
  }

  /**
   * @param {string} system
   * @param {number} frame
   */
  words(system, frame) {
    const {names, now, frames} = this.player
    const winner = frames.value(`winner:${system}`, frame)
    return verdictWords(this.looks[system].title, this.verdict(system, frame), names[now.target], names[winner])
  }

  /**
   * @param {string} system
   * @param {number} frame
   */
  count(system, frame) {
    const wrong = this.player.frames.value(`wrong:${system}`, frame)
    return isNaN(wrong) ? "" : ` ${tn("({n} wrong pixel)", "({n} wrong pixels)", pixelCount(wrong))}`
  }
}
