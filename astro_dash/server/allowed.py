"""What whoever runs the server may allow more or less of: how many, and in whose frames."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from ..engine.quote import quoted
from ..settings import setting


@dataclass(frozen=True)
class Allowed:
    """sessions     pages open in all; each holds up to 0.2 MB, and two cores play 300 at once
    per_address  pages open from one address: a school may be behind one, and one client must not take all places
    frames       hosts whose pages may show this one in a frame, beside its own: "https://school.example"

    Raises ValueError for a number below 1 and for what is no host.
    """

    sessions: int = 1000
    per_address: int = 300
    frames: tuple[str, ...] = ()

    def __post_init__(self):
        for name in ("sessions", "per_address"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} is {quoted(value, 40)}, but must be a whole number of at least 1.")
        for frame in self.frames:
            if not re.fullmatch(r"(https?://)?[\w.*-]+(:(\d+|\*))?|\*", frame, re.ASCII):
                raise ValueError(
                    f"frames has {quoted(frame)}, but each must be a host, such as https://school.example."
                )

    @classmethod
    def of_environment(cls) -> Allowed:
        """As the environment has it (see `settings`). Raises ValueError."""
        return cls(**{field.name: setting(field.name) for field in fields(cls)})


_now: list[Allowed] = []


def allowed() -> Allowed:
    """What this process allows."""
    if not _now:
        _now.append(Allowed.of_environment())
    return _now[0]


def allow(**changes) -> None:
    """Change it; None is no change. Raises ValueError."""
    _now[:] = [replace(allowed(), **{name: value for name, value in changes.items() if value is not None})]
