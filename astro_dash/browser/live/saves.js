// A small menu at each view: it as a picture (PNG, SVG), its numbers as a table (CSV), each with what made them.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {linkOf} from "../address.js"
import {drawing, h, save} from "../dom.js"
import {png} from "../png.js"
import {sheet} from "../sheet.js"
import {shot} from "../shot.js"
import {Extra} from "./extra.js"
import {table} from "./tables.js"

const ARROW = "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"

export class Saves extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    for (const view of page.views) view.element.append(this.menu(view))
  }

  /** @param {View} view */
  menu(view) {
    const icon = drawing("svg", {viewBox: "0 0 16 16", "aria-hidden": "true"})
    icon.append(drawing("path", {d: ARROW}))
    const [title] = view.words
    const summary = h("summary", {"aria-label": `Save: ${title}`, title: "Save"}, icon)
    const button = (/** @type {string} */ kind, /** @type {() => void} */ act) => {
      const onclick = () => {
        act()
        close()
      }
      return h("button", {type: "button", onclick}, kind)
    }
    const close = () => {
      menu.open = false
      summary.focus()
    }
    const menu = h(
      "details",
      {
        class: "take",
        onfocusout: (/** @type {FocusEvent} */ {relatedTarget}) => {
          if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && menu.open && close(),
      },
      summary,
      h(
        "div",
        {class: "menu"},
        button("PNG", () => this.picture(view)),
        button("SVG", () => this.drawn(view)),
        button("CSV", () => this.numbers(view)),
      ),
    )
    return menu
  }

  /** @param {View} view */
  shot(view) {
    const {page} = this
    const title = view.title.textContent ?? ""
    return shot(view.element, view.figures, page.colours(), title, this.words(), this.notes(view))
  }

  /** @param {View} view */
  async picture(view) {
    save(await png(this.shot(view), this.notes(view).join("\n")), this.name(view, "png"), "image/png")
  }

  /** @param {View} view */
  drawn(view) {
    save(new XMLSerializer().serializeToString(this.shot(view)), this.name(view, "svg"), "image/svg+xml")
  }

  /** @param {View} view */
  numbers(view) {
    const {heads, rows} = table(this.page, view)
    save(sheet(this.notes(view), heads, rows), this.name(view, "csv"), "text/csv")
  }

  /** What is seen under a picture. */
  words() {
    const {page} = this
    return [`Astro Dash ${page.cited.version}`, `t = ${page.player.time.toPrecision(3)}`, page.chosenWords()]
      .filter(Boolean)
      .join(" · ")
  }

  /**
   * What made it, for whoever opens the file.
   * @param {View} view
   */
  notes(view) {
    const {page} = this
    const {marks, frames, time} = page.player
    const changes = marks.map((mark) => frames.time(mark).toPrecision(3)).join(", ")
    return [
      `Astro Dash ${page.cited.version}: ${view.title.textContent}`,
      `Link, from t = 0: ${linkOf(page.query)}`,
      `Choices: ${page.chosenWords()}`,
      `Shown at t = ${time}`,
      ...(marks.length
        ? [`Changed in mid-run, at t = ${changes}: the link runs the last choices from the start.`]
        : []),
    ]
  }

  /**
   * @param {View} view
   * @param {string} ending
   */
  name(view, ending) {
    const {patterns, load, seed} = this.page.controls?.values ?? {}
    return `astro-dash-${patterns}-K${load}-seed${seed}-${view.key}.${ending}`
  }
}
