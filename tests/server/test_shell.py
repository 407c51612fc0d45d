"""The document of a page has no session behind it until a socket comes."""

import re

import pytest
from bokeh.util.token import get_session_id, get_token_payload

from .real import Real, get

pytestmark = pytest.mark.slow  # starts a server


def told(page: bytes):
    """What a document says beside its token and its nonce, and the token."""
    text = re.sub(r'nonce="[^"]+"', "", page.decode())
    token = re.search(r'"token":"([^"]+)"', text)[1]
    assert text.count(token) == 1
    return text.replace(token, ""), token


def test_it_is_the_same_for_all_but_for_its_token():
    with Real("--host", "one.example") as server:
        asked = [
            {"query": query, "Accept_Language": accepted, "Host": f"{host}:{server.port}"}
            for query in ("", "?page=paper", "?load=7&lang=es", "?page=none", "?lang=zz")
            for accepted in ("en", "de")
            for host in ("127.0.0.1", "one.example")
        ]
        tokens, first = set(), {}
        for _turn in range(2):
            for i, headers in enumerate(asked):
                headers = dict(headers)
                status, answered, page = get(f"{server.url}/{headers.pop('query')}", **headers)
                text, token = told(page)
                tokens.add(get_session_id(token))
                assert status == 200 and answered["Cache-Control"] == "no-store"
                assert text == first.setdefault(i, text) and f"//{headers['Host']}/" in text
                assert get_token_payload(token)["headers"] == {"Accept-Language": headers["Accept_Language"]}
        assert len(tokens) == 2 * len(asked)
        assert [first[i] for i in (0, 2, 4, 6)] == list(dict.fromkeys(first[i] for i in (0, 2, 4, 6)))
        assert 'lang="es"' in first[8] and "load=7" not in first[8]
