// Keys of any keyboard.

/** @type {Record<string, string>} by its place on the keyboard, as it is named here, with Shift or without */
const PLACES = {Space: " ", "Shift Slash": "?"}

/**
 * What a key may be called, in lower case: first by its letter, then by its place, since other keyboards have other
 * letters there, or none of ours.
 * @param {{key: string, code: string, shiftKey?: boolean}} event
 */
export function keyNames({key, code, shiftKey}) {
  const letter = key.length > 1 ? key : key.toLowerCase()
  const [, place] = /^Key([A-Z])$/.exec(code) ?? []
  const there = place?.toLowerCase() ?? PLACES[shiftKey ? `Shift ${code}` : code]
  return there && there !== letter ? [letter, there] : [letter]
}
