// The Explore page, as a lesson drives it.

/** @import {Explore} from "./index.js" */

/** @implements {Scene} */
export class MapScene {
  /** @param {Explore} page */
  constructor(page) {
    this.where = "explore"
    this.page = page
    this.computed = false // all cells of the map on the page
  }

  values() {
    return this.page.about ? this.page.about.form : null
  }

  query() {
    return this.page.linkOf()
  }

  /** @param {LessonStep} step */
  apply(step) {
    const {page} = this
    const differs = page.form.differs(step.values, page.asked)
    page.form.show(step.values)
    page.form.fit()
    if (!differs) return
    this.computed = false
    page.compute()
  }

  /** @param {LessonStep | null} step */
  dress(step) {
    this.page.guise.hide(step?.hide ?? [])
    this.page.guise.lock(step?.lock ?? [])
  }

  /** @param {string} before */
  restore(before) {
    location.assign("?" + before)
  }

  /** @param {Message} _message */
  sent(_message) {}

  line() {}

  /** @param {Message} progress */
  went({state}) {
    this.computed = state === "finished"
  }

  /** @param {Condition} condition */
  meets({what}) {
    return what === "computed" && this.computed && !this.page.pending
  }
}
