"""A lesson: one Markdown file with front matter, read into steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from ..engine.quote import quoted
from ..words import _
from . import blocks, prose
from .faults import Broken, Faults
from .fields import mapping, number, text
from .known import Known
from .lined import Place, lined

MOST_BYTES = 200_000
MOST_STEPS, MOST_LINES, LONGEST_LINE, LONGEST_PART, MOST_BRACKETS = 40, 4000, 4000, 8000, 300
MOST_MINUTES = 120
KINDS = ("show", "guess", "task", "reveal", "facts")
_CARD = ("name", "language", "title", "question", "minutes", "takeaway", "teacher")
_TEACHER = ("aim", "think", "ask", "offline")
_TITLE = re.compile(r"#{2}\s")


@dataclass
class Lesson:
    """name, language   of its file: `overload`, and "es" of `overload.es.md`; "" where nobody knows
    told             what the browser gives it from: plain values
    facts            what its text says of runs, with line and step: for tests
    """

    name: str
    language: str
    title: str
    question: list
    minutes: float
    takeaway: list
    teacher: dict[str, Any]
    steps: list[dict]
    facts: list[dict] = field(default_factory=list)

    def card(self) -> dict:
        """What a list of lessons says of it."""
        steps = [{name: step[name] for name in ("title",)} for step in self.steps]
        told = {name: getattr(self, name) for name in _CARD}
        return told | {"steps": len(steps)}

    def told(self) -> dict:
        """What the browser needs to give it."""
        return self.card() | {"steps": self.steps, "typeset": typeset([self.steps, self.question, self.takeaway])}


def typeset(nodes) -> bool:
    """Whether there is an equation among nodes."""
    todo = [nodes]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            todo += node.values()
        elif isinstance(node, list):
            if node and node[0] == "math":
                return True
            todo += node
    return False


def parse(data: bytes, file: str, known: Known, name: str = "", language: str = "") -> Lesson:
    """The lesson of a file. Raises Broken, with a sentence for each mistake and its line."""
    faults = Faults(file)
    found = _Reader(known, faults).read(data, name or file.removesuffix(".md"), language)
    if faults or found is None:
        raise Broken(faults.found)
    return found


def _decoded(data: bytes, faults: Faults) -> str | None:
    if len(data) > MOST_BYTES:
        faults.add(1, _("The file has {n} bytes, but may have {most}.", n=len(data), most=MOST_BYTES))
        return None
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        faults.add(1 + data[: error.start].count(b"\n"), _("This line is no UTF-8: save the file as UTF-8."))
        return None
    lines = source.split("\n")
    if "\0" in source:
        faults.add(1 + source[: source.index("\0")].count("\n"), _("This line has a zero byte: the file is no text."))
    for i, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            faults.add(i + 1, _(
                "This line has {n} characters, but may have {most}.",
                n=len(line), most=LONGEST_LINE,
            ))
    for line, size, brackets in _parts(lines):
        if size > LONGEST_PART:
            faults.add(line, _(
                "This has {size} characters without an empty line, but may have {most}.",
                size=size, most=LONGEST_PART,
            ))
        if brackets > MOST_BRACKETS:
            faults.add(line, _(
                "This has {brackets} brackets [ without an empty line, but may have {most}.",
                brackets=brackets, most=MOST_BRACKETS,
            ))
    if len(lines) > MOST_LINES:
        faults.add(MOST_LINES + 1, _(
            "The file has {n} lines, but may have {most}.",
            n=len(lines), most=MOST_LINES,
        ))
    return None if faults else source


def _parts(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Where what stands between two empty lines begins, its characters, and its brackets, of which Markdown's time is
    the square."""
    begun, size, brackets = 1, 0, 0
    for i, line in enumerate([*lines, ""], 1):
        if line.strip():
            size, brackets = size + len(line), brackets + line.count("[")
        else:
            yield begun, size, brackets
            begun, size, brackets = i + 1, 0, 0


