// Drawings of ours that a lesson's prose may have, by their names: `![what it shows](name)`.

import {Schematic} from "../schematic.js"

/**
 * @typedef {{element: HTMLElement | SVGElement, about(about: any): void, frame(frame: number): void}} Drawn told of a
 *   run and of its frames, as furniture is
 */

/** @type {Record<string, new (page: any, words: string) => Drawn>} */
export const DRAWINGS = {schematic: Schematic}
