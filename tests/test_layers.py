"""How the house stands: imports point one way, and everything that is registered can be reached."""

import ast
import base64
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

import astro_dash
from astro_dash.__main__ import main
from astro_dash.engine import MODELS
from astro_dash.engine.patterns import PATTERNS
from astro_dash.pages import PAGES
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.sight import ON_SIGHT
from astro_dash.pages.live.views import VIEWS
from astro_dash.pages.scripts import BROWSER
from astro_dash.pages.theme import LOOKS, MARKS, TITLES, css_line
from astro_dash.store import MOST_SYSTEMS, Store

HOUSE = Path(astro_dash.__file__).parent
MODULES = sorted(HOUSE.rglob("*.py"))
# Of each folder: lower floors know nothing of higher ones, and who shares a floor knows nothing of each other.
# `astro_dash` itself is the door, and nothing inside comes in by it.
FLOORS = {
    (): [
        {"shipped", "metrics"}, {"words"}, {"cited"}, {"aside", "ports", "others"}, {"streams"}, {"engine"},
        {"store", "rooms", "settings"}, {"logs", "lessons"},
        {"netcdf", "confined", "pictures"}, {"reading", "memories"}, {"receiving", "mine"}, {"study"}, {"laws"},
        {"pages"},
        {"server", "plots"}, {"commands", "attention", "export", "health", "processes"}, {"__main__"},
    ],
    ("pages",): [
        {"theme", "glossary", "chunk", "turns", "scripts", "cost", "visitor", "checks", "dispatch", "rendered"},
        {"listener"},
        {"teaching", "following"}, {"style", "component", "declared", "taught"}, {"recomputed"},
        {"live", "explore", "paper", "laws", "attention", "lessons"}, {"known"}, {"__init__"},
    ],
    ("lessons",): [
        {"faults", "known", "tex"}, {"lined"}, {"fields", "prose"}, {"when"}, {"blocks"}, {"lesson"}, {"folder"},
        {"library"}, {"__init__"},
    ],
    ("pages", "paper"): [
        {"claim", "ended", "drawn", "plane", "slips"}, {"facts", "runs", "of_dynamics", "of_plane", "of_times"},
        {"summary"}, {"asides", "bands", "maps", "raced", "shipped", "captions", "claims"}, {"figures"}, {"again"},
        {"session"}, {"page"}, {"__main__", "__init__"},
    ],
    ("pages", "attention"): [{"matrices"}, {"session"}, {"page"}, {"__init__"}],
    ("pages", "live"): [
        {"moments", "memory", "sight", "verdicts", "work", "checks", "changes", "tape"}, {"rivals"}, {"race"},
        {"typical", "views", "memories", "recipe", "piece"}, {"stage"}, {"following", "teaching"},
        {"count", "shared", "shown", "kept", "taken"}, {"code", "home", "touch", "opened"}, {"session"}, {"page"},
        {"__init__"},
    ],
    ("pages", "live", "taken"): [
        {"dataset", "beats"}, {"formats", "film", "lines", "recording"}, {"making"}, {"whole"}, {"__init__"},
    ],
    ("rooms",): [
        {"clock", "code", "limit", "question", "frame", "memory"}, {"seat", "desk", "redis"}, {"hall"}, {"__init__"},
    ],
}  # fmt: skip

