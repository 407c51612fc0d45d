import js from "@eslint/js"
import globals from "globals"
import outside from "./tests/browser/outside.js"

export default [
  {ignores: [".*/", "build/", "dist/", "test-results/"]},
  js.configs.recommended,
  {
    languageOptions: {globals: {...globals.browser, Bokeh: "readonly"}},
    rules: {
      "max-len": ["error", {code: 120}],
      "max-lines": ["error", 300],
      "no-nested-ternary": "error",
      "no-sequences": "error",
      "no-shadow": "error",
      "no-unused-expressions": ["error", {allowShortCircuit: true}],
      "no-unused-vars": ["error", {argsIgnorePattern: "^_", ignoreRestSiblings: true}],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: ["error", "always", {null: "ignore"}],
    },
  },
  {
    files: ["astro_dash/browser/**"],
    ignores: ["astro_dash/browser/live/tables.js"], // columns of files, which scripts read
    plugins: {words: {rules: {outside}}},
    rules: {"words/outside": "error"},
  },
]
