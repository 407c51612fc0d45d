"""The command line: `astro-dash serve | run | attention | sweep | figure | law | lesson | export | health`, or `python
-m astro_dash`."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

from . import attention, health
from .engine.defaults import ATTENTION, PAGE
from .engine.patterns import Drawn
from .engine.quote import readable
from .mine import mine
from .settings import NAMED, add_options
from .shipped import __version__
from .store import REST, Store
from .store.kinds import numeral
from .store.said import FOLLOWS, NONE
from .streams import lasting

_RUN = tuple(Store.choices())
_WORD = (*(name for name in _RUN if name not in (*FOLLOWS, *NONE)), "inverted")
_FILES = {
    "patterns": " Or a file (NPY, NPZ, CSV, a picture) or a folder of pictures.", "own": " A file or folder as there."
}  # fmt: skip
_NAME = "astro-dash" if Path(sys.argv[0]).stem == "astro-dash" else "python -m astro_dash"


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        """One sentence and status 2."""
        self.exit(2, f"{self.prog}: {readable(message)}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=_NAME, description="An astrocyte-gated associative memory, to watch and to run.")
    parser.add_argument("--version", action="version", version=f"Astro Dash {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, parser_class=_Parser,
        metavar="serve | run | attention | sweep | figure | law | lesson | export | health",
    )
    serve = commands.add_parser("serve", help="serve the page", description="Serve the page.")
    add_options(serve)
    run = commands.add_parser(
        "run",
        help="run systems on one cue and print what came of it",
        description="Run systems from the same cue, to rest or to the horizon.",
    )
    _add_choices(run, _RUN, many=("system",))
    run.add_argument("--json", action="store_true", help="print a list of objects")
    word = commands.add_parser(
        "attention",
        help="say a damaged word to memories, and print how each token attends to the stored ones",
        description="Say a damaged word to memories: attention, as a matrix of its tokens and the stored ones.",
    )
    _add_choices(word, _WORD[:-1], many=("system",), defaults=ATTENTION)
    word.add_argument("--inverted", metavar="…", help="places of tokens that are said inverted, with commas (none)")
    word.add_argument("--json", action="store_true", help="print an object with all matrices")
    sweep = commands.add_parser(
        "sweep",
        help="run systems over a grid of settings, into a NetCDF file",
        description="Run systems over a grid of settings: an option with several values, spaces between, is an axis.",
    )
    sweeps = [*(name for name in _RUN if name not in Store.SINGLE), "own"]
    _add_choices(sweep, sweeps, many=[name for name in sweeps if name not in ("horizon", "own")])
    draws = PAGE["draws"]
    words = f"runs of each system in a cell, each with its seed ({draws})"
    sweep.add_argument("--draws", type=int, default=draws, help=words)
    figure = commands.add_parser(
        "figure",
        help="compute the data of a figure of the paper, into a NetCDF file",
        description="Compute the data of a figure of the paper at its settings.",
    )
    figure.add_argument("number", choices=("1", "2", "3", "3-sigma", "4", "4-zero", "5", "5-neurons"), help="which")
    law = commands.add_parser(
        "law",
        help="compute the data of a law of the Laws page, into a NetCDF file, and print what they say",
        description="Compute the data of a law of the Laws page, and print what they say.",
    )
    law.add_argument("name", help="which law, as its file is called")
    law.add_argument("--out", required=True, help="NetCDF file")
    lesson = commands.add_parser(
        "lesson",
        help="check lessons that you write",
        description="Check lessons: every mistake in a file, with its line.",
    )
    lesson.add_argument("files", nargs="+", metavar="FILE", help="Markdown files")
    export = commands.add_parser(
        "export",
        help="write a run as a file: one that plays it (.html), a film (.gif, .webm), or numbers (.nc, .npz, .csv)",
        description="Write a run of the Live page as a file, of the kind that its name ends in.",
    )
    export.add_argument("link", nargs="?", help="link of the run, in place of options")
    _add_choices(export, _RUN, many=("system",), rests=False)  # as on the page
    export.add_argument("--out", required=True, help="file: .html, .gif, .webm, .nc, .npz or .csv")
    asked = commands.add_parser(
        "health",
        help="ask a server here whether it is well: status 0 or 1",
        description="Ask a server on this machine whether it is well, and end with status 0, or 1.",
    )
    asked.add_argument("--ready", action="store_true", help="ask whether it takes visitors, too")
    for name in ("port", "address"):
        asked.add_argument(f"--{name}", help=f"as of the server ({NAMED[name].shown})")
    for command in (sweep, figure):
        command.add_argument("--out", required=True, help="NetCDF file; one of the same sweep is gone on with")
        command.add_argument(
            "--scheduler",
            help="threads, processes, or tcp://host:port of a Dask cluster (DASK_SCHEDULER_ADDRESS; or by the work)",
        )
        command.add_argument("--workers", type=int, help="how many threads or processes (all cores)")
    return parser


def _add_choices(command: argparse.ArgumentParser, names, many, defaults=PAGE, rests=True) -> None:
    """The options that choose runs, with the help and the defaults of a page; those of `many` take several values,
    with spaces between, or with commas where none can be a decimal comma."""
    choices = Store.choices()
    for name in names:
        default = defaults.get(name, choices[name].default)
        shown = ",".join(default) if isinstance(default, tuple) else default
        command.add_argument(
            f"--{name.replace('_', '-')}", dest=name, metavar="…", nargs="+" if name in many else None,
            help=f"{choices[name].doc}{_FILES[name] if name in _FILES and 'own' in names else ''} ({shown})",
        )  # fmt: skip
    if "own" in names:
        command.add_argument("--grid", metavar="ROWSxCOLUMNS", help="grid that your own pictures are fitted to (32x32)")
    if rests:
        command.add_argument(
            "--rest", type=_number, default=REST, help=f"change of a rate below which a run is at rest ({REST})"
        )


def _number(text: str) -> float:
    if (value := numeral(text)) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no number, such as 10 or 0.004")
    return value


def run_command(options) -> str:
    """The outcomes of `run`, as a table or as JSON."""
    outcomes, drawn = run_outcomes(options)
    tied = [o.pop("tied") > 1 for o in outcomes]
    if options.json:
        return json.dumps(outcomes, indent=1)
    named = [o | {name: drawn.name(o[name]) for name in ("winner", "target")} for o in outcomes]
    return _table([o | ({"winner": "a tie"} if tie else {}) for o, tie in zip(named, tied, strict=True)])


def attention_command(options) -> str:
    """What becomes of a word, as tables or as JSON."""
    return attention.command(options, _WORD)


def sweep_command(options) -> str:
    """Compute a sweep into a file, and say what it holds."""
    from .commands import compute, planned  # Dask and xarray, which the other commands can do without

    return compute(planned(options), options)


def figure_command(options) -> str:
    """Compute the data of one of the paper's figures into a file, and say what it holds."""
    from .commands import figure

    return figure(options)


