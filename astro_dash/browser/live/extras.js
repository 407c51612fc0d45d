// What the page has beside its views.

/** @import {Extra} from "./extra.js" */
import {Drawn} from "./drawn.js"
import {Taught} from "./taught.js"

/** @type {(typeof Extra)[]} */
export const EXTRAS = [Taught, Drawn]
