// What all pages have: the head with the way to the others, how a page is begun, and whose address it has.

const PAGES = [["live", "Live"], ["explore", "Explore"], ["paper", "Paper"]]

/** Whether this document is the page's own (page.html), with an address that is the page's state; not in a notebook, or
 *  as a part of something else. */
const SERVED = document.documentElement.hasAttribute("data-astro-dash")

/** The head of the page called `current`. */
function masthead(current, ...rest) {
  const links = PAGES.map(([key, words]) =>
    h("a", {href: key === "live" ? "?" : `?page=${key}`, "aria-current": key === current ? "page" : null}, words))
  return h("header", {},
    h("h1", {}, "Astro Dash"),
    SERVED ? h("nav", {"aria-label": "Pages"}, ...links) : null,
    h("p", {class: "tagline"}, "A memory gated by astrocytes turns into attention by itself"),
    ...rest)
}

/** A way to the page of a query, in a new tab; text where there are no other pages. */
function way(query, words, attributes) {
  return SERVED ? h("a", {href: "?" + query, target: "_blank", rel: "noopener", ...attributes}, words) : h("span", {title: "?" + query}, words)
}

/** Make a query the address, if the address is the page's. */
function address(query) {
  if (SERVED) history.replaceState(null, "", "?" + query)
}

/** Put the link of a query into the clipboard and say so in a box; or show it there. */
async function copyLink(query, box, words) {
  const link = SERVED ? location.origin + location.pathname + "?" + query : "?" + query
  const shown = h("input", {class: "typed link", readonly: true, value: link, "aria-label": "The link of this page"})
  if (!SERVED) return box.replaceChildren("To be put behind the address of a server:", shown)
  try {
    await navigator.clipboard.writeText(link)
    box.textContent = words
  } catch {
    if (self !== top) return box.replaceChildren(shown)
    address(query)
    box.textContent = "The link is in the address bar"
  }
  setTimeout(() => (box.textContent = ""), 3000)
}

/** The declaration of the page, from compressed JSON in base64. */
async function declaration(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json()
}

/** The `render` of a kind of page: new Kind(line, element, spec), with `take` and `close`. */
function rendered(Kind) {
  return ({model}) => {
    const element = h("div", {class: SERVED ? "astro-dash whole" : "astro-dash"})
    declaration(model.spec).then((spec) => {
      const line = new Line(model, element)
      const page = (line.page = new Kind(line, element, spec))
      element.prepend(line.banner.element)
      model.on("msg:custom", (message) => line.take(message))
      model.on("remove", () => {
        line.close()
        page.close()
      })
      line.send({type: "ready"})
      if (SERVED) document.getElementById("start")?.remove()
    })
    return element
  }
}
