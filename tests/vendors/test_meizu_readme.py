"""The README of Meizu's folder against the code lists of the reference and the tests it names."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import simulator.vendors.meizu
from simulator.vendors.meizu import rejections
from simulator.vendors.meizu.facts import ClientCode
from tests.vendors import test_meizu, test_meizu_sdk

README = (Path(simulator.vendors.meizu.__file__).parent / "README.md").read_text("utf-8")

# What Meizu's documents and SDKs list; the reference sheet's sections 4.1, 4.2 and 7.2.
CALL_CODES = (
    "200 300 500 1001 1003 1005 1006 110000 110001 110002 110003 110004 110009 110010 110019 110031 110032 110033 "
    "110051 110053"
)
TARGET_CODES = "201 501 513 518 519 520 110002 110003 110005 110010 110011"
CLIENT_CODES = "0 200 20000 20001 110000 110001 110031"


def tables(heading: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the section's codes with the tests that provoke them, and those that are not modelled with the reason."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, _, others = section.partition("Not modelled:")
    tests = {code: re.findall(r"`(test_\w+)`", row) for code, row in re.findall(r"^\| (\d+) \|(.*)$", provoked, re.M)}
    return tests, dict(re.findall(r"^\| (\d+) \| (.*) \|$", others, re.M))


LISTS = [
    ("Call codes", CALL_CODES, test_meizu),
    ("Target codes", TARGET_CODES, test_meizu),
    ("Client codes", CLIENT_CODES, test_meizu_sdk),
]


@pytest.mark.parametrize(("heading", "codes", "_module"), LISTS)
def test_each_code_is_either_provoked_or_left_out_with_a_reason(heading, codes, _module):
    tests, left_out = tables(heading)
    assert set(tests) | set(left_out) == set(codes.split())
    assert not set(tests) & set(left_out)
    assert all(tests.values())
    assert all(left_out.values())


@pytest.mark.parametrize(("heading", "_codes", "module"), LISTS)
def test_each_test_that_is_named_is_there(heading, _codes, module: ModuleType):
    for named in tables(heading)[0].values():
        assert [name for name in named if not inspect.isfunction(getattr(module, name, None))] == []


def test_each_server_code_is_in_the_tests_that_provoke_it():
    source = inspect.getsource(test_meizu)
    assert [
        code for heading in ("Call codes", "Target codes") for code in tables(heading)[0] if code not in source
    ] == []


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {str(one.code) for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared == {*tables("Call codes")[0], *tables("Target codes")[0]} - {"200"}


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    declared = {str(value) for name, value in vars(ClientCode).items() if name.isupper()}
    assert declared == set(tables("Client codes")[0])