# The same of what runs in the browser; `types` is for whoever reads.
SCRIPTS = sorted(BROWSER.rglob("*.js"))
STAIRS = {
    (): [
        {"painted", "words"}, {"dom", "numbers", "packed", "keys", "sheet"},
        {
            "address", "banner", "wire", "scale", "form", "pixels", "frames", "about", "fold", "swipe", "lock",
            "loading", "strengths", "shot", "menu", "png",
        },
        {"horizon", "glossary", "shapes"}, {"pace", "schematic"}, {"line", "feeds", "player", "controls", "stacked"},
        {"print", "guise", "lesson"}, {"room"}, {"page", "figure", "timeline", "keyboard"}, {"table", "gallery"},
        {"computed", "rendered"}, {"live", "explore", "paper", "laws", "attention", "lessons"},
    ],
    ("lesson",): [
        {"tests", "typeset", "drawings", "kept", "tongue", "driven"}, {"prose", "number"}, {"guess", "task", "panel"},
        {"step"},
        {"lesson"},
    ],
    ("lessons",): [{"card", "sheet"}, {"index"}],
    ("room",): [{"bars", "doors", "follow", "telling"}, {"lectern", "bench"}, {"room"}],
    ("live",): [
        {
            "bare", "marks", "rail", "wiring", "terrain", "lifts", "shades", "probe", "files", "pad", "tray",
            "triangle", "opened",
        },
        {"picture", "status", "cue", "welcome", "sighted", "map", "uploads", "push"}, {"own"},
        {"retrieval", "simplex", "attention", "energy", "connectivity", "landscape", "race"}, {"furniture"},
        {"view", "extra", "plotline", "tables"},
        {"scene", "drawn", "tempo", "moment", "code", "ask", "projector", "embed", "home", "saves", "column"},
        {"taught"}, {"extras"}, {"index"}, {"recorded"},
    ],
    ("explore",): [
        {"span", "progress", "shown", "form", "saves", "scene", "opener"}, {"chart", "cell"}, {"theory"}, {"index"},
    ],
    ("attention",): [{"words", "matrix", "marked", "scene"}, {"tokens", "readout"}, {"matrices", "saves"}, {"index"}],
    ("paper",): [{"reproduced"}, {"index"}],
    ("laws",): [{"law"}, {"index"}],
}  # fmt: skip


def floor(folder: tuple, part: str) -> int:
    return next(i for i, names in enumerate(FLOORS[folder]) if part in names)


