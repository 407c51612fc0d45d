// What the page has beside its views.

/** @import {Extra} from "./extra.js" */
import {Home} from "./home.js"
import {Saves} from "./saves.js"

/** @type {(typeof Extra)[]} */
export const EXTRAS = [Home, Saves]
