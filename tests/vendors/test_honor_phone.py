"""Honor's push service in the system: messages held back at night, and what is drawn beside title and text."""

from typing import Any

import pytest

from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import CertificateSpec
from tests.factories import a_message, healthy_world, killed, records, reg_id_of, send, tap
from tests.vendors.honor_client import LEFT_OUT, HonorClient, a_client

CLASS = "com.example.chat.MainActivity"


def at_night(start: str = "2026-03-02 23:50", **spec: Any) -> HonorClient:
    """Return a client in a world whose phone lies idle, its app swiped away; the set-up takes some seconds."""
    client = a_client(start=start, **spec)
    killed(client.world)
    client.world.phone("bob_phone").power.lay_down()
    return client


def shade(client: HonorClient) -> int:
    return len(client.world.phone("bob_phone").notifications.shade)


# -- night ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["2026-03-03 00:00", "2026-03-03 03:00"])
def test_message_for_an_idle_phone_waits_for_the_morning(start):
    client = at_night(start)
    client.push()
    client.world.run_for(SECOND_MS)
    verdict = client.world.verdict(client.world.ledger.opened)
    assert (verdict.text, verdict.hop, verdict.reason) == ("pending", Hop.DEVICE_RECEIVED, Reason.QUIET_HOURS)
    client.world.check_conservation()
    until_six = client.world.clock.ms_until(client.world.clock.now.time().replace(6, 0, 0, 0))
    client.world.run_for(until_six - 1)
    assert shade(client) == 0
    client.world.run_for(SECOND_MS)
    assert shade(client) == 1
    client.world.check_conservation()


@pytest.mark.parametrize("start", ["2026-03-02 23:50", "2026-03-03 06:00", "2026-03-03 12:00"])
def test_message_outside_the_night_does_not_wait(start):
    client = at_night(start)
    client.push()
    client.world.run_for(SECOND_MS)
    assert shade(client) == 1


def test_message_for_a_phone_in_use_does_not_wait_at_night():
    client = at_night("2026-03-03 01:00")
    client.world.phone("bob_phone").power.wake_up()
    client.push()
    client.world.run_for(SECOND_MS)
    assert shade(client) == 1


@pytest.mark.parametrize("how", ["wake_up", "launch"])
def test_what_waits_is_shown_when_the_phone_is_picked_up(how):
    client = at_night("2026-03-03 01:00")
    for _ in range(2):
        client.push(notifyId=LEFT_OUT)
    client.world.run_for(SECOND_MS)
    phone = client.world.phone("bob_phone")
    if how == "launch":
        phone.app.launch()
    else:
        phone.power.wake_up()
    client.world.run_for(SECOND_MS)
    assert shade(client) == 2
    client.world.run_for(6 * HOUR_MS)
    assert shade(client) == 2
    client.world.check_conservation()


def test_data_message_waits_too():
    client = at_night("2026-03-03 01:00")
    client.world.phone("bob_phone").app.start()
    client.send(token=[reg_id_of(client.world)], data="anything")
    client.world.run_for(HOUR_MS)
    assert not records(client.world, Kind.CALLBACK, "onMessageReceived")
    client.world.run_for(5 * HOUR_MS)
    assert len(records(client.world, Kind.CALLBACK, "onMessageReceived")) == 1


def test_message_whose_life_ends_in_the_night_is_not_shown_in_the_morning():
    client = at_night("2026-03-03 01:00")
    client.push(android={"ttl": "3600s"})
    client.world.run_for(5 * HOUR_MS)
    assert client.said_no(Hop.POSTED, Reason.TTL_EXPIRED, "life_ended_while_held")
    client.world.check_conservation()


def test_waived_night_shows_it_at_once():
    world = healthy_world("honor", start="2026-03-03 01:00", waived=Reason.QUIET_HOURS)
    killed(world)
    world.phone("bob_phone").power.lay_down()
    assert send(world).text == "shown"


