// The matrices as a picture and as a table of the moment on the page.

/** @import {AttentionPage} from "./index.js" */
import {linkOf} from "../address.js"
import {save} from "../dom.js"
import {saveMenu} from "../menu.js"
import {pictureKinds} from "../png.js"
import {sheet} from "../sheet.js"
import {shot} from "../shot.js"
import {inDigits, t} from "../words.js"

const FULL = 255 // of a share
const heads = () => [t("token"), t("memory"), t("gain"), t("softmax(score/T)"), t("plain attention, one pass")]

/** @param {AttentionPage} page */
export function matricesMenu(page) {
  const title = t("The matrices of attention")
  const words = () => {
    const [time, choices] = [inDigits(page.player.time.toPrecision(3)), page.chosenWords()]
    return t("Astro Dash {version} · t = {time} · {choices}", {version: page.cited.version, time, choices})
  }
  const notes = () => [`${title}: ${words()}`, t("Link: {link}", {link: linkOf(page.address())})]
  const name = (/** @type {string} */ ending) => `astro-dash-attention-${page.about.focus}.${ending}`
  const draw = () => shot(page.matrices.element, [], page.colours(), title, words(), notes())
  const table = () => {
    const {keys, tokens} = page.about
    const shares = page.matrices.shares()
    const rows = tokens.flatMap((_, row) =>
      keys.map((key, column) => [
        `${row + 1}: ${page.matrices.said(row)}`,
        key,
        ...shares.map((data) => Number((data[row * keys.length + column] / FULL).toFixed(4))),
      ]),
    )
    save(sheet(notes(), heads(), rows), name("csv"), "text/csv")
  }
  return saveMenu(title, {...pictureKinds(draw, notes, name), CSV: table})
}
