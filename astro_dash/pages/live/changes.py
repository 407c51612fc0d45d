"""What was done to a run in mid-run, so that it can be done again."""

from __future__ import annotations

from dataclasses import dataclass

from ...engine import Parameters
from ...engine.check import check_choice
from ...engine.quote import quoted
from ...store import Store
from .checks import indices

MOST_CHANGES = 200


@dataclass(frozen=True)
class Change:
    """At a time of the run: the parameters in force from then on and, of a knock, the neurons of a system that were
    turned over."""

    time: float
    parameters: Parameters
    system: str = ""
    neurons: tuple[int, ...] = ()


def added(changes: list[Change], change: Change) -> list[Change]:
    """The changes and one more, which replaces all that came after it; of a slider's moves at one moment the last."""
    kept = [one for one in changes if one.time <= change.time]
    if kept and kept[-1].time == change.time and not kept[-1].neurons:
        kept.pop()
    return [*kept, change]


def told(changes: list[Change], begun: Parameters) -> list[list]:
    """The changes in plain types, [time, parameters that differ from those before, system, neurons], of a run that
    began with some parameters."""
    plain, before = [], vars(begun)
    for change in changes:
        now = vars(change.parameters)
        differs = {name: value for name, value in now.items() if value != before[name]}
        plain.append([change.time, differs, change.system, list(change.neurons)])
        before = now
    return plain


def read(changes, store: Store, n_neurons: int) -> list[Change]:
    """The changes of a run of a store's choices, of which these are the plain types; a bare [time, values] is none but
    of parameters. Raises ValueError for what is none."""
    if not isinstance(changes, (list, tuple)) or len(changes) > MOST_CHANGES:
        raise ValueError(f"changes is {quoted(changes)}, but must be a list of at most {MOST_CHANGES}.")
    now, found = Store(**store.values()), list[Change]()
    for one in changes:
        if not isinstance(one, (list, tuple)) or not 2 <= len(one) <= 4 or not isinstance(one[1], dict):
            raise ValueError(f"A change is {quoted(one)}, but must be a time and parameters, or a system and neurons.")
        time, values, system, neurons = (*one, "", ())[:4] if len(one) < 4 else one
        if isinstance(time, bool) or not isinstance(time, (int, float)) or not 0 <= time < float("inf"):
            raise ValueError(f"The time of a change is {quoted(time, 40)}, but must be a number from 0 on.")
        if found and time < found[-1].time:
            raise ValueError(f"A change is at {time!r}, but must be no earlier than the one before it.")
        for name in values:
            check_choice("A change in mid-run", name, tuple(Store.LIVE))
        now.set(**values)
        turned = tuple(indices(list(neurons), n_neurons).tolist())
        if system or turned:
            check_choice("system", system, store.system)
        found.append(Change(float(time), now.parameters(), system, turned))
    return found
