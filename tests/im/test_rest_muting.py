import pytest
from msgspec.structs import replace

from simulator.im.choices import RECEIVE_OPTION
from simulator.im.client_send import CLIENT_SEND
from simulator.push.journey import Hop
from simulator.push.message import Element, Message
from simulator.push.reason import Reason
from simulator.push.uplink import SetReceiveOption
from simulator.world.world import World
from tests.im.calls import OK, a_full_chat, call, path_of, spoilt
from tests.im.worlds import SHOWN, a_message, ended, kill, records, set_up, texts_in_app

SET, GET = path_of("setnospeaking"), path_of("getnospeaking")
FRIENDLY = {"strangers", "not_receivers_friend", "not_senders_friend"}
FOREVER = 2**32 - 1
TO_TEAM = Message("alice", "", a_message().elements, group="team")


def muted(world: World, **seconds: int) -> None:
    assert call(world, SET, {"Set_Account": "alice", **seconds}) == OK


def remaining(world: World) -> tuple[int, int]:
    answer = call(world, GET, {"Get_Account": "alice"})
    return answer["C2CmsgNospeakingTime"], answer["GroupmsgNospeakingTime"]


def sent(world: World, message: Message) -> int:
    """Send as alice's app does and return the code that it is answered."""
    code = world.im.intake.take_from_client(message, "").code
    world.run_for(10_000)
    world.check_conservation()
    return code


def test_remaining_seconds_are_told_and_run_out():
    world = a_full_chat()
    assert remaining(world) == (0, 0)
    muted(world, C2CmsgNospeakingTime=60)
    assert remaining(world) == (60, 0)
    world.run_for(20_000)
    muted(world, GroupmsgNospeakingTime=FOREVER)
    assert remaining(world) == (40, FOREVER)
    world.run_for(40_000)
    assert remaining(world) == (0, FOREVER)
    muted(world, GroupmsgNospeakingTime=0)
    assert remaining(world) == (0, 0)


@pytest.mark.parametrize(
    ("name", "message", "code", "rule"),
    [
        ("C2CmsgNospeakingTime", a_message(), 20012, "im.client_send.muted"),
        ("GroupmsgNospeakingTime", TO_TEAM, 10017, "im.client_send.muted_in_groups"),
    ],
)
def test_muted_users_messages_of_that_kind_are_refused_and_no_others(name: str, message: Message, code: int, rule: str):
    other = TO_TEAM if message is not TO_TEAM else a_message()
    world = a_full_chat()
    kill(world, set_up(world))
    muted(world, **{name: 60})
    assert sent(world, message) == code
    (refused,) = records(world, Hop.IM_ACCEPTED)
    assert (refused.reason, refused.rule) == (Reason.SENDER_MUTED, rule)
    assert sent(world, other) == 0
    muted(world, **{name: 0})
    assert sent(world, message) == 0
    assert [ended(verdict) for verdict in world.verdicts()] == [
        (Hop.IM_ACCEPTED, Reason.SENDER_MUTED),
        SHOWN,
        SHOWN,
    ]


def test_blocked_users_message_is_refused_for_whoever_has_blocked_him_alone():
    world = a_full_chat()
    for user in ("bob", "carol"):
        kill(world, set_up(world, f"{user}_phone", user))
    world.im.delivery.relations.block("bob", "alice")
    assert sent(world, a_message()) == 20007
    assert sent(world, a_message(to="carol")) == 0
    # A blocklist does not count in a group.
    assert sent(world, TO_TEAM) == 0
    world.im.delivery.relations.unblock("bob", "alice")
    assert sent(world, a_message()) == 0
    ends = [(verdict.phone, *ended(verdict)) for verdict in world.verdicts()]
    assert ends[0] == ("bob_phone", Hop.IM_ACCEPTED, Reason.SENDER_BLOCKED)
    assert [end for _, *end in ends[1:]] == [list(SHOWN)] * 4


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (a_message(to="nobody"), 20003),
        (Message("alice", "", a_message().elements, group="none"), 10010),
        (Message("dave", "", a_message().elements, group="team"), 10007),
    ],
)
def test_message_from_an_app_to_nobody_or_into_a_strange_group_is_refused(message: Message, code: int):
    assert sent(a_full_chat(), message) == code


