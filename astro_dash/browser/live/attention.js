// Under the bars: the memories they stand for, one of which a click makes the target.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h, put, renew} from "../dom.js"
import {fixed, measured, percent} from "../numbers.js"
import {thumbnail} from "../pixels.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"

const TOLD = 3 // memories, of those with the largest shares
const FEW = 10 // below which a perplexity is told with a decimal

export class Attention extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.thumbs = h("div", {class: "thumbs", "data-acts": "target"})
    this.perplexity = h("span")
    this.support = h("span", {class: "support"})
    view.plots.append(this.thumbs)
    const aside = [...page.glossary.worded(t("perplexity")), " ", this.perplexity, this.support]
    view.head.append(h("span", {class: "aside"}, ...aside))
  }

  /** @param {About} about */
  about(about) {
    const {shown, load} = about
    const empty = Array.from({length: this.page.spec.shown - shown.length}, () => h("span", {}))
    const others = h("span", {class: "others"}, load > shown.length ? t("rest") : "")
    renew(this.thumbs, ...shown.map((pattern, i) => this.thumb(about, pattern, i)), ...empty, others)
  }

  /**
   * @param {About} about
   * @param {number} pattern
   * @param {number} i
   */
  thumb({target, grid}, pattern, i) {
    const {player, wire} = this.page
    const {data, shape} = player.frames.pictures["picture:shown"]
    const image = thumbnail(data.subarray(i * shape[1], (i + 1) * shape[1]), grid, this.page.colours())
    const attributes = {
      type: "button",
      class: pattern === target ? "is-target" : "",
      title: player.names[pattern],
      "aria-label": t("Make {name} the target", {name: player.names[pattern]}),
      onclick: () => wire.set("target", String(pattern)),
    }
    return h("button", attributes, image, h("span", {}, `#${pattern}`))
  }

  /** @param {number} frame */
  frame(frame) {
    const {frames, now} = this.page.player
    const perplexity = frames.value(`perplexity:${now.focus}`, frame)
    put(this.perplexity, fixed(perplexity, perplexity < FEW ? 1 : 0))
    const places = {n: frames.value("support", frame), all: now.load}
    put(this.support, now.gated && !now.drifts ? ` · ${t("with a share: {n} of {all}", places)}` : "")
  }

  /** @param {number} frame */
  alt(frame) {
    const {frames, now, names} = this.page.player
    const [gain, aim] = ["gain", "attention"].map((name) => frames.row(name, frame))
    const largest = now.shown.map((pattern, i) => ({pattern, i})).sort((a, b) => gain[b.i] - gain[a.i])
    const each = largest.slice(0, TOLD).map(({pattern, i}) => {
      const [name, share] = [names[pattern], percent(gain[i])]
      return isNaN(aim[i])
        ? `${name} ${share}`
        : t("{name} {share}, attention {aim}", {name, share, aim: percent(aim[i])})
    })
    const time = measured(frames.time(frame))
    return t("The largest shares at t = {time}: {each}.", {time, each: each.join("; ")})
  }
}
