"""The store of a page as whoever builds on the page has it: to be watched, bound, and set."""

from __future__ import annotations

from collections.abc import Callable

import param
from param.parameterized import Parameters, batch_call_watchers

from ...store import Store


class _Settings(Parameters):
    """`store.param`, whose `update` sets all at once."""

    def _update(self_, arg=(), /, **values):
        given = dict(() if arg is param.Undefined else arg, **values)
        chosen = {name: given.pop(name) for name in list(given) if name in Store.choices()}
        restore = super()._update(given)
        restore |= {name: getattr(self_.self, name) for name in chosen}
        self_.self.set(**chosen)
        return restore


class _Param:
    def __get__(self, store, cls):
        return cls._param__parameters if store is None else _Settings(cls, self=store)


class Shared(Store):
    """The choices in force on a page. To set one acts as its control does, and what is set there is set here; watchers
    are called once for each change, with all that changed together. A bad value raises a ValueError, and nothing
    changes.

    It may be set from any thread. Set by a watcher, or from a thread while another acts for the page, a choice has its
    new value a moment later.
    """

    param = _Param()

    def __init__(self, values: dict, choose: Callable[[dict], None]):
        self._choose = None
        super().__init__(**values)
        self._known, self._choose = values, choose

    def __setattr__(self, name: str, value) -> None:
        if name in Store.choices() and self._choose:
            self.set(**{name: value})
        else:
            super().__setattr__(name, value)

    def set(self, /, **values) -> set[str]:
        """As `Store.set`, on the page."""
        changed = Store(**self._known).set(**values)  # raises where it is not allowed
        if changed:
            self._choose(values)
        return changed

    def values(self) -> dict:
        """All choices, by name, of one moment."""
        return dict(self._known) if self._choose else super().values()

    def follow(self, values: dict) -> None:
        """These are the choices in force."""
        changed = {name: value for name, value in values.items() if value != self._known[name]}
        if not changed:
            return
        self._known = dict(values)
        with batch_call_watchers(self):
            for name, value in changed.items():
                super().__setattr__(name, value)
