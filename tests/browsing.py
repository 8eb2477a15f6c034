"""One browser for all tests of a session that need one: it takes longer to start than most of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[WebDriver]":
    """Yield Chromium, in English; whoever uses it leaves nothing in the pages' memory."""
    # Most sessions need no browser, and importing selenium is slow.
    from tests.report.browser import browser

    with browser(tmp_path_factory.mktemp("profile"), "lang=en-US") as one:
        yield one
