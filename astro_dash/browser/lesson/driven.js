// A page, as a lesson drives it: what all of them do alike.

/** @import {Page} from "../page.js" */

/** @template {Page} P */
export class Driven {
  /** @param {P} page */
  constructor(page) {
    this.page = page
  }

  /** Whether others put the page into what it shows. */
  get led() {
    return this.page.room.follows
  }

  /**
   * Hide and lock what a step says, or nothing.
   * @param {LessonStep | null} step
   */
  dress(step) {
    this.page.guise.hide(step?.hide ?? [])
    this.page.guise.lock(step?.lock ?? [])
  }

  /**
   * Leave the page as it was before a lesson.
   * @param {string} before its link
   */
  restore(before) {
    location.assign("?" + before)
  }

  /**
   * The page says something to the server.
   * @param {Message} _message
   */
  sent(_message) {}

  /**
   * A line on the plot of a view, at a number, which may be moved; null takes it away.
   * @param {string} _view
   * @param {number | null} _value
   * @param {(value: number) => void} _moved
   */
  line(_view, _value, _moved) {}
}
