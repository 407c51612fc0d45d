// Lessons on the Live page: their panel over the stage, and what they hear.

/** @import {Live} from "./index.js" */
import {Extra} from "./extra.js"
import {LiveScene} from "./scene.js"

export class Taught extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    this.scene = new LiveScene(page)
    page.lesson.scene = this.scene
    this.top = page.lesson.panel.elements
    this.hears.typical = (counts) => this.counted(counts)
    this.opened = false
  }

  /** @param {Record<string, number> | null} counts */
  counted(counts) {
    this.page.tellTypical(counts)
    this.scene.count(counts)
    this.page.lesson.look()
  }

  /**
   * The class may be at another step.
   * @param {Record<string, string>} shown
   */
  dressed({lesson = "", step = "1"}) {
    if (this.opened && this.scene.led) this.page.lesson.follow(lesson, Number(step))
  }

  /** @param {About} about */
  about(about) {
    const {lesson} = this.page
    lesson.about(about)
    if (this.opened) return
    this.opened = true // the run of the address is there, and what the page is without a lesson is known
    lesson.begins()
  }

  /** @param {number} frame */
  frame(frame) {
    this.scene.arrived()
    this.page.lesson.frame(frame)
  }
}
