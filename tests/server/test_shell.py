"""The document of a page has no session behind it until a socket comes."""

import gzip
import re

import pytest
from bokeh.util.token import get_session_id, get_token_payload

from astro_dash.pages.scripts import scripts

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

        _has_its_script(server, first[0])


def _has_its_script(server, page: str):
    """At an address of its own, compressed, and kept for as long as it is that."""
    address = re.search(r'<link rel="preload" as="fetch" crossorigin href="\./([^"]+)">', page)[1]
    plain, zipped = (get(f"{server.url}/{address}", Accept_Encoding=way) for way in ("identity", "gzip"))
    assert plain[2].decode() == gzip.decompress(zipped[2]).decode() == scripts("live/index")
    for status, headers, _ in (plain, zipped):
        assert status == 200 and "immutable" in headers["Cache-Control"] and "javascript" in headers["Content-Type"]
    status, headers, body = get(f"{server.url}/{address}", "HEAD", Accept_Encoding="gzip")
    assert (status, body) == (200, b"") and int(headers["Content-Length"]) == len(zipped[2])
    etag = zipped[1]["Etag"]
    assert get(f"{server.url}/{address}", Accept_Encoding="gzip", If_None_Match=etag)[0] == 304
    assert get(f"{server.url}/static/extensions/astro-dash/none.js")[0] == 404
