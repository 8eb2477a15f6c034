"""The code tables in the READMEs of the vendors' folders, and what holds for each of them."""

import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from simulator.push.rejection import Rejection


@dataclass(frozen=True)
class CodeTable:
    """One section of codes.

    Attributes:
        provoked: The tests that are named beside each code.
        left_out: Codes of the table *Not modelled*.
    """

    provoked: dict[str, list[str]]
    left_out: set[str]


def code_table(vendor: ModuleType, heading: str) -> CodeTable:
    """Read the section under *heading* in the README of the package *vendor*.

    Raises:
        IndexError: There is no such section.
    """
    assert vendor.__file__ is not None
    readme = Path(vendor.__file__).with_name("README.md").read_text("utf-8")
    section = readme.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, _, others = section.partition("Not modelled:")
    return CodeTable(_rows(provoked), _left_out(others))


def _rows(text: str) -> dict[str, list[str]]:
    rows = re.findall(r"^\| (-?\d+) \|(.*)$", text, re.MULTILINE)
    return {code: re.findall(r"`(test_\w+)`", row) for code, row in rows}


def _left_out(text: str) -> set[str]:
    """Return the codes of rows as `| 10001 to 10003, 10009 | why |`; a row without a reason leaves out nothing."""
    return _numbers(", ".join(re.findall(r"^\| ([-\d, to]+) \| \S.* \|$", text, re.MULTILINE)))


def _numbers(text: str) -> set[str]:
    ranges = re.findall(r"(-?\d+)(?: to (-?\d+))?", text)
    return {str(number) for first, last in ranges for number in range(int(first), int(last or first) + 1)}


def check_accounts_for(table: CodeTable, listed: str) -> None:
    """Check that each code of the reference (*listed*, as `0 20 to 25`) is provoked or left out, and no other."""
    assert set(table.provoked) | table.left_out == _numbers(listed)
    assert set(table.provoked) & table.left_out == set()


def check_names_tests_of(table: CodeTable, tests: ModuleType) -> None:
    """Check that each provoked code names a test, and each such test stands in *tests*."""
    assert table.provoked
    assert [code for code, named in table.provoked.items() if not named] == []
    named = {name for names in table.provoked.values() for name in names}
    assert [name for name in sorted(named) if not inspect.isfunction(getattr(tests, name, None))] == []


def check_stands_in(table: CodeTable, tests: ModuleType) -> None:
    """Check that each provoked code is written in the source of *tests*, as a number of its own."""
    written = set(re.findall(r"(?<![\d.])-?\d+\b", inspect.getsource(tests).replace("_", "")))
    written |= {number.lstrip("-") for number in written}
    assert sorted(set(table.provoked) - written) == []


def rejection_codes(rejections: ModuleType) -> set[str]:
    """Return the codes of all refusals that are declared in *rejections*."""
    return {str(value.code) for value in vars(rejections).values() if isinstance(value, Rejection)}


def codes_of(names: type) -> set[str]:
    """Return the numbers that the class *names* gives names to."""
    return {str(value) for name, value in vars(names).items() if name.isupper()}
