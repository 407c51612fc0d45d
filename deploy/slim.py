"""Makes an environment smaller for a container that only serves: `python deploy/slim.py SITE-PACKAGES`, with the Python
of the environment. What goes is tests, examples, what developers' tools read, languages and widgets that no page here
has; then the modules that the server and its jobs load are compiled, for the container cannot write."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path

LANGUAGES = ("root", "en", "es", "de")
BUNDLED = ("css", "reactiveesm", "theme")  # of what Panel brings along for the browser
# Patterns of what goes. Of packages whose tests are part of how they work, none are here.
GOES = (
    "**/__pycache__", "**/*.map", "**/*.d.ts", "**/*.pyi", "pip*", "setuptools*", "_distutils_hack", "pkg_resources",
    "distutils-precedence.pth", "pandas/tests", "numpy/**/tests", "dask/**/tests", "distributed/**/tests",
    "xarray/tests", "holoviews/tests", "holoviews/examples", "panel/tests", "panel/examples", "tornado/test",
    "psutil/tests", "bokeh/sampledata/_data", "bokeh/server/static/js/compiler.js", "panel/dist/panel.js",
    "panel/dist/panel.json",
)
LOADS = (
    "from astro_dash import server; from astro_dash.pages import PAGES, page; import astro_dash.__main__;"
    "import astro_dash.commands, astro_dash.export, astro_dash.plots, astro_dash.server.metrics;"
    "import astro_dash.pages.live.taken.whole, astro_dash.pages.live.taken.film, astro_dash.pages.live.views;"
    "import holoviews.plotting.bokeh, distributed.nanny, distributed.cli.dask_worker, distributed.cli.dask_scheduler;"
    "import redis.asyncio; [page(name) for name in PAGES]"
)


def kept(path: Path) -> bool:
    """Whether it stays though all of its kind go."""
    if path.parent.name == "locale-data":
        return path.stem.partition("_")[0] in LANGUAGES
    return path.name in BUNDLED


def going(site: Path) -> list[Path]:
    """Files and folders; some may be in others."""
    folders = [site / "babel" / "locale-data", site / "panel" / "dist" / "bundled"]
    found = [path for pattern in GOES for path in site.glob(pattern)]
    found += [path for folder in folders if folder.is_dir() for path in folder.iterdir() if not kept(path)]
    js = site / "bokeh" / "server" / "static" / "js"
    return found + [path for path in js.glob("*.js") if path.with_suffix(".min.js").exists()]


def main(site: Path) -> None:
    for path in going(site):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-c", LOADS], check=True, env=environment)
    package = Path(__file__).parents[1] / "astro_dash"
    if not compileall.compile_dir(package, quiet=1):
        sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
