"""The README of Honor's folder against its codes and the tests it names."""

import inspect
import re

import simulator.vendors.honor
from simulator.vendors.honor import rejections, rules
from simulator.vendors.honor.facts import ClientCode
from tests.vendors import test_honor, test_honor_sdk
from tests.vendors.readmes import check_accounts_for, check_names_tests_of, code_table, codes_of, rejection_codes

# What the SDK's own table lists; the reference sheet's section 4.3. Honor's list of server codes is not public.
CLIENT_CODES = "0, 8001000 to 8001005, 8002001 to 8002008, 8003001 to 8003008, 10214"


def table(heading: str):
    return code_table(simulator.vendors.honor, heading)


def test_each_client_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason():
    check_accounts_for(table("Client codes"), CLIENT_CODES)
    check_names_tests_of(table("Client codes"), test_honor_sdk)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    assert rejection_codes(rejections) == set(table("Server codes").provoked)
    check_names_tests_of(table("Server codes"), test_honor)


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    assert codes_of(ClientCode) == set(table("Client codes").provoked)


def test_every_rejection_is_the_answer_of_a_rule_that_a_test_names():
    source = inspect.getsource(test_honor)
    every = (*rules.AUTH, *rules.SENDING, *rules.FIELDS, *rules.RATE, *rules.TARGETS)
    answers = {rule.answer for rule in every}
    assert answers == {one for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    named = ("target_missing", "too_many_targets")  # by the text of their answer, and by their bounds
    assert [
        one.name for one in every if one.name.removeprefix("honor.") not in (*named, *re.findall(r"\w+", source))
    ] == []
