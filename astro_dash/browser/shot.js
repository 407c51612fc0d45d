// A part of the page as one drawing (SVG) that can be opened by itself: its figures by Bokeh's own export, its canvases
// as pictures, its drawings with their colours, and its words where they stand.

/** @import {Figure} from "./figure.js" */
import {drawing} from "./dom.js"

const SHOT_STYLES = "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray opacity vector-effect".split(
  " ",
)
const LEFT_OUT = ".tools, .caption, .words, .readout, .over, .fold, .take, .unseen, .pixel-cursor, .copy, input, select"
const SAMPLES = ".key, .state figcaption b" // that have a line before them, as the style sheet says
const SAMPLE = 11 // high, and a mark as wide
const SHOT_EDGE = 16
const BASELINE = 0.35 // of a text's size, under the middle of its line
const FOOT_LINE = 18

/** @typedef {{left: number, top: number, right: number, bottom: number, width: number, height: number}} Box */

class Shot {
  /**
   * @param {Element} root
   * @param {Figure[]} figures
   */
  constructor(root, figures) {
    this.origin = boxed(root)
    this.figures = new Map(figures.map((figure) => [/** @type {Element} */ (figure.element), figure]))
    this.body = drawing("g", {})
    this.right = this.bottom = 0
    this.walk(root)
  }

  /**
   * @param {Element} made
   * @param {Box} box
   */
  put(made, box) {
    this.right = Math.max(this.right, box.right - this.origin.left)
    this.bottom = Math.max(this.bottom, box.bottom - this.origin.top)
    this.body.append(made)
  }

