"""The README of vivo's folder against the code lists of the reference and the tests it names."""

import pytest

import simulator.vendors.vivo
from simulator.vendors.vivo import rejections
from simulator.vendors.vivo.facts import ClientCode
from tests.vendors import test_vivo, test_vivo_sdk
from tests.vendors.readmes import (
    check_accounts_for,
    check_names_tests_of,
    check_stands_in,
    code_table,
    codes_of,
    rejection_codes,
)

# What vivo's documents and SDKs list for these calls; the reference sheet's sections 4.1, 4.2 and 7.4.
SERVER_CODES = (
    "0 10000 10040 10043 10045 10050 10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065 "
    "10066 10067 10068 10069 10070 10071 10072 10073 10082 10085 10093 10094 10095 10096 10097 10103 10104 10150 "
    "10151 10152 10153 10154 10155 10200 10201 10202 10203 10204 10205 10206 10207 10250 10252 10254 10301 10302 "
    "10304 10305 10306 10307 10311 10352 10353 10471 10473 10601 10609 10614 10616 10800 10801 11000"
)
CLIENT_CODES = "0 1 101 102 1001 1002 1003 1004 1005 10000 10003 10004 10005 20001 20002 20003 20004 30001 30002 30003"

TABLES = [
    ("Server codes", SERVER_CODES, test_vivo),
    ("Client codes", CLIENT_CODES, test_vivo_sdk),
]


def table(heading: str):
    return code_table(simulator.vendors.vivo, heading)


@pytest.mark.parametrize(("heading", "listed", "tests"), TABLES)
def test_each_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason(heading, listed, tests):
    check_accounts_for(table(heading), listed)
    check_names_tests_of(table(heading), tests)


def test_each_server_code_is_in_the_tests_that_provoke_it():
    check_stands_in(table("Server codes"), test_vivo)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    assert rejection_codes(rejections) | {"0"} == set(table("Server codes").provoked)


def test_codes_that_the_sdk_has_are_those_that_are_provoked():
    assert codes_of(ClientCode) == set(table("Client codes").provoked)
