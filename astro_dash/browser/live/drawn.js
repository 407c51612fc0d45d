// The schematic in the panel "About", moved by the run.

import {Extra} from "./extra.js"

export class Drawn extends Extra {
  /** @param {About} about */
  about(about) {
    this.page.schematic.about(about)
  }

  /** @param {number} frame */
  frame(frame) {
    this.page.schematic.frame(frame)
  }
}
