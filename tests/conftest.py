from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time, and no deadline on a busy machine: few, since most laws are tried over every system, and
# more where a test says so; --hypothesis-profile=default searches anew
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=25)
settings.load_profile("ci")


def pytest_collection_modifyitems(items):
    # Pages last: what is quick fails first, and Playwright's event loop stays open to the end once it runs. Of them
    # those first that stay together, or one worker would be alone with them at the end
    items.sort(key=lambda item: (in_browser(item.nodeid), together(item.nodeid) == item.nodeid))


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        """What shares a set-up, which is then made once, goes to one worker."""

        _split_scope = staticmethod(together)

    return Together(config, log)


def in_browser(nodeid: str) -> bool:
    return nodeid.startswith("tests/page/")


def together(nodeid: str) -> str:
    """What a test stays with: its file; the servers' files are one, and most pages go wherever there is room."""
    file = nodeid.split("::")[0]
    if in_browser(file):
        return file if Path(file).stem in ("test_line", "test_paper", "test_explore", "test_embedded") else nodeid
    return "tests/server" if file.startswith("tests/server/") else file
