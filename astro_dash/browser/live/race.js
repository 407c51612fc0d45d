// Beside what is drawn of each system over time: which line is whose.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h} from "../dom.js"
import {key} from "../form.js"
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
}
