"""The time that rooms go by."""

import time

_BEGAN = time.time() - time.monotonic()


def now() -> float:
    """The time of day as it was when this began, and what has passed since: whoever sets the clock of the machine ends
    no room. Of several processes those that are started afterwards have another."""
    return _BEGAN + time.monotonic()
