// What all pages have: the head with the way to the others, and how a page gets what it is built from.

const PAGES = [["live", "Live"], ["explore", "Explore"], ["paper", "Paper"]]

/** The head of the page called `current`. */
function masthead(current, ...rest) {
  const links = PAGES.map(([key, words]) =>
    h("a", {href: key === "live" ? "?" : `?page=${key}`, "aria-current": key === current ? "page" : null}, words))
  const served = document.title === "Astro Dash" // a notebook has no other pages
  return h("header", {},
    h("h1", {}, "Astro Dash"),
    served ? h("nav", {"aria-label": "Pages"}, ...links) : null,
    h("p", {class: "tagline"}, "A memory gated by astrocytes turns into attention by itself"),
    ...rest)
}

/** The declaration of the page, from compressed JSON in base64. */
async function declaration(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json()
}
