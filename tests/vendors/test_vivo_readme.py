"""The README of vivo's folder against the code lists of the reference and the tests it names."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import simulator.vendors.vivo
from simulator.vendors.vivo import rejections
from simulator.vendors.vivo.facts import ClientCode
from tests.vendors import test_vivo, test_vivo_sdk

README = (Path(simulator.vendors.vivo.__file__).parent / "README.md").read_text("utf-8")

# What vivo's documents and SDKs list for these calls; the reference sheet's sections 4.1, 4.2 and 7.4.
SERVER_CODES = (
    "0 10000 10040 10043 10045 10050 10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065 "
    "10066 10067 10068 10069 10070 10071 10072 10073 10082 10085 10093 10094 10095 10096 10097 10103 10104 10150 "
    "10151 10152 10153 10154 10155 10200 10201 10202 10203 10204 10205 10206 10207 10250 10252 10254 10301 10302 "
    "10304 10305 10306 10307 10311 10352 10353 10471 10473 10601 10609 10614 10616 10800 10801 11000"
)
CLIENT_CODES = "0 1 101 102 1001 1002 1003 1004 1005 10000 10003 10004 10005 20001 20002 20003 20004 30001 30002 30003"


def tables(heading: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the section's codes with the tests that provoke them, and those that are not modelled with the reason."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, left_out = section.split("Not modelled:")
    tests = {code: re.findall(r"`(test_\w+)`", row) for code, row in re.findall(r"^\| (\d+) \|(.*)$", provoked, re.M)}
    return tests, dict(re.findall(r"^\| (\d+) \| (.*) \|$", left_out, re.M))


LISTS = [("Server codes", SERVER_CODES, test_vivo), ("Client codes", CLIENT_CODES, test_vivo_sdk)]


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
    source = inspect.getsource(test_vivo)
    assert [code for code in tables("Server codes")[0] if code not in source] == []


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {str(one.code) for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared == set(tables("Server codes")[0]) - {"0"}


def test_states_that_the_sdk_has_are_those_that_are_provoked():
    declared = {str(value) for name, value in vars(ClientCode).items() if name.isupper()}
    assert declared == set(tables("Client codes")[0])
