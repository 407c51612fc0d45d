"""Links of all pages, as a browser asks for them: every part that cannot be taken is a sentence."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, urlencode

from astro_dash.engine.defaults import OPENING
from astro_dash.pages import LIBRARY, linked  # noqa: F401  which knows what a lesson may name
from astro_dash.pages.cost import step_seconds
from astro_dash.pages.explore import form
from astro_dash.pages.live.changes import read
from astro_dash.pages.live.session import Session
from astro_dash.pages.live.shown import SHOWN, shown, split
from astro_dash.store import Said, Store
from astro_dash.words import spoken

from .judge import chosen

LONGEST = 65_000  # of a request with its headers Tornado takes a little more
GOOD = [
    "v=1&load=200&noise=0.1&temperature=20&tau_p=0.03&seed=4&system=astro,hopfield&patterns=digits",
    "v=1&patterns=random&neurons=16&load=5&dt=0.05&integrator=descent&correlation=0.2&horizon=20&perturb=3",
    "v=1&patterns=letters&word=HOPFIELD&target=3&prime=rival&prime_strength=0.2&lang=es",
    "v=1&patterns=pictures&target=57&seed=652&cue=AAAAAAAAAAAAAAPYAPcAf8GNgD&play=0&at=1.25&focus=hopfield&corners=3,,7",
    "load=50&then=0.5,temperature,0.02~1,astro,3.10-12~2,astro,3_0.7&speed=4&even=1&rival=4&room=K7MW3XQB",
    "ask=Which wins?|the gated one|neither&hide=temperature,energy,page-explore&lock=load&projector=1&embed=triangle",
    "page=explore&x=load&x_from=2&x_to=30&x_count=8&y=noise&system=astro&against=hopfield&draws=3&measure=accuracy&of=astro",
    "page=attention&word=HOPFIELD&inverted=1,2&temperature=8&noise=0.2&system=astro&focus=astro",
    "page=paper&lesson=valley&step=2", "page=laws", "page=lessons", "lang=de&page=live&v=2",
    "patterns=own&own=2x2.ABCD.a,b&load=2",
]  # fmt: skip


@cache
def seeds() -> list[bytes]:
    from astro_dash.engine.patterns import given
    from astro_dash.store import packed

    own = packed(given([[1, 0, 0, 1], [0, 1, 1, 0]], ["a", "b"]))
    store = Store()
    store.set(patterns="own", own=own, load=2)
    whole = urlencode(dict(parse_qsl(GOOD[0] + "&" + GOOD[4])))
    return [text.encode() for text in (*GOOD, store.link(), Store().link(), whole, urlencode(form.START))]


@cache
def _words() -> tuple[bytes, ...]:
    names = [*Store.choices(), *SHOWN, *form.START, "page", "lang", "inverted", "v"]
    return tuple(f"&{name}=".encode() for name in dict.fromkeys(names))


def make(mutator) -> bytes:
    return _made(mutator)[:LONGEST]


def _made(mutator) -> bytes:
    if mutator.random() < 0.5:
        return mutator.torn(seeds(), _words())
    given = dict(parse_qsl(mutator.choice(seeds()).decode(), keep_blank_values=True))
    for _ in range(mutator.randint(1, 4)):
        known = list(given) if given and mutator.random() < 0.7 else [word[1:-1].decode() for word in _words()]
        name = mutator.choice(known)
        given[name] = mutator.changed(given.get(name, "1"))
    pieces = {name: value if isinstance(value, (str, bytes)) else str(value) for name, value in given.items()}
    return urlencode(pieces, errors="surrogatepass").encode()


def take(data: bytes) -> list[str]:
    """As `astro_dash.pages` opens what stands in the address, without what draws; some are run."""
    given = dict(parse_qsl(data.decode(errors="replace"), keep_blank_values=True))
    spoken(given.pop("lang", None), data[:200].decode(errors="replace"))
    page = given.pop("page", "live")
    if page == "explore":
        return form.opened(urlencode(given))[1]
    if page == "attention":
        return Said.opened(urlencode(given))[1]
    choices, ways = split(given)
    first = {} if "lesson" in ways or choices.keys() & Store.choices().keys() else OPENING
    store, found = Store.from_link(urlencode(first | choices))
    ways, wrong = shown(ways, store)
    said = [*wrong, *found, *_whole(data)]
    if chosen(data, 20) and step_seconds(store) < 1e-3:
        said += _run(store, said, ways)
    return said


def _whole(data: bytes) -> list[str]:
    """As it is given to `replay` or `export`."""
    try:
        linked("?" + data.decode(errors="replace"))
    except ValueError as error:
        return [str(error)]
    return []


def _run(store, problems, ways) -> list[str]:
    """The page opens with a run."""
    sent: list[dict] = []
    session = Session(store, sent.append, lambda act, delay: None, problems, ways)
    if "then" in ways:
        read(ways["then"])
    session.receive({"type": "ready"})
    session.receive({"type": "more", "generation": session.generation})
    session.close()
    assert sent or session.work.busy, "nothing comes"
    return []
