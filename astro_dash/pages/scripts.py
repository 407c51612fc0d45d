"""The modules of `browser/` that a page needs, made the one module that Panel takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

BROWSER = Path(__file__).parents[1] / "browser"
_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "(\.\.?/[\w./]+)"\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n", re.MULTILINE)  # on lines of its own
_TOP = re.compile(r"^(export )?(?:async )?(?:class|const|function|let) (\w+)", re.MULTILINE)


def scripts(entry: str, folder: Path = BROWSER) -> str:
    """The module `entry` with all that it imports, each once and after what it needs itself, without imports and
    comments; what the entry exports is exported.

    Raises ValueError for a file that is missing or imports in a circle, for a name that is imported and not exported,
    and for one that two files have at their top.
    """
    texts, owner = {}, {}
    for file, text in _needed(folder / f"{entry}.js", (), {}):
        name = file.relative_to(folder).as_posix()
        for _, top in _TOP.findall(text):
            if top in owner:
                raise ValueError(f"{name} and {owner[top]} both have {top!r} at their top, but a name is of one file.")
            owner[top] = name
        texts[name] = _COMMENT.sub("", _IMPORT.sub("", text))
    last = texts.popitem()[1]
    return "\n".join([*(re.sub(r"^export ", "", text, flags=re.MULTILINE) for text in texts.values()), last])


def _needed(file: Path, above: tuple[Path, ...], seen: dict[Path, set[str]]) -> Iterator[tuple[Path, str]]:
    """The files behind one, and itself last, with their texts, but for those `seen`; notes there what each exports."""
    if file in above:
        circle = " imports ".join(path.name for path in (*above[above.index(file) :], file))
        raise ValueError(f"{circle}, but imports may not go in a circle.")
    if file in seen:
        return
    if not file.is_file():
        raise ValueError(f"{above[-1].name if above else 'A page'} needs {file}, but there is no such file.")
    text = file.read_text(encoding="utf-8")
    for names, path in _IMPORT.findall(text):
        other = (file.parent / path).resolve()
        yield from _needed(other, (*above, file), seen)
        for name in filter(None, re.split(r"[\s,]+", names)):
            if name not in seen[other]:
                raise ValueError(f"{file.name} imports {name!r} from {other.name}, which does not export it.")
    seen[file] = {top for exported, top in _TOP.findall(text) if exported}
    yield file, text
