import pytest

from simulator.im.receive_options import ReceiveOption
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.world import World
from tests.im.calls import OK, TEXT, a_chat, a_full_chat, call, path_of, spoilt
from tests.im.worlds import SHOWN, at_decision, ended, kill, records, set_up, texts_in_app

CREATE, ADD, MODIFY, SEND, NOTIFY, RECALL, SET_UNREAD = map(
    path_of,
    (
        *("create_group", "add_group_member", "modify_group_member_info", "send_group_msg"),
        *("send_group_system_notification", "group_msg_recall", "set_unread_msg_num"),
    ),
)


def three_killed() -> World:
    world = a_full_chat()
    for user in ("alice", "bob", "carol", "dave"):
        kill(world, set_up(world, f"{user}_phone", user))
    return world


def ends(world: World) -> dict[str, tuple[str, str]]:
    world.run_for(10_000)
    return {verdict.phone: ended(verdict) for verdict in world.verdicts()}


def unread_of(world: World, user: str) -> int:
    team = world.im.delivery.groups.find("team")
    assert team is not None
    return team.members[user].unread


# -- groups and members -----------------------------------------------------------------------------------------------


def test_group_is_made_with_its_own_id_owner_and_members():
    world = a_full_chat()
    members = [{"Member_Account": "bob", "Role": "Admin"}, {"Member_Account": "carol"}]
    body = spoilt("create_group", Owner_Account="alice", MemberList=members)
    assert call(world, CREATE, body) == {**OK, "GroupId": "chess"}
    group = world.im.delivery.groups.find("chess")
    assert group is not None
    assert {user: member.role for user, member in group.members.items()} == {
        "alice": "Owner",
        "bob": "Admin",
        "carol": "Member",
    }
    assert call(world, CREATE, body)["ErrorCode"] == 10025
    assert call(world, CREATE, {**body, "Owner_Account": "bob"})["ErrorCode"] == 10021


def test_group_without_an_id_gets_one_of_ims_own_and_no_two_get_the_same():
    world = a_full_chat()
    body = spoilt("create_group", GroupId=None)
    first, second = (call(world, CREATE, body)["GroupId"] for _ in range(2))
    assert first.startswith("@TGS#")
    assert second.startswith("@TGS#")
    assert first != second
    community = call(world, CREATE, {**body, "Type": "Community"})
    assert community["GroupId"].startswith("@TGS#_@TGS#")
    assert community["Type"] == "Community"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Work", "Private"), ("Private", "Private"), ("Meeting", "ChatRoom"), ("AVChatRoom", "AVChatRoom")],
)
def test_type_of_a_group_has_an_old_and_a_new_name(name: str, kind: str):
    world = a_full_chat()
    call(world, CREATE, spoilt("create_group", Type=name))
    group = world.im.delivery.groups.find("chess")
    assert group is not None
    assert group.type == kind


def test_members_are_added_each_with_its_own_result():
    world = a_full_chat()
    members = [{"Member_Account": user} for user in ("dave", "bob", "nobody", "dave")]
    assert call(world, ADD, {"GroupId": "team", "MemberList": members})["MemberList"] == [
        {"Member_Account": "dave", "Result": 1},
        {"Member_Account": "bob", "Result": 2},
        {"Member_Account": "nobody", "Result": 0},
    ]


def test_group_that_is_full_takes_nobody_more():
    world = a_full_chat()
    members = [{"Member_Account": "alice"}]
    call(world, CREATE, spoilt("create_group", MaxMemberCount=2, MemberList=members))
    both = [{"Member_Account": "bob"}, {"Member_Account": "carol"}]
    results = call(world, ADD, {"GroupId": "chess", "MemberList": both})["MemberList"]
    assert [result["Result"] for result in results] == [1, 0]
    full = {"GroupId": "chess", "MemberList": [{"Member_Account": "dave"}]}
    assert call(world, ADD, full)["ErrorCode"] == 10014
    assert call(world, ADD, {**full, "MemberList": members})["ErrorCode"] == 0


