// What the page has beside its views.

import {Ask} from "./ask.js"
import {Code} from "./code.js"
import {Column} from "./column.js"
import {Embed} from "./embed.js"
import {Moment} from "./moment.js"
import {Projector} from "./projector.js"
/** @import {Extra} from "./extra.js" */
import {Drawn} from "./drawn.js"
import {Home} from "./home.js"
import {Saves} from "./saves.js"
import {Taught} from "./taught.js"

/** @type {(typeof Extra)[]} */
export const EXTRAS = [Taught, Moment, Code, Home, Projector, Ask, Embed, Saves, Drawn, Column]
