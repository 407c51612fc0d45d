// The link as a QR code that fills the screen, for a class to point its phones at.

/** @import {Live} from "./index.js" */
import {panel} from "../about.js"
import {linkOf, SERVED} from "../address.js"
import {drawing, h} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const EDGE = 4 // modules around a code that must stay white
const MOST_SENT = 4000 // characters of a text that is sent; a code holds fewer
const tooLong = () =>
  t(
    "The link is longer than a code can hold: leave out memories of your own, or what was changed in mid-run " +
      "(Reset). Copy link has no limit.",
  )
const noPlace = () => t("A code needs the address of a server: this page has none of its own.")

export class Code extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.picture = h("div", {class: "code"})
    this.words = h("p", {class: "code-link"})
    this.panel = panel("qr", t("Scan to open this page"), this.picture, this.words)
    const title = t("Fill the screen with the link as a QR code (key Q)")
    const attributes = {
      type: "button",
      title,
      "aria-label": t("QR code"),
      class: "qr-button",
      onclick: () => this.ask(),
    }
    this.head = [h("button", attributes, "QR"), this.panel]
    this.hears.code = (code) => this.show(code)
  }

  keys() {
    /** @type {Key} */
    const open = ["q", t("the link as a QR code"), () => this.ask()]
    return [open]
  }

  ask() {
    if (!SERVED) return this.page.say(noPlace())
    const {choices, guise} = this.page
    const shown = guise.query({projector: ""}).slice(1) // phones are no projectors
    if (Math.max(choices.length, shown.length) > MOST_SENT) return this.page.say(tooLong())
    this.page.send({type: "code", place: location.origin + location.pathname, choices, shown})
  }

  /** @param {{rows: string[], query: string}} code modules, dark ones as 1, row by row */
  show({rows, query}) {
    const size = rows.length + 2 * EDGE
    const d = rows.flatMap((row, y) =>
      [...row].map((bit, x) => (bit === "1" ? `M${x + EDGE} ${y + EDGE}h1v1h-1z` : "")),
    )
    const label = t("QR code of the link under it")
    const picture = drawing("svg", {viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label})
    picture.setAttribute("shape-rendering", "crispEdges")
    picture.append(drawing("path", {d: d.join("")}))
    this.picture.replaceChildren(picture)
    this.words.textContent = linkOf(query)
    if (!this.panel.open) this.panel.showModal()
  }
}
