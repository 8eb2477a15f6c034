"""The README of OPPO's folder against the code lists of the reference and the tests it names."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import simulator.vendors.oppo
from simulator.vendors.oppo import rejections
from simulator.vendors.oppo.facts import ClientCode
from tests.vendors import test_oppo, test_oppo_sdk

README = (Path(simulator.vendors.oppo.__file__).parent / "README.md").read_text("utf-8")

# What OPPO's documents and SDKs list; the reference sheet's sections 6 and 9.4.
SERVER_CODES = (
    "-3 -2 -1 0 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 40 41 51 54 55 59 67 10000"
)
CLIENT_CODES = "-2 -1 0 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 40 41"


def tables(heading: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the section's codes with the tests that provoke them, and those that are not modelled with the reason."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, left_out = section.split("Not modelled:")
    tests = {code: re.findall(r"`(test_\w+)`", row) for code, row in re.findall(r"^\| (-?\d+) \|(.*)$", provoked, re.M)}
    return tests, dict(re.findall(r"^\| (-?\d+) \| (.*) \|$", left_out, re.M))


LISTS = [("Server codes", SERVER_CODES, test_oppo), ("Client codes", CLIENT_CODES, test_oppo_sdk)]


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
    source = inspect.getsource(test_oppo)
    assert [code for code in tables("Server codes")[0] if code not in source] == []


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {str(one.code) for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared == set(tables("Server codes")[0]) - {"0"}


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    declared = {str(value) for name, value in vars(ClientCode).items() if name.isupper()}
    assert declared == set(tables("Client codes")[0])
