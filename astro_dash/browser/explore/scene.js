// The Explore page, as a lesson drives it.

/** @import {Explore} from "./index.js" */
import {Driven} from "../lesson/driven.js"

/**
 * @implements {Scene}
 * @extends {Driven<Explore>}
 */
export class MapScene extends Driven {
  /** @param {Explore} page */
  constructor(page) {
    super(page)
    this.where = "explore"
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

  /** @param {Message} progress */
  went({state}) {
    this.computed = state === "finished"
  }

  /** @param {Condition} condition */
  meets({what}) {
    return what === "computed" && this.computed && !this.page.pending
  }
}
