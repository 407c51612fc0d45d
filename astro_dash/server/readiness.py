"""How this process is, for whoever sends it visitors: whether it takes them now."""

from __future__ import annotations

from ..words import _
from .allowed import allowed

PATH = "/readiness"


class State:
    """broken  a page could not be built when the server started
    ending  it is to stop: nobody comes in any more
    """

    broken = ending = False


state = State()


def restarting() -> str:
    return _("The server is being restarted: try again in a minute.")


def why_not(pages: int) -> str:
    """Why it takes no visitors, with so many pages open; or nothing."""
    if state.ending:
        return restarting()
    if state.broken:
        return _("No page can be built; the server's log says why.")
    if pages >= (most := allowed().sessions):
        return _("All {n} places of this server are taken: try again in a minute.", n=most)
    return ""
