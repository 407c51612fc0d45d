// A page of what was computed and shipped: fetched when it comes into view, and one of it at a time computed again.

/** @import {Computed} from "./computed.js" */
import {h} from "./dom.js"
import {Page} from "./page.js"

const NEAR = "400px" // to the window, and a figure is fetched

export class Gallery extends Page {
  /**
   * @param {import("./line.js").Line} line
   * @param {HTMLElement} element
   * @param {Spec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.status = h("p", {class: "unseen", role: "status"})
    /** @type {Record<string, Computed>} */
    this.shown = {}
    this.hears.figure = ({number, packed}) => this.shown[number].take(packed)
    this.hears.progress = (told) => this.shown[told.number].progress(told)
    this.seeing = new IntersectionObserver((entries) => this.seen(entries), {rootMargin: NEAR})
  }

  /** Fetch each when it comes near. */
  watch() {
    for (const {element} of Object.values(this.shown)) this.seeing.observe(element)
  }

  close() {
    super.close()
    this.seeing.disconnect()
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const {isIntersecting, target} of entries) {
      if (!isIntersecting) continue
      this.seeing.unobserve(target)
      this.shown[/** @type {HTMLElement} */ (target).dataset.number ?? ""].ask()
    }
  }

  /**
   * Computing one figure ends the computing of another.
   * @param {string} number
   */
  recompute(number) {
    for (const figure of Object.values(this.shown)) if (figure.number !== number) figure.idle()
    this.say("")
    this.send({type: "recompute", number})
  }
}
