// Hides and locks parts of a page by their names.

/**
 * @param {HTMLElement} element the page's
 * @param {string[]} hide
 * @param {string[]} lock
 */
export function dress(element, hide, lock) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-control], [data-part]"))) {
    const name = part.dataset.control ?? part.dataset.part ?? ""
    part.classList.toggle("hides", hide.includes(name))
    part.inert = lock.includes(name)
  }
}
