"""`sweep`, `figure` and `law` of the command line: many runs, with a progress bar, into a file."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from . import laws
from .engine.check import check_choice
from .engine.outcomes import MEASURES
from .laws import LAWS, Data
from .mine import mine
from .store import Store
from .store.own import shape
from .study import Plan, read, save, sweep
from .study.ends import ENDS, RESULTS, ends
from .study.files import alone, resolved
from .study.paper import FIGURES, OF_ENDS
from .study.plan import AXES
from .study.survey import measures


def planned(options) -> Plan:
    """The plan that the options of `sweep` describe: what has several values is an axis."""
    grid, settings, choices = {}, {}, Store.choices()
    for name in AXES:
        values = [value for text in getattr(options, name) or () for value in choices[name].split(text)]
        if len(values) > 1:
            grid[name] = values
        elif values:
            settings[name] = values[0]
    _own(options, grid, settings)
    systems = ",".join(options.system).split(",") if options.system else Store().system
    return Plan.of(grid, systems, options.draws, horizon=options.horizon, rest=options.rest, **settings)


def _own(options, grid: dict, settings: dict) -> None:
    """Put in own memories, if any are given, and what follows from them: how many there are, and how large."""
    known, given = Store.choices()["patterns"], options.patterns or ()
    patterns = given[0] if len(given) == 1 and not set(known.split(given[0])) & set(known.objects) else None
    own = mine(patterns or settings.get("patterns"), options.own, options.grid)
    if own or options.own:
        settings |= {"own": options.own} | own
        grid.pop("patterns" if "patterns" in own else "", None)
        rows, columns, count = shape(settings["own"])
        for name, value in {"neurons": rows * columns, "load": count}.items():
            if name not in grid and (name == "neurons" or settings.get("patterns") == "own"):
                settings.setdefault(name, value)


def compute(plan: Plan, options) -> str:
    """Compute a plan into `options.out` and say what is there; what was there of the same plan is kept. Raises
    ValueError and OSError, and SystemExit after Ctrl-C, which keeps what is finished."""
    bar = _bar(plan.n_cells)

    def tell(done, _, left):
        bar.n = done
        bar.set_postfix_str(f"{left:.0f} s left")

    with bar, logging_redirect_tqdm([logging.getLogger("astro_dash")]), _ended_like_ctrl_c():
        try:
            sweep(plan, out=options.out, scheduler=options.scheduler, workers=options.workers, progress=tell)
        except KeyboardInterrupt:
            bar.close()
            out = Path(options.out)
            done = int(read(out)["finished"].sum()) if out.exists() else 0
            print(f"\n{out} has {done} of {plan.n_cells} cells; the same command goes on from there.", file=sys.stderr)
            sys.exit(130)
        bar.n = plan.n_cells
        bar.set_postfix_str("")
    return _computed(plan, options)


def _computed(plan: Plan, options) -> str:
    each = f"{_some(plan.n_cells, 'cell')}, {_some(plan.draws, 'draw')} each"
    return f"{options.out}: {each}, of {', '.join(plan.systems)}"


def _bar(cells: int) -> tqdm:
    form = "{desc}{percentage:3.0f} %|{bar}| {n_fmt} of {total_fmt} cells{postfix}"
    return tqdm(total=cells, bar_format=form, file=sys.stderr, leave=True)


@contextmanager
def _ended_like_ctrl_c():
    """A batch system that ends us, and a terminal that is closed, leave what is finished as Ctrl-C does."""
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [s for s in signals if signal.getsignal(s) is signal.SIG_DFL]  # `nohup` has had it ignored
    main = threading.current_thread() is threading.main_thread()
    for s in taken if main else ():
        signal.signal(s, signal.default_int_handler)
    try:
        yield
    finally:
        for s in taken if main else ():
            signal.signal(s, signal.SIG_DFL)


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def figure(options) -> str:
    """Compute the data of a figure of the paper, or of the one that is ours."""
    plan = FIGURES[options.number].plan()
    return _raced(plan, options) if options.number in OF_ENDS else compute(plan, options)


def _raced(plan: Plan, options) -> str:
    """Compute in what the runs of a plan end, and when, into `options.out`."""
    from .study.dataset import empty
    from .study.workers import client, completed

    path, dataset = resolved(options.out), empty(plan)
    dims, shape = dataset["accuracy"].dims, dataset["accuracy"].shape
    found = {name: np.full((1, plan.n_cells, plan.draws), np.nan) for name in RESULTS}
    blocks = [[cell] for cell in range(plan.n_cells)]
    with _bar(plan.n_cells) as bar, alone(path), client(options.scheduler, options.workers, long=True) as made:
        for cells, values in completed(made, ends, plan, blocks):
            for name in RESULTS:
                found[name][:, cells] = values[name]
            bar.update(len(cells))
        dataset = dataset.drop_vars([*MEASURES, "finished"])
        del dataset.attrs["astro_dash_map"]  # no map: it has other measures
        end, time = (found[name].reshape(shape) for name in RESULTS)
        dataset["end"] = dims, end.astype(np.int8), {"long_name": f"in what it ends: {', '.join(ENDS)}, from 0"}
        dataset["time"] = dims, time, {"long_name": "time to rest in tau_x; missing where the horizon came first"}
        save(dataset, path)
    return _computed(plan, options)


def law(options) -> str:
    """Compute the data of a law, and say what they say."""
    found = LAWS[check_choice("law", options.name, LAWS)]
    path = resolved(options.out)
    data = Data(found.survey())
    with _bar(data.survey.n_cells) as bar:
        for cell in range(data.survey.n_cells):
            data.fill([cell], measures(data.survey, [cell]))
            bar.update()
    laws.save(data, options.name, path)
    said = found.found(data)
    return "\n".join([f"{found.claim} {said.verdict}.", *said.says])
