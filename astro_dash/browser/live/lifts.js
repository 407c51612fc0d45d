// What is said over the energy: it never rises, or what lifted it, at any moment of a run that was changed on its way.

import {t} from "../words.js"

const ROUNDING = 1e-6 // of an energy as it is sent

/**
 * A stretch between two changes.
 * @typedef {object} Stretch
 * @property {number} first its first frame
 * @property {string} changed what began it, in words
 * @property {Record<string, string>} rises of each system, why its energy may rise in it; empty if it cannot
 */

/**
 * The stretches once a change at frame `first` has replaced what came after.
 * @param {Stretch[]} before
 * @param {Stretch} next
 */
export const followed = (before, next) => [...before.filter(({first}) => first < next.first), next]

/**
 * Whether it rises to a frame by more than rounding.
 * @param {ArrayLike<number>} energy
 * @param {number} frame
 */
const rose = (energy, frame) => energy[frame] - energy[frame - 1] > ROUNDING * Math.abs(energy[frame - 1])

/**
 * The title of the energy of a system, true of all that is drawn, at a frame.
 * @param {Stretch[]} stretches
 * @param {string} system
 * @param {ArrayLike<number>} energy
 * @param {number} frame
 */
export function energyTitle(stretches, system, energy, frame) {
  const whys = stretches.map(({rises}) => rises[system])
  const last = whys[whys.length - 1]
  if (last && Number.isNaN(energy[0])) return t("No energy rules it: {why}", {why: last})
  if (last) return t("Energy may rise: {why}", {why: last})
  const from = stretches.findLastIndex(({first}, i) => i > 0 && (rose(energy, first) || whys[i - 1]))
  if (from < 0) return t("Energy never rises")
  const {first, changed} = stretches[from]
  if (frame < first) {
    const why = whys.find(Boolean)
    return why ? t("Energy may rise: {why}", {why}) : t("Energy falls, until {change} lifts it", {change: changed})
  }
  if (!rose(energy, first)) return t("Energy only falls from the last change on")
  const change = `${changed[0].toUpperCase()}${changed.slice(1)}`
  return t("{change} lifted the energy; from here it only falls", {change})
}
