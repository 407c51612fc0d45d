// A link to what is on the page at this moment: its run from t = 0, what was changed in it, and the playhead.

/** @import {Live} from "./index.js" */
import {copyLink} from "../address.js"
import {h} from "../dom.js"
import {t} from "../words.js"
import {Extra} from "./extra.js"

const copiedMoment = () => t("Link copied: it opens at this moment, with what was changed before and after it")
const tooOften = () => t("This run was changed too often for a link: choose Reset, and change it less often")
const unsent = () => t("Your memories are too many for a link: send their file along, and the link with it")

export class Moment extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    /** @type {{linked: boolean, link: string, then: string | null}} */
    this.now = {linked: false, link: "", then: ""}
    const title = t("With the time of the playhead and all that was changed in mid-run")
    const words = t("Link to this moment")
    const attributes = {type: "button", class: "copying", title, "aria-label": words, onclick: () => this.copy()}
    this.head = [h("button", attributes, t("This moment"))]
    this.hears.moment = (now) => this.take(now)
  }

  /** @param {{linked: boolean, link: string, then: string | null}} now */
  take(now) {
    const {linked, link, then} = this.now
    const {player} = this.page
    // The run that is there comes once more, for a class: it is shown where it was.
    if (linked && now.linked && link === now.link && then === now.then && player.frame > 0) {
      player.moment ??= player.frames.time(player.frame)
    }
    this.now = now
    if (now.linked) return
    const {shown} = this.page.guise
    delete shown.then // of the run before
    delete shown.at
  }

  /** The link, which opens there and waits. */
  link() {
    const {guise, player} = this.page
    const at = player.frame > 0 ? String(player.frames.time(player.frame)) : ""
    const {then} = this.now
    return this.now.link + guise.query({...this.page.manner(), play: "0", then: then ?? "", at})
  }

  /** How the page is found again as it is, by whoever loads it anew. Of what was changed too often the choices are. */
  leaves() {
    const {choices, guise, player, room} = this.page
    const {link, then} = this.now
    if (room.follows || !choices) return {} // its class knows
    const manner = this.page.manner()
    if (!then) return {query: choices + guise.query(manner)}
    const at = player.moment ?? (player.frame > 0 ? player.frames.time(player.frame) : "")
    return {query: link + guise.query({...manner, then, at: String(at)}), place: {...player.place(), frame: 0}}
  }

  copy() {
    const {copied, own, player} = this.page
    if (!player.frames.count) return
    if (this.now.then === null) copied.textContent = tooOften()
    else copyLink(this.link(), copied, own.now.linked ? copiedMoment() : unsent())
  }
}
