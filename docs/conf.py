"""The site that `make docs` builds: guides, and the programming interface from its docstrings."""

import re
import sys
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from astro_dash import __main__, cited  # noqa: E402
from astro_dash.shipped import __version__, asset  # noqa: E402

project, author = cited.NAME, "Astro Dash contributors"
copyright = f"{author}, BSD 3-Clause"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["build"]

html_theme = "furo"  # asks nothing of any other host
html_title = f"{project} {version}"
html_copy_source = html_show_sourcelink = False

default_role = "code"  # single backticks, as the code has them
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # docstrings say kinds and shapes
autodoc_default_options = {"members": True}
maximum_signature_line_length = 100


def parts(name: str) -> dict[str, str]:
    """What stands in a file of Markdown, by its headings."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines, tokens = text.splitlines(keepends=True), MarkdownIt().parse(text)
    heads = [(token.map[0], tokens[i + 1].content) for i, token in enumerate(tokens) if token.type == "heading_open"]
    ends = [line for line, _ in heads[1:]] + [len(lines)]
    return {name: _here("".join(lines[line + 1 : end])) for (line, name), end in zip(heads, ends, strict=True)}


def _here(markdown: str) -> str:
    """With what is in the repository, and not on the site, by its name alone."""
    markdown = re.sub(r"(?<=\]\()(?=assets/\S+\.(?:png|svg)\))", "../", markdown)
    return re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]+\)", r"\1", markdown)


def lessons() -> str:
    """Each lesson with what it says to a teacher."""
    told = []
    for file in sorted(asset("lessons").glob("*.md")):
        name, *language = file.stem.split("-", 1)[1].split(".")
        if language:
            continue
        front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
        teacher = front["teacher"]
        told += [
            f"**{front['title']}** ({front['minutes']} minutes, `?lesson={name}`). {front['question']}",
            f"- *Aim.* {teacher['aim']}",
            f"- *What they think.* {teacher['think']}",
            f"- *Ask.* {' '.join(teacher['ask'])}",
            f"- *Without a network.* {teacher['offline']}",
            f"- *In the end.* {front['takeaway']}",
        ]
    return "\n\n".join(told)


def commands() -> str:
    """The help of each command."""
    parser = __main__._parser()
    (each,) = (action.choices for action in parser._actions if isinstance(action.choices, dict))
    return "\n\n".join(f"**{name}**\n\n```text\n{one.format_help()}```" for name, one in each.items())


myst_enable_extensions = ["colon_fence", "substitution"]
myst_substitutions = {
    "readme": parts("README.md"), "deploy": parts("deploy/README.md"), "lessons": lessons(), "commands": commands(),
}  # fmt: skip

_COLUMNS = re.compile(r"(\S.*?) {2,}(?=\S)")
_SECTION = re.compile(r"(Parameters|Returns|Raises|Examples|Notes)")
_SPECIAL = re.compile(r"(`[^`]*`)|([*|\\]|_(?=\W|$))")


def as_written(app, what, name, obj, options, lines):
    """Docstrings as they are: columns are terms with what they mean, all else is prose, in which a star is a star."""
    if any(map(_SECTION.fullmatch, lines)):  # numpy's form, which napoleon reads
        return
    told = []
    for part in "\n".join(lines).strip().split("\n\n"):
        if part.startswith(" "):
            told += ["::", "", *part.split("\n"), ""]
            continue
        in_list = False
        for row in part.split("\n"):
            row = _SPECIAL.sub(lambda m: m[1] or "\\" + m[2], row)
            if term := _COLUMNS.match(row):
                told += ["", f"``{term[1]}``", f"    {row[term.end():]}"]
            elif not row.startswith("  "):
                told += ["", row] if in_list else [row]
            else:
                told.append(f"    {row.strip()}")
            in_list = bool(term) or (in_list and row.startswith("  "))
        told.append("")
    lines[:] = told


def setup(app):
    app.connect("autodoc-process-docstring", as_written, priority=100)
