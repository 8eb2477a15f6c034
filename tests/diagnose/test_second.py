"""Two causes at once: the second is what the first does not explain."""

import pytest

from simulator.diagnose.answer import diagnose, ticket_of
from simulator.diagnose.planted import healthy_setting, plant, read_planted
from simulator.diagnose.rank import World, rank
from simulator.diagnose.second import second_cause
from simulator.kernel.randomness import Streams


@pytest.mark.parametrize(
    "pair", [("secret_wrong", "notifications_off"), ("constants_of_another_app", "notifications_off")]
)
def test_both_of_two_causes_are_among_the_first(pair: tuple[str, str]) -> None:
    stream = Streams(5).named("-".join(pair))
    setting = healthy_setting("oppo", stream)
    form = plant(pair, setting, stream)
    assert form is not None
    answer = diagnose(read_planted(form))
    named = [name for cause in answer.causes[:3] for name in (cause.id, *cause.also)]
    assert set(pair) <= set(named)


def test_one_cause_that_explains_all_has_none_beside_it() -> None:
    stream = Streams(5).named("one")
    form = plant(("notifications_off",), healthy_setting("vivo", stream), stream)
    assert form is not None
    ticket = ticket_of(read_planted(form))
    world = World(ticket.setting)
    assert second_cause(ticket, world, rank(ticket, world)) is None
