// What each view has beside its figures, by the view's key (pages/live/views/); a view without furniture is not here.

/** @import {Bare} from "./bare.js" */
import {Attention} from "./attention.js"
import {Connectivity} from "./connectivity.js"
import {Energy} from "./energy.js"
import {Landscape} from "./landscape.js"
import {Race} from "./race.js"
import {Retrieval} from "./retrieval.js"
import {Simplex} from "./simplex.js"

/** @type {Record<string, typeof Bare>} */
export const FURNITURE = {
  retrieval: Retrieval,
  simplex: Simplex,
  attention: Attention,
  energy: Energy,
  connectivity: Connectivity,
  landscape: Landscape,
  overlap: Race,
  error: Race,
}
