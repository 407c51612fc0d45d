"""A lesson's Markdown, as a tree that the browser makes elements of: texts, and [tag, attributes, *children]."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ..engine.quote import quoted
from ..words import _
from . import tex
from .faults import Faults

DRAWINGS = ("schematic",)  # pictures that the page draws itself: `![what it shows](schematic)`
TAGS = {"paragraph": "p", "em": "em", "strong": "strong", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li",
        "blockquote": "blockquote", "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th",
        "td": "td", "s": "s"}  # fmt: skip
_WAYS = re.compile(r"https?://[^\s\"'<>\\]+|\?[^\s\"'<>\\]*")


def _equation(state: StateInline, silent: bool) -> bool:
    """$…$ within a line, $$…$$ on its own."""
    source, begin = state.src, state.pos
    if source[begin] != "$":
        return False
    marks = "$$" if source.startswith("$$", begin) else "$"
    start, end = begin + len(marks), -1
    if marks == "$" and (start >= state.posMax or source[start].isspace()):
        return False
    here = start
    while (found := source.find(marks, here)) >= 0:
        here = found + 1
        if source[found - 1] == "\\":
            continue
        after = source[found + 1 : found + 2]
        if marks == "$$" or not (source[found - 1].isspace() or after.isdigit()):
            end = found
            break
    if end <= start:
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.markup = source[start:end], marks
    state.pos = end + len(marks)
    return True


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
MARKDOWN.disable("text_join")  # so that an escaped $ stays one
MARKDOWN.inline.ruler.before("escape", "math", _equation)
MARKDOWN.validateLink = lambda url: True  # every one is looked at below, and a bad one is told of


def inline(text: str, line: int, faults: Faults) -> list:
    """One line of prose."""
    return tree(MARKDOWN.parseInline(text), line, faults)


def tree(tokens: Sequence[Token], line: int, faults: Faults) -> list:
    """The nodes of some tokens, whose lines are counted from `line`."""
    root: list = ["", {}]
    stack = [root]
    for token in tokens:
        here = line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            stack[-1].extend(_Inline(here, faults).nodes(token.children or ()))
        elif token.type in ("paragraph_open", "paragraph_close") and token.hidden:
            continue  # of a tight list
        elif token.nesting == 1:
            node: list = [_tag(token, here, faults), {}]
            stack[-1].append(node)
            stack.append(node)
        elif token.nesting == -1:
            stack.pop()
        elif token.type in ("fence", "code_block"):
            stack[-1].append(["pre", {}, token.content.rstrip("\n")])
        elif token.type == "hr":
            stack[-1].append(["hr", {}])
        elif token.type == "html_block":
            faults.add(here, _no_html(token.content))
    return root[2:]


def _tag(token: Token, line: int, faults: Faults) -> str:
    name = token.type.removesuffix("_open")
    if name == "heading":
        if token.tag != "h3":
            faults.add(line, _(
                "A heading within a step is of the third rank (###), but this is {markup}.",
                markup=repr(token.markup),
            ))
        return "h3"
    return TAGS.get(name, "span")


def _no_html(text: str) -> str:
    return _(
        "This is HTML, {text}, but a lesson is Markdown alone: write &lt; for a bare <.",
        text=quoted(text.strip(), 40),
    )


class _Inline:
    """What stands in a line, whose breaks are counted."""

    def __init__(self, line: int, faults: Faults):
        self.line, self.faults = line, faults

    def nodes(self, tokens: Sequence[Token]) -> list:
        root: list = ["", {}]
        stack = [root]
        for token in tokens:
            if token.nesting == 1:
                node = ["a", self.way(token)] if token.type == "link_open" else [TAGS.get(token.type[:-5], "span"), {}]
                stack[-1].append(node)
                stack.append(node)
            elif token.nesting == -1:
                stack.pop()
            elif (node := self.one(token)) is not None:
                stack[-1].append(node)
        return root[2:]

    def one(self, token: Token):
        if token.type == "text" or token.type == "text_special":
            if token.type == "text" and "$" in token.content:
                text = quoted(token.content.strip(), 40)
                self.faults.add(self.line, _(
                    "The text {text} has a $ that begins no equation: write \\$ for a dollar.",
                    text=text,
                ))
            return token.content or None
        if token.type in ("softbreak", "hardbreak"):
            self.line += 1
            return " " if token.type == "softbreak" else ["br", {}]
        if token.type == "code_inline":
            return ["code", {}, token.content]
        if token.type == "math":
            if words := tex.wrong(token.content):
                self.faults.add(self.line, words)
            self.line += token.content.count("\n")
            return ["math", {"display": token.markup == "$$"}, token.content.strip()]
        if token.type == "image":
            return self.drawing(token)
        if token.type == "html_inline":
            self.faults.add(self.line, _no_html(token.content))
        return None

    def way(self, token: Token) -> dict:
        href = str(token.attrs.get("href", ""))
        if not _WAYS.fullmatch(href):
            self.faults.add(
                self.line, _(
                    "The link {href} must begin with https://, http:// or ? (a state of the page).",
                    href=quoted(href, 40),
                )
            )
        return {"href": href}

    def drawing(self, token: Token):
        name = str(token.attrs.get("src", ""))
        if name not in DRAWINGS:
            self.faults.add(self.line, _(
                "The picture {name} is none of {drawings}.",
                name=quoted(name, 40), drawings=", ".join(DRAWINGS),
            ))
        return ["drawing", {"name": name}, token.content]
