from typing import Any

import pytest

from simulator.im.offline_push_info import is_malformed, read_offline_push_info
from simulator.im.sender import Done, OutgoingPush, SendResult, VendorSender
from simulator.push.message import OfflinePushInfo
from simulator.push.uplink import ChangeGround
from simulator.world.world import World
from tests.im.worlds import a_message, a_world, kill, send, set_up

WHOLE = {
    "PushFlag": 0,
    "Title": "t",
    "Desc": "d",
    "Ext": "{}",
    "AndroidInfo": {"Sound": "ring", "PushStyle": 1, "VendorLevel": 2, "Unheard": []},
    "ApnsInfo": {"BadgeMode": 1, "Title": "t", "MutableContent": 0},
}
VENDORS = {"VendorLevel": int}


def test_whole_of_the_info_is_well_formed_and_carried():
    assert not is_malformed(WHOLE, VENDORS)
    assert read_offline_push_info(WHOLE) == OfflinePushInfo(0, "t", "d", "{}", WHOLE["AndroidInfo"], WHOLE["ApnsInfo"])


@pytest.mark.parametrize("info", [None, {}, {"Title": None, "AndroidInfo": None, "ApnsInfo": None}, {"Ext": ""}])
def test_what_is_left_out_or_null_is_the_default(info: object):
    assert not is_malformed(info, VENDORS)
    assert read_offline_push_info(info) == OfflinePushInfo()


@pytest.mark.parametrize(
    "info",
    [
        [],
        "",
        {"PushFlag": 2},
        {"PushFlag": "0"},
        {"PushFlag": True},
        {"Title": 1},
        {"Desc": []},
        {"Ext": {}},
        {"AndroidInfo": []},
        {"AndroidInfo": {"Sound": 1}},
        {"AndroidInfo": {"PushStyle": "1"}},
        {"AndroidInfo": {"VendorLevel": "2"}},
        {"ApnsInfo": "x"},
        {"ApnsInfo": {"BadgeMode": 2}},
        {"ApnsInfo": {"BadgeMode": True}},
        {"ApnsInfo": {"Title": 7}},
    ],
)
def test_wrong_type_or_choice_is_malformed_and_counts_as_left_out_where_waived(info: object):
    assert is_malformed(info, VENDORS)
    assert read_offline_push_info(info).title == ""


class Caught(VendorSender):
    """A vendor's client that keeps what it is given."""

    host = "caught.example"

    def __init__(self, world: World) -> None:
        super().__init__(world.im.delivery.senders["vivo"].kit)
        self.pushes: list[OutgoingPush] = []
        world.im.delivery.senders["vivo"] = self

    def send(self, push: OutgoingPush, done: Done) -> None:
        self.pushes.append(push)
        self.kit.scheduler.after(0, lambda: done(SendResult()))


def pushed(world: World, info: OfflinePushInfo) -> OutgoingPush:
    caught = Caught(world)
    world.im.deliver(a_message(push=info))
    world.run_for(1_000)
    [push] = caught.pushes
    return push


def test_sender_finds_sound_style_and_all_of_android_info():
    world = a_world()
    kill(world, set_up(world))
    android: dict[str, Any] = {"Sound": "ring", "PushStyle": 1, "Whatever": {"a": 1}}
    push = pushed(world, OfflinePushInfo(android=android))
    assert (push.sound, push.is_big_text, push.android) == ("ring", True, android)
    plain = pushed(world, OfflinePushInfo())
    assert (plain.sound, plain.is_big_text, plain.android) == ("", False, {})


def test_badge_counts_on_from_what_the_client_told_and_leaves_out_what_is_not_to_count():
    world = a_world()
    device = set_up(world)
    world.im.answer(ChangeGround("bob", "bob_phone", is_background=True, unread=5))
    kill(world, device)
    counted, silent = OfflinePushInfo(), OfflinePushInfo(apns={"BadgeMode": 1})
    seen = [pushed(world, info) for info in (counted, silent, counted)]
    assert [(push.badge, push.adds_to_badge) for push in seen] == [(6, True), (6, False), (7, True)]


def test_badge_begins_anew_with_the_login():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    send(world)
    send(world)
    device.app.launch()
    world.run_for(3_000)
    kill(world, device)
    assert pushed(world, OfflinePushInfo()).badge == 1
