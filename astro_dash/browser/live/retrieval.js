// The pictures: captions that agree with the status line, and a cue and states that can be touched.

/** @import {Figure} from "../figure.js" */
/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h, put} from "../dom.js"
import {unfold} from "../fold.js"
import {placeWords, touchPixels} from "../pixels.js"
import {fixed} from "../numbers.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"
import {Cue} from "./cue.js"
import {isInk} from "./marks.js"
import {Picture} from "./picture.js"
import {pixelCount} from "./status.js"

export class Retrieval extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.pictures = view.figures.map((figure) => new Picture(figure, page.spec.systems[figure.system]))
    this.cue = new Cue(page)
    for (const figure of view.figures) if (figure.role) this.touch(figure)
    this.errors = h("input", {type: "checkbox", checked: true, onchange: () => this.markErrors()})
    const legend = t("Show errors: a corner on a flipped pixel of the cue, a ring on a wrong one of a memory")
    const marked = h("div", {class: "tools"}, h("label", {class: "tool"}, this.errors, legend))
    const words = h("div", {class: "words"}, view.caption, this.cue.tools, marked)
    view.plots.replaceChildren(...this.pictures.map((picture) => picture.element), words)
    // While they are small on a small screen, a finger meets the figure and not what is in it
    const enlarge = (/** @type {Event} */ {target}) => target instanceof Element && target.matches("figure")
    view.plots.addEventListener("click", (event) => enlarge(event) && unfold(view.folds, true))
  }

  keys() {
    /** @type {Key} */
    const errors = ["e", t("show or hide errors"), () => this.errors.click()]
    return [errors]
  }

  markErrors() {
    this.view.element.classList.toggle("unmarked", !this.errors.checked)
  }

  /** @param {Figure} figure */
  touch({element, role}) {
    const grid = () => this.page.grid()
    const {guise, player} = this.page
    const tell = (/** @type {number} */ pixel, /** @type {boolean} */ acted) =>
      this.page.read(placeWords(pixel, grid(), acted ? this.done(role) : this.ink(role, pixel)))
    if (role === "cue") {
      const draw = (/** @type {number[]} */ pixels) => guise.free("retrieval", "cue") && this.cue.draw(pixels)
      return touchPixels(element, grid, (pixels, done) => done || draw(pixels), tell)
    }
    const knock = (/** @type {number[]} */ pixels, /** @type {boolean} */ done) => {
      const {frame} = player
      if (done && pixels.length && guise.free("retrieval"))
        this.page.send({type: "perturb", system: role, pixels, frame})
    }
    touchPixels(element, grid, knock, tell)
  }

  /** @param {string} role whose pixel has been touched */
  done(role) {
    return role === "cue" && this.cue.erases ? t("erased") : t("flipped")
  }

  /**
   * What a pixel of the cue, or of a system, is.
   * @param {string} role
   * @param {number} pixel
   */
  ink(role, pixel) {
    const {frames, frame} = this.page.player
    const {"picture:target": target, "picture:cue": cue} = frames.pictures
    const data = role === "cue" ? cue.data : frames.row(`image:${role}`, frame)
    const ink = isInk(data[pixel])
    if (ink === isInk(target.data[pixel])) return ink ? t("ink") : t("paper")
    return ink ? t("ink, where the target has none") : t("paper, where the target has ink")
  }

  /**
   * Nothing of what comes of it, before a question has been answered.
   * @param {Picture} picture
   */
  withhold(picture) {
    picture.tell("", t("{name}: answer the question first", {name: picture.figure.heading}))
    picture.judge("moving", "")
    put(picture.numbers, "")
  }

  /** @param {Record<string, string>} values */
  answered(values) {
    this.cue.answered(values)
  }

  /** @param {About} about */
  about(about) {
    const name = this.page.player.names[about.target]
    for (const picture of this.pictures) {
      const {system, role} = picture.figure
      if (system) picture.element.hidden = !about.systems.includes(system)
      else if (role === "cue") {
        const {flipped, neurons} = about
        const places = {n: flipped, all: neurons}
        picture.tell(
          t("{n} of {all} pixels flipped", places),
          t("Cue: {n} of {all} pixels differ from the target; arrows and Space flip pixels", places),
        )
        const {pictures} = this.page.player.frames
        picture.marks.show(pictures["picture:cue"].data, pictures["picture:target"].data, about.grid, true)
      } else picture.tell(name, t("Target: {name}", {name}))
    }
    this.cue.about(about)
  }

  /** @param {number} frame */
  frame(frame) {
    const {now, frames, barred} = this.page.player
    const target = frames.pictures["picture:target"].data
    for (const picture of this.pictures) {
      const {system, heading} = picture.figure
      if (!now.systems.includes(system)) continue
      if (barred) {
        this.withhold(picture)
        continue
      }
      const {key, words, mark} = this.page.status.verdict(system, frame)
      const wrong = frames.value(`wrong:${system}`, frame)
      const overlap = frames.value(`overlap:${system}`, frame)
      picture.tell(words, `${heading}: ${words}`)
      picture.judge(key, mark)
      picture.marks.show(frames.row(`image:${system}`, frame), target, now.grid, false)
      const numbers = {n: pixelCount(wrong), m: fixed(overlap, 2)}
      put(picture.numbers, isNaN(wrong) ? t("no numbers left") : t("{n} wrong · m = {m}", numbers))
    }
  }
}
