// Your own memories: drawn, pasted, dropped or opened; named, removed, made the target, and saved as a file.

/** @import {Live} from "./index.js" */
/** @import {Opened} from "./tray.js" */
import {h, put, renew, save} from "../dom.js"
import {selectField} from "../form.js"
import {unpack} from "../packed.js"
import {thumbnail} from "../pixels.js"
import {t} from "../words.js"
import {bitsOf, ownText} from "./files.js"
import {Pad} from "./pad.js"
import {inked, Tray} from "./tray.js"
import {Uploads} from "./uploads.js"

const SHOWN = 200 // of the memories, one by one

export class Own {
  /** @param {Live} page */
  constructor(page) {
    this.page = page
    this.limits = page.spec.own
    /** @type {{names: string[], grid: [number, number], said: string, linked: boolean}} */
    this.now = {names: [], grid: [1, 1], said: "", linked: true}
    /** @type {Uint8Array[]} their pixels, as 1 and 0 */
    this.pixels = []
    this.offered = "" // the grid of the run that was last chosen
    /** @type {object | null} the memories of which one has been removed */
    this.shortened = null
    this.count = h("span", {class: "aside"})
    this.body = h("div", {class: "body"})
    const summary = h("summary", {}, t("Your own memories"), this.count)
    this.element = h("details", {class: "own", "data-part": "own", "data-acts": "patterns"}, summary, this.body)
    this.element.addEventListener("toggle", () => this.build(), {once: true})
    this.uploads = new Uploads(page, () => this.ready())
    page.hears.own = (buffer) => this.take(buffer)
    page.hears.tray = (buffer) => this.opened(buffer)
    page.hears.file = (data, {name}) => save(data, name, "application/zip")
  }

  /** Opens, and says how what comes is to be taken. */
  ready() {
    this.element.open = true
    this.build()
    return {grid: this.grid, instead: this.instead, waiting: Boolean(this.tray?.pictures.length)}
  }

