"""What a room is called: short enough for a blackboard, too many to be guessed."""

from __future__ import annotations

import re
import secrets

from ..engine.quote import quoted
from ..words import _

SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another, and hardly a word
LENGTH = 8  # 30^8, 39 bits


def allowed() -> str:
    """What a code is, in words."""
    return _("{n} letters and digits, such as K7MW 3XQB", n=LENGTH)


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(text) -> str:
    """A code as somebody types it: case, blanks and hyphens do not matter. Raises ValueError for what can be none."""
    plain = re.sub(r"[\s-]", "", text).upper() if isinstance(text, str) and len(text) <= 4 * LENGTH else ""
    if len(plain) != LENGTH or not set(plain) <= set(SIGNS):
        raise ValueError(_("The code is {text}, but must be {allowed}.", text=quoted(text, 40), allowed=allowed()))
    return plain
