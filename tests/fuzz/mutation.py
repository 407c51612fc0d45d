"""Good inputs, torn and mixed; the same ones for the same seed."""

from __future__ import annotations

import random

MOST = 200_000  # bytes of an input
NUMBERS = (
    "0", "-0", "-1", "1", "2", "1.5", "1e9", "1e308", "1e309", "-1e309", "1e-320", "nan", "inf", "-inf", "0x10",
    "1_000", "1,5", "1,000", "9" * 30, "9" * 400, "9007199254740993", "9223372036854775808", "٣", "½", "²", "", " ",
    "None", "true",
)  # fmt: skip
TEXTS = (
    "\0", "\n", "\r\n", "\t", "\x1b[31m", "\u202e", "\ufeff", "\ud800", "😀", "é", "ﬁ", "<b>", "<script>", "'", '"',
    "\\", "%", "%s", "%00", "%ff", "{x}", "{0}", "${x}", "../", "/dev/zero", "--", "-", "&", "=", "#", "?", ";", "|",
    "~", ",", ",,", ":", "[", "]", "{", "}", "(", ")", "*", "`", "$", "$$", "```", "~~~", "---", "&amp;", "__class__",
    "constructor",
)  # fmt: skip
ODD = b"\0", b"\xff", b"\x80", b"\xc3", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\r\n\r\n"


class Mutator(random.Random):
    """Random numbers, and what can be made of good inputs with them."""

    def text(self) -> str:
        """A short one of a kind that breaks programs."""
        kind = self.random()
        if kind < 0.4:
            return self.choice(NUMBERS)
        if kind < 0.7:
            return self.choice(TEXTS)
        if kind < 0.8:
            return self.choice((*NUMBERS, *TEXTS)) * self.choice((2, 9, 100, 5000))
        return "".join(chr(self.randrange(self.choice((128, 0x3000)))) for _ in range(self.randrange(9)))

    def torn(self, seeds: list[bytes], words: tuple[bytes, ...] = (), most: int = 6) -> bytes:
        """One of the seeds with up to so many changes; one of thirty is noise alone."""
        if self.random() < 1 / 30:
            return self.randbytes(self.choice((0, 1, 5, 50, 500)))
        data = self.choice(seeds)
        for _ in range(self.randint(1, most)):
            data = self._changed(data, seeds, words)[:MOST]
        return data

    def _changed(self, data: bytes, seeds: list[bytes], words: tuple[bytes, ...]) -> bytes:
        i, j = sorted(self.randrange(len(data) + 1) for _ in range(2))
        j = min(j, i + self.choice((1, 4, 30, 10**9)))
        kind = self.randrange(9)
        if kind == 0 and data:
            i = min(i, len(data) - 1)
            return data[:i] + bytes([data[i] ^ 1 << self.randrange(8)]) + data[i + 1 :]
        if kind == 1:
            return data[:i] + data[j:]
        if kind == 2:
            return data[:i] + data[i:j] * self.choice((2, 3, 40)) + data[j:]
        if kind == 3:
            return data[:i] + self.randbytes(self.choice((1, 4, 20))) + data[j:]
        if kind == 4:
            return data[:i] + self.choice(ODD) + data[i:]
        if kind == 5 and words:
            return data[:i] + self.choice(words) + data[self.choice((i, j)) :]
        if kind == 6:
            other = self.choice(seeds)
            return data[:i] + other[self.randrange(len(other) + 1) :]
        if kind == 7:
            return data[:i]
        return data[:i] + self.text().encode(errors="surrogatepass") + data[self.choice((i, j)) :]

    def value(self, depth: int = 3):
        """Anything that a message may hold, and what none does."""
        kind = self.randrange(12 if depth else 9)
        if kind < 3:
            return self.text()
        if kind < 9:
            return self.choice((
                None, True, False, 0, 1, -1, 2**63, -(2**70), 10**400, 0.5, -1.5, 1e308, float("nan"), float("inf"),
                b"", b"\1\0", bytes(5000), self.randrange(-5, 5000), self.random(),
            ))  # fmt: skip
        if kind == 9:
            return {self.text(): self.value(depth - 1) for _ in range(self.randrange(4))}
        return [self.value(depth - 1) for _ in range(self.choice((0, 1, 3, 3, 4, 300 if depth < 2 else 4)))]

    def changed(self, value, depth: int = 3):
        """A good value of a message, with something else somewhere in it."""
        if isinstance(value, dict) and value and self.random() < 0.8:
            name = self.choice(list(value))
            kind = self.random()
            if kind < 0.1:
                return {k: v for k, v in value.items() if k != name}
            if kind < 0.2:
                return value | {self.text(): self.value(depth)}
            return value | {name: self.changed(value[name], depth - 1)}
        if isinstance(value, list) and value and self.random() < 0.7:
            i = self.randrange(len(value))
            return [*value[:i], self.changed(value[i], depth - 1), *value[i + 1 :]]
        if isinstance(value, bytes) and self.random() < 0.7:
            return self.torn([value])
        if isinstance(value, str) and self.random() < 0.3:
            return self.torn([value.encode(errors="surrogatepass")]).decode(errors="replace")
        if type(value) in (int, float) and abs(value) < 1e15 and self.random() < 0.4:
            return value * self.choice((-1, 2, 10, 1000)) + self.choice((-1, 0, 1, 0.5))
        return self.value(max(depth, 0))
