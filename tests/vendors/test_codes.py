"""What holds for the code table of every vendor on the shelf."""

import pytest

from simulator.push.code import Side
from simulator.push.rejection import Rejection
from simulator.report.codes import code_of, provoked_of
from simulator.vendors import VENDORS
from simulator.world.catalogue import catalogue, rules

each_vendor = pytest.mark.parametrize("vendor", VENDORS)


@each_vendor
@pytest.mark.parametrize("side", Side)
def test_codes_are_sorted_and_mean_something_in_both_languages(vendor, side):
    codes = VENDORS[vendor].codes.side(side)
    numbers = [code.number for code in codes]
    assert numbers == sorted(set(numbers))
    assert codes
    assert all(code.english for code in codes)
    assert [code.number for code in codes if not any("\u4e00" <= one <= "\u9fff" for one in code.chinese)] == []


@each_vendor
def test_every_code_that_a_rule_answers_is_in_the_table(vendor):
    table = VENDORS[vendor].codes
    for rule in rules():
        if rule.name.partition(".")[0] == vendor and (number := code_of(rule)) is not None:
            side = Side.SERVER if isinstance(rule.answer, Rejection) else Side.CLIENT
            assert any(code.number == number for code in table.side(side)), f"{rule.name}: {side} {number}"


@each_vendor
@pytest.mark.parametrize("side", Side)
def test_at_most_a_tenth_of_the_codes_is_left_out(vendor, side):
    codes = VENDORS[vendor].codes.side(side)
    assert 10 * sum(bool(code.left_out) for code in codes) <= len(codes)


@each_vendor
def test_every_rule_that_the_tests_provoke_is_in_the_catalogue(vendor):
    assert [name for name in provoked_of(vendor).rules if name not in catalogue()] == []
