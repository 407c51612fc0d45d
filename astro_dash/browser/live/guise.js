// How the page shows what is run: the part of its link that is no choice of the run (pages/live/shown.py).

/** @import {Live} from "./index.js" */

export class Guise {
  /** @param {Live} page */
  constructor(page) {
    this.page = page
    /** @type {Record<string, string>} by name, only what differs from the usual */
    this.shown = {}
  }

  /** @param {Record<string, string>} shown */
  take(shown) {
    this.shown = shown
    this.dress()
  }

  /**
   * Put one into the link, or take it out.
   * @param {string} name
   * @param {string} text
   */
  set(name, text) {
    if (text) this.shown[name] = text
    else delete this.shown[name]
    this.page.readdress()
  }

  /** What stands in the link behind the choices. */
  query() {
    const found = new URLSearchParams(this.shown).toString()
    return found && "&" + found.replaceAll("%2C", ",")
  }

  dress() {
    this.hide(this.names("hide"))
    this.lock(this.names("lock"))
  }

  /** @param {string} name */
  names(name) {
    return (this.shown[name] ?? "").split(",").filter(Boolean)
  }

  /**
   * Show all but these: choices, views, parts of the page, other pages.
   * @param {string[]} names
   */
  hide(names) {
    for (const element of this.parts()) element.classList.toggle("hides", names.includes(nameOf(element)))
  }

  /**
   * Let all be used but these.
   * @param {string[]} names
   */
  lock(names) {
    for (const element of this.parts()) element.inert = names.includes(nameOf(element))
  }

  /** @returns {NodeListOf<HTMLElement>} */
  parts() {
    return this.page.element.querySelectorAll("[data-control], [data-part]")
  }
}

/** @param {HTMLElement} element */
const nameOf = ({dataset: {control, part}}) => control ?? part ?? ""
