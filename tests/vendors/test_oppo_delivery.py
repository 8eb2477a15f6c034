"""How OPPO's messages go out and show: aliases and tags, speed and hours, templates, levels, time on the screen."""

from typing import Any

import pytest

from simulator.device.android.notification_channel import Importance
from simulator.kernel.units import HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import bound_phone, callbacks, hops, killed, reg_id_of
from tests.vendors.oppo_client import IN_2026, LEFT_OUT, UNKNOWN, OppoClient, a_client, manager_of


def shade(client: OppoClient, name: str = "bob_phone") -> int:
    return len(client.world.phone(name).notifications.shade)


def named(client: OppoClient, kind: str, *names: str, phone: str = "bob_phone") -> None:
    manager_of(client.world, phone)[1].set_names(kind, names)
    client.world.run_for(SECOND_MS)


# -- aliases and tags -


@pytest.mark.parametrize("target_type", [3, 5])
def test_alias_stands_for_the_phone_that_set_it(target_type):
    client = a_client()
    named(client, "aliases", "bob")
    assert client.send(target_type=target_type, target_value="bob")["code"] == 0
    assert client.verdict() == "shown"
    assert client.send(target_type=target_type, target_value="alice")["code"] == 10000
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "alias_unknown")


def test_alias_moves_to_the_phone_that_sets_it_last():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    named(client, "aliases", "chat")
    named(client, "aliases", "chat", phone="carol_phone")
    assert client.send(target_type=5, target_value="chat")["code"] == 0
    client.world.run_for(SECOND_MS)
    assert (shade(client), shade(client, "carol_phone")) == (0, 1)


def test_alias_that_was_taken_away_is_unknown():
    client = a_client()
    named(client, "aliases", "bob")
    manager_of(client.world)[1].unset_names("aliases", ["bob"])
    client.world.run_for(SECOND_MS)
    assert client.send(target_type=5, target_value="bob")["code"] == 10000


def test_batch_answers_for_an_alias_with_its_registration_id():
    client = a_client()
    named(client, "aliases", "bob")
    first, second = client.batch(
        client.message(target_type=5, target_value="bob"), client.message(target_type=5, target_value="alice")
    )["data"]
    assert first["registrationId"] == reg_id_of(client.world)
    assert (second["registrationId"], second["errorCode"]) == ("alice", 10000)


def test_tag_stands_for_all_phones_that_set_it_and_each_gets_one_message():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    for phone in ("bob_phone", "carol_phone"):
        named(client, "tags", "vip", "beta", phone=phone)
    answer = client.broadcast(client.save()["data"]["message_id"], "vip;beta;nobody", 6)
    assert answer["data"]["10000"] == ["nobody"]
    client.world.run_for(SECOND_MS)
    assert (shade(client), shade(client, "carol_phone")) == (1, 1)
    client.world.check_conservation()


def test_single_message_goes_to_no_tag():
    client = a_client()
    named(client, "tags", "vip")
    assert client.send(target_type=6, target_value="vip")["code"] == 41


# -- speed and hours -


def many(client: OppoClient, count: int) -> list[str]:
    names = [f"user{number}" for number in range(count)]
    for name in names:
        bound_phone(client.world, f"{name}_phone", name)
        killed(client.world, f"{name}_phone")
    return [reg_id_of(client.world, f"{name}_phone") for name in names]


def dispatched_ms(client: OppoClient) -> list[int]:
    return [one.at_ms for one in hops(client.world, Hop.DISPATCHED)]


@pytest.mark.parametrize(("fields", "spread_ms"), [({}, 0), ({"fix_speed": "true", "fix_speed_rate": 1_000}, 1)])
def test_broadcast_at_a_fixed_speed_spreads_its_targets(fields, spread_ms):
    client = a_client()
    targets = many(client, 5)
    client.auth()
    before = client.world.scheduler.now_ms
    message_id = client.save(**fields)["data"]["message_id"]
    assert client.broadcast(message_id, ";".join(targets))["code"] == 0
    leaving = [one.expires_ms - before - HOUR_MS for one in client.world.clouds["oppo"].outbox.held_messages()]
    assert leaving == [place * spread_ms for place in range(5)]
    client.world.run_for(SECOND_MS)
    assert len(dispatched_ms(client)) == 5


