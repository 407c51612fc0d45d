"""What is written to the log, and how: nothing in it tells who was here, or what they did.

Our own messages say nothing of visitors. Of what libraries log only the words are kept that their authors wrote, and
numbers: what they put in may be an address, a link, a session or a whole message. An error says where it was, and its
words without what they quote."""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime

from .rooms.code import SIGNS

OURS = "astro_dash"
LIBRARIES = ("bokeh", "panel", "param", "tornado")
HIDDEN = "…"
MOST = 500  # characters of the words of others
_PLACE = re.compile(r"%(?:\((\w+)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z]|%%")
_QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")  # where libraries have put it in themselves
_TELLING = re.compile(
    r"\?[^\s'\")>]+|\b\w+=[^\s&]*&\S*"  # what an address asks for
    r"|\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"  # of machines
    r"|(?=[\w-]*\d)[\w-]{20,}(?:\.[\w-]+)*"  # sessions, tokens and secrets
    r"|[\w.+-]+@[\w-]+\.\w+"
    rf"|\b[{SIGNS}]{{4}}[ -]?[{SIGNS}]{{4}}\b"  # of rooms
)


def apply() -> None:
    """Have all that this process writes to its error output cleaned."""
    loggers = [logging.root, *map(logging.getLogger, LIBRARIES)]
    for handler in [logging.lastResort, *(handler for logger in loggers for handler in logger.handlers)]:
        if isinstance(handler, logging.StreamHandler) and type(handler).__module__ == "logging":
            handler.setFormatter(Cleaned(handler.formatter or logging.Formatter()))


def begin(form: str) -> None:
    """Write the log of a server, plain or as JSON, to the error output; before `apply`."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(Lines() if form == "json" else logging.Formatter(logging.BASIC_FORMAT))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.startswith(OURS))
    logging.root.addHandler(handler)
    log = logging.getLogger(OURS)
    if form == "json":
        log.setLevel(logging.INFO)
        warnings.showwarning = lambda _, kind, file, line, *others: log.warning("%s: %s:%d", kind.__name__, file, line)
        threading.excepthook = lambda failed: log.error("a thread has ended", exc_info=failed[:3])
        sys.excepthook = lambda *error: log.critical("the server has ended", exc_info=error)


def say(words: str, form: str) -> None:
    """Print where the server is, in the same form."""
    line = logging.LogRecord(f"{OURS}.server", logging.INFO, "", 0, words, (), None)
    print(Lines().format(line) if form == "json" else words, flush=True)


class Lines(logging.Formatter):
    """A JSON object a line: time (UTC), level, logger, message, and exception if there is one."""

    def format(self, record) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        return json.dumps(told | ({"exception": record.exc_text} if record.exc_text else {}), ensure_ascii=False)


class Cleaned(logging.Formatter):
    """Formats what is left of a record without what may tell of somebody."""

    def __init__(self, plain: logging.Formatter):
        super().__init__()
        self.plain = plain

    def format(self, record) -> str:
        record = copy.copy(record)
        error = record.exc_info[1] if record.exc_info else None
        record.exc_text, record.exc_info, record.stack_info = error and _of_error(error), None, None
        if f"{record.name}.".startswith(f"{OURS}."):
            words = record.getMessage()
        else:
            words = _bare(_without(str(record.msg), record.args))
        record.msg, record.args = _TELLING.sub(HIDDEN, words), ()
        return self.plain.format(record)


def _without(template: str, given) -> str:
    """A message without what was put in, other than numbers."""
    values = iter(given) if isinstance(given, tuple) else iter(())

    def place(found) -> str:
        if found[0] == "%%":
            return "%"
        value = given.get(found[1]) if found[1] and isinstance(given, dict) else next(values, None)
        return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else HIDDEN

    return _PLACE.sub(place, template) if given else template


def _bare(words: str) -> str:
    """The first line, without what it quotes or what tells of somebody."""
    return _TELLING.sub(HIDDEN, _QUOTED.sub(HIDDEN, words[:MOST].partition("\n")[0]))


def _of_error(error: BaseException | None) -> str:
    """Where it was, and what it says, with what brought it about."""
    lines: list[str] = []
    while error and len(lines) < 200:
        frames = traceback.format_list(traceback.extract_tb(error.__traceback__)[-20:])
        words = f"{type(error).__qualname__}: {_bare(str(error))}\n"
        lines = ["Traceback (most recent call last):\n", *frames, words, *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip()
