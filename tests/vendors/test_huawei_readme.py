"""The README of Huawei's folder against its codes and the tests it names."""

import inspect
import re
from pathlib import Path

import pytest

import simulator.vendors.huawei
from simulator.vendors.huawei import rejections
from simulator.vendors.huawei.facts import AgentCode, ClientCode
from tests.vendors import test_huawei, test_huawei_sdk

README = (Path(simulator.vendors.huawei.__file__).parent / "README.md").read_text("utf-8")

# What the reference sheet's section 5 lists for sends.
SERVER_CODES = (
    "80000000 80100000 80100001 80100002 80100003 80100004 80100013 80100016 80100017 80100018 80200001 80200003 "
    "80200005 80300002 80300007 80300008 80300010 80300011 80300013 80600003 81000001 6003 503 1101 1102 1104"
)


def rows(text: str) -> dict[str, list[str]]:
    return {code: re.findall(r"`(test_\w+)`", row) for code, row in re.findall(r"^\| (-?\d+) \|(.*)$", text, re.M)}


def section(heading: str) -> str:
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def codes_of(names: type) -> set[str]:
    return {str(value) for name, value in vars(names).items() if name.isupper()}


def test_each_server_code_is_either_provoked_or_left_out_with_a_reason():
    provoked, left_out = section("Server codes").split("Not modelled:")
    assert set(rows(provoked)) | set(rows(left_out)) == set(SERVER_CODES.split())
    assert not set(rows(provoked)) & set(rows(left_out))


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {str(one.code) for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared | {"80000000", "81000001"} == set(rows(section("Server codes").split("Not modelled:")[0]))


def test_codes_that_the_sdks_have_are_those_that_are_provoked():
    newer, agent = section("Client codes").split("Not modelled:")[0].split("Of HMSAgent:")
    assert set(rows(newer)) == codes_of(ClientCode)
    assert set(rows(agent)) == codes_of(AgentCode)


@pytest.mark.parametrize(("heading", "module"), [("Server codes", test_huawei), ("Client codes", test_huawei_sdk)])
def test_each_test_that_is_named_is_there(heading, module):
    for part in section(heading).split("Not modelled:")[0].split("Of HMSAgent:"):
        for code, named in rows(part).items():
            assert named, code
            assert [name for name in named if not inspect.isfunction(getattr(module, name, None))] == []