def imported(module: Path):
    """What a module imports of the house, at its top or later, as paths."""
    package = ("astro_dash", *module.relative_to(HOUSE).parts[:-1])
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            path = (*above, *(node.module.split(".") if node.module else ()))
            names = [(*path, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        else:
            continue
        yield from (name[1:] for name in names if name[0] == "astro_dash" and len(name) > 1)


@pytest.mark.parametrize("folder", FLOORS, ids="/".join)
@pytest.mark.parametrize("module", [m for m in MODULES if m.parent != HOUSE or m.stem != "__init__"], ids=str)
def test_imports_point_one_way(module, folder):
    path, depth = module.relative_to(HOUSE).with_suffix("").parts, len(folder)
    if path[:depth] != folder or path[depth:] == ("__init__",):
        return
    inside = path[depth]
    for part in imported(module):
        if part[:depth] == folder and part[depth:]:
            other = part[depth] if part[depth] in set().union(*FLOORS[folder]) else "__init__"
            assert other == inside or floor(folder, other) < floor(folder, inside), f"{inside} imports {other}"


@pytest.mark.parametrize("folder", STAIRS, ids="/".join)
@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_imports_of_the_browser_point_one_way(script, folder):
    path, depth = script.relative_to(BROWSER).with_suffix("").parts, len(folder)
    if path[:depth] != folder:
        return
    stairs = {name: floor for floor, names in enumerate(STAIRS[folder]) for name in names}
    assert path[depth] in stairs
    for other in re.findall(r'^import .* from "(.+)\.js"$', script.read_text(encoding="utf-8"), re.MULTILINE):
        there = (script.parent / other).resolve().relative_to(BROWSER).parts
        if there[:depth] == folder and there[depth] != path[depth]:
            assert stairs[there[depth]] < stairs[path[depth]], f"{script.name} imports {other}"


@pytest.mark.parametrize("module", [*MODULES, *SCRIPTS, BROWSER / "types.d.ts"], ids=str)
def test_no_module_is_two_ideas(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 300


def loaded(code: str, *names: str) -> list[str]:
    """Which of the packages are loaded after the code, in a process of its own."""
    code += f"\nimport sys\nprint(*sorted(set({names!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOUSE.parent)
    return done.stdout.split()


HEAVY = ("panel", "bokeh", "holoviews", "tornado")


def test_what_has_no_screen_loads_none():
    assert loaded("import astro_dash.store, astro_dash.pages.live.session, astro_dash.__main__", *HEAVY) == []
    assert loaded("import astro_dash.pages.live.views", "panel", "holoviews", "bokeh") == ["bokeh"]


def test_a_notebook_needs_no_page_to_retrieve():
    code = """
import numpy as np, astro_dash
patterns = astro_dash.patterns["letters"].draw(5).patterns
assert astro_dash.retrieve(patterns, patterns[2]).retrieved and "astro" in astro_dash.systems"""
    assert loaded(code, *HEAVY, "param") == []


def test_the_page_can_be_had_twice():
    one, two = astro_dash.page(), astro_dash.page()
    assert one is not two and one._session is not two._session and one._session.store is not two._session.store
    assert set(astro_dash.__all__) == {"__version__", "page", "patterns", "replay", "retrieve", "systems"}
    with pytest.raises(AttributeError, match="'pages_'"):
        astro_dash.pages_  # noqa: B018


def spec() -> dict:
    from astro_dash.pages.live.page import spec

    return json.loads(gzip.decompress(base64.b64decode(spec())))


def test_the_page_and_the_command_line_offer_all_that_is_registered(capsys):
    offered = spec()
    assert list(offered["choices"]["system"]["many"]) == list(MODELS)
    assert list(offered["choices"]["patterns"]["options"]) == [*PATTERNS, "own"]
    assert [view["key"] for view in offered["views"]] == list(VIEWS)
    assert sorted([*offered["main"], *offered["advanced"], *Store.SINGLE]) == sorted(Store.choices())
    options = ["--load", "2", "--dt", "0.05", "--json"]
    for key in MODELS:
        main(["run", "--system", key, *options])
    for key in PATTERNS:
        main(["run", "--patterns", key, *options])
    assert capsys.readouterr().out.count('"system"') == len(MODELS) + 2 * len(PATTERNS)


@pytest.mark.parametrize("key", MODELS)
def test_every_system_looks_like_itself(key):
    for part in "colour", "dash", "mark":
        assert len({getattr(LOOKS[k], part) for k in MODELS}) == len(MODELS)
    assert MODELS[key].title and MODELS[key].__doc__
    told = spec()["systems"][key]
    look = LOOKS[key]
    assert told == {"title": MODELS[key].title, "colour": look.colour, "mark": look.mark, "line": css_line(*look)}


def test_a_line_is_dashed_alike_in_a_figure_and_beside_it():
    gradient = "repeating-linear-gradient(90deg, red 0px 6px, transparent 6px 9px)"
    assert css_line("red", (6, 3)) == f"{gradient} center / 100% 3px no-repeat"
    assert "transparent" not in css_line("red", ()) and unquote(css_line("red", (), "x")).count(MARKS["x"]) == 1
    for view in ("overlap", "error"):
        (plot,) = VIEWS[view].plots()
        lines = {line.data_source.name: line.glyph for line in plot.figure.renderers if hasattr(line, "data_source")}
        for feed in plot.feeds:
            if feed["feed"] == "trace":
                look, line = LOOKS[feed["array"].partition(":")[2]], lines[feed["source"]]
                assert (line.line_color, line.line_dash) == (look.colour, list(look.dash))
                (beads,) = [other for other in plot.feeds if other["feed"] == "beads"]
                assert [feed["source"], look.mark, look.colour] in beads["of"]


def test_the_head_of_a_page_names_them_all():
    assert list(TITLES) == list(PAGES) and list(spec()["pages"]) == list(PAGES)


def test_every_view_feeds_on_what_a_race_gives():
    given = set()
    for first in range(0, len(MODELS), MOST_SYSTEMS):
        store = Store()
        store.set(system=list(MODELS)[first : first + MOST_SYSTEMS], load=12)
        race = Race(store)
        given |= set(race.advance(2)[1]) | {f"picture:{name}" for name in race.pictures()}
    for view in VIEWS.values():
        plots = view.plots()
        feeds = [feed for plot in plots for feed in plot.feeds]
        assert view.title and view.caption.endswith(".")
        assert feeds or view.key in ON_SIGHT  # drawn by its furniture
        for feed in feeds:
            columns = [column[0] for column in feed.get("columns", {}).values()]
            for array in [*columns, *feed.get("arrays", []), *([feed["array"]] if "array" in feed else [])]:
                assert array in given, (view.key, array)


def test_furniture_is_of_views_that_are_there():
    text = (BROWSER / "live" / "furniture.js").read_text(encoding="utf-8")
    named = re.findall(r"^  (\w+): \w+,$", text, re.MULTILINE)
    assert named and set(named) <= set(VIEWS)
