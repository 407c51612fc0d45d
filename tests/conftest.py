import pytest
from hypothesis import settings

# The same examples every time, and no deadline on a busy machine; --hypothesis-profile=default searches anew
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(config, items):
    # Pages last: what is quick fails first, and Playwright's event loop stays open to the end once it runs
    items.sort(key=in_browser)
    if config.pluginmanager.hasplugin("xdist"):  # what a file sets up is made once; pages go wherever there is room
        for item in items:
            if not in_browser(item):
                item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


def in_browser(item) -> bool:
    return "page" in item.path.parts
