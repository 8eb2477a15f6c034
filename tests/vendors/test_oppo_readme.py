"""The README of OPPO's folder against the code lists of the reference and the tests it names."""

import pytest

import simulator.vendors.oppo
from simulator.vendors.oppo import rejections
from simulator.vendors.oppo.facts import ClientCode
from tests.vendors import test_oppo, test_oppo_sdk
from tests.vendors.readmes import (
    check_accounts_for,
    check_names_tests_of,
    check_stands_in,
    code_table,
    codes_of,
    rejection_codes,
)

# What OPPO's documents and SDKs list; the reference sheet's sections 6 and 9.4.
SERVER_CODES = (
    "-3 -2 -1 0 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 40 41 51 54 55 59 67 10000"
)
CLIENT_CODES = "-2 -1 0 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 40 41"

TABLES = [
    ("Server codes", SERVER_CODES, test_oppo),
    ("Client codes", CLIENT_CODES, test_oppo_sdk),
]


def table(heading: str):
    return code_table(simulator.vendors.oppo, heading)


@pytest.mark.parametrize(("heading", "listed", "tests"), TABLES)
def test_each_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason(heading, listed, tests):
    check_accounts_for(table(heading), listed)
    check_names_tests_of(table(heading), tests)


def test_each_server_code_is_in_the_tests_that_provoke_it():
    check_stands_in(table("Server codes"), test_oppo)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    assert rejection_codes(rejections) | {"0"} == set(table("Server codes").provoked)


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    assert codes_of(ClientCode) == set(table("Client codes").provoked)
