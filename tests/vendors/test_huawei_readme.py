"""The README of Huawei's folder against its codes and the tests it names."""

import pytest

import simulator.vendors.huawei
from simulator.vendors.huawei import rejections
from simulator.vendors.huawei.facts import AgentCode, ClientCode
from tests.vendors import test_huawei, test_huawei_sdk
from tests.vendors.readmes import check_accounts_for, check_names_tests_of, code_table, codes_of, rejection_codes

# What the reference sheet's section 5 lists for sends.
SERVER_CODES = (
    "80000000 80100000 80100001 80100002 80100003 80100004 80100013 80100016 80100017 80100018 80200001 80200003 "
    "80200005 80300002 80300007 80300008 80300010 80300011 80300013 80600003 81000001 6003 503 1101 1102 1104"
)


def table(heading: str):
    return code_table(simulator.vendors.huawei, heading)


def test_each_server_code_is_provoked_by_a_test_that_is_there_or_left_out_with_a_reason():
    check_accounts_for(table("Server codes"), SERVER_CODES)
    check_names_tests_of(table("Server codes"), test_huawei)


def test_codes_that_the_cloud_has_are_those_that_are_provoked():
    # Success, and the fault that only a plan brings about.
    assert rejection_codes(rejections) | {"80000000", "81000001"} == set(table("Server codes").provoked)


@pytest.mark.parametrize(("heading", "codes"), [("Client codes", ClientCode), ("Client codes of HMSAgent", AgentCode)])
def test_codes_that_the_sdks_have_are_those_that_are_provoked(heading, codes):
    assert codes_of(codes) == set(table(heading).provoked)
    check_names_tests_of(table(heading), test_huawei_sdk)
