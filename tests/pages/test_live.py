"""The component: what it does otherwise than Panel, and that Panel still does not."""

import panel as pn
from bokeh.document import Document
from panel.custom import JSComponent
from panel.models.esm import DataEvent

import astro_dash
from astro_dash.pages.live.page import Live


class Plain(JSComponent):
    """A component as Panel has it."""

    _esm = "export function render() {}"


def counted(component, data) -> int:
    """How often the process-wide count of busy events changes while a message is taken in."""
    changes = []
    watcher = pn.state.param.watch(changes.append, "_busy_counter")
    try:
        component._process_bokeh_event(Document(), DataEvent(None, data))
    finally:
        pn.state.param.unwatch(watcher)
    return len(changes)


def test_a_message_is_not_counted_as_busy():
    live = Live()
    heard = []
    live._session.receive = heard.append
    assert counted(live, {"type": "reset"}) == 0 and heard == [{"type": "reset"}]
    assert counted(Plain(), {}) > 0  # or the override is needless


def test_no_browser_is_to_translate_the_scripts():
    first, other = (astro_dash.page(which)._get_properties(None)["bundle"] for which in ("live", "explore"))
    assert first and other and first != other
