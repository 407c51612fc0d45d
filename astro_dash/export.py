"""`export` of the command line: a run of the Live page as a file, of the kind that its name ends in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from .engine.quote import quoted
from .mine import mine
from .pages.live.recipe import Recipe
from .pages.live.taken.making import KINDS, made
from .store import Store
from .study.files import replace as put
from .study.files import resolved


def kind_of(out: str) -> str:
    """What kind of file a name is of. Raises ValueError for one of none."""
    ending = Path(out).suffix.lower()
    for kind, one in KINDS.items():
        if ending in (f".{one.ending}", ".htm" if one.ending == "html" else ""):
            return kind
    allowed = ", ".join(f".{one.ending}" for one in KINDS.values())
    raise ValueError(f"out is {quoted(out)}, but must end in one of {allowed}.")


def command(options, names) -> str:
    """Make the file of a link, or of options, and say what is there. Raises ValueError and OSError."""
    kind, (choices, changes) = kind_of(options.out), _choices(options, names)
    resolved(options.out)  # before anything is computed
    store = Store.of(choices)
    with tqdm(bar_format="{percentage:3.0f} %|{bar}|", leave=False, disable=kind not in ("gif", "webm")) as bar:

        def tell(done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        recipe = replace(Recipe.begun(store), changes=changes)
        data = made(kind, recipe, tell)
    if kind == "html":
        from .pages.live.page import spec  # with Panel and the figures
        from .pages.live.taken.whole import whole

        data = whole(spec, data, recipe)
    put(options.out, data)
    size = f"{len(data) / 1e6:.1f} MB" if len(data) > 1e5 else f"{len(data) / 1e3:.0f} kB"
    return f"{options.out}: {KINDS[kind].words}, {size}, of {', '.join(store.system)}"


def _choices(options, names) -> tuple[dict, list]:
    from .pages import linked

    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if options.link and given:
        raise ValueError(f"The link is {quoted(options.link, 40)} beside --{next(iter(given))}, but must be alone.")
    if options.link:
        return linked(options.link)
    own = mine(options.patterns, options.own, options.grid)
    return {name: ",".join(value) if name == "system" else value for name, value in given.items()} | own, []
