"""The README of Xiaomi's folder against the code lists of the reference and the tests it names."""

import pytest

import simulator.vendors.xiaomi
from simulator.vendors.xiaomi import rejections
from simulator.vendors.xiaomi.facts import ClientCode
from tests.vendors import test_xiaomi, test_xiaomi_sdk
from tests.vendors.readmes import (
    check_accounts_for,
    check_names_tests_of,
    check_stands_in,
    code_table,
    codes_of,
    rejection_codes,
)

# What Xiaomi's documents and SDKs list; the reference sheet's sections 6 and 9.3.
SERVER_CODES = (
    "0, 10001 to 10014, 10016 to 10018, 10020 to 10039, 10041, 20209, 20215, 20216, 20301, 20315, 20607, "
    "21301 to 21303, 21305, 22000 to 22008, 22020 to 22022, 22100 to 22103, 26003 to 26006, 27001, 65003, "
    "65006 to 65017, 65028 to 65030, 65035 to 65038, 65040, 65041, 66006, 66007, 200001, 200002"
)
CLIENT_CODES = "0, 22000, 22006, 22007, 22022, 70000001 to 70000004"

TABLES = [
    ("Server codes", SERVER_CODES, test_xiaomi),
    ("Client codes", CLIENT_CODES, test_xiaomi_sdk),
]


def table(heading: str):
    return code_table(simulator.vendors.xiaomi, heading)


@pytest.mark.parametrize(("heading", "listed", "tests"), TABLES)
def test_each_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason(heading, listed, tests):
    check_accounts_for(table(heading), listed)
    check_names_tests_of(table(heading), tests)


def test_each_server_code_is_in_the_tests_that_provoke_it():
    check_stands_in(table("Server codes"), test_xiaomi)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    assert rejection_codes(rejections) | {"0"} == set(table("Server codes").provoked)


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    assert codes_of(ClientCode) == set(table("Client codes").provoked)
