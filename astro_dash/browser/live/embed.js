// In somebody's frame: the page without its head, or one of its views.

/** @import {Live} from "./index.js" */
import {linkOf, SERVED} from "../address.js"
import {h, put} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const LIVE = "live" // what is embedded, if it is no view

export class Embed extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.way = h("a", {target: "_blank", rel: "noopener", href: "?"}, t("Open in Astro Dash"))
    this.run = h("button", {type: "button", onclick: () => page.player.toggle()}) // the transport may be away
    this.element = h("p", {class: "embedding", hidden: true}, this.run, this.way)
    this.foot = [this.element]
    // The link is the one of the moment at which it is followed.
    for (const event of ["pointerdown", "focus"]) this.way.addEventListener(event, () => this.point())
    const asked = SERVED && new URLSearchParams(location.search).has("embed")
    if (asked) page.element.classList.add("embedded") // what there is before the server has said what
  }

  /** @param {Record<string, string>} shown */
  dressed({embed}) {
    const {element, views} = this.page
    element.classList.toggle("embedded", Boolean(embed))
    element.classList.toggle("embedded-view", Boolean(embed) && embed !== LIVE)
    this.element.hidden = !embed
    for (const view of views) {
      view.element.classList.toggle("alone", view.key === embed)
      // In a small frame, too, where pictures are smaller while they are folded
      if (view.key === embed && embed !== "retrieval") view.element.classList.remove("folded")
    }
    this.point()
  }

  frame() {
    put(this.run, this.page.run.textContent ?? "")
    this.run.disabled = !this.page.guise.free("transport")
  }

  point() {
    const {choices, guise} = this.page
    this.way.href = linkOf(choices + guise.query({embed: ""}))
  }
}
