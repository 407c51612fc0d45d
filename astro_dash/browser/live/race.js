// Beside what is drawn of each system over time: which line is whose.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h} from "../dom.js"
import {key} from "../form.js"
import {measured} from "../numbers.js"
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
      return `${this.page.spec.systems[system].title} ${measured(trace[frame])}, at the start ${measured(trace[0])}`
    })
    return `${this.view.words[0]} At t = ${measured(frames.time(frame))}: ${each.join("; ")}.`
  }
}