def test_trial_application_has_a_hundred_groups():
    world = a_chat(edition="trial")
    for number in range(100):
        assert call(world, CREATE, spoilt("create_group", GroupId=f"group {number}"))["ErrorCode"] == 0
    assert call(world, CREATE, spoilt("create_group", GroupId="one more"))["ErrorCode"] == 10058


def test_number_of_unread_messages_is_set_and_grows_with_each_message():
    world = a_full_chat()
    assert call(world, SET_UNREAD, spoilt("set_unread_msg_num")) == OK
    assert unread_of(world, "bob") == 3
    call(world, SEND, spoilt("send_group_msg", Random=8))
    assert unread_of(world, "bob") == 4


# -- messages ---------------------------------------------------------------------------------------------------------


def test_message_is_pushed_to_every_member_but_its_sender():
    world = three_killed()
    answer = call(world, SEND, spoilt("send_group_msg", Random=8, From_Account="alice"))
    assert (answer["MsgSeq"], answer["MsgTime"]) == (2, world.clock.epoch_s)
    assert ends(world) == {"bob_phone": SHOWN, "carol_phone": SHOWN}
    accepted = records(world, Hop.IM_ACCEPTED)
    assert [record.data["group"] for record in accepted] == ["team", "team"]
    assert len({record.push_id for record in accepted}) == 2


def test_message_without_a_sender_is_from_the_administrator_and_pushed_to_every_member():
    world = three_killed()
    call(world, SEND, spoilt("send_group_msg", Random=8))
    assert ends(world) == {"alice_phone": SHOWN, "bob_phone": SHOWN, "carol_phone": SHOWN}


def test_online_member_gets_the_message_in_the_app_and_no_push():
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    before = len(texts_in_app(device))
    call(world, SEND, spoilt("send_group_msg", Random=8))
    assert ends(world) == {"bob_phone": at_decision(Reason.ONLINE_INSTEAD)}
    assert len(texts_in_app(device)) == before + 1


def test_message_for_online_members_only_is_neither_pushed_nor_kept():
    world = three_killed()
    call(world, SEND, spoilt("send_group_msg", Random=8, From_Account="alice", OnlineOnlyFlag=1))
    online_only = at_decision(Reason.SENT_TO_ONLINE_ONLY)
    assert ends(world) == {"bob_phone": online_only, "carol_phone": online_only}


def test_targeted_message_reaches_only_those_targets_that_are_members_and_is_not_unread():
    world = three_killed()
    before = unread_of(world, "bob")
    call(world, SEND, spoilt("send_group_msg", Random=8, To_Account=["bob", "dave"]))
    assert ends(world) == {"bob_phone": SHOWN}
    assert unread_of(world, "bob") == before


def test_same_message_within_five_minutes_is_one_message():
    world = three_killed()
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    body = spoilt("send_group_msg", Random=8, From_Account="alice")
    first = call(world, SEND, body)
    begun = len(records(world, Hop.IM_ACCEPTED))
    world.run_for(5 * 60_000 - 1 - world.scheduler.now_ms % 1_000)
    assert call(world, SEND, body) == first
    assert len(records(world, Hop.IM_ACCEPTED)) == begun
    others = [{**body, "Random": 9}, {**body, "From_Account": "bob"}, {**body, "MsgBody": TEXT * 2}]
    for seq, other in enumerate(others, start=first["MsgSeq"] + 1):
        assert call(world, SEND, other)["MsgSeq"] == seq
    assert call(world, SEND, body)["MsgSeq"] == first["MsgSeq"] + 4


@pytest.mark.parametrize("option", ReceiveOption)
def test_member_gets_what_he_has_chosen(option: ReceiveOption):
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    kill(world, device)
    assert call(world, MODIFY, spoilt("modify_group_member_info", MsgFlag=option)) == OK
    call(world, SEND, spoilt("send_group_msg", Random=8))
    end = {
        ReceiveOption.NOTIFY: SHOWN,
        ReceiveOption.NOT_NOTIFY: at_decision(Reason.NOT_NOTIFIED),
        ReceiveOption.DISCARD: at_decision(Reason.MESSAGE_DISCARDED),
    }[option]
    assert ends(world) == {"bob_phone": end}
    device.app.launch()
    world.run_for(3_000)
    assert len(texts_in_app(device)) == (0 if option is ReceiveOption.DISCARD else 1)


