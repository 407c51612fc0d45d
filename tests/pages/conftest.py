import pytest

from astro_dash.pages.live import session
from astro_dash.pages.live.stage import Shelf


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """No run is there that another test has asked for."""
    monkeypatch.setattr(session, "shelf", Shelf())
