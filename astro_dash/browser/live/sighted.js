// A view that draws itself, and costs nothing until it comes into sight, or while it is out of it.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {Bare} from "./bare.js"

const NEAR = "240px" // of the window, from where on it is drawn

export class Sighted extends Bare {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    this.visible = false
    this.drawn = ""
    const watch = new IntersectionObserver((seen) => this.sight(seen[seen.length - 1].isIntersecting), {
      rootMargin: NEAR,
    })
    watch.observe(view.element)
    page.ended.signal.addEventListener("abort", () => watch.disconnect())
  }

  /** @param {boolean} visible */
  sight(visible) {
    this.visible = visible
    if (!visible) return
    this.seen = true
    const {about, player} = this.page
    if (!about) return
    this.ask(about)
    if (player.frames.count) this.frame(player.frame)
  }

  /**
   * Have the server send what only those who see this need.
   * @param {About} about
   */
  ask(about) {
    if (this.seen && !about.seen.includes(this.view.key)) this.page.look()
  }

  /** @param {About} about */
  about(about) {
    this.drawn = ""
    this.ask(about)
  }

  /** @param {number} frame */
  frame(frame) {
    const {now, generation} = this.page.player
    if (!this.visible || !now.seen.includes(this.view.key)) return
    const key = `${generation}:${frame}`
    if (key !== this.drawn) this.draw(frame)
    this.drawn = key
  }

  /**
   * Another frame, or the same one told anew.
   * @param {number} _frame
   */
  draw(_frame) {}
}
