// What a view has beside its figures: nothing, unless its own file in this folder says more.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */

export class Bare {
  /**
   * Made once, with the view, which it may dress.
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    this.page = page
    this.view = view
    this.seen = false // it wants what only a view that is seen is sent
  }

  /**
   * Another run, or one told anew: what does not change from frame to frame.
   * @param {About} _about
   */
  about(_about) {}

  /**
   * The frame on the page.
   * @param {number} _frame
   */
  frame(_frame) {}

  /**
   * What its plots show at a frame, in words; nothing where its own parts say so.
   * @param {number} _frame
   * @returns {string}
   */
  alt(_frame) {
    return ""
  }

  /**
   * The link has said how all is shown.
   * @param {Record<string, string>} _shown
   */
  dressed(_shown) {}

  /**
   * The server has answered, with the values in force.
   * @param {Record<string, string>} _values
   */
  answered(_values) {}

  /** @returns {Key[]} its own keys */
  keys() {
    return []
  }

  /** @returns {Message} what the person has chosen here of what the server should show: a focus, corners, or a rival */
  chosen() {
    return {}
  }

  /** @returns {Record<string, string>} the same and more as a link has it, nothing for what is usual */
  manner() {
    return {}
  }
}