class _Reader:
    """Reads one file; lines are counted from 1."""

    def __init__(self, known: Known, faults: Faults):
        self.known, self.faults = known, faults
        self.states = blocks.States(known)

    def read(self, data: bytes, name: str, language: str) -> Lesson | None:
        source = _decoded(data, self.faults)
        if source is None:
            return None
        lines = source.split("\n")
        end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
        if lines[0].rstrip() != "---" or end is None:
            self.faults.add(1, _(
                "A lesson begins with front matter, its title and more as YAML between two lines `---`."
            ))
            return None
        front = self.front(lined("\n".join(lines[1:end]), 2, self.faults))
        steps = self.steps("\n".join(lines[end + 1 :]), end + 2)
        facts = [fact | {"step": i} for i, step in enumerate(steps) for fact in step.pop("facts")]
        return Lesson(name=name, language=language, steps=steps, facts=facts, **front)

    def front(self, place: Place | None) -> dict[str, Any]:
        known = ("title", "question", "minutes", "takeaway", "teacher")
        given = mapping(_("The front matter"), place, known, known, self.faults)
        teacher = mapping("teacher", given.get("teacher"), _TEACHER, _TEACHER, self.faults)
        return {
            "title": text("title", given.get("title"), self.faults),
            "question": self.words("question", given.get("question")),
            "minutes": number("minutes", given.get("minutes"), self.faults, 1, MOST_MINUTES),
            "takeaway": self.words("takeaway", given.get("takeaway")),
            "teacher": {name: self.words(name, teacher.get(name)) for name in ("aim", "think", "offline")}
            | {"ask": self.asked(teacher.get("ask"))},
        }

    def asked(self, place: Place | None) -> list:
        """The questions that a teacher asks."""
        if place is None:
            return []
        if not isinstance(place.value, list) or not place.value:
            self.faults.add(place.line, _(
                "ask is {value}, but must be a list of questions.",
                value=quoted(place.plain()),
            ))
            return []
        return [self.words("ask", one) for one in place.value]

    def words(self, what: str, place: Place | None) -> list:
        said = text(what, place, self.faults)
        return prose.inline(said, place.line, self.faults) if place and said else []

    def steps(self, body: str, first: int) -> list[dict]:
        """The steps of the body, whose first line is the file's line `first`."""
        tokens = prose.MARKDOWN.parse(body)
        begins = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2" and t.level == 0]
        before = tokens[: begins[0]] if begins else tokens
        if not begins:
            self.faults.add(first, _("There is no step: each begins with a line `## Its title`."))
        elif before:
            line = first + (before[0].map or [0])[0]
            self.faults.add(line, _("This stands before the first step, which begins with a line `## Its title`."))
        if len(begins) > MOST_STEPS:
            self.faults.add(first, _(
                "There are {n} steps, but may be {most}.",
                n=len(begins), most=MOST_STEPS,
            ))
            return []
        ends = [*begins, len(tokens)][1:]
        return [self.step(tokens[a:b], first) for a, b in zip(begins, ends, strict=True)]

    def step(self, tokens: list[Token], first: int) -> dict:
        """One step, from its heading on."""
        line, title = first + (tokens[0].map or [0])[0], tokens[1].content.strip()
        if not title:
            self.faults.add(line, _("The step has no title."))
        fences = [token for token in tokens if token.type == "fence" and token.level == 0 and token.info.strip()]
        kinds = {id(token): token.info.split()[0] for token in fences}
        shown = self.shown([token for token in fences if kinds[id(token)] == "show"], first)
        parts: list[list] = []
        facts: list[dict] = []
        prosed: list[Token] = []

        def flush():
            if prosed:
                parts.append(["prose", prose.tree(prosed, first, self.faults)])
                prosed.clear()

        for token in tokens[3:]:
            kind = kinds.get(id(token))
            if kind is None:
                prosed.append(token)
                continue
            flush()
            self.block(kind, token, first, shown, parts, facts)
        flush()
        page = shown["page"]
        state = self.states.of(page)
        driven = self.known.pages[page]
        self.once("guess", parts, line)
        return {"title": title, **shown, "values": driven.values(state), "query": driven.query(state), "parts": parts,
                "facts": facts}  # fmt: skip

    def once(self, kind: str, parts: list[list], line: int) -> None:
        if sum(part[0] == kind for part in parts) > 1:
            self.faults.add(line, _("The step has more than one {kind}, but may have one.", kind=kind))

    def shown(self, fences: list[Token], first: int) -> dict:
        if len(fences) > 1:
            self.faults.add(first + fences[1].map[0], _("The step has a second show, but may have one."))
        place = self.inside(fences[0], first) if fences else None
        return blocks.show(place or Place({}, first), self.states, self.known, self.faults)

    def inside(self, token: Token, first: int) -> Place | None:
        return lined(token.content, first + token.map[0] + 1, self.faults)

    def block(self, kind: str, token: Token, first: int, shown: dict, parts: list, facts: list) -> None:
        line, page = first + token.map[0], self.known.pages[shown["page"]]
        if kind == "reveal":
            parts.append([kind, self.reveal(token.content, line + 1)])
        elif kind not in KINDS:
            self.faults.add(line, _(
                "The block {kind} is none of {kinds}.",
                kind=quoted(kind, 40), kinds=", ".join(KINDS),
            ))
        elif kind != "show" and (place := self.inside(token, first)) is not None:
            if kind == "guess":
                parts.append([kind, blocks.guess(place, self.known, page, self.faults)])
            elif kind == "task":
                values = page.values(self.states.of(shown["page"]))
                parts.append([kind, blocks.task(place, shown, values, self.known, page, self.faults)])
            else:
                facts.extend(self.facts(place))

    def reveal(self, source: str, line: int) -> list:
        tokens = prose.MARKDOWN.parse(source)
        for token in tokens:
            if token.type == "fence" and token.info.split()[:1] and token.info.split()[0] in KINDS:
                words = _("A {kind} cannot stand within a reveal.", kind=token.info.split()[0])
                self.faults.add(line + token.map[0], words)
        return prose.tree(tokens, line, self.faults)

    def facts(self, place: Place) -> list[dict]:
        if not isinstance(place.value, list) or not all(isinstance(one.value, dict) for one in place.value):
            self.faults.add(place.line, _("facts must be a list, each with what the text says of which state."))
            return []
        return [{**one.plain(), "line": one.line} for one in place.value]
