// How the run is played: how fast, how evenly, and where a link has it stand or begin.

/** @import {Live} from "./index.js" */
import {h} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16]
/** @type {Record<number, string>} */
const FRACTIONS = {0.25: "¼", 0.5: "½"}

export class Tempo extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    const {player} = page
    const options = SPEEDS.map((speed) => h("option", {value: speed}, `${FRACTIONS[speed] ?? speed}×`))
    const onchange = () => (player.speed = Number(this.speeds.value))
    this.speeds = h("select", {"aria-label": t("Speed"), onchange}, ...options)
    this.even = h("input", {type: "checkbox", onchange: () => page.evenly(this.even.checked)})
    this.show()
  }

  show() {
    const {speed, even} = this.page.player
    this.speeds.value = String(speed)
    this.even.checked = even
  }

  /**
   * What a page that was away had comes before what its link says.
   * @param {Record<string, string>} shown
   */
  dressed({speed, even, play, at}) {
    const {player, line, room} = this.page
    if (line.back && at && !room.follows) player.moment = Number(at)
    if (line.place) return
    if (speed) player.speed = Number(speed)
    if (even) player.even = true
    if (play) player.wished = false
    if (at) player.moment = Number(at)
    this.show()
  }

  manner() {
    const {speed, even} = this.page.player
    return {speed: speed === 1 ? "" : String(speed), even: even ? "1" : ""}
  }
}
