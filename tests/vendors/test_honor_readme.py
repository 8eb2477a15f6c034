"""The README of Honor's folder against its codes and the tests it names."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import simulator.vendors.honor
from simulator.vendors.honor import rejections, rules
from simulator.vendors.honor.facts import ClientCode
from tests.vendors import test_honor, test_honor_sdk

README = (Path(simulator.vendors.honor.__file__).parent / "README.md").read_text("utf-8")

# What the SDK's own table lists; the reference sheet's section 4.3.
CLIENT_CODES = {0, 8001000, *range(8001001, 8001006), *range(8002001, 8002009), *range(8003001, 8003009), 10214}


def tables(heading: str) -> tuple[dict[int, list[str]], set[int]]:
    """Return the section's codes with the tests that provoke them, and those that are not modelled."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    provoked, _, others = section.partition("Not modelled:")
    rows = re.findall(r"^\| (\d+) \|(.*)$", provoked, re.MULTILINE)
    left_out = {int(code) for code in re.findall(r"^\| (\d+) \| .+ \|$", others, re.MULTILINE)}
    return {int(code): re.findall(r"`(test_\w+)`", row) for code, row in rows}, left_out


def test_each_client_code_is_either_provoked_or_left_out_with_a_reason():
    tests, others = tables("Client codes")
    assert set(tests) | others == CLIENT_CODES
    assert not set(tests) & others


@pytest.mark.parametrize(("heading", "module"), [("Server codes", test_honor), ("Client codes", test_honor_sdk)])
def test_each_test_that_is_named_is_there(heading, module: ModuleType):
    for named in tables(heading)[0].values():
        assert named
        assert [name for name in named if not inspect.isfunction(getattr(module, name, None))] == []


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    declared = {one.code for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    assert declared == set(tables("Server codes")[0])


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    declared = {value for name, value in vars(ClientCode).items() if name.isupper()}
    assert declared == set(tables("Client codes")[0])


def test_every_rejection_is_the_answer_of_a_rule_that_a_test_names():
    source = inspect.getsource(test_honor)
    every = (*rules.AUTH, *rules.SENDING, *rules.FIELDS, *rules.RATE, *rules.TARGETS)
    answers = {rule.answer for rule in every}
    assert answers == {one for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    named = ("target_missing", "too_many_targets")  # by the text of their answer, and by their bounds
    assert [
        one.name for one in every if one.name.removeprefix("honor.") not in (*named, *re.findall(r"\w+", source))
    ] == []
