"""`python -m astro_dash.pages.paper`: computes all that the Paper page ships, into assets/paper; half a minute."""

import json

from ...study import save, sweep
from ...study.paper import FIGURES
from .claims import page
from .runs import all_runs
from .session import ASSETS


def main() -> None:
    ASSETS.mkdir(parents=True, exist_ok=True)
    figures = {}
    for number, figure in FIGURES.items():
        figures[number] = sweep(figure.plan())
        save(figures[number], ASSETS / f"figure-{number}.nc")
        print(f"figure {number}: {figure.title}")
    words = page(figures, all_runs())
    (ASSETS / "claims.json").write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for claim in words["claims"]:
        print(f"({claim['key']}) {claim['verdict']}: {' '.join(claim['ours'])}")


if __name__ == "__main__":
    main()