def test_live_room_pushes_to_nobody_and_keeps_nothing():
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    kill(world, device)
    call(world, SEND, spoilt("send_group_msg", GroupId="show"))
    assert ends(world) == {"bob_phone": at_decision(Reason.NOT_NOTIFIED)}
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == []


def test_notice_of_the_system_is_never_pushed_but_is_in_the_app():
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    kill(world, device)
    assert call(world, NOTIFY, spoilt("send_group_system_notification", ToMembers_Account=["bob", "dave"])) == OK
    assert ends(world) == {"bob_phone": at_decision(Reason.SYSTEM_MESSAGE)}
    device.app.launch()
    world.run_for(3_000)
    assert device.app.process is not None
    (notice,) = device.app.process.im.inbox
    assert notice.elements[0].content == {"Content": "hello"}


@pytest.mark.parametrize(("silence", "tips"), [(None, 1), (0, 1), (1, 0)])
def test_tip_that_somebody_has_joined_is_not_pushed_and_can_be_left_out(silence: int | None, tips: int):
    world = a_full_chat()
    set_up(world)
    call(world, ADD, spoilt("add_group_member", Silence=silence))
    assert list(ends(world).values()) == [at_decision(Reason.SYSTEM_MESSAGE)] * tips


def test_group_takes_so_many_messages_a_second_and_drops_the_others():
    world = a_full_chat()
    kill(world, set_up(world))
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    answers = [call(world, SEND, spoilt("send_group_msg", Random=100 + number)) for number in range(42)]
    assert [answer.get("MsgDropReason") for answer in answers] == [None] * 40 + ["MsgFreqCtrl"] * 2
    assert {answer["ErrorCode"] for answer in answers} == {0}
    dropped = [record for record in records(world, Hop.IM_ACCEPTED) if record.reason]
    assert [(record.reason, record.rule) for record in dropped] == [(Reason.GROUP_TOO_FAST, "im.group_too_fast")] * 2
    world.run_for(1_000)
    assert "MsgDropReason" not in call(world, SEND, spoilt("send_group_msg", Random=200))
    # Another group has its own count.
    assert "MsgDropReason" not in call(world, SEND, spoilt("send_group_msg", GroupId="show"))


# -- recalling --------------------------------------------------------------------------------------------------------


def recalled(world: World, *seqs: int, group: str = "team") -> list[int]:
    answer = call(world, RECALL, {"GroupId": group, "MsgSeqList": [{"MsgSeq": seq} for seq in seqs]})
    assert answer["ErrorCode"] == 0
    assert [one["MsgSeq"] for one in answer["RecallRetList"]] == list(seqs)
    return [one["RetCode"] for one in answer["RecallRetList"]]


def test_each_message_is_recalled_or_refused_for_itself():
    world = a_full_chat()
    call(world, NOTIFY, spoilt("send_group_system_notification"))
    assert recalled(world, 1, 7, 2, 1) == [0, 10030, 10032, 10032]
    assert [record.rule for record in records(world, "rest_refused")] == [
        "im.rest.recall.message_unknown",
        "im.rest.recall.message_fixed",
        "im.rest.recall.message_fixed",
    ]


def test_message_can_be_recalled_for_two_minutes():
    world = a_full_chat()
    world.run_for(120_000 - 2_001)
    call(world, SEND, spoilt("send_group_msg", Random=8))
    assert recalled(world, 1) == [0]
    world.run_for(121_000)
    assert recalled(world, 2) == [10031]


def test_messages_of_a_live_room_cannot_be_recalled():
    world = a_full_chat()
    call(world, SEND, spoilt("send_group_msg", GroupId="show"))
    assert recalled(world, 1, group="show") == [10033]


def test_recalled_message_is_not_handed_out_any_more():
    world = a_full_chat()
    assert recalled(world, 1) == [0]
    device = set_up(world)
    world.run_for(3_000)
    assert texts_in_app(device) == ["lunch?"]  # alice's own message to bob


def test_recall_can_be_switched_off():
    assert call(a_full_chat(group_recall=False), RECALL, spoilt("group_msg_recall"))["ErrorCode"] == 10041
