"""The README of Meizu"s folder against the code lists of the reference and the tests it names."""

import pytest

import simulator.vendors.meizu
from simulator.vendors.meizu import rejections
from simulator.vendors.meizu.facts import ClientCode
from tests.vendors import test_meizu, test_meizu_sdk
from tests.vendors.readmes import (
    check_accounts_for,
    check_names_tests_of,
    check_stands_in,
    code_table,
    codes_of,
    rejection_codes,
)

# What Meizu"s documents and SDKs list; the reference sheet"s sections 4.1, 4.2 and 7.2.
CALL_CODES = (
    "200 300 500 1001 1003 1005 1006 110000 110001 110002 110003 110004 110009 110010 110019 110031 110032 110033 "
    "110051 110053"
)
TARGET_CODES = "201 501 513 518 519 520 110002 110003 110005 110010 110011"
CLIENT_CODES = "0 200 20000 20001 110000 110001 110031"

TABLES = [
    ("Call codes", CALL_CODES, test_meizu),
    ("Target codes", TARGET_CODES, test_meizu),
    ("Client codes", CLIENT_CODES, test_meizu_sdk),
]


def table(heading: str):
    return code_table(simulator.vendors.meizu, heading)


@pytest.mark.parametrize(("heading", "listed", "tests"), TABLES)
def test_each_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason(heading, listed, tests):
    check_accounts_for(table(heading), listed)
    check_names_tests_of(table(heading), tests)


@pytest.mark.parametrize("heading", ["Call codes", "Target codes"])
def test_each_server_code_is_in_the_tests_that_provoke_it(heading):
    check_stands_in(table(heading), test_meizu)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    provoked = {code for heading in ["Call codes", "Target codes"] for code in table(heading).provoked}
    assert rejection_codes(rejections) | {"200"} == provoked


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    assert codes_of(ClientCode) == set(table("Client codes").provoked)
