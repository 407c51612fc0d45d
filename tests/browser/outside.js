// A rule for ESLint: words that a person may read stand in the catalogue, within t() or tn(). A text is taken for words
// if it has two with a space between, or a capital, wherever it stands; or one, and is read: a child of h(), or an
// attribute that is.

const WORDS = /^0 \p{Ll}{2,} 0 \p{Ll}{2,}|\p{L}{2,}[,.:;!?]? \p{L}|\p{L} \p{L}{2,}/u
const CAPITAL = /^\p{Lu}\p{Ll}{2,}( |$)/u
const WORD = /\p{L}{3,}/u
const CODE = new RegExp(
  [
    "^astro-dash: |^Astro Dash 0|^[A-Z0-9]{4} [A-Z0-9]{4}$",
    String.raw`\[[\w-]+[=\]]|^\.[a-z]|^python -m |^\((prefers|forced)-|:(not|is)\(`,
  ].join("|"),
)
const READ = ["aria-label", "title", "placeholder", "alt", "textContent", "aria-valuetext", "aria-roledescription"]
const MARKED = ["t", "tn"]
// Whose texts nobody reads, though they have spaces: selectors, styles, paths of drawings, classes, errors of ours,
// what is looked for.
const FINDS = /^(querySelector(All)?|closest|matches|matchMedia|getPropertyValue|includes)$/
const CALLS = /^(setProperty|Error|RegExp|fetch|open|noted)$/
const NAMES = [
  "class",
  "className",
  "style",
  "cssText",
  "d",
  "transform",
  "viewBox",
  "rel",
  "sandbox",
  "accept",
  "allow",
  "font",
  "font-family",
  "points",
]

const named = (node) => node?.name ?? node?.value ?? node?.property?.name

/** What a text is for: the chain of what it stands in, up to the statement. */
function* around(node) {
  for (let at = node; at.parent && !/Statement$|Declaration$/.test(at.type); at = at.parent) yield [at, at.parent]
}

function read(node) {
  for (const [inner, outer] of around(node)) {
    if (outer.type === "CallExpression" || outer.type === "NewExpression") {
      const name = named(outer.callee)
      if (MARKED.includes(name) || FINDS.test(name) || CALLS.test(name) || inner === outer.callee) return false
      return name === "h" ? outer.arguments.indexOf(inner) > 1 : null
    }
    if (outer.type === "Property") {
      if (inner === outer.key || NAMES.includes(named(outer.key))) return false
      return READ.includes(named(outer.key)) ? true : null
    }
    if (outer.type === "AssignmentExpression") {
      if (NAMES.includes(named(outer.left))) return false
      return READ.includes(named(outer.left)) ? true : null
    }
    if (outer.type === "BinaryExpression" && /[=!]==?/.test(outer.operator)) return false
    if (outer.type === "MemberExpression" && inner === outer.property) return false
    if (/^(Import|Export)/.test(outer.type)) return false
  }
  return null // nobody knows
}

export default {
  meta: {
    type: "problem",
    messages: {outside: "“{{text}}” is read, but stands outside the catalogue: t(…)."},
    schema: [],
  },
  create(context) {
    const check = (node, text) => {
      const where = read(node)
      if (where === false || CODE.test(text)) return
      if (![WORDS, CAPITAL, ...(where ? [WORD] : [])].some((kind) => kind.test(text))) return
      context.report({node, messageId: "outside", data: {text}})
    }
    return {
      Literal: (node) => typeof node.value === "string" && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map(({value}) => value.cooked).join("0")),
    }
  },
}
