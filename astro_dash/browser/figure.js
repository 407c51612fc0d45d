// One Bokeh figure, built by the server and put into the page here.

/** @import {Player} from "./player.js" */
import {LOAD, SHOW} from "./feeds.js"
import {inDigits} from "./words.js"

const SHADES = 256
const TEXT = 0.75 // of a figure, in the browser's text size

/** @param {HTMLElement} element whose page may be for a room */
function textSize(element) {
  const scale = parseFloat(getComputedStyle(element).getPropertyValue("--scale")) || 1
  return `${scale * TEXT * parseFloat(getComputedStyle(document.documentElement).fontSize)}px`
}

/**
 * Have the ticks of an axis written as the language writes numbers.
 * @param {{doFormat: (...given: any[]) => any[]}} formatter
 */
function numbered(formatter) {
  const plain = formatter.doFormat.bind(formatter)
  const written = (/** @type {any} */ tick) => (typeof tick === "string" ? inDigits(tick) : tick)
  formatter.doFormat = (...given) => plain(...given).map(written)
}

/**
 * Have Bokeh leave a style sheet as it is where it would say the same once more. It does so for each part of a figure
 * as it paints, and measures text in between: each time the browser finds out how the whole page is laid out.
 * @param {any} sheet one of Bokeh's
 */
function unrepeated(sheet) {
  const kind = Object.getPrototypeOf(sheet ?? {})
  if (!Object.hasOwn(kind, "_update")) return
  /** @param {string} css */
  kind._update = function (css) {
    if (this.el.textContent !== css) this.el.textContent = css
  }
}

/** A figure and its feeds; it knows declarations, not physics. */
export class Figure {
  /**
   * @param {FigureDeclared} declared
   * @param {HTMLElement} element
   */
  constructor({item, feeds, system = "", heading = "", role = ""}, element) {
    this.item = item
    this.feeds = feeds
    this.system = system
    this.heading = heading
    this.role = role
    this.element = element
    /** @type {number | null} */
    this.frame = null
    /** @type {any} */
    this.view = null
    /** @type {any} */
    this.document = null
    /** @type {Map<string, any>} */
    this.models = new Map()
    /** @type {HTMLElement | null} */
    this.veil = null
    /** @type {HTMLElement | null} */
    this.copied = null
    this.embedding = false
  }

  get overTime() {
    return this.feeds.some((feed) => feed.feed === "now")
  }

  async embed() {
    this.embedding = true
    const views = await Bokeh.embed.embed_item(this.item, this.element)
    this.view = [...views][0] ?? views.roots[0]
    this.document = this.view.model.document
    unrepeated(this.view.renderer_views?.values().next().value?.position)
    for (const model of this.view.model.references()) if (model.doFormat) numbered(model)
    this.view.canvas_view.events_el.tabIndex = -1 // no stop of the keyboard, which has nothing to do there
  }

  /** @param {string} name */
  model(name) {
    if (!this.models.has(name)) this.models.set(name, this.document.get_model_by_name(name))
    return this.models.get(name)
  }

  /**
   * @param {string} source
   * @param {Record<string, any>} columns
   */
  set(source, columns) {
    const model = this.model(source)
    model.setv({data: {...model.data, ...columns}}, {check_eq: false})
  }

  /**
   * After a chunk: what shows the whole run.
   * @param {Player} run
   */
  load(run) {
    if (!this.document) return
    for (const feed of this.feeds) LOAD[feed.feed]?.(this, feed, run)
    this.frame = null
  }

  /**
   * At a position in frames, which may lie between two.
   * @param {Player} run
   * @param {number} position
   * @param {number} now
   */
  show(run, position, now) {
    if (!this.document || (this.system && !run.frames.has(`image:${this.system}`))) return
    for (const feed of this.feeds) SHOW[feed.feed]?.(this, feed, run, position, now)
  }

  /** As sharp as the screen that it is on now; Bokeh asks only when the figure's size changes. */
  sharpen() {
    if (!this.view) return
    this.view.canvas_view.resize()
    this.view.request_repaint()
  }

  /** Put a still copy of it into its box, for paper, which is as wide as it likes. */
  copy() {
    this.uncopy()
    if (!this.view || !this.view.bbox.width) return
    const {canvas} = this.view.export("png")
    canvas.className = "copy"
    canvas.removeAttribute("style")
    this.copied = this.element.appendChild(canvas)
  }

  uncopy() {
    this.copied?.remove()
    this.copied = null
  }

  /**
   * Show or hide the line of an array, and fit the range to it.
   * @param {string} array
   * @param {boolean} shown
   */
  toggle(array, shown) {
    const trace = this.feeds.find((feed) => feed.array === array)
    for (const line of this.view.model.renderers) if (line.data_source.name === trace?.source) line.visible = shown
    for (const fit of this.feeds.filter(({feed}) => feed === "fit")) {
      fit.arrays = shown ? [...fit.arrays, array] : fit.arrays.filter((other) => other !== array)
    }
  }

  /**
   * Colours of the ground it stands on; renderers named "ink" and "focus" take the text's and the focused system's,
   * whose mark the latter are.
   * @param {Colours} colours
   */
  paint(colours) {
    if (!this.document) return
    const figure = this.view.model
    const size = textSize(this.element)
    for (const {name, glyph} of figure.renderers) {
      const colour = name === "ink" || name === "focus" ? colours[/** @type {"ink" | "focus"} */ (name)] : null
      if (!colour) continue
      glyph.line_color = colour
      if (glyph.text_color) glyph.text_color = colour
      if (name === "focus" && glyph.fill_color) glyph.fill_color = colour
      if (name === "focus" && glyph.marker) glyph.marker = {value: colours.mark}
    }
    for (const axis of [...figure.below, ...figure.left, ...figure.right]) {
      // A colour bar is one, too
      if (axis.major_label_text_font)
        axis.setv({major_label_text_color: colours.muted, major_label_text_font_size: size})
      if (axis.axis_label_text_font) axis.setv({axis_label_text_color: colours.ink, axis_label_text_font_size: size})
    }
    const greys = this.document.get_model_by_name("greys")
    if (greys) greys.palette = ramp(colours.paper, colours.print)
  }
}

/**
 * Colours from one to the other, all "#rrggbb".
 * @param {string} from
 * @param {string} to
 */
export function ramp(from, to) {
  const part = (/** @type {string} */ colour, /** @type {number} */ i) =>
    parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16)
  const mixed = (/** @type {number} */ share, /** @type {number} */ i) =>
    Math.round(part(from, i) + (part(to, i) - part(from, i)) * share)
  const shade = (/** @type {number} */ share) =>
    "#" + [0, 1, 2].map((i) => mixed(share, i).toString(16).padStart(2, "0")).join("")
  return Array.from({length: SHADES}, (_, k) => shade(k / (SHADES - 1)))
}
