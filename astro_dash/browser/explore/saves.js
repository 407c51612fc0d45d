// The map as a picture, and as a file of its numbers.

/** @import {Explore} from "./index.js" */
import {linkOf} from "../address.js"
import {saveMenu} from "../menu.js"
import {pictureKinds} from "../png.js"
import {shot} from "../shot.js"
import {t} from "../words.js"

/**
 * @param {Explore} page
 * @returns {HTMLElement}
 */
export function mapMenu(page) {
  const titled = () => page.title.textContent ?? ""
  const words = () => {
    const settings = page.settings.textContent ?? ""
    return t("{title} · Astro Dash {version} · {settings}", {title: titled(), version: page.cited.version, settings})
  }
  const notes = () => [words(), page.shown.unit.textContent ?? "", linkOf(page.address())]
  const name = (/** @type {string} */ ending) => {
    const {axes, measure} = page.about ?? {axes: []}
    return `astro-dash-${axes.map((axis) => axis.name).join("-")}-${measure}.${ending}`
  }
  const draw = () => {
    const figures = page.chart.figure ? [page.chart.figure] : []
    return shot(/** @type {Element} */ (menu.parentElement), figures, page.colours(), titled(), words(), notes())
  }
  const menu = saveMenu(t("the map"), {
    ...pictureKinds(draw, notes, name),
    CSV: () => page.send({type: "save", kind: "csv"}),
    NetCDF: () => page.send({type: "save"}),
  })
  menu.hidden = true // until there is one
  return menu
}
