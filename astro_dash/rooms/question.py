"""What a class is asked, and its tally: two rounds, before and after the reveal."""

from __future__ import annotations

from ..engine.quote import quoted
from ..words import _

MOST_TEXT, MOST_OPTION, OPTIONS, ROUNDS = 200, 80, (2, 6), 2


def asked(number: int, text, options) -> dict:
    """A question that is open for its first round. Raises ValueError."""
    if not _text(text, MOST_TEXT):
        raise ValueError(_(
            "The question is {text}, but must be a text of 1 to {most} characters.",
            text=quoted(text), most=MOST_TEXT,
        ))
    good = isinstance(options, (list, tuple)) and all(_text(option, MOST_OPTION) for option in options)
    plain = [" ".join(option.split()) for option in options] if good else []
    if not OPTIONS[0] <= len(set(plain)) == len(plain) <= OPTIONS[1]:
        raise ValueError(
            _(
                "The options are {options}, but must be {least} to {many} texts of 1 to {most} "
                "characters, no two the same.",
                options=quoted(options), least=OPTIONS[0], many=OPTIONS[1], most=MOST_OPTION,
            )
        )
    return {
        "n": number, "text": " ".join(text.split()), "options": plain, "round": 0, "open": True, "bars": False,
        "tally": None, "away": False,
    }  # fmt: skip


def _text(text, most: int) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) and len(text) <= most


def on_board(question: dict | None) -> dict | None:
    """What the class is to see of it: nothing once it is put away, when its number is all that is still needed."""
    return None if not question or question.get("away") else question


def place(question: dict, round: int, member: str) -> str:
    """Where a member's answer is kept."""
    return f"answer/{question['n']}.{round}/{member}"


def tally(question: dict, marks: dict[str, str]) -> list[list[int]]:
    """How often each option was chosen, in each round so far."""
    rounds = [[0] * len(question["options"]) for _ in range(question["round"] + 1)]
    for name, value in marks.items():
        kind, _, rest = name.partition("/")
        number, _, round = rest.partition("/")[0].partition(".")
        if kind == "answer" and number == str(question["n"]) and round.isdecimal() and int(round) < len(rounds):
            if value.isdecimal() and int(value) < len(question["options"]):
                rounds[int(round)][int(value)] += 1
    return rounds
