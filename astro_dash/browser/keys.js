// Keys of any keyboard.

/**
 * A key by its letter; where a keyboard has none of ours there, by its place.
 * @param {{key: string, code: string}} event
 */
export function named({key, code}) {
  if (key.length > 1) return key
  const [, place] = /^Key([A-Z])$/.exec(code) ?? []
  return (place && key > "\x7f" ? place : key).toLowerCase()
}
