// One figure of the paper, computed again.

/** @import {Paper} from "./index.js" */
import {Computed} from "../computed.js"
import {h} from "../dom.js"
import {t} from "../words.js"

/** @typedef {{low: string, high: string, colours: string[], after: number}} Bar */

export class Reproduced extends Computed {
  /**
   * @param {Paper} page
   * @param {string} number
   * @param {{title: string, about: string, caption: string}} words
   */
  constructor(page, number, {title, about, caption}) {
    const called = {
      number,
      heading: t("Figure {number}. {title}", {number, title}),
      short: t("Figure {number}", {number}),
      computing: t("Computing figure {number}.", {number}),
      caption: h("span", {}, ...page.glossary.worded(caption)),
      again: t("Recompute"),
      againOf: t("Recompute figure {number}", {number}),
      cancelOf: t("Cancel figure {number}", {number}),
      progressOf: t("Progress of figure {number}", {number}),
      numbersOf: t("Numbers of figure {number}", {number}),
      command: `python -m astro_dash figure ${number} --out figure-${number}.nc`,
      file: `astro-dash-figure-${number}`,
    }
    super(page, called, h("p", {class: "caption setting"}, about))
  }

  /**
   * The scales of the colours.
   * @param {any} drawn
   * @param {number} panel
   */
  under({scales}, panel) {
    return scales.filter((/** @type {Bar} */ {after}) => after === panel + 1).map(scaleBar)
  }
}

/**
 * Colours from low to high, with the words at their ends.
 * @param {Bar} bar
 */
function scaleBar({low, high, colours}) {
  const gradient = h("i", {style: `background: linear-gradient(to right, ${colours.join(", ")})`})
  return h("p", {class: "scale"}, h("span", {}, low), gradient, h("span", {}, high))
}
