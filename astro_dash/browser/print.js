// A page on paper: all that it shows, in light colours, with the choices in words and the link.

/** @import {Page} from "./page.js" */
import {inLanguage, SERVED} from "./address.js"
import {h} from "./dom.js"

export class Print {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
    this.words = h("p", {})
    this.link = h("p", {})
    this.element = h("footer", {class: "printed"}, this.words, this.link)
    const {signal} = page.ended
    addEventListener("beforeprint", () => this.begin(), {signal})
    addEventListener("beforeprint", () => this.copy(), {signal}) // between the two Bokeh takes in the colours
    addEventListener("afterprint", () => this.end(), {signal})
  }

  begin() {
    const {page} = this
    const query = "?" + inLanguage(page.address().replace(/^\?/, ""))
    this.words.textContent = page.chosenWords()
    this.link.textContent = SERVED ? location.origin + location.pathname + query : query
    page.element.append(this.element)
    page.element.classList.add("printing")
    page.paint()
  }

  /** No frame of the screen comes before the paper does, so the figures are copied here and now. */
  copy() {
    for (const figure of this.page.figures) figure.copy()
  }

  end() {
    const {page} = this
    page.element.classList.remove("printing")
    page.paint()
    for (const figure of page.figures) figure.uncopy()
  }
}
