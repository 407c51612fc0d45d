// The matrices as a picture and as a table of the moment on the page.

/** @import {AttentionPage} from "./index.js" */
import {linkOf} from "../address.js"
import {save} from "../dom.js"
import {saveMenu} from "../menu.js"
import {pictureKinds} from "../png.js"
import {sheet} from "../sheet.js"
import {shot} from "../shot.js"

const FULL = 255 // of a share
const HEADS = ["token", "memory", "gain", "softmax(score/T)", "plain attention, one pass"]

/** @param {AttentionPage} page */
export function matricesMenu(page) {
  const title = "The matrices of attention"
  const words = () =>
    `Astro Dash ${page.cited.version} · t = ${page.player.time.toPrecision(3)} · ${page.chosenWords()}`
  const notes = () => [`${title}: ${words()}`, `Link: ${linkOf(page.address())}`]
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
    save(sheet(notes(), HEADS, rows), name("csv"), "text/csv")
  }
  return saveMenu(title, {...pictureKinds(draw, notes, name), CSV: table})
}
