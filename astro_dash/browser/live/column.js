// The Live page on a narrow screen: its controls, and then your own memories, stand between the pictures and the plots.

/** @import {Live} from "./index.js" */
import {stackRail} from "../stacked.js"
import {Extra} from "./extra.js"

export class Column extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    page.stacks.push((how) => this.stack(how))
  }

  /** @param {string} how */
  stack(how) {
    const {element, controls, own, timeline, views} = this.page
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name))
    const [rail, pictures] = [part(".rail"), views.find(({key}) => key === "retrieval")?.element]
    if (!controls || !pictures) return
    stackRail(rail, controls, Boolean(how))
    part(".stage").append(timeline.element)
    if (how) pictures.after(rail, own.element)
    else {
      part(".columns").prepend(rail)
      part(".views").before(own.element)
    }
    if (how === "low") pictures.after(timeline.element)
  }
}