def test_timed_message_to_everybody_leaves_at_its_time():
    client = a_client()
    start_ms = client.world.clock.epoch_ms + 2 * HOUR_MS
    message_id = client.save(push_time_type=1, push_start_time=start_ms)["data"]["message_id"]
    assert client.broadcast(message_id, target_type=1)["code"] == 0
    client.world.run_for(2 * HOUR_MS - 1)
    assert dispatched_ms(client) == []
    assert client.verdict() == "shown"


def test_time_of_sending_that_has_passed_means_now():
    client = a_client()
    message_id = client.save(push_time_type=1, push_start_time=1)["data"]["message_id"]
    assert client.broadcast(message_id, target_type=1)["code"] == 0
    assert client.verdict() == "shown"


def test_time_of_sending_counts_for_everybody_alone():
    client = a_client()
    start_ms = client.world.clock.epoch_ms + 2 * HOUR_MS
    assert client.send(push_time_type=1, push_start_time=start_ms)["code"] == 0
    assert client.verdict() == "shown"


def timed(client: OppoClient, start_ms: int, end_ms: int) -> dict[str, int]:
    now_ms = client.world.clock.epoch_ms
    return {"show_time_type": 1, "show_start_time": now_ms + start_ms, "show_end_time": now_ms + end_ms}


def test_timed_display_waits_on_the_phone_for_its_beginning():
    client = a_client()
    assert client.send(**timed(client, HOUR_MS, 2 * HOUR_MS))["code"] == 0
    client.world.run_for(MINUTE_MS)
    assert client.verdict() == "pending"
    client.world.run_for(HOUR_MS - 2 * MINUTE_MS)
    assert shade(client) == 0
    client.world.run_for(MINUTE_MS)
    assert client.verdict() == "shown"
    client.world.check_conservation()


def test_timed_display_that_is_over_shows_nothing():
    client = a_client()
    assert client.send(**timed(client, -2 * HOUR_MS, -HOUR_MS))["code"] == 0
    assert client.verdict() == "ttl_expired"
    assert client.said_no(Hop.POSTED, Reason.TTL_EXPIRED, "show_time_over")


def test_times_of_display_without_their_switch_mean_nothing():
    client = a_client()
    assert client.send(**{**timed(client, HOUR_MS, 2 * HOUR_MS), "show_time_type": 0})["code"] == 0
    assert client.verdict() == "shown"


# -- templates and levels -


def test_holes_of_a_private_template_are_filled():
    client = a_client(start=IN_2026)
    fields: dict[str, Any] = {
        "category": "IM",
        "private_msg_template_id": "t1",
        "title": "${ sender }$ wrote",
        "content": "$ {sender} $: ${text}$, ${unknown}$",
        "private_title_parameters": '{"sender":"alice"}',
        "private_content_parameters": {"sender": "alice", "text": "lunch?"},
    }
    assert client.send(**fields)["code"] == 0
    assert client.verdict() == "shown"
    [one] = client.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("alice wrote", "alice: lunch?, ${unknown}$")


@pytest.mark.parametrize("name", ["private_title_parameters", "private_content_parameters"])
@pytest.mark.parametrize("value", ["alice", "[]", "7"])
def test_parameters_of_a_template_are_a_json_object(name, value):
    client = a_client(start=IN_2026)
    assert client.send(**{name: value})["code"] == 41
    assert client.last.rule == "oppo.template_parameters_not_json"


@pytest.mark.parametrize(
    ("start", "fields", "sound"),
    [
        (IN_2026, {"category": "ORDER", "notify_level": 1}, False),
        (IN_2026, {"category": "ORDER", "notify_level": 2}, False),
        (IN_2026, {"category": "ORDER", "notify_level": 16}, True),
        (IN_2026, {"category": "ORDER"}, True),
        ("2024-06-10 09:00", {"notify_level": 1}, True),
    ],
)
def test_level_says_how_loud_a_notification_is_since_there_are_levels(start, fields, sound):
    client = a_client(start=start)
    phone = client.world.phone("bob_phone")
    phone.notifications.set_importance(phone.app.package, "tuikit", Importance.HIGH)
    assert client.send(**fields)["code"] == 0
    assert client.verdict() == "shown"
    [one] = phone.notifications.shade
    assert (one.sound, one.heads_up) == (sound, sound)


@pytest.mark.parametrize(("length", "code"), [(300, 0), (301, 41)])
@pytest.mark.parametrize("name", ["small_picture_url", "medium_picture_url", "big_picture_url"])
def test_address_of_a_picture_has_300_characters_at_most(name, length, code):
    assert a_client().send(**{name: "u" * length})["code"] == code