  /**
   * @param {Box} box
   * @returns {Record<string, string>}
   */
  place({left, top, width, height}) {
    const numbers = {x: left - this.origin.left, y: top - this.origin.top, width, height}
    return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value.toFixed(2)]))
  }

  /** @param {Element} element */
  walk(element) {
    if (element.matches(LEFT_OUT) || !element.checkVisibility({visibilityProperty: true})) return
    const box = boxed(element)
    const style = getComputedStyle(element)
    if (element instanceof HTMLCanvasElement) return this.canvas(element, box)
    if (element instanceof SVGSVGElement) return this.svg(element, box)
    if (element.matches(".veil")) return this.veil(/** @type {HTMLElement} */ (element), box, style)
    this.ground(box, style)
    if (element.matches(SAMPLES)) this.sample(box, style, parseFloat(getComputedStyle(element, "::before").width))
    this.mark(element, box, style)
    this.figure(element)
    for (const child of element.childNodes) {
      if (child instanceof Text) this.text(child, style)
      else if (child instanceof Element && !isBokeh(child)) this.walk(child)
    }
  }

  /** @param {Element} element */
  figure(element) {
    const view = this.figures.get(element)?.view
    if (!view?.bbox.width) return
    const made = view.export("svg", false).ctx.get_svg().cloneNode(true)
    const box = boxed(view.el)
    for (const [name, value] of Object.entries(this.place(box))) made.setAttribute(name, value)
    this.put(made, box)
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Box} box
   */
  canvas(canvas, box) {
    const href = canvas.toDataURL()
    const crisp = {preserveAspectRatio: "none", style: "image-rendering: pixelated"}
    this.put(drawing("image", {...this.place(box), ...crisp, href}), box)
  }

  /**
   * @param {SVGSVGElement} svg
   * @param {Box} box
   */
  svg(svg, box) {
    const made = /** @type {SVGSVGElement} */ (svg.cloneNode(true))
    const [old, fresh] = [svg, made].map((one) => [...one.querySelectorAll("*")])
    fresh.forEach((one, i) => {
      const style = getComputedStyle(old[i])
      one.removeAttribute("class")
      for (const name of SHOT_STYLES) one.setAttribute(name, style.getPropertyValue(name))
    })
    made.removeAttribute("class")
    for (const [name, value] of Object.entries(this.place(box))) made.setAttribute(name, value)
    made.setAttribute("overflow", "visible")
    this.put(made, box)
  }

  /**
   * What is still to come.
   * @param {HTMLElement} element
   * @param {Box} box
   * @param {CSSStyleDeclaration} style
   */
  veil(element, box, style) {
    const at = box.left + (box.width * parseFloat(element.style.getPropertyValue("--at"))) / 100
    const [fill, stroke] = ["ground", "muted"].map((name) => style.getPropertyValue(`--${name}`).trim())
    const rest = this.place({...box, left: at, width: box.right - at})
    this.put(drawing("rect", {...rest, fill, "fill-opacity": "0.72"}), box)
    const {x, y} = rest
    this.put(drawing("path", {d: `M${x} ${y}v${box.height}`, stroke, "stroke-width": "1.5"}), box)
  }

  /**
   * A box's own colour, and its border or its outline inside.
   * @param {Box} box
   * @param {CSSStyleDeclaration} style
   */
  ground(box, style) {
    const outlined = style.borderTopStyle === "none" && style.outlineStyle === "solid"
    const [kind, stroke, wide] = outlined
      ? [style.outlineStyle, style.outlineColor, style.outlineWidth]
      : [style.borderTopStyle, style.borderTopColor, style.borderTopWidth]
    const border = kind === "none" ? 0 : parseFloat(wide)
    const filled = !/^rgba\(.*, 0\)$|^transparent$/.test(style.backgroundColor)
    if ((!border && !filled) || !box.width) return
    const {left, top, right, bottom, width, height} = box
    const inside = {left: left + border / 2, top: top + border / 2, right, bottom}
    const rect = this.place({...inside, width: width - border, height: height - border})
    const lines = {stroke: border ? stroke : "none", "stroke-width": String(border)}
    const dashes = style.borderTopStyle === "dashed" ? `${3 * border} ${2 * border}` : "none"
    this.put(
      drawing("rect", {...rect, ...lines, "stroke-dasharray": dashes, fill: filled ? style.backgroundColor : "none"}),
      box,
    )
  }

  /**
   * A line with its dashes and its mark, as the style sheet has it before a name.
   * @param {Box} box
   * @param {CSSStyleDeclaration} style
   * @param {number} width
   */
  sample(box, style, width) {
    const image = style.getPropertyValue("--line-image")
    const [, stops = ""] = /gradient\(90deg, (.+?)\) center/.exec(image) ?? []
    const found = [...stops.matchAll(/(\S+) ([\d.]+)px ([\d.]+)px/g)]
    const middle = (box.top + box.bottom) / 2
    const place = {...box, top: middle - SAMPLE / 2, width, height: SAMPLE}
    const {x, y} = this.place(place)
    if (found.length) {
      const lengths = found.map(([, , from, to]) => Number(to) - Number(from))
      const dashes = lengths.length > 1 ? lengths.join(" ") : "none"
      const d = `M${x} ${Number(y) + SAMPLE / 2}h${width}`
      this.put(drawing("path", {d, stroke: found[0][1], "stroke-width": "3", "stroke-dasharray": dashes}), place)
    }
    const [, mark] = /url\("(data:[^"]+)"\)/.exec(image) ?? []
    if (mark) {
      const at = {x: String(Number(x) + (width - SAMPLE) / 2), y, width: String(SAMPLE), height: String(SAMPLE)}
      this.put(drawing("image", {...at, href: mark}), place)
    }
  }

  /**
   * A sign that the style sheet sets before a text.
   * @param {Element} element
   * @param {Box} box
   * @param {CSSStyleDeclaration} style
   */
  mark(element, box, style) {
    const {mark} = /** @type {HTMLElement} */ (element).dataset
    if (mark) this.write(mark, {...box, width: 0}, style)
  }

  /**
   * A text line by line, where each stands.
   * @param {Text} text
   * @param {CSSStyleDeclaration} style
   */
  text(text, style) {
    const range = document.createRange()
    /** @type {{words: string, box: Box}[]} */
    const lines = []
    for (const {0: word, index} of text.data.matchAll(/\S+/g)) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const box = boxed(range)
      const last = lines[lines.length - 1]
      if (last && Math.abs(last.box.top - box.top) < box.height / 2) last.words += ` ${word}`
      else lines.push({words: word, box})
      lines[lines.length - 1].box = spanned(lines[lines.length - 1].box, box)
    }
    for (const {words, box} of lines) if (box.width) this.write(words, box, style)
  }

  /**
   * @param {string} words
   * @param {Box} box
   * @param {CSSStyleDeclaration} style
   */
  write(words, box, style) {
    const size = parseFloat(style.fontSize)
    const {x, y} = this.place(box)
    const middle = Number(y) + box.height / 2 + BASELINE * size
    const how = {"font-family": style.fontFamily, "font-size": String(size), "font-weight": style.fontWeight}
    const made = drawing("text", {x, y: middle.toFixed(2), fill: style.color, ...how})
    made.textContent = words
    this.put(made, box)
  }
}

