// Tables as files of comma-separated values, which spreadsheets open.

const FORMULA = /^\s*[=+\-@|]|^[\t\r\n]/ // a text that a spreadsheet would take for one

/** @param {string | number | null | undefined} value */
function cell(value) {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value)
  const text = FORMULA.test(value ?? "") ? `'${value}` : (value ?? "")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * @param {string[]} notes each a line of comment
 * @param {string[]} heads
 * @param {(string | number | null | undefined)[][]} rows
 */
export function sheet(notes, heads, rows) {
  const comments = notes.map((note) => `# ${note.replace(/\s+/g, " ")}`)
  return [...comments, ...[heads, ...rows].map((row) => row.map(cell).join(","))].join("\n") + "\n"
}
