"""How a link says that a page shows its run."""

import pytest

from astro_dash.pages.live.shown import NAMES, SHOWN, shown


@pytest.mark.parametrize("name", ["hide", "lock"])
def test_every_part_of_the_page_can_be_named(name):
    assert shown({name: " , ".join(NAMES)}) == ({name: ",".join(NAMES)}, [])
    assert shown({name: ""}) == ({}, [])
    found, (problem,) = shown({name: "load,sofa"})
    assert found == {} and problem.startswith(f"{name} is 'load,sofa', but must be names with commas between, of ")


def test_what_is_read_is_read_again_alike():
    for name in SHOWN:
        once, _ = shown({name: "load,energy,load"})
        assert shown(once) == (once, [])
