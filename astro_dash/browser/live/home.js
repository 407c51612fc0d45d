// What can be taken home of the run: files that are made beside the server, and the lines that give the same numbers.

/** @import {Live} from "./index.js" */
import {panel} from "../about.js"
import {SERVED} from "../address.js"
import {h, put, save} from "../dom.js"
import {Extra} from "./extra.js"
import {inDigits, t} from "../words.js"

/** @returns {[string, [string, string][], string][]} what it is, its files by kind, and what is in them */
const filesTaken = () => [
  [
    t("The numbers"),
    [
      ["csv", "CSV"],
      ["npz", "NPZ"],
      ["netcdf", "NetCDF"],
    ],
    t(
      "The whole run of all racing systems, with its settings and what was changed in mid-run. CSV has a line for " +
        "each moment; the others have all gains, overlaps and rates, and what is stored.",
    ),
  ],
  [
    t("A film of the pictures"),
    [
      ["gif", "GIF"],
      ["webm", "WebM"],
    ],
    t("Target, cue and what each memory makes of it, in the pace of this page; the GIF begins anew at its end."),
  ],
  [
    t("This page as a file"),
    [["html", "HTML"]],
    t("One file, of about 2 MB, that plays this run with all views and the timeline, without a server or a network."),
  ],
]
/** @returns {[string, string][]} */
const linesWritten = () => [
  ["command", t("In a shell")],
  ["python", t("In Python")],
]
const COPIED_MS = 3000

export class Home extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.status = h("p", {role: "status"})
    this.bar = h("progress", {max: 1, "aria-label": t("Progress of the file")})
    this.stop = h("button", {type: "button", onclick: () => page.send({type: "untake"})}, t("Cancel"))
    this.making = h("div", {class: "tools", hidden: true}, this.bar, this.stop)
    this.lines = Object.fromEntries(linesWritten().map(([kind]) => [kind, h("pre", {tabindex: 0})]))
    this.panel = panel(
      "home",
      t("Take home"),
      ...filesTaken().flatMap((one) => this.files(...one)),
      this.status,
      this.making,
      h("h3", {}, t("The same numbers without the page")),
      ...linesWritten().flatMap(([kind, words]) => this.written(kind, words)),
      h(
        "p",
        {class: "caption"},
        t("Each view can be saved by itself, as PNG, SVG and CSV, by the arrow beside its title."),
      ),
    )
    this.head = [h("button", {type: "button", class: "taking", onclick: () => this.open()}, t("Save")), this.panel]
    /** @type {Hears} */
    const hears = {
      lines: (lines) => this.told(lines),
      making: (making) => this.went(making),
      taken: (data, {name, mime}) => this.came(data, name, mime),
    }
    this.hears = hears
  }

  /**
   * @param {string} words
   * @param {[string, string][]} kinds
   * @param {string} about
   */
  files(words, kinds, about) {
    const at = SERVED ? location.origin + location.pathname : ""
    const button = (/** @type {[string, string]} */ [kind, name]) =>
      h("button", {type: "button", onclick: () => this.page.send({type: "take", kind, at})}, name)
    return [h("h3", {}, words), h("div", {class: "tools"}, ...kinds.map(button)), h("p", {class: "caption"}, about)]
  }

  /**
   * @param {string} kind
   * @param {string} words
   */
  written(kind, words) {
    const copy = h("button", {type: "button", "aria-label": t("Copy: {what}", {what: words})}, t("Copy"))
    copy.addEventListener("click", () => this.copy(this.lines[kind], copy))
    return [h("div", {class: "tools"}, h("b", {}, words), copy), this.lines[kind]]
  }

  open() {
    put(this.status, "")
    this.page.send({type: "lines"})
    this.panel.showModal()
  }

  /** @param {Record<string, string>} lines */
  told(lines) {
    for (const [kind, text] of Object.entries(lines)) put(this.lines[kind], text)
  }

  /**
   * Into the clipboard or, where there is none, selected for the keys that copy.
   * @param {HTMLElement} text
   * @param {HTMLElement} button
   */
  async copy(text, button) {
    try {
      await navigator.clipboard.writeText(text.textContent ?? "")
      put(button, t("Copied"))
      setTimeout(() => put(button, t("Copy")), COPIED_MS)
    } catch {
      getSelection()?.selectAllChildren(text)
      put(this.status, t("Selected: copy it with the keys of your system."))
    }
  }

  /** @param {{kind: string, done: number, of: number} | null} making what is on its way, if anything is */
  went(making) {
    this.making.hidden = !making
    if (!making) return put(this.status, "")
    const {done, of} = making
    if (of) this.bar.value = done / of
    else this.bar.removeAttribute("value")
    put(this.status, t("Made beside the server; the page goes on meanwhile."))
  }

  /**
   * @param {ArrayBuffer} data
   * @param {string} name
   * @param {string} mime
   */
  came(data, name, mime) {
    save(data, name, mime)
    put(this.status, t("{name}, {size}, is saved.", {name, size: inBytes(data.byteLength)}))
  }
}

/** @param {number} bytes */
const inBytes = (bytes) => inDigits(bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)
