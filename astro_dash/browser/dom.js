// Elements, made and changed.

/**
 * A small element: tag, attributes (`on...` are listeners), children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value != null) element.setAttribute(name, value)
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child != null)))
  return element
}

/**
 * An element of a drawing (SVG) with its attributes.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
export function drawing(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

/**
 * Set the text of an element if it is another; whether it was.
 * @param {Element} element
 * @param {string} text
 */
export function put(element, text) {
  const other = element.textContent !== text
  if (other) element.textContent = text
  return other
}

/**
 * What has the focus of the page, or of the shadow tree, that an element is in.
 * @param {Node} element
 * @returns {HTMLElement | null}
 */
export function focused(element) {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode())
  return /** @type {HTMLElement | null} */ (root.activeElement)
}

const STOPS = "button, input, select, a[href], [tabindex]"

/**
 * Put other children into an element. If the focus was on one, it goes to the one of the same name, or in its place.
 * @param {Element} element
 * @param {...Child} children
 */
export function renew(element, ...children) {
  const stops = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll(STOPS)])
  const held = focused(element)
  const at = held ? stops().indexOf(held) : -1
  element.replaceChildren(.../** @type {(Node | string)[]} */ (children.filter((child) => child != null)))
  if (at < 0) return
  const now = stops()
  const same = now.find(({ariaLabel}) => ariaLabel && ariaLabel === held?.ariaLabel)
  ;(same ?? now[Math.min(at, now.length - 1)])?.focus()
}

const FILE_MS = 10_000 // so long a file that is saved is kept for the browser

/**
 * Hand a file to the person.
 * @param {BlobPart} data
 * @param {string} name
 * @param {string} type
 */
export function save(data, name, type) {
  const url = URL.createObjectURL(new Blob([data], {type}))
  h("a", {href: url, download: name}).click()
  setTimeout(() => URL.revokeObjectURL(url), FILE_MS)
}

/** Whether the person wants nothing to move by itself. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches
