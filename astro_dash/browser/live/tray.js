// Pictures that were opened, before they are stored: each fitted to the grid, with a threshold and what it makes of it.

import {h} from "../dom.js"
import {thumbnail} from "../pixels.js"
import {t} from "../words.js"

/** @typedef {{name: string, grey: Uint8Array, threshold: number, inverted: boolean}} Opened */

/**
 * What is ink, as 1 and 0: what is darker than the threshold, or lighter.
 * @param {Opened} picture
 */
export const inked = ({grey, threshold, inverted}) => grey.map((value) => Number(value < threshold !== inverted))

export class Tray {
  /**
   * @param {() => Colours} colours
   * @param {(pictures: Opened[]) => void} keep
   */
  constructor(colours, keep) {
    this.colours = colours
    this.keep = keep
    /** @type {Opened[]} */
    this.pictures = []
    /** @type {[number, number]} */
    this.grid = [0, 0]
    this.list = h("ul", {class: "tray"})
    const all = h(
      "button",
      {type: "button", class: "primary", onclick: () => this.stored(this.pictures)},
      t("Store all"),
    )
    const none = h("button", {type: "button", onclick: () => this.stored([])}, t("Leave all"))
    this.element = h("div", {hidden: true}, h("div", {class: "tools"}, all, none), this.list)
  }

  /**
   * @param {string[]} names
   * @param {number[]} thresholds
   * @param {Shaped} grey
   */
  take(names, thresholds, {data, shape}) {
    const [, rows, columns] = shape
    if (rows !== this.grid[0] || columns !== this.grid[1]) this.pictures = []
    this.grid = [rows, columns]
    const size = rows * columns
    names.forEach((name, i) => {
      const values = /** @type {Uint8Array} */ (data.slice(i * size, (i + 1) * size))
      this.pictures.push({name, grey: values, threshold: thresholds[i], inverted: false})
    })
    this.show()
  }

  /** @param {Opened[]} some */
  stored(some) {
    if (some.length) this.keep(some)
    this.pictures = some === this.pictures || !some.length ? [] : this.pictures.filter((one) => !some.includes(one))
    this.show()
  }

  show() {
    this.element.hidden = !this.pictures.length
    this.list.replaceChildren(...this.pictures.map((picture) => this.item(picture)))
  }

  /** @param {Opened} picture */
  item(picture) {
    const image = () =>
      thumbnail(
        inked(picture).map((bit) => bit * 255),
        this.grid,
        this.colours(),
      )
    const preview = h("span", {class: "preview"}, image())
    const again = () => preview.replaceChildren(image())
    const slider = h("input", {
      type: "range",
      min: 1,
      max: 255,
      "aria-label": t("Threshold of {name}", {name: picture.name}),
      oninput: () => {
        picture.threshold = Number(slider.value)
        again()
      },
    })
    slider.value = String(picture.threshold)
    const invert = () => {
      picture.inverted = !picture.inverted
      again()
    }
    const name = h("input", {type: "text", class: "typed named", value: picture.name, "aria-label": t("Name")})
    name.addEventListener("change", () => (picture.name = name.value))
    return h(
      "li",
      {},
      preview,
      h("label", {class: "threshold"}, t("Threshold"), slider),
      name,
      h("button", {type: "button", onclick: invert}, t("Invert")),
      h("button", {type: "button", onclick: () => this.stored([picture])}, t("Store")),
    )
  }
}
