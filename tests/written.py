"""Tables that are made from the program and committed: `--write-tables` writes them anew, other sessions compare.

A plugin of pytest.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "tables"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--write-tables`."""
    parser.addoption("--write-tables", action="store_true", help="write the committed tables of tests/tables anew")


@pytest.fixture
def must_be_the_table(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the committed table of a name, or write it."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        if request.config.getoption("--write-tables"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8").splitlines() == text.splitlines(), "make tables writes it anew"

    return compare
