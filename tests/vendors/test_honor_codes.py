"""Honor's codes against its table, and its refusals against its rules."""

import inspect
import re

from simulator.vendors.honor import receipts, rejections, rules
from simulator.vendors.honor.codes import CODES
from tests.vendors import test_honor

RULES = (*rules.AUTH, *rules.SENDING, *rules.FIELDS, *rules.RATE, *rules.TARGETS)


def test_codes_of_the_cloud_are_those_of_the_table():
    refused = {one.code for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    told = {value for name, value in vars(receipts).items() if name.isupper() and isinstance(value, int)}
    assert refused | told | {200, 80000000} == {code.number for code in CODES.server}


def test_every_rejection_is_the_answer_of_a_rule_that_a_test_names():
    answers = {rule.answer for rule in RULES}
    assert answers == {one for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    named = ("target_missing", "too_many_targets")  # by the text of their answer, and by their bounds
    words = {*named, *re.findall(r"\w+", inspect.getsource(test_honor))}
    assert [one.name for one in RULES if one.name.removeprefix("honor.") not in words] == []
