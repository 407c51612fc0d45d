// What comes back: the tokens said, damaged, and as each memory reads them, beside the share that is right.

import {h, renew} from "../dom.js"
import {t} from "../words.js"
import {thumbnails} from "./matrix.js"

const NONE = "?"
const INVERTED = "−"

/**
 * A key by its name, as it came back.
 * @param {string[]} keys
 * @param {number} key or -1
 * @param {number} sign
 */
export const keyName = (keys, key, sign) => (key < 0 ? NONE : (sign < 0 ? INVERTED : "") + keys[key])

/**
 * @param {boolean[]} right
 */
export const counted = (right) => t("{n} of {all}", {n: right.filter(Boolean).length, all: right.length})

export class Readout {
  /**
   * @param {Record<string, Look>} systems
   * @param {(token: number) => void} invert
   */
  constructor(systems, invert) {
    this.systems = systems
    this.invert = invert
    this.head = h("thead", {})
    this.body = h("tbody", {})
    const named = {class: "readout-table", "aria-label": t("What each memory reads back")}
    const table = h("table", named, this.head, this.body)
    // A browser leaves what is a little in sight where it is
    const nearest = /** @type {ScrollIntoViewOptions} */ ({block: "nearest", inline: "nearest"})
    const onfocusin = (/** @type {{target: Element}} */ {target}) => target.scrollIntoView(nearest)
    const scrolls = {class: "wide", tabindex: 0, role: "region", "aria-label": t("What comes back"), onfocusin}
    this.element = h("div", scrolls, table)
  }

  /**
   * @param {AboutWord} about
   * @param {Record<string, Shaped>} pictures
   * @param {Colours} colours
   */
  show({keys, tokens, inverted, columns, read, grid}, pictures, colours) {
    const drawn = (/** @type {string} */ name) => thumbnails(pictures[`picture:${name}`], grid, colours)
    const said = drawn("tokens").map((picture, i) => {
      const name = keyName(keys, tokens[i], inverted.includes(i) ? -1 : 1)
      const pressed = String(inverted.includes(i))
      const words = t("Invert {name}, token {n}", {name, n: i + 1})
      const attributes = {type: "button", title: t("Click to invert it"), "aria-label": words}
      const onclick = () => this.invert(i)
      const button = h("button", {...attributes, "aria-pressed": pressed, onclick}, picture, h("span", {}, name))
      return h("th", {scope: "col"}, button)
    })
    const damaged = drawn("queries").map((picture) => h("td", {}, picture))
    const rows = columns.map((name) => {
      const {key, sign, right} = read[name]
      const cells = drawn(`state:${name}`).map((picture, i) => {
        const mark = h("span", {role: "img", "aria-label": right[i] ? t("right") : t("wrong")}, right[i] ? "✓" : "✗")
        return h(
          "td",
          {class: right[i] ? "right" : ""},
          picture,
          h("span", {}, keyName(keys, key[i], sign[i]), " ", mark),
        )
      })
      const title = this.systems[name]?.title ?? t("One pass of plain attention") // what is no system
      return this.row(title, cells, t("{count} right", {count: counted(right)}), this.systems[name]?.colour)
    })
    renew(this.head, this.row(t("Said: click to invert"), said))
    renew(this.body, this.row(t("Damaged"), damaged), ...rows)
  }

  /**
   * @param {string} title
   * @param {HTMLElement[]} cells
   * @param {string} [count]
   * @param {string} [colour]
   */
  row(title, cells, count = "", colour) {
    const style = colour ? `--colour: ${colour}` : null
    const head = h("th", {scope: "row"}, h("b", {style}, title), h("span", {}, count))
    return h("tr", {}, head, ...cells)
  }
}
