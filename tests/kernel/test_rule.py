import pytest

from simulator.kernel.rule import Decision, Rule, Rulebook, Waiver
from simulator.kernel.source import Source

SOURCE = Source("vivo guide", "step 5")
ASKED: list[str] = []


def a_rule(name: str, reason: str, threshold: int) -> Rule[int]:
    def says_no(case: int) -> bool:
        ASKED.append(name)
        return case >= threshold

    return Rule(name, reason, says_no, SOURCE)


LOGGED_OUT = a_rule("im.logged_out", "logged_out", 1)
KICKED = a_rule("im.kicked", "kicked", 2)
KICKED_TWICE = a_rule("im.kicked_twice", "kicked", 2)
DECISION = Decision("im.offline_decision", (LOGGED_OUT, KICKED, KICKED_TWICE))


@pytest.fixture(autouse=True)
def nothing_asked():
    ASKED.clear()


def test_first_no_decides_and_later_rules_are_not_asked():
    assert Rulebook().first_no(DECISION, 2) is LOGGED_OUT
    assert ASKED == ["im.logged_out"]


def test_yes_has_asked_every_rule_in_order():
    assert Rulebook().first_no(DECISION, 0) is None
    assert [rule.name for rule in DECISION] == ASKED


@pytest.mark.parametrize("what", ["logged_out", "im.logged_out"])
def test_waived_rule_counts_as_yes_by_its_reason_or_its_name(what: str):
    assert Rulebook(frozenset({Waiver(what)})).first_no(DECISION, 1, "bob_phone") is None
    assert Rulebook(frozenset({Waiver(what)})).first_no(DECISION, 2, "bob_phone") is KICKED


def test_waived_reason_waives_all_rules_that_give_it_and_a_waived_name_one():
    both = Rulebook(frozenset({Waiver("logged_out"), Waiver("kicked")}))
    one = Rulebook(frozenset({Waiver("logged_out"), Waiver("im.kicked")}))
    assert (both.first_no(DECISION, 2), one.first_no(DECISION, 2)) == (None, KICKED_TWICE)


@pytest.mark.parametrize(
    ("subject", "refusal"), [("bob_phone", None), ("eve_phone", LOGGED_OUT), (None, LOGGED_OUT), ("", LOGGED_OUT)]
)
def test_waiver_for_one_phone_holds_for_that_phone_only(subject: str | None, refusal: Rule[int] | None):
    rules = Rulebook(frozenset({Waiver("logged_out", "bob_phone")}))
    assert rules.first_no(DECISION, 1, subject) is refusal


def test_rulebook_remembers_which_nos_were_waived():
    rules = Rulebook(frozenset({Waiver("logged_out"), Waiver("never_comes_up")}))
    rules.first_no(DECISION, 0)
    assert rules.waived == []
    rules.first_no(DECISION, 2)
    assert rules.waived == ["im.logged_out"]
