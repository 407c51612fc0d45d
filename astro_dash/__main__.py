"""The command line: `python -m astro_dash serve | run`."""

from __future__ import annotations

import argparse
import json
import math
import sys

from .engine import retrieve
from .store import Store

_RUN = tuple(Store.choices())


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        """One sentence and status 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m astro_dash", description="An astrocyte-gated associative memory, to watch and to run."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="serve | run", parser_class=_Parser)
    serve = commands.add_parser("serve", help="serve the page", description="Serve the page.")
    serve.add_argument("--port", type=int, default=5006, help="port (5006)")
    serve.add_argument("--address", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument(
        "--host", action="append", default=[], help="another name under which browsers reach it; may be repeated"
    )
    serve.add_argument("--show", action="store_true", help="open a browser")
    run = commands.add_parser(
        "run",
        help="run systems on one cue and print what came of it",
        description="Run systems from the same cue, to rest or to the horizon.",
    )
    for name, choice in Store.choices().items():
        shown = ",".join(choice.default) if isinstance(choice.default, tuple) else choice.default
        run.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="…", help=f"{choice.doc} ({shown})")
    run.add_argument(
        "--horizon", type=float, default=10.0, help="time at which a run that has not come to rest ends (10)"
    )
    run.add_argument("--json", action="store_true", help="print a list of objects")
    return parser


def run_command(options) -> list[dict]:
    """Run each system from the same cue to rest, or to the horizon. Raises ValueError for a bad option."""
    store = Store()
    store.set(**{name: getattr(options, name) for name in _RUN if getattr(options, name) is not None})
    drawn = store.drawn()
    cue = store.corrupted(drawn)
    return [_outcome(store, drawn, cue, system, options.horizon) for system in store.system]


def _outcome(store: Store, drawn, cue, system: str, horizon: float) -> dict:
    result = retrieve(
        drawn.patterns, cue, system, target=store.target, horizon=horizon, integrator=store.integrator, seed=store.seed,
        **vars(store.parameters()),
    )  # fmt: skip
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


def main(arguments: list[str] | None = None) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # σ and τ where the locale has none
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "serve":
        from .server import serve

        serve(options.port, options.address, options.show, tuple(options.host))
        return
    try:
        outcomes = run_command(options)
    except ValueError as error:
        print(f"python -m astro_dash run: {error}", file=sys.stderr)
        sys.exit(2)
    print(json.dumps(outcomes, indent=1) if options.json else _table(outcomes))


if __name__ == "__main__":
    main()
