// Beside what is drawn of each system over time: which line is whose.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h} from "../dom.js"
import {key} from "../form.js"
import {measured} from "../numbers.js"
import {t} from "../words.js"
import {Bare} from "./bare.js"

export class Race extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.legend = h("div", {class: "legend"})
    view.head.append(this.legend)
  }

  /** @param {About} about */
  about({systems}) {
    const {systems: looks} = this.page.spec
    this.legend.replaceChildren(...systems.map((system) => key(looks[system].line, looks[system].title)))
  }

  /** @param {number} frame */
  alt(frame) {
    const {now, frames} = this.page.player
    const each = now.systems.map((system) => {
      const trace = frames.trace(`${this.view.key}:${system}`)
      const [value, start] = [trace[frame], trace[0]].map(measured)
      return t("{title} {value}, at the start {start}", {title: this.page.spec.systems[system].title, value, start})
    })
    const places = {title: this.view.words[0], time: measured(frames.time(frame)), each: each.join("; ")}
    return t("{title} At t = {time}: {each}.", places)
  }
}
