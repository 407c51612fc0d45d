/**
 * Act once what is there has been painted; where nothing is, at once.
 * @param {() => void} act
 */
export function painted(act) {
  if (document.hidden) act()
  else requestAnimationFrame(() => setTimeout(act))
}