def test_tap_picks_the_phone_up():
    client = at_night("2026-03-02 12:00")
    client.push()
    client.world.run_for(SECOND_MS)
    tap(client.world)
    assert not client.world.phone("bob_phone").power.is_device_idle_mode
    [down, up] = records(client.world, Kind.STATE, "power")
    assert (down.data["is_idle"], up.data["is_idle"]) == (True, False)


# -- what is drawn ----------------------------------------------------------------------------------------------------


def drawn(client: HonorClient, **changes: Any) -> dict[str, Any] | None:
    before = len(records(client.world, Kind.STATE, "drawn"))
    assert client.push(notifyId=LEFT_OUT, **changes)["code"] == 200
    client.world.run_for(SECOND_MS)
    found = records(client.world, Kind.STATE, "drawn")
    return dict(found[-1].data) if len(found) > before else None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"image": "https://example.com/a.png"}, {"image": "https://example.com/a.png"}),
        ({"when": "2014-10-02T15:01:23.045123456Z"}, {"when": "2014-10-02T15:01:23.045123456Z"}),
        ({"buttons": [{"name": "reply"}, {"name": "later"}]}, {"buttons": ("reply", "later")}),
        (
            {"style": 1, "bigTitle": "a new message", "bigBody": "lunch?"},
            {"bigTitle": "a new message", "bigBody": "lunch?"},
        ),
    ],
)
def test_what_stands_beside_title_and_text_is_drawn(changes, expected):
    assert drawn(a_client(), **changes) == expected


def test_group_shows_its_newest_with_a_counter():
    client = a_client()
    assert drawn(client, group="chat") == {"group": "chat", "group_count": 1}
    assert drawn(client, group="other") == {"group": "other", "group_count": 1}
    assert drawn(client, group="chat") == {"group": "chat", "group_count": 2}
    tap(client.world)
    assert drawn(client, group="chat") == {"group": "chat", "group_count": 2}


@pytest.mark.parametrize(
    ("badges", "number"),
    [
        ([{"addNum": 2}, {"addNum": 3}], 5),
        ([{"addNum": 2}, {"setNum": 7}], 7),
        ([{"setNum": 7}, {"addNum": 1}], 8),
        ([{"setNum": 7, "addNum": 1}], 7),
        ([{"setNum": 7}, {"setNum": 0}], 0),
        ([{"setNum": "7"}], 7),
        ([{"setNum": 7}, {"addNum": 2, "setNum": 0}], 9),
        ([{"setNum": 7}, {"addNum": 0, "setNum": 3}], 3),
        ([{"setNum": 7}, {"addNum": 0, "setNum": 0}], 0),
    ],
)
def test_badge_is_set_or_added_to(badges, number):
    client = a_client()
    for badge in badges:
        client.push(badge={"badgeClass": CLASS, **badge})
        client.world.run_for(SECOND_MS)
    assert records(client.world, Kind.STATE, "badge")[-1].data["number"] == number


def test_badge_without_its_class_is_ignored_and_the_notification_is_shown():
    client = a_client()
    client.push(badge={"addNum": 1})
    client.world.run_for(SECOND_MS)
    assert shade(client) == 1
    [ignored] = records(client.world, Kind.STATE, "badge")
    assert (ignored.outcome, ignored.rule) == (Outcome.REFUSED, "honor.badge_class_missing")


def test_badge_of_a_chat_message_is_what_im_counts():
    world = healthy_world("honor", certificates={"honor": CertificateSpec(values={"badge_class": CLASS})})
    killed(world)
    for number in (1, 2):
        assert send(world, within_ms=MINUTE_MS).text == "shown"
        assert records(world, Kind.STATE, "badge")[-1].data["number"] == number


def test_message_that_is_not_to_be_counted_sets_no_badge():
    world = healthy_world("honor")
    killed(world)
    assert send(world, a_message()).text == "shown"
    assert not records(world, Kind.STATE, "badge")
