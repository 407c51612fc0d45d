// The Attention page, as a lesson drives it.

/** @import {AttentionPage} from "./index.js" */
import {Driven} from "../lesson/driven.js"
import {passes} from "../lesson/tests.js"

/**
 * @implements {Scene}
 * @extends {Driven<AttentionPage>}
 */
export class WordScene extends Driven {
  /** @param {AttentionPage} page */
  constructor(page) {
    super(page)
    this.where = "attention"
    /** @type {Record<string, string> | null} in force */
    this.now = null
    this.waits = false // for what a step says
  }

  /** @param {LessonStep | null} step */
  dress(step) {
    super.dress(step)
    this.page.stacked.again()
  }

  values() {
    return this.now
  }

  query() {
    return this.page.query
  }

  /** @param {LessonStep} step */
  apply(step) {
    const {now, page} = this
    const {player} = page
    player.wished = step.play
    if (player.about) player.seek(0)
    if (step.play) player.play()
    else player.halt()
    this.waits = now === null || Object.entries(step.values).some(([name, text]) => now[name] !== text)
    if (this.waits) page.send({type: "set", values: step.values})
  }

  /** A word is on the page. */
  came() {
    this.waits = false
  }

  /** @param {Condition} condition */
  meets({what, system = "", test = {op: "=", value: 0}}) {
    const {player, about} = this.page
    if (!player.about || this.waits) return false
    if (what === "rest") return player.atEnd && player.atRest
    if (what === "time") return passes(test, player.time)
    if (what === "right") return system in about.read && passes(test, about.read[system].right.filter(Boolean).length)
    return false
  }
}
