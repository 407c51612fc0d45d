// How the page shows what is run: the part of its link that is no choice of the run (pages/live/shown.py).

/** @import {Page} from "./page.js" */
import {lockFields, mark} from "./lock.js"

const VIEWS_AND_CHOICES = ".view, .own, .control" // what `only` is about; a choice may be folded away in "advanced"

export class Guise {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
    /** @type {Record<string, string>} by name, only what differs from the usual */
    this.shown = {}
    /** @type {Record<string, string[]>} by whose wish: the link's, a question's, a step's */
    this.hidden = {}
    /** @type {Record<string, string[]>} */
    this.locked = {}
    /** @type {string[] | null} */
    this.alone = null
    this.dressed = false // something is hidden or locked
    const {signal} = page.ended
    // What is built when it is first opened, once it is there; and what is locked does not open.
    const again = () => requestAnimationFrame(() => this.dress())
    page.element.addEventListener("toggle", again, {capture: true, signal})
    const stop = (/** @type {Event} */ event) => {
      if (/** @type {Element} */ (event.target).closest(".locked > summary")) event.preventDefault()
    }
    page.element.addEventListener("click", stop, {capture: true, signal})
  }

  /** @param {Record<string, string>} shown */
  take(shown) {
    this.shown = shown
    this.hide(this.names("hide"), "link")
    this.lock(this.names("lock"), "link")
    this.page.dressed(shown)
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

  /**
   * What stands in the link behind the choices.
   * @param {Record<string, string>} [more] beside it, or in its place
   */
  query(more = {}) {
    const now = this.page.manner() // as the person has it by now
    const known = Object.keys(this.shown).filter((name) => name in now)
    const all = {...this.shown, ...Object.fromEntries(known.map((name) => [name, now[name]])), ...more}
    const said = Object.entries(all).filter(([, text]) => text)
    const found = new URLSearchParams(said).toString().replaceAll("%2C", ",").replaceAll("%7E", "~")
    return found && "&" + found
  }

  /** @param {string} name */
  names(name) {
    return (this.shown[name] ?? "").split(",").filter(Boolean)
  }

  /**
   * Show all but these: choices, views, parts of the page, other pages. What others wish hidden stays so.
   * @param {string[]} names
   * @param {string} who
   */
  hide(names, who = "step") {
    this.hidden[who] = names
    this.dress()
  }

  /**
   * Let all be used but these.
   * @param {string[]} names
   * @param {string} who
   */
  lock(names, who = "step") {
    this.locked[who] = names
    this.dress()
  }

  /**
   * Of the views and choices show these alone; null shows all.
   * @param {string[] | null} names
   */
  only(names) {
    this.alone = names
    this.dress()
  }

  /**
   * Whether all of these are there, and may be used.
   * @param {...string} names
   */
  free(...names) {
    const taken = [...Object.values(this.hidden), ...Object.values(this.locked)].flat()
    return names.every((name) => !taken.includes(name) && !this.left(name))
  }

  /**
   * Whether it is one of the views and choices that are not among those shown alone.
   * @param {string} name
   */
  left(name) {
    if (!this.alone || this.alone.includes(name)) return false
    const [part] = this.parts().filter((each) => nameOf(each) === name)
    return Boolean(part?.matches(VIEWS_AND_CHOICES))
  }

  /** Make it so; where parts have come, once more. */
  dress() {
    const some = this.alone !== null || [...Object.values(this.hidden), ...Object.values(this.locked)].flat().length > 0
    if (!some && !this.dressed) return
    this.dressed = some
    const hidden = Object.values(this.hidden).flat()
    const locked = Object.values(this.locked).flat()
    for (const part of this.parts()) {
      const name = nameOf(part)
      const acts = part.dataset.acts ?? "" // on a choice elsewhere
      const button = part.matches("button")
      const others = this.alone && !this.alone.includes(name) && part.matches(VIEWS_AND_CHOICES)
      const gone = hidden.includes(name) || (button && hidden.includes(acts))
      part.classList.toggle("hides", Boolean(gone || others))
      part.classList.toggle(
        "locked",
        [...locked, ...(acts ? hidden : [])].includes(acts || name) || locked.includes(name),
      )
      mark(part)
    }
    this.fold()
    lockFields(this.page.element)
  }

  /** What is folded goes with all that is in it. */
  fold() {
    if (!this.alone) return
    const named = new Set(this.alone)
    const {advanced = []} = this.page.controls?.spec ?? {}
    if (!advanced.some((name) => named.has(name))) this.page.controls?.advanced.classList.add("hides")
  }

  parts() {
    const all = this.page.element.querySelectorAll("[data-control], [data-part], [data-acts]")
    return /** @type {HTMLElement[]} */ ([...all])
  }
}

/** @param {HTMLElement} element */
const nameOf = ({dataset: {control, part}}) => control ?? part ?? ""
