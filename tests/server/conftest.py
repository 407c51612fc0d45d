"""Real servers: `servers` has the addresses of "plain", "tuned" and "panel" (see apps.py), `real` is the page as
everybody gets it."""

import pytest

from .real import HERE, Real, await_page, free_port, start


@pytest.fixture(scope="package")
def servers(tmp_path_factory):
    """The addresses of the three pages, by name."""
    app = tmp_path_factory.mktemp("served") / "app.py"
    app.write_text(
        "from tests.server.apps import page\nfrom astro_dash.server import asked_again, tune\n\n"
        "tune()\nif not asked_again():\n    page().servable()\n"
    )
    ports = {name: free_port() for name in ("plain", "tuned", "panel")}
    running = [start(str(HERE / "apps.py"), name, str(ports[name])) for name in ("plain", "tuned")]
    running.append(start("-m", "panel", "serve", str(app), "--port", str(ports["panel"])))
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    try:
        for url in urls.values():
            await_page(url)
        yield urls
    finally:
        for process in running:
            process.kill()
            process.communicate()


@pytest.fixture(scope="package")
def real():
    with Real() as server:
        yield server
