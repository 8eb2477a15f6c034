"""A cause in a random healthy world is found again from what a customer could see, and nothing in healthy ones."""

import pytest

from simulator.causes import CAUSES
from simulator.diagnose.answer import Verdict, ticket_of, verdict_of
from simulator.diagnose.evaluate import Worlds
from simulator.diagnose.planted import healthy_setting, plant, read_planted
from simulator.diagnose.rank import rank
from simulator.kernel.randomness import Streams

SAMPLE = [
    ("huawei", "secret_wrong"),
    ("meizu", "certificate_missing"),
    ("oppo", "channel_never_created"),
    ("vivo", "receivers_renamed"),
    ("vivo", "notifications_off"),
    ("oppo", "extras_unread"),
    ("xiaomi", "push_switched_off_by_sender"),
]


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds()


@pytest.mark.parametrize(("vendor", "name"), SAMPLE)
def test_a_planted_cause_is_found(vendor: str, name: str, worlds: Worlds) -> None:
    stream = Streams(7).named(f"{vendor} {name}")
    form = plant([name], healthy_setting(vendor, stream), stream)
    assert form is not None
    ticket = ticket_of(read_planted(form))
    world = worlds.of(ticket.setting)
    ranked = rank(ticket, world)
    found = [candidate.id for candidate, _ in ranked.candidates[:3]]
    assert name in found
    assert next(iter(ranked.words)) == CAUSES[name].cause_hop
    assert verdict_of(ticket, world, ranked) is Verdict.BROKEN


@pytest.mark.parametrize("vendor", ["honor", "vivo"])
def test_nothing_is_found_in_a_healthy_world(vendor: str, worlds: Worlds) -> None:
    stream = Streams(3).named(vendor)
    form = plant([], healthy_setting(vendor, stream), stream)
    assert form is not None
    ticket = ticket_of(read_planted(form))
    world = worlds.of(ticket.setting)
    assert verdict_of(ticket, world, rank(ticket, world)) is Verdict.HEALTHY
