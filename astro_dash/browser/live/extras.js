// What the page has beside its views.

/** @import {Extra} from "./extra.js" */
import {Room} from "./room.js"

/** @type {(typeof Extra)[]} */
export const EXTRAS = [Room]
