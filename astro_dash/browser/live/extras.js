// What the page has beside its views.

import {Ask} from "./ask.js"
import {Code} from "./code.js"
import {Embed} from "./embed.js"
import {Moment} from "./moment.js"
import {Projector} from "./projector.js"
/** @import {Extra} from "./extra.js" */

/** @type {(typeof Extra)[]} */
export const EXTRAS = [Moment, Code, Projector, Ask, Embed]
