// When the figures of the whole run are drawn again: after a change the quick ones now and those over time a moment
// later, so that the answer is seen at once; while more frames come in, now and then.

/** @import {Figure} from "./figure.js" */
/** @import {Player} from "./player.js" */
import {painted} from "./painted.js"

const LOAD_MS = 200 // whole traces are drawn again no more often than this while more frames come in

export class Loading {
  /** @param {Player} player */
  constructor(player) {
    this.player = player
    /** @type {number | null} a timer; -1 while the plots over time wait for their moment */
    this.timer = null
  }

  /** @param {string} mode of the chunk that has come */
  after(mode) {
    const {player} = this
    if (mode === "again" || (player.atRest && mode === "more")) return this.all()
    if (mode === "more") {
      this.timer ??= setTimeout(() => this.all(), LOAD_MS)
      return
    }
    for (const figure of player.figures) if (!figure.overTime) figure.load(player)
    clearTimeout(this.timer ?? undefined)
    this.timer = -1
    painted(() => this.timer === -1 && this.all((figure) => figure.overTime))
  }

  /** @param {(figure: Figure) => boolean} wanted */
  all(wanted = () => true) {
    clearTimeout(this.timer ?? undefined)
    this.timer = null
    for (const figure of this.player.figures) if (wanted(figure)) figure.load(this.player)
    this.player.draw(0)
  }
}
