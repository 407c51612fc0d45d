// The Attention page: a word, its three matrices in time, and what each memory reads back.

/** @import {Line} from "../line.js" */
import {addressSoon, copyLink, SERVED} from "../address.js"
import {Controls} from "../controls.js"
import {h, put, still} from "../dom.js"
import {selectField} from "../form.js"
import {Keyboard} from "../keyboard.js"
import {Page} from "../page.js"
import {Player} from "../player.js"
import {rendered} from "../rendered.js"
import {stackRail} from "../stacked.js"
import {Timeline} from "../timeline.js"
import {fixed, pretty} from "../numbers.js"
import {Wire} from "../wire.js"
import {t} from "../words.js"
import {Marked} from "./marked.js"
import {Matrices} from "./matrices.js"
import {matricesMenu} from "./saves.js"
import {counted, keyName, Readout} from "./readout.js"
import {WordScene} from "./scene.js"
import {Tokens} from "./tokens.js"
import {intro, law, norm, scores} from "./words.js"

const RATES = [0.25, 0.5, 1, 2, 4]

export class AttentionPage extends Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {AttentionSpec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.spec = spec
    const tells = {chunk: () => this.came(), state: () => this.changed(), move: () => this.moved()}
    this.player = new Player((message) => this.send(message), line.place, tells)
    this.wire = new Wire((message) => this.send(message))
    this.controls = new Controls(spec, this.wire, this.glossary)
    this.query = "" // what is said
    /** @type {never[]} what has keys of its own: nothing */
    this.furniture = []
    const say = (/** @type {string} */ word) => this.wire.set("word", word)
    const pictures = () => this.send({type: "pictures"})
    this.tokens = new Tokens({wire: this.wire, set: say, pictures, colours: () => this.colours()}, spec.most)
    const temperature = this.controls.element.querySelector("[data-control=temperature]")
    const {scale} = spec.choices.temperature
    const choose = (/** @type {string} */ text) => this.wire.set("temperature", text)
    this.marked = new Marked(/** @type {HTMLElement} */ (temperature), /** @type {Scale} */ (scale), choose)
    this.run = h("button", {type: "button", class: "primary", onclick: () => this.player.toggle()}, t("Pause"))
    this.status = h("p", {class: "status", role: "status"}, t("Starting…"))
    this.focus = selectField([], {
      "aria-label": t("Whose gains"),
      class: "steers",
      onchange: () => this.wire.set("focus", this.focus.value),
    })
    this.matrices = new Matrices(this)
    this.matrices.element.append(matricesMenu(this))
    this.timeline = new Timeline(this.player)
    this.back = new Readout(spec.systems, (token) => this.invert(token))
    this.copied = h("span", {class: "copied", "aria-live": "polite"})
    this.scene = new WordScene(this)
    this.lesson.scene = this.scene
    const keys = t("On a matrix: arrows read its cells, Enter opens the run of a row.")
    this.keyboard = new Keyboard(this, SERVED ? document : element, this.ended.signal, keys)
    this.hears.values = this.valued.bind(this)
    this.hears.link = this.linked.bind(this)
    this.hears.chunk = this.takeChunk.bind(this)
    this.hears.pictures = (buffer) => this.tokens.take(buffer)
    const [rail, stage] = [this.rail(), this.stage()]
    const columns = h("div", {class: "columns"}, rail, stage)
    element.append(this.head(), columns, this.keyboard.help)
    this.stacks.push((how) => {
      stackRail(rail, this.controls, Boolean(how))
      if (!how) columns.prepend(rail)
      else if (this.lesson.told)
        this.lesson.panel.inside.after(rail) // what a task moves stands under it
      else this.matrices.element.after(rail)
    })
  }

  head() {
    const copy = () => copyLink(this.address(), this.copied, t("Link copied: it opens this word"))
    const copying = h("button", {type: "button", class: "copying", onclick: copy}, t("Copy link"))
    return this.masthead("attention", this.copied, copying, this.keyboard.button)
  }

  rail() {
    const options = RATES.map((rate) =>
      h("option", {value: rate, selected: rate === this.player.speed}, pretty(`${rate}×`)),
    )
    const onchange = () => (this.player.speed = Number(speeds.value))
    const speeds = h("select", {"aria-label": t("Speed"), onchange}, ...options)
    const seed = h(
      "button",
      {type: "button", class: "seed", "data-acts": "seed", onclick: () => this.newSeed()},
      t("New seed"),
    )
    const reset = h("button", {type: "button", onclick: () => this.reset()}, t("Reset"))
    return h(
      "aside",
      {class: "rail", "aria-label": t("Controls")},
      h("div", {class: "transport", "data-part": "transport"}, this.run, speeds, reset, seed),
      this.notice,
      this.tokens.element,
      this.controls.element,
    )
  }

  stage() {
    const legend = h("p", {class: "scale"}, t("share of a row: 0"), h("i", {class: "shades"}), "1")
    const own = h("span", {class: "own-key"}, h("i", {}), t("the token's own memory"))
    const invert = () => this.wire.set("inverted", String(Math.min(2, this.about.tokens.length)))
    const slaved = () => this.send({type: "set", values: {tau_p: "0", focus: "attention"}})
    const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", onclick}, words)
    return h(
      "main",
      {class: "stage attention"},
      ...this.lesson.panel.elements,
      h("h2", {}, t("Attention, seen as attention")),
      h("p", {class: "lead"}, ...this.glossary.worded(intro())),
      this.status,
      h("div", {class: "tools"}, h("span", {}, t("Gains of")), this.focus, legend, own),
      this.matrices.element,
      this.matrices.readout,
      h("p", {class: "caption"}, norm()),
      h("h2", {}, t("What is read back")),
      this.back.element,
      h(
        "div",
        {class: "explained"},
        h(
          "section",
          {},
          h("h2", {}, t("One pass, and many")),
          h("p", {}, law()),
          button(t("Slave the gains: τ_p = 0"), slaved),
        ),
        h(
          "section",
          {},
          h("h2", {}, t("Two scores")),
          h("p", {}, scores()),
          button(t("Invert the second token"), invert),
        ),
      ),
      this.timeline.element,
    )
  }

  reset() {
    this.player.pause()
    this.player.seek(0)
  }

  newSeed() {
    this.send({type: "new_seed"})
  }

  /** @param {number} token */
  invert(token) {
    const wished = this.wire.wished("inverted")?.split(",").filter(Boolean)
    const inverted = wished?.map((n) => Number(n) - 1) ?? this.about.inverted
    const others = inverted.filter((other) => other !== token)
    const now = others.length < inverted.length ? others : [...inverted, token]
    this.wire.set("inverted", now.map((i) => i + 1).join(","))
  }

  /** What is told of the word on the page. */
  get about() {
    return /** @type {AboutWord} */ (this.player.now)
  }

  close() {
    super.close()
    this.player.close()
  }

  address() {
    return this.query ? this.query + this.guise.query() : location.search.slice(1)
  }

  // What the server says.

  /**
   * @param {Record<string, string>} values
   * @param {Message} message
   */
  valued(values, message) {
    this.wire.answered()
    this.controls.show(values)
    this.tokens.show(values, Boolean(message.notice))
    const gated = values.system.split(",").filter((key) => key in this.spec.gated)
    this.focus.replaceChildren(...gated.map((value) => h("option", {value}, this.spec.gated[value])))
    this.focus.value = this.wire.wished("focus") ?? values.focus
    this.scene.now = values
  }

  /** @param {string} query */
  linked(query) {
    this.query = query
    this.readdress()
    if (!this.lesson.told) this.lesson.begins()
  }

  /** The link is another. */
  readdress() {
    addressSoon(() => this.address())
  }

  /**
   * Who looks at the end goes on to look at it.
   * @param {ArrayBuffer} chunk
   */
  takeChunk(chunk) {
    const {player} = this
    const ended = player.about ? player.atEnd : still()
    player.take(chunk)
    if (ended) {
      player.playing = false
      player.seek(Infinity)
    }
    this.changed()
  }

  // What the player says.

  came() {
    const {about} = this
    this.scene.came()
    this.player.opens()
    this.timeline.grow()
    this.controls.about(about, "")
    this.marked.show([
      {name: "√N", value: Math.sqrt(about.neurons)},
      {name: "T_c", value: about.routing},
    ])
    this.label()
    this.tell()
  }

  changed() {
    put(this.run, this.player.playing ? t("Pause") : t("Run"))
  }

  moved() {
    this.timeline.move()
    this.matrices.draw()
    this.lesson.look()
    this.room.frame()
  }

  label() {
    this.matrices.label()
    this.back.show(this.about, this.player.frames.pictures, this.colours())
  }

  /** What comes of it, in words. */
  tell() {
    const {keys, read, focus, plain_on_right: once} = this.about
    const word = (/** @type {string} */ name) =>
      read[name].key.map((key, i) => keyName(keys, key, read[name].sign[i])).join(" ")
    const {frames} = this.player
    const settled = frames.value("on_right", frames.count - 1)
    const places = {
      name: this.spec.systems[focus].title,
      word: word(focus),
      right: counted(read[focus].right),
      once: counted(read["one-pass"].right),
      from: fixed(once, 2),
      to: fixed(settled, 2),
    }
    const reads = t("{name} reads {word}, {right} right; one pass, {once}.", places)
    const becomes =
      settled > once
        ? t("Its dynamics have sharpened attention, from {from} to {to} on the tokens' own memories.", places)
        : t("Its dynamics have melted attention, from {from} to {to} on the tokens' own memories.", places)
    put(this.status, `${reads} ${becomes}`)
  }

  paint() {
    super.paint()
    this.tokens.paint()
    if (!this.player.about) return
    this.label()
    this.moved()
  }
}

export const render = rendered(AttentionPage)
