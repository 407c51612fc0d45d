"""A value as a sentence quotes it."""

from itertools import islice
from reprlib import Repr

MOST = 60  # characters


class _Short(Repr):
    """As `repr` writes it, but for no more work than the few characters that are shown are worth."""

    def __init__(self):
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 4, MOST, MOST, MOST

    def repr_str(self, x, level):
        return repr(x[:MOST])

    repr_bytes = repr_bytearray = repr_str

    def repr_int(self, x, level):
        return repr(x) if abs(x) < 10**MOST else f"a number of {x.bit_length()} bits"

    def repr_dict(self, x, level):
        if level <= 0 and x:
            return "{...}"
        some = [f"{self.repr1(k, level - 1)}: {self.repr1(v, level - 1)}" for k, v in islice(x.items(), self.maxdict)]
        return "{" + ", ".join(some + ["..."] * (len(x) > self.maxdict)) + "}"

    def repr_set(self, x, level):
        return f"{type(x).__name__}({self.repr1(list(islice(x, self.maxset + 1)), level)})"

    repr_frozenset = repr_set


_short = _Short()


def quoted(value, most: int = MOST) -> str:
    """A value as a sentence quotes it: on one line, in a few characters, whatever its size or depth."""
    return " ".join(_short.repr(value).split())[:most]


def readable(text: str, most: int = 10 * MOST) -> str:
    """A text on one line, of so many characters, with nothing in it that a terminal would act on."""
    escaped = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[: most + 1])
    return escaped if len(escaped) <= most else f"{escaped[:most]} …"
