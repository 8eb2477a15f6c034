"""The README of Xiaomi's folder against its codes and the tests it names."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import simulator.vendors.xiaomi
from simulator.vendors.xiaomi import rejections
from simulator.vendors.xiaomi.facts import ClientCode
from tests.vendors import test_xiaomi, test_xiaomi_sdk

README = (Path(simulator.vendors.xiaomi.__file__).parent / "README.md").read_text("utf-8")

# What Xiaomi's documents and SDKs list; the reference sheet's sections 6 and 9.3.
SERVER_CODES = {
    *(0, *range(10001, 10015), *range(10016, 10019), *range(10020, 10040), 10041),
    *(20209, 20215, 20216, 20301, 20315, 20607, 21301, 21302, 21303, 21305),
    *(*range(22000, 22007), 22008, 22020, 22021, 22022, *range(22100, 22104), 26003, 26004, 26005, 26006, 27001),
    *(65003, *range(65006, 65018), 65028, 65029, 65030, *range(65035, 65039), 65040, 65041, 66006, 66007),
    *(200001, 200002),
}
CLIENT_CODES = {0, 22000, 22006, 22007, 22022, 70000001, 70000002, 70000003, 70000004}


def left_out(section: str) -> set[int]:
    found: set[int] = set()
    for row in re.findall(r"^\| ([\d, to]+) \|", section, re.MULTILINE):
        for part in row.split(","):
            first, _, last = part.strip().partition(" to ")
            found |= set(range(int(first), int(last or first) + 1))
    return found


def tables(heading: str) -> tuple[dict[int, list[str]], set[int]]:
    """Return the section's codes with the tests that provoke them, and those that are not modelled."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, others = section.split("Not modelled:")
    rows = re.findall(r"^\| (\d+) \|(.*)$", provoked, re.MULTILINE)
    return {int(code): re.findall(r"`(test_\w+)`", row) for code, row in rows}, left_out(others)


LISTS = [("Server codes", SERVER_CODES, test_xiaomi), ("Client codes", CLIENT_CODES, test_xiaomi_sdk)]


@pytest.mark.parametrize(("heading", "codes", "_module"), LISTS)
def test_each_code_is_either_provoked_or_left_out_with_a_reason(heading, codes, _module):
    tests, others = tables(heading)
    assert sorted(codes - set(tests) - others) == []
    assert not set(tests) & others
    assert all(tests.values())


@pytest.mark.parametrize(("heading", "_codes", "module"), LISTS)
def test_each_test_that_is_named_is_there(heading, _codes, module: ModuleType):
    for named in tables(heading)[0].values():
        assert [name for name in named if not inspect.isfunction(getattr(module, name, None))] == []


def test_each_server_code_is_in_the_tests_that_provoke_it():
    source = inspect.getsource(test_xiaomi)
    assert [code for code in tables("Server codes")[0] if str(code) not in source] == []


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {one.code for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared == set(tables("Server codes")[0]) - {0}


def test_results_that_the_sdk_has_are_those_that_are_provoked():
    declared = {value for name, value in vars(ClientCode).items() if name.isupper()}
    assert declared == set(tables("Client codes")[0])
