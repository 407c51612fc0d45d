"""What the log is written as, and what never stands in it."""

import io
import json
import logging

import pytest

from astro_dash.logs import Cleaned, Lines

TELLING = {
    "address": "203.0.113.7", "six": "2001:db8::ff00:42:8329", "mapped": "::ffff:203.0.113.7",
    "query": "v=1&seed=5&own=AbC", "link": "/?own=AbC&room=K7MW3XQB",
    "session": "hSO4pPnKqw1LzVd2v3Y0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q",
    "token": "eyJzZXNzaW9uX2lkIjogIjEyMzQ1NiJ9.c2lnbmF0dXJl-and_more", "code": "K7MW3XQB", "spaced": "K7MW 3XQB",
    "person": "ada@school.example", "quoted": "'a memory of Ada'",
}  # fmt: skip
TEMPLATES = [
    "%s", "404 GET %s (1.2.3.4) 0.3ms", "Token for session %r had invalid signature", "%(x)s is wrong", "%-20s|%5.1f",
]  # fmt: skip


@pytest.fixture(params=["plain", "json"])
def written(request):
    """What becomes of a record."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Cleaned(Lines() if request.param == "json" else logging.Formatter(logging.BASIC_FORMAT)))

    def written(name, message, *args, level=logging.ERROR, exc_info=None):
        record = logging.LogRecord(name, level, __file__, 1, message, args, exc_info)
        before = dict(vars(record))
        handler.handle(record)
        assert vars(record) == before  # others may want it as it was
        text = out.getvalue()
        if request.param == "json":
            assert text.count("\n") == 1 and {"time", "level", "logger", "message"} <= json.loads(text).keys()
        return text

    return written


@pytest.mark.parametrize("kind", TELLING)
@pytest.mark.parametrize("template", TEMPLATES)
def test_what_libraries_put_in_is_not_written(written, template, kind):
    value = TELLING[kind]
    args = ({"x": value},) if "%(x)s" in template else (value, 1.5) if "|" in template else (value,)
    text = written("tornado.access", template, *args)
    assert value not in text and "1.2.3.4" not in text and ("1.5" in text or "|" not in template)


@pytest.mark.parametrize("kind", TELLING)
@pytest.mark.parametrize("name", ["asyncio", "bokeh.server.session", "astro_dash.pages.listener"])
def test_nor_what_stands_in_a_message_already(written, name, kind):
    if (kind, name.partition(".")[0]) == ("quoted", "astro_dash"):  # our own say nothing of visitors
        return
    assert TELLING[kind] not in written(name, f"of {TELLING[kind]} it was")


@pytest.mark.parametrize("kind", TELLING)
def test_an_error_says_where_it_was_and_not_of_whom(written, kind):
    value = TELLING[kind]
    try:
        try:
            {}[value]
        except KeyError as error:
            raise RuntimeError(f"no such thing: {value}\nand more of {value}") from error
    except RuntimeError as error:
        text = written("astro_dash.x", "it failed", exc_info=(type(error), error, error.__traceback__))
    assert value not in text
    for words in ("it failed", "KeyError", "RuntimeError: no such thing", "test_logs.py", "in test_an_error"):
        assert words in text


def test_numbers_and_words_stay(written):
    assert "404 … 1.5ms" in written("tornado.access", "%d %s %.2fms", 404, "GET /x (1.2.3.4)", 1.5)


def test_a_level_and_a_place_stay(written):
    text = written("tornado.general", "100 %% of it")
    assert "tornado.general" in text and "ERROR" in text
