// Files that a person gives, by choosing, dropping or pasting: sent one lot after the other, as they are read.

/** @import {Live} from "./index.js" */
import {SERVED} from "../address.js"
import {h, put} from "../dom.js"
import {t, tn} from "../words.js"
import {fromFiles} from "./files.js"

const ACCEPT = ".png,.jpg,.jpeg,.webp,.gif,.npy,.npz,.csv,.txt"

export class Uploads {
  /**
   * `ready` opens the panel, and says how what comes is to be taken.
   * @param {Live} page
   * @param {() => {grid: [number, number], instead: boolean, waiting: boolean}} ready
   */
  constructor(page, ready) {
    this.page = page
    this.ready = ready
    /** @type {File[][]} to be sent when what is being read is there */
    this.queue = []
    /** @type {File[]} pictures that wait to be stored, which are fitted anew to another grid */
    this.sources = []
    this.reading = false
    this.says = h("p", {class: "told", role: "status"})
    const onchange = () => this.chosen()
    this.input = h("input", {type: "file", multiple: true, accept: ACCEPT, hidden: true, onchange})
    this.input.ariaLabel = t("Files to open")
    this.listen()
  }

  listen() {
    const {element, ended} = this.page
    const {signal} = ended
    const has = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files")
    element.addEventListener("dragover", (event) => has(event) && event.preventDefault(), {signal})
    const drop = (/** @type {DragEvent} */ event) => {
      if (!has(event)) return
      event.preventDefault()
      this.send([...(event.dataTransfer?.files ?? [])])
    }
    element.addEventListener("drop", drop, {signal})
    const paste = (/** @type {ClipboardEvent} */ event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (!files.length || !element.isConnected) return
      event.preventDefault()
      this.send(files)
    }
    // Elsewhere what is pasted is another's, unless the person is in here.
    const hears = /** @type {EventTarget} */ (SERVED ? document : element)
    hears.addEventListener("paste", /** @type {EventListener} */ (paste), {signal})
  }

  chosen() {
    const files = [...(this.input.files ?? [])]
    this.input.value = ""
    this.send(files)
  }

  /** The pictures that wait, once more. */
  again() {
    this.send(this.sources)
  }

  /** @param {File[]} files */
  async send(files) {
    const {grid, instead, waiting} = this.ready()
    if (!files.length) return
    if (this.reading) return void this.queue.push(files)
    this.reading = true
    const pictures = files.filter(({type}) => type.startsWith("image/"))
    this.sources = waiting ? [...this.sources, ...pictures] : pictures
    const sent = await fromFiles(files, this.page.spec.own)
    if (typeof sent === "string") {
      this.page.say(sent)
      return this.next()
    }
    put(this.says, tn("Reading {n} file…", "Reading {n} files…", files.length))
    this.page.send({type: "open", ...sent, rows: grid[0], columns: grid[1], instead})
  }

  /** What was being read is there, or refused. */
  next() {
    this.reading = false
    put(this.says, "")
    const files = this.queue.shift()
    if (files) this.send(files)
  }
}