  /** What is in it is built when it is first opened. */
  build() {
    if (this.pad) return
    const colours = () => this.page.colours()
    const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, kind = "") =>
      h("button", {type: "button", class: kind, onclick}, words)
    const drawn = () => this.keeping?.toggleAttribute("disabled", this.pad?.empty ?? true)
    this.pad = new Pad(colours, drawn, (words) => this.page.read(words))
    this.tray = new Tray(colours, (pictures) => this.keepOpened(pictures))
    this.name = h("input", {
      type: "text",
      class: "typed named",
      placeholder: t("name"),
      "aria-label": t("Name of the drawing"),
    })
    this.grids = selectField([], {"aria-label": t("Grid"), onchange: () => this.another()})
    this.keeping = button(t("Store it"), () => this.keepDrawn(), "primary")
    this.list = h("ul", {class: "mine"})
    this.about = h("p", {class: "told"})
    this.insteads = [this.place(t("Add to what is stored"), false), this.place(t("Replace what is stored"), true)]
    this.whole = h(
      "div",
      {class: "tools"},
      button(t("Download as a file"), () => this.page.send({type: "save"})),
      button(t("Remove all"), () => this.page.send({type: "remove"})),
    )
    this.body.append(
      h("div", {class: "draw"}, this.pad.picture, this.pad.tools, this.line()),
      h(
        "div",
        {class: "kept"},
        h(
          "div",
          {class: "tools"},
          button(t("Open pictures or a file"), () => this.uploads.input.click()),
          this.uploads.input,
          h("span", {}, t("or drop them on the page, or paste a picture")),
        ),
        h("div", {class: "tools"}, ...this.insteads),
        this.uploads.says,
        this.tray.element,
        this.list,
        this.about,
        this.whole,
      ),
    )
    this.offer()
    this.show()
  }

  line() {
    return h("div", {class: "tools"}, this.grids, this.name, this.keeping)
  }

  /**
   * @param {string} words
   * @param {boolean} instead
   */
  place(words, instead) {
    const radio = h("input", {type: "radio", name: "place", value: String(instead), checked: !instead})
    return h("label", {class: "tool"}, radio, words)
  }

  get instead() {
    return Boolean(this.insteads?.[1].querySelector("input")?.checked)
  }

  /** The grids to draw on: that of the run, which is begun with, and others. */
  offer() {
    if (!this.pad || !this.grids) return
    const sizes = [this.page.grid(), ...this.limits.grids].map((grid) => grid.join("×"))
    if (sizes[0] === this.offered || !this.pad.empty) return
    this.offered = sizes[0]
    const options = [...new Set(sizes)].map((size) => h("option", {value: size}, size))
    this.grids.replaceChildren(...options)
    this.another()
  }

  /** @returns {[number, number]} */
  get grid() {
    const [rows, columns] = (this.grids?.value ?? "8×8").split("×").map(Number)
    return [rows, columns]
  }

  /** Another grid: what is stored on another can only be replaced. */
  another() {
    const [rows, columns] = this.page.grid()
    const fits = this.grid[0] === rows && this.grid[1] === columns
    const radio = this.insteads?.[Number(!fits)].querySelector("input")
    if (radio) radio.checked = true
    this.pad?.begin(this.grid)
    if (!this.tray?.pictures.length || this.tray.grid.join() === this.grid.join()) return
    this.tray.stored([])
    this.uploads.again()
  }

  // What the person gives.

  keepDrawn() {
    if (!this.pad || !this.name) return
    this.keep([this.pad.bits()], [this.name.value || t("drawing")])
    this.name.value = ""
    this.pad.fill(() => 0)
  }

  /** @param {Opened[]} pictures */
  keepOpened(pictures) {
    const names = pictures.map(({name}) => name)
    this.keep(pictures.map(inked), names, this.tray?.grid)
  }

  /**
   * @param {Uint8Array[]} memories
   * @param {string[]} names
   * @param {[number, number]} [grid]
   */
  keep(memories, names, grid = this.grid) {
    const [rows, columns] = grid
    const data = new Uint8Array(memories.length * rows * columns)
    memories.forEach((bits, i) => data.set(bits, i * rows * columns))
    const limit = this.limits.most_name
    const short = names.map((name) => name.slice(0, limit))
    this.page.send({type: "keep", data: data.buffer, names: short, rows, columns, instead: this.instead})
  }

  /**
   * The whole of a link that only names them, for who loads the page anew.
   * @param {string} link
   */
  brings(link) {
    const {linked, names, grid} = this.now
    if (linked || !names.length) return {}
    const query = new URLSearchParams(link)
    query.set("own", ownText(this.pixels, grid, names))
    return {link: new TextEncoder().encode(query.toString()).buffer}
  }

  // What the server says.

  /** @param {ArrayBuffer | null} buffer */
  opened(buffer) {
    if (buffer) {
      const {header, arrays} = unpack(buffer)
      if (header.names.length) this.tray?.take(header.names, header.thresholds, arrays.grey)
    }
    this.uploads.next()
  }

  /** @param {ArrayBuffer} buffer */
  take(buffer) {
    const {header, arrays} = unpack(buffer)
    this.now = header
    const [rows, columns] = this.now.grid
    this.pixels = bitsOf(arrays.bits, rows * columns)
    const {most_for: most} = this.page.spec.choices.load
    if (most) most.own = this.now.names.length || 1
    const {controls} = this.page
    if (controls.values) controls.show(controls.values)
    this.count.textContent = this.now.names.length ? ` ${this.now.names.length}` : ""
    this.show()
  }

  /** The run has changed. */
  changed() {
    if (!this.element.open) return
    this.offer()
    this.mark()
  }

  show() {
    if (!this.list || !this.about || !this.whole) return
    const {names, said, linked} = this.now
    renew(this.list, ...names.slice(0, SHOWN).map((name, i) => this.item(name, i)))
    const ask = names.length ? t("Click a picture to make it the target.") : ""
    const more = names.length > SHOWN ? t("And {n} more.", {n: names.length - SHOWN}) : ""
    const far = linked ? "" : t("They are too many for a link: download their file, and send it along.")
    put(this.about, [more, ask, said, far].filter(Boolean).join(" "))
    this.whole.hidden = !names.length
    this.mark()
  }

  mark() {
    const target = this.page.about?.target
    ;[...(this.list?.children ?? [])].forEach((item, i) => item.classList.toggle("is-target", i === target))
  }

  /**
   * @param {string} name
   * @param {number} i
   */
  item(name, i) {
    const image = thumbnail(
      this.pixels[i].map((bit) => bit * 255),
      this.now.grid,
      this.page.colours(),
    )
    const input = h("input", {type: "text", class: "typed named", value: name, "aria-label": t("Name of #{i}", {i})})
    input.addEventListener("change", () => this.page.send({type: "rename", memory: i, name: input.value}))
    const ask = {
      type: "button",
      class: "ask",
      "aria-label": t("Make {name} #{i} the target", {name, i}),
      onclick: () => this.page.wire.set("target", String(i)),
    }
    const remove = {
      type: "button",
      "aria-label": t("Remove {name} #{i}", {name, i}),
      onclick: () => {
        if (this.shortened === this.now) return // one at a time, since each gives the others new numbers
        this.shortened = this.now
        this.page.send({type: "remove", memory: i})
      },
    }
    return h("li", {}, h("button", ask, image), input, h("button", remove, t("Remove")))
  }
}