/**
 * @param {Element | Range} element
 * @returns {Box}
 */
function boxed(element) {
  const {left, top, right, bottom, width, height} = element.getBoundingClientRect()
  return {left, top, right, bottom, width, height}
}

/** @param {Element} element */
const isBokeh = (element) => [...element.classList].some((name) => name.startsWith("bk-"))

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {Box}
 */
function spanned(one, other) {
  const [left, top] = [Math.min(one.left, other.left), Math.min(one.top, other.top)]
  const [right, bottom] = [Math.max(one.right, other.right), Math.max(one.bottom, other.bottom)]
  return {left, top, right, bottom, width: right - left, height: bottom - top}
}

/**
 * A drawing of an element with the figures in it, on its ground, with words under it, and notes that are not seen.
 * @param {Element} element
 * @param {Figure[]} figures
 * @param {Colours} colours
 * @param {string} title
 * @param {string} words
 * @param {string[]} notes
 */
export function shot(element, figures, colours, title, words, notes) {
  const {body, right, bottom} = new Shot(element, figures)
  const foot = lined(words, Math.max(right, 320) / 6)
  const [width, height] = [Math.max(right, 320) + 2 * SHOT_EDGE, bottom + foot.length * FOOT_LINE + 2.5 * SHOT_EDGE]
  const size = {width: width.toFixed(0), height: height.toFixed(0)}
  const svg = drawing("svg", {...size, viewBox: `0 0 ${size.width} ${size.height}`, role: "img"})
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  const named = drawing("title", {})
  const told = drawing("desc", {})
  const noted = drawing("metadata", {})
  named.textContent = title
  told.textContent = words
  noted.textContent = notes.join("\n")
  body.setAttribute("transform", `translate(${SHOT_EDGE} ${SHOT_EDGE})`)
  const under = foot.map((line, i) => {
    const at = {x: String(SHOT_EDGE), y: String(bottom + 2 * SHOT_EDGE + (i + 0.5) * FOOT_LINE)}
    const made = drawing("text", {
      ...at,
      fill: colours.muted,
      "font-family": "system-ui, sans-serif",
      "font-size": "11",
    })
    made.textContent = line
    return made
  })
  svg.append(named, told, noted, drawing("rect", {...size, fill: colours.ground}), body, ...under)
  return svg
}

/**
 * Words in lines of so many letters.
 * @param {string} words
 * @param {number} most
 */
function lined(words, most) {
  /** @type {string[]} */
  const lines = []
  for (const word of words.split(" ")) {
    const last = lines.length - 1
    if (last >= 0 && lines[last].length + word.length < most) lines[last] += ` ${word}`
    else lines.push(word)
  }
  return lines
}
