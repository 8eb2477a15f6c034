"""A browser without a window, for pages that are files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

from tests.programs import needs

needs_browser = needs("chromium", "chromedriver")
_QUIET = (
    "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
    "disable-component-update", "force-prefers-reduced-motion", "disable-sync", "disable-dev-shm-usage",
    "window-size=1440,900",
)  # fmt: skip


@contextmanager
def browser(profile: Path, *arguments: str) -> Iterator[WebDriver]:
    """Yield Chromium with its profile in *profile*; it is closed behind the block."""
    options = Options()
    options.binary_location = which("chromium") or ""
    for argument in (*_QUIET, f"user-data-dir={profile}", *arguments):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def complaints(driver: WebDriver) -> list[str]:
    """Return what stands in the console since the last call."""
    return [entry["message"] for entry in driver.get_log("browser")]


def addresses(driver: WebDriver) -> list[str]:
    """Return all that was asked for since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = [one["params"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    return [one["request"]["url"] for one in asked]


def in_page(driver: WebDriver, script: str) -> Any:
    """Return what *script*, an expression, is in the page; a promise is waited for."""
    return driver.execute_async_script(f"Promise.resolve({script}).then(arguments[0])")
