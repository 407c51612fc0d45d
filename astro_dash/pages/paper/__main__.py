"""`python -m astro_dash.pages.paper [runs | figure …]`: computes all that the Paper page ships, into assets/paper, in
some minutes; or of it some figures, or the runs of their own, alone."""

import json
import sys

import numpy as np

from ...study import save, sweep
from ...study.paper import FIGURES, OF_ENDS
from . import asides, runs
from . import facts as numbers
from .claims import said
from .shipped import ASSETS, shipped
from .slips import checked


def all_runs(share: float = 1.0) -> dict:
    """What the claims need beside the figures; with a smaller share of the runs, sooner."""

    def some(most: int, least: int = 4) -> int:
        return max(least, round(most * share))

    return {
        "energy": runs.energy_rise(some(200), some(5, 1)), "softmax": runs.softmax_gap(some(50)),
        "approach": runs.approach(some(50)), "unchanged": runs.unchanged(some(50)),
        "slow": runs.slow_neurons(some(1000, 60)), "exact": runs.exact_recall(some(50)),
        "ties": asides.tied_cues(some(200)), "primed": asides.primed(some(200)), "linear": asides.linear(some(200)),
        "slips": checked(),
    }  # fmt: skip


def computed(part: str):
    """One sweep of a figure, written to assets/paper."""
    from ...study.ends import ends

    plan = FIGURES[part].plan()
    if part in OF_ENDS:
        found = ends(plan, list(range(plan.n_cells)))
        kinds = {"end": np.int8, "time": np.float32}
        arrays = {name: values.astype(kinds[name]) for name, values in found.items()}
        np.savez_compressed(ASSETS / f"figure-{part}.npz", plan=str(plan), **arrays)
        return shipped(part)
    dataset = sweep(plan)
    save(dataset, ASSETS / f"figure-{part}.nc")
    return dataset


def main(asked: list[str]) -> None:
    ASSETS.mkdir(parents=True, exist_ok=True)
    found = json.loads((ASSETS / "facts.json").read_text()) if asked else {}
    found |= all_runs() if not asked or "runs" in asked else {}
    for figure, parts in numbers.PARTS.items():
        if not asked or figure in asked:
            found[figure] = numbers.of_figure(figure, {part: computed(part) for part in parts})
            print(f"figure {figure}", flush=True)
    text = json.dumps(found, separators=(",", ":"), sort_keys=True)
    (ASSETS / "facts.json").write_text(text + "\n", encoding="utf-8")
    for claim in said(found):
        print(f"({claim['key']}) {claim['verdict']}: {' '.join(claim['ours'])}")


if __name__ == "__main__":
    main(sys.argv[1:])
