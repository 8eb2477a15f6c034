"""A cause in a random healthy world is found again from what a customer could see, and nothing in healthy ones."""

import pytest

from simulator.causes import CAUSES
from simulator.diagnose.conclude import Conclusion, Verdict, conclude, ticket_of
from simulator.diagnose.evaluate import Worlds
from simulator.diagnose.planted import form_of, healthy_setting, plant, read_planted
from simulator.kernel.randomness import Stream, Streams

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
    found = concluded([name], vendor, stream, worlds)
    assert name in [group.first.id for group in found.groups[:3]]
    assert found.words[0] == CAUSES[name].cause_hop
    assert found.verdict is Verdict.BROKEN
    assert found.pair is None


@pytest.mark.parametrize("vendor", ["honor", "vivo"])
def test_nothing_is_found_in_a_healthy_world(vendor: str, worlds: Worlds) -> None:
    assert concluded([], vendor, Streams(3).named(vendor), worlds).verdict is Verdict.HEALTHY


def concluded(names: list[str], vendor: str, stream: Stream, worlds: Worlds) -> Conclusion:
    """Return what the ticket of a world with the causes *names* comes to."""
    seen = plant(names, healthy_setting(vendor, stream))
    assert seen is not None
    ticket = ticket_of(read_planted(form_of(seen, stream)))
    return conclude(ticket, worlds.of(ticket.setting))