def test_friends_may_write_to_each_other_and_anybody_may_in_a_group_or_over_rest():
    friends = {"alice": ("bob",), "bob": ("alice",)}
    world = a_full_chat(friends_only=True, friends=friends)
    kill(world, set_up(world))
    assert sent(world, a_message()) == 0
    assert sent(world, Message("carol", "bob", a_message().elements)) == 20009
    assert sent(world, Message("carol", "", a_message().elements, group="team")) == 0
    assert call(world, path_of("sendmsg"), spoilt("sendmsg", From_Account="carol"))["ErrorCode"] == 0
    world.run_for(10_000)
    ends = [ended(verdict) for verdict in world.verdicts()]
    assert ends == [SHOWN, (Hop.IM_ACCEPTED, Reason.NOT_FRIENDS), SHOWN, SHOWN]


def test_message_into_a_live_room_waits_for_nobody():
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    kill(world, device)
    assert sent(world, Message("alice", "", a_message().elements, group="show")) == 0
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == []


def test_text_that_the_review_stops_is_refused_from_an_app_too():
    world = a_full_chat(forbidden_words=("casino",))
    kill(world, set_up(world))
    assert sent(world, a_message("casino tonight")) == 80001
    (verdict,) = world.verdicts()
    assert ended(verdict) == (Hop.IM_ACCEPTED, Reason.TEXT_STOPPED)


@pytest.mark.parametrize("rule", [rule.name for rule in CLIENT_SEND])
def test_message_goes_on_where_the_rule_against_it_is_waived(rule: str):
    friends = {"alice": ("bob",), "bob": ("erin",)} if rule.rpartition(".")[2] in FRIENDLY else {}
    world = a_full_chat(
        waived=[rule], forbidden_words=("casino",), forbidden_images=("7",), friends_only=bool(friends), friends=friends
    )
    kill(world, set_up(world))
    if not friends:
        muted(world, C2CmsgNospeakingTime=60, GroupmsgNospeakingTime=60)
    for user in ("bob", "carol"):
        world.im.delivery.relations.block("bob", user)
    club = world.im.delivery.groups.find("club")
    assert club is not None
    club.all_muted = rule.endswith("all_muted_in_this_group")
    club.mute("alice", seconds=0 if club.all_muted else 60, now_s=world.clock.epoch_s)
    if rule.endswith("in_this_group"):
        muted(world, GroupmsgNospeakingTime=0)
    message = {
        "im.client_send.receiver_unknown": Message("bob", "nobody", a_message().elements),
        "im.client_send.group_unknown": Message("bob", "", a_message().elements, group="none"),
        "im.client_send.not_a_member": Message("dave", "", a_message().elements, group="team"),
        "im.client_send.muted": a_message(),
        "im.client_send.muted_in_groups": TO_TEAM,
        "im.client_send.muted_in_this_group": replace(TO_TEAM, group="club"),
        "im.client_send.all_muted_in_this_group": replace(TO_TEAM, group="club"),
        "im.client_send.strangers": Message("dave", "bob", a_message().elements),
        "im.client_send.not_receivers_friend": a_message(),
        "im.client_send.not_senders_friend": Message("erin", "bob", a_message().elements),
        "im.client_send.blocked": Message("carol", "bob", a_message().elements),
        "im.client_send.image_refused": Message("dave", "bob", (Element("TIMImageElem", {"UUID": "7"}),)),
        "im.client_send.text_refused": Message("dave", "bob", a_message("casino").elements),
    }[rule]
    assert sent(world, message) == 0
    assert rule in world.rules.waived
    if message.to != "nobody" and message.group != "none":
        assert SHOWN in [ended(verdict) for verdict in world.verdicts() if verdict.phone == "bob_phone"]


@pytest.mark.parametrize("rule", [rule.name for rule in RECEIVE_OPTION])
def test_choice_is_taken_where_the_rule_against_it_is_waived(rule: str):
    world = a_full_chat(waived=[rule])
    group, user = ("none", "bob") if rule.endswith("group_unknown") else ("team", "dave")
    choice = SetReceiveOption(user, "a_phone", "", group, "Discard")
    assert world.im.intake.choose(choice).code == 0
    assert world.rules.waived == [rule]
