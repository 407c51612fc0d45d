from hypothesis import settings

# The same examples every time, and no deadline on a busy machine; --hypothesis-profile=default searches anew
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


def pytest_collection_modifyitems(items):
    # Pages last: what is quick fails first, and Playwright's event loop stays open to the end once it runs
    items.sort(key=lambda item: "page" in item.path.parts)
