import re
from datetime import date
from types import ModuleType

import msgspec
import pytest

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.world.catalogue import Entry, catalogue, collect, find_source, rules
from simulator.world.statements import statements

ENTRIES = catalogue()
NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+")
SOURCE = Source("vivo guide", "step 5", ("C19",))


def sourced() -> list[Entry]:
    return [entry for entry in ENTRIES.values() if entry.source is not None]


def test_rules_decisions_and_facts_are_found_where_they_are_declared():
    kinds = {type(entry.thing) for entry in ENTRIES.values()}
    assert kinds == {Rule, Decision, Fact}
    homes = {entry.home.split(".")[1] for entry in ENTRIES.values()}
    assert {"im", "cloud", "device", "vendors"} <= homes
    assert list(ENTRIES) == sorted(ENTRIES)


@pytest.mark.parametrize("name", ENTRIES)
def test_name_is_dotted_and_in_lower_case(name: str):
    assert NAME.fullmatch(name)


def test_every_rule_gives_a_reason_of_the_closed_set():
    strangers = {rule.name: rule.reason for rule in rules() if rule.reason not in set(Reason)}
    assert strangers == {}


@pytest.mark.parametrize("entry", sourced(), ids=lambda entry: entry.name)
def test_source_names_a_document_and_known_statements(entry: Entry):
    source = entry.source
    assert isinstance(source, Source)
    assert source.document.strip() == source.document != ""
    assert isinstance(source.grade, Grade)
    for statement in source.statements:
        assert re.fullmatch(r"[CVXOHM]\d\d", statement)
        assert statement in statements()


def test_every_rule_of_a_decision_is_in_the_catalogue_and_asked_once():
    for entry in ENTRIES.values():
        names = [rule.name for rule in entry.rules]
        assert len(set(names)) == len(names), entry.name
        assert set(names) <= set(ENTRIES), entry.name


def test_source_is_found_by_name():
    (rule, *_) = rules()
    assert find_source(rule.name) == rule.source
    assert find_source("nobody.knows_it") is None
    assert find_source("im.offline_decision") is None


def test_decision_stands_for_the_statements_of_its_rules():
    entry = ENTRIES["im.offline_decision"]
    assert entry.source is None
    assert entry.statements == {statement for rule in entry.rules for statement in rule.source.statements}
    assert "C19" in entry.statements


# -- collecting --------------------------------------------------------------------------------------------------------


def a_rule(name: str, reason: str = "logged_out") -> Rule[object]:
    return Rule(name, reason, bool, SOURCE)


def a_module(name: str = "simulator.im.made_up", **names: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module


class Poll(msgspec.Struct, frozen=True):
    name: str
    meter: Decision[None]


def test_things_in_tables_tuples_structs_and_editions_are_found():
    dated = Dated(Fact("a.old", 1, SOURCE), Fact("a.new", 2, SOURCE, date(2024, 1, 1)))
    module = a_module(
        RULES={"first": a_rule("a.one")},
        MORE=(a_rule("a.two"),),
        CHECK=Decision("a.check", (a_rule("a.three"),)),
        LIFE=dated,
        POLL=Poll("a poll", Decision("a.meter", (a_rule("a.four"),))),
    )
    names = ["a.check", "a.four", "a.meter", "a.new", "a.old", "a.one", "a.three", "a.two"]
    assert list(collect([module])) == names


def test_thing_that_another_module_imports_is_the_same_thing():
    rule = a_rule("a.one")
    found = collect([a_module("simulator.im.first", RULE=rule), a_module("simulator.im.second", RULE=rule)])
    assert found["a.one"].home == "simulator.im.first"


@pytest.mark.parametrize(
    "other", [a_rule("a.one", "kicked"), Fact("a.one", 1, SOURCE), Decision("a.one", (a_rule("a.two"),))]
)
def test_two_things_of_one_name_are_refused(other: object):
    with pytest.raises(ValueError, match=r'"a\.one" of simulator\.im\.second is also declared in .*first'):
        collect([a_module("simulator.im.first", RULE=a_rule("a.one")), a_module("simulator.im.second", RULE=other)])