@pytest.mark.parametrize(("style", "code"), [(1, 41), (2, 0)])
def test_long_text_has_a_style_of_its_own(style, code):
    assert a_client(start=IN_2026).send(style=style, content="文" * 60)["code"] == code


# -- paused, hours of the app, its own switch -


def test_paused_phone_keeps_messages_until_it_is_resumed():
    client = a_client()
    _, manager = manager_of(client.world)
    manager.pause_push()
    for _ in range(2):
        assert client.send()["code"] == 0
    assert client.verdict() == "pending"
    assert shade(client) == 0
    client.world.check_conservation()
    manager.resume_push()
    assert client.verdict() == "shown"
    assert shade(client) == 2
    client.world.check_conservation()


def test_paused_is_what_on_get_push_status_says():
    client = a_client()
    _, manager = manager_of(client.world)
    manager.get_push_status()
    manager.pause_push()
    manager.get_push_status()
    told = callbacks(client.world, "onGetPushStatus")
    assert [(one.data["code"], one.data["status"]) for one in told] == [(0, 0), (0, 1)]


@pytest.mark.parametrize(
    ("days", "hours", "wait_ms"),
    [
        ([1], (8, 0, 22, 0), 0),
        ([1], (10, 0, 22, 0), HOUR_MS),
        ([2], (9, 30, 22, 0), 24 * HOUR_MS + 30 * MINUTE_MS),
        ([0, 1], (7, 0, 9, 0), 6 * 24 * HOUR_MS - 2 * HOUR_MS),
    ],
)
def test_hours_of_the_app_hold_messages_back(days, hours, wait_ms):
    client = a_client()  # a Monday, shortly after nine
    _, manager = manager_of(client.world)
    manager.set_push_time(days, *hours)
    client.world.run_for(SECOND_MS)
    [told] = callbacks(client.world, "onSetPushTime")
    assert told.data["code"] == 0
    assert client.send(off_line_ttl=10 * 86_400)["code"] == 0
    if wait_ms:
        client.world.run_for(wait_ms - 2 * MINUTE_MS)
        assert (client.verdict(), shade(client)) == ("pending", 0)
        client.world.run_for(2 * MINUTE_MS)
    assert (client.verdict(), shade(client)) == ("shown", 1)


def test_hours_count_for_the_time_at_which_a_timed_message_would_leave():
    client = a_client()
    _, manager = manager_of(client.world)
    manager.set_push_time([1], 9, 0, 10, 0)
    client.world.run_for(SECOND_MS)
    start_ms = client.world.clock.epoch_ms + 2 * HOUR_MS
    message_id = client.save(push_time_type=1, push_start_time=start_ms, off_line_ttl=864_000)["data"]["message_id"]
    assert client.broadcast(message_id, target_type=1)["code"] == 0
    client.world.run_for(6 * 24 * HOUR_MS)
    assert (client.verdict(), shade(client)) == ("pending", 0)
    client.world.run_for(24 * HOUR_MS)
    assert (client.verdict(), shade(client)) == ("shown", 1)


def test_message_whose_life_ends_before_the_hours_begin_is_lost():
    client = a_client()
    _, manager = manager_of(client.world)
    manager.set_push_time([1], 12, 0, 13, 0)
    client.world.run_for(SECOND_MS)
    assert client.send(off_line_ttl=3_600)["code"] == 0
    client.world.run_for(4 * HOUR_MS)
    assert client.verdict() == "ttl_expired"


def test_apps_own_switch_hides_its_notifications():
    client = a_client()
    _, manager = manager_of(client.world)
    manager.switch_app_notifications(is_on=False)
    client.world.run_for(SECOND_MS)
    manager.get_app_notification_switch()
    assert client.send()["code"] == 0
    assert client.verdict() == "notifications_disabled"
    assert client.said_no(Hop.POSTED, Reason.NOTIFICATIONS_DISABLED, "app_switch_off")
    manager.switch_app_notifications(is_on=True)
    client.world.run_for(SECOND_MS)
    manager.get_app_notification_switch()
    assert client.send()["code"] == 0
    assert client.verdict() == "shown"
    assert [one.data["code"] for one in callbacks(client.world, "onSetAppNotificationSwitch")] == [0, 0]
    assert [one.data["status"] for one in callbacks(client.world, "onGetAppNotificationSwitch")] == [1, 0]


def test_registration_id_is_left_out_of_no_message_here():
    client = a_client()
    assert client.send(target_value=LEFT_OUT, registration_id=UNKNOWN)["code"] == 10000
