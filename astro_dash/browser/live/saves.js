// A small menu at each view: it as a picture (PNG, SVG), its numbers as a table (CSV), each with what made them.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {linkOf} from "../address.js"
import {save} from "../dom.js"
import {saveMenu} from "../menu.js"
import {pictureKinds} from "../png.js"
import {sheet} from "../sheet.js"
import {shot} from "../shot.js"
import {Extra} from "./extra.js"
import {table} from "./tables.js"
import {inDigits, t} from "../words.js"

export class Saves extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    for (const view of page.views) {
      const [draw, notes] = [() => this.shot(view), () => this.notes(view)]
      const pictures = pictureKinds(draw, notes, (ending) => this.name(view, ending))
      view.head.after(saveMenu(view.words[0], {...pictures, CSV: () => this.numbers(view)}))
    }
  }

  /** @param {View} view */
  shot(view) {
    const {page} = this
    const title = view.title.textContent ?? ""
    return shot(view.element, view.figures, page.colours(), title, this.words(), this.notes(view))
  }

  /** @param {View} view */
  numbers(view) {
    const {heads, rows} = table(this.page, view)
    save(sheet(this.notes(view), heads, rows), this.name(view, "csv"), "text/csv")
  }

  /** What is seen under a picture. */
  words() {
    const {page} = this
    return [`Astro Dash ${page.cited.version}`, `t = ${inDigits(page.player.time.toPrecision(3))}`, page.chosenWords()]
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
    const changes = marks.map((mark) => inDigits(frames.time(mark).toPrecision(3))).join(", ")
    return [
      `Astro Dash ${page.cited.version}: ${view.title.textContent}`,
      t("Link, from t = 0: {link}", {link: linkOf(page.query)}),
      t("Choices: {choices}", {choices: page.chosenWords()}),
      t("Shown at t = {time}", {time}),
      ...(marks.length
        ? [t("Changed in mid-run, at t = {changes}: the link runs the last choices from the start.", {changes})]
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
