// What the page has beside its views.

/** @import {Extra} from "./extra.js" */

/** @type {(typeof Extra)[]} */
export const EXTRAS = []
