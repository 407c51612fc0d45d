"""YAML of strangers: texts, numbers, yes and no, lists and names with values, each with its line, and nothing else."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import yaml

from ..engine.quote import quoted
from ..words import _
from .faults import Faults

DEEPEST = 8  # lists in lists
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVE = yaml.SafeLoader("")


@dataclass(frozen=True)
class Place:
    """A value and its line. Of a list the value is one of places, of a mapping a dict of places by name."""

    value: Any
    line: int

    def plain(self):
        """The value without lines."""
        if isinstance(self.value, dict):
            return {name: place.plain() for name, place in self.value.items()}
        return [place.plain() for place in self.value] if isinstance(self.value, list) else self.value


class _Refused(Exception):
    """Ends the reading, with a line and a sentence."""


def lined(text: str, first: int, faults: Faults) -> Place | None:
    """What a text says whose first line is the file's line `first`; None where it is no YAML, which is noted."""
    try:
        return _built(text, first)
    except _Refused as refused:
        faults.add(*refused.args)
    except yaml.MarkedYAMLError as error:
        faults.add(first + _line(error), _("This is no YAML: {why}.", why=_why(error)))
    except yaml.YAMLError as error:
        faults.add(first, _("This is no YAML: {why}.", why=_why(error)))
    return None


def _line(error: yaml.MarkedYAMLError) -> int:
    """Where it went wrong: of a bracket or a quote that is not closed, where that is."""
    opened = error.context_mark if re.search("flow|quoted", str(error.context)) else None
    mark = opened or error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _why(error) -> str:
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or _("it cannot be read")
    return " ".join(str(words).split())[:100].rstrip(".")


def _built(text: str, first: int) -> Place:
    """From the events alone, one after the other: nothing of them is expanded, called, or deeper than allowed."""
    open_: list[tuple[list, int, bool]] = []  # what is being gathered, where it began, whether it is a mapping
    root, documents = Place({}, first), 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = first + event.start_mark.line
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(line, _("A second document begins here, but there must be one."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, _(
                "An anchor or alias (& or *), {anchor}, is not allowed: each thing is said where it is needed.",
                anchor=quoted(event.anchor, 30),
            ))  # fmt: skip
        if tag := _tag(event):
            raise _Refused(line, _(
                "The tag {tag} is not allowed: a value is a text, a number, yes or no.",
                tag=quoted(tag, 40),
            ))
        if isinstance(event, yaml.ScalarEvent):
            named = open_ and open_[-1][2] and not len(open_[-1][0]) % 2  # a name is a text, be it `on` or `1`
            done = Place(event.value if named else _scalar(event), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(open_) == DEEPEST:
                raise _Refused(line, _("This is deeper than {deepest} lists in lists.", deepest=DEEPEST))
            open_.append(([], line, isinstance(event, yaml.MappingStartEvent)))
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            parts, begun, mapping = open_.pop()
            done = _mapping(parts, begun) if mapping else Place(parts, begun)
        else:
            continue
        if open_:
            open_[-1][0].append(done)
        else:
            root = Place({}, first) if done.value is None else done
    return root


def _tag(event) -> str | None:
    """A tag that is written out."""
    tag = getattr(event, "tag", None)
    return tag if isinstance(event, yaml.NodeEvent) and tag and tag != "!" else None


def _scalar(event):
    """The value: texts in quotes stay texts, and so does what only looks like a date."""
    text = event.value
    if event.implicit == (False, True) or not event.implicit[0]:
        return text
    tag = _RESOLVE.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("yes", "true", "on")
    try:
        if tag == "int":
            return int(text)
        if tag == "float":
            value = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
            return text if math.isnan(value) else value
    except ValueError:  # 1:30, 0x1F, and more digits than Python reads
        pass
    return text


def _mapping(parts: list[Place], line: int) -> Place:
    found: dict[str, Place] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if isinstance(key.value, (dict, list)):
            raise _Refused(key.line, _("A name is a list here, but must be a word."))
        name = key.value
        if name in found:
            raise _Refused(key.line, _("The name {name} is said twice.", name=quoted(name, 40)))
        found[name] = Place(value.value, key.line)
    return Place(found, line)
