// What the page has beside its views: nothing, unless a file of its own in this folder says more.

/** @import {Live} from "./index.js" */
import {Bare} from "./bare.js"

export class Extra extends Bare {
  /**
   * Made once, with the page, when the views are there.
   * @param {Live} page
   */
  constructor(page) {
    super(page, /** @type {any} */ (null))
    /** @type {Child[]} buttons in the head of the page */
    this.head = []
    /** @type {Child[]} over the stage */
    this.top = []
    /** @type {Child[]} under the views */
    this.foot = []
    /** @type {Hears} */
    this.hears = {}
  }

  /** @returns {{query?: string, place?: Place}} how the page is found again when it is loaded anew, if this knows */
  leaves() {
    return {}
  }
}
