"""One app may make several mistakes, as long as no two are about the same thing."""

import pytest

from simulator.device.app.mistakes import can_stand_together, changed_by, with_mistakes
from simulator.device.app.variants import VARIANTS, careful
from simulator.report.mistakes import mistakes


def test_an_app_makes_all_mistakes_that_it_is_given_and_is_careful_in_all_else() -> None:
    made = with_mistakes("careful", ("receivers_renamed", "login_never_noted"))
    assert made.shrinking_rules == VARIANTS["receivers_renamed"].shrinking_rules
    assert not made.notes_login
    assert made.manifest == careful.MANIFEST
    assert with_mistakes("careful", ()) == careful.VARIANT


def test_mistakes_come_on_top_of_any_way_to_write_the_app() -> None:
    made = with_mistakes("vivo_guide", ("login_never_noted",))
    assert made.guards == VARIANTS["vivo_guide"].guards
    assert not made.notes_login


@pytest.mark.parametrize("name", mistakes())
def test_a_mistake_alone_is_the_variant_that_makes_it(name: str) -> None:
    made = with_mistakes("careful", (name,))
    assert {field: getattr(made, field) for field in changed_by(name)} == changed_by(name)
    assert changed_by(name)


def test_two_mistakes_about_the_same_thing_cannot_stand_together() -> None:
    assert can_stand_together(("receiver_undeclared", "login_never_noted"))
    assert not can_stand_together(("receiver_undeclared", "receiver_not_exported"))