def law_command(options) -> str:
    """Compute the data of a law into a file, and say what they say."""
    from .commands import law

    return law(options)


def lesson_command(options) -> str:
    """What is in some lessons' files. Raises ValueError with the mistakes of all."""
    from . import pages  # noqa: F401  it knows what a lesson may name
    from .lessons import LIBRARY, found

    read = [found(Path(file), LIBRARY.knows()) for file in options.files]
    if faults := [str(fault) for one in read for fault in one.faults]:
        raise ValueError("\n".join(faults))
    return "\n".join(
        f"{file}: {one.lesson.title}, {len(one.lesson.steps)} steps, no mistake"
        for file, one in zip(options.files, read, strict=True)
    )


def export_command(options) -> str:
    """Write a run as a file, and say what is there."""
    from .export import command

    return command(options, _RUN)


_COMMANDS = {
    "run": run_command, "attention": attention_command, "sweep": sweep_command, "figure": figure_command,
    "law": law_command, "lesson": lesson_command,
    "export": export_command, "health": health.command,
}  # fmt: skip


def run_outcomes(options) -> tuple[list[dict], Drawn]:
    """Run each system from the same cue to rest, or to the horizon: what came of it, patterns by their numbers, and the
    patterns. Raises ValueError for a bad option."""
    store = Store()
    given = {name: getattr(options, name) for name in _RUN if getattr(options, name) is not None}
    own = mine(options.patterns, options.own, options.grid)
    store.set(**{name: ",".join(value) if name == "system" else value for name, value in given.items()} | own)
    return [_outcome(store, system, options) for system in store.system], store.drawn()


def _outcome(store: Store, system: str, options) -> dict:
    result = store.retrieved(system, options.rest)
    outcome = {
        "system": system,
        "soft_error": result.error[-1],
        "hard_error": result.hard_error,
        "overlap": result.overlap[-1, store.target],
        "perplexity": result.perplexity[-1],
        "winner": int(result.winner),
        "target": store.target,
        "retrieved": bool(result.retrieved),
        "time_to_rest": result.rest_time,
        "energy_first": result.energy[0],
        "energy_last": result.energy[-1],
        "tied": int(result.tied),
    }
    # A run that did not come to rest has no time to rest: null.
    return {k: (float(v) if math.isfinite(v) else None) if hasattr(v, "dtype") else v for k, v in outcome.items()}


def _table(outcomes: list[dict]) -> str:
    """One line for each system."""
    rows = [list(outcomes[0])] + [
        ["–" if v is None else f"{v:.4g}" if isinstance(v, float) else str(v) for v in o.values()] for o in outcomes
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _in_options(sentence: str, options) -> str:
    """A sentence about a choice, which begins with its name, with the option's name instead."""
    name, _, rest = sentence.partition(" ")
    return f"--{name.replace('_', '-')} {rest}" if name in vars(options) else sentence


def _serve(options) -> None:
    from .processes import serve  # and no Panel, which the other commands can do without

    serve(**{name: getattr(options, name) for name in NAMED if hasattr(options, name)})


def main(arguments: list[str] | None = None) -> None:
    """Run a command. What cannot be printed is no reason to stop, but gives status 1."""
    with lasting() as out:
        try:
            said = _said(_parser().parse_args(arguments))
            print(said, end="\n" if said else "")
        except SystemExit as end:
            end.code = end.code or _unprinted(out)  # help is printed, too
            raise
        if said and _unprinted(out, said):
            sys.exit(1)


def _said(options) -> str:
    """Do what is asked and return what is to be printed; of a server, nothing."""
    try:
        if options.command == "serve":
            _serve(options)
            return ""
        return _COMMANDS[options.command](options)
    except (ValueError, OSError) as error:
        words = readable(str(error)) if getattr(error, "filename", None) else _in_options(str(error), options)
        print(f"{_NAME} {options.command}: {words}", file=sys.stderr)
        sys.exit(2)


def _unprinted(out, said: str = "") -> int:
    """1 if the output is gone, which is told, but not when a reader such as `head` has had enough; 0 otherwise."""
    out.flush()
    if out.lost and not isinstance(out.lost, BrokenPipeError):
        line = said if "\n" not in said else ""  # what a sweep says of its file
        why = getattr(out.lost, "strerror", None) or out.lost
        print(f"{line}\n{_NAME}: the output could not be printed: {why}.".lstrip(), file=sys.stderr)
    return int(out.lost is not None)


if __name__ == "__main__":
    main()
