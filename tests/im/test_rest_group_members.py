"""What becomes of a group and its members over REST, and of the pushes to them."""

import pytest
from msgspec.structs import replace

from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import SendMessage
from simulator.world.world import World
from tests.im.calls import OK, Answer, a_full_chat, call, path_of, spoilt
from tests.im.worlds import SHOWN, a_message, ended, kill, records, set_up

SEND, CREATE, ADD = map(path_of, ("send_group_msg", "create_group", "add_group_member"))
TO_CLUB = {"GroupId": "club", "Random": 8, "From_Account": "alice"}


def asked(world: World, command: str, **fields: object) -> Answer:
    return call(world, path_of(command), spoilt(command, **fields))


def both_killed() -> World:
    world = a_full_chat()
    for user in ("alice", "bob"):
        kill(world, set_up(world, f"{user}_phone", user))
    return world


def ends(world: World) -> dict[str, list[tuple[str, str]]]:
    world.run_for(10_000)
    found: dict[str, list[tuple[str, str]]] = {}
    for verdict in world.verdicts():
        found.setdefault(verdict.phone, []).append(ended(verdict))
    return found


def roles(world: World, group: str = "team") -> dict[str, str]:
    found = asked(world, "get_group_member_info", GroupId=group, MemberInfoFilter=["Role"])["MemberList"]
    return {member["Member_Account"]: member["Role"] for member in found}


# -- leaving ----------------------------------------------------------------------------------------------------------


def test_member_who_was_removed_gets_no_push_of_the_group_any_more():
    world = both_killed()
    assert asked(world, "delete_group_member", GroupId="club") == OK
    told = ends(world)
    assert told == {phone: [(Hop.OFFLINE_DECIDED, Reason.SYSTEM_MESSAGE)] for phone in ("alice_phone", "bob_phone")}
    assert call(world, SEND, spoilt("send_group_msg", **TO_CLUB, To_Account=["alice", "bob"]))["ErrorCode"] == 0
    assert call(world, SEND, spoilt("send_group_msg", GroupId="club", Random=9))["ErrorCode"] == 0
    assert ends(world) == {"alice_phone": [*told["alice_phone"], SHOWN], "bob_phone": told["bob_phone"]}


def test_silent_removal_is_told_to_those_alone_whom_it_concerns():
    world = both_killed()
    asked(world, "delete_group_member", GroupId="club", Silence=1)
    assert ends(world) == {"bob_phone": [(Hop.OFFLINE_DECIDED, Reason.SYSTEM_MESSAGE)]}


def test_owner_who_is_removed_leaves_the_group_to_nobody():
    world = a_full_chat()
    call(world, CREATE, spoilt("create_group", Owner_Account="alice"))
    asked(world, "delete_group_member", GroupId="chess", MemberToDel_Account=["alice"])
    [info] = asked(world, "get_group_info", GroupIdList=["chess"])["GroupInfo"]
    assert (info["Owner_Account"], info["MemberNum"]) == ("", 0)


def test_group_that_is_gone_takes_no_message_and_its_members_hear_of_its_end():
    world = both_killed()
    assert asked(world, "destroy_group", GroupId="club") == OK
    assert call(world, SEND, spoilt("send_group_msg", **TO_CLUB))["ErrorCode"] == 10010
    assert asked(world, "destroy_group", GroupId="club")["ErrorCode"] == 10010
    assert set(ends(world)) == {"alice_phone", "bob_phone"}
    assert [record for record in records(world, Hop.POSTED) if record.actor == "bob_phone"] == []


def test_id_of_a_group_that_is_gone_is_free_again_but_ims_own_are_never_given_twice():
    world = a_full_chat()
    first = call(world, CREATE, spoilt("create_group", GroupId=None))["GroupId"]
    asked(world, "destroy_group", GroupId=first)
    assert call(world, CREATE, spoilt("create_group", GroupId=None))["GroupId"] != first
    asked(world, "destroy_group", GroupId="club")
    assert call(world, CREATE, spoilt("create_group", GroupId="club"))["ErrorCode"] == 0


# -- members and their group ------------------------------------------------------------------------------------------


def test_new_owner_takes_the_place_of_the_old_one_who_becomes_a_member():
    world = a_full_chat()
    asked(world, "change_group_owner")
    assert roles(world) == {"alice": "Member", "bob": "Owner", "carol": "Member"}
    asked(world, "change_group_owner", NewOwner_Account="carol")
    assert roles(world) == {"alice": "Member", "bob": "Member", "carol": "Owner"}
    assert asked(world, "modify_group_member_info", Member_Account="carol", Role="Admin")["ErrorCode"] == 10004
    asked(world, "modify_group_member_info", Member_Account="alice", Role="Admin")
    assert roles(world)["alice"] == "Admin"


def test_members_fields_are_kept_and_an_empty_one_is_taken_away():
    world = a_full_chat()
    own = [{"Key": "rank", "Value": "3"}, {"Key": "team", "Value": "red"}]
    asked(world, "modify_group_member_info", NameCard="Bobby", AppMemberDefinedData=own)
    asked(world, "modify_group_member_info", AppMemberDefinedData=[{"Key": "team", "Value": ""}])
    [_, bob, _] = asked(world, "get_group_member_info")["MemberList"]
    now_s = world.clock.epoch_s
    assert bob == {
        "Member_Account": "bob",
        "Role": "Member",
        "NameCard": "Bobby",
        "MsgFlag": "Discard",
        "JoinTime": now_s - 2,
        "MsgSeq": 0,
        "LastSendMsgTime": 0,
        "ShutUpUntil": 0,
        "MuteUntil": 0,
        "AppMemberDefinedData": [{"Key": "rank", "Value": "3"}],
    }


def test_group_says_of_itself_what_it_was_told_to_say():
    world = a_full_chat()
    call(world, CREATE, spoilt("create_group", Type="Meeting", Introduction="old", FaceUrl="https://example.com/a"))
    asked(
        world,
        "modify_group_base_info",
        GroupId="chess",
        Name="Go",
        Introduction="",
        Notification="tonight",
        ShutUpAllMember="On",
        AppDefinedData=[{"Key": "color", "Value": "red"}],
    )
    [info] = asked(world, "get_group_info", GroupIdList=["chess"])["GroupInfo"]
    now_s = world.clock.epoch_s
    assert info == {
        "GroupId": "chess",
        "ErrorCode": 0,
        "ErrorInfo": "",
        "Type": "ChatRoom",
        "Name": "Go",
        "Appid": world.im.sdk_app_id,
        "Introduction": "",
        "Notification": "tonight",
        "FaceUrl": "https://example.com/a",
        "Owner_Account": "",
        "CreateTime": now_s,
        "LastInfoTime": now_s,
        "LastMsgTime": 0,
        "NextMsgSeq": 1,
        "MemberNum": 0,
        "MaxMemberNum": 20,
        "MemberList": [],
        "ApplyJoinOption": "NeedPermission",
        "ShutUpAllMember": "On",
        "MuteAllMember": "On",
        "AppDefinedData": [{"Key": "color", "Value": "red"}],
    }


def test_filters_leave_the_fields_that_they_name():
    world = a_full_chat()
    wanted = {"GroupBaseInfoFilter": ["Type", "Name"], "MemberInfoFilter": ["Role"]}
    answer = asked(world, "get_group_info", GroupIdList=["club", "none"], ResponseFilter=wanted)
    club, none = answer["GroupInfo"]
    assert club == {
        "GroupId": "club",
        "ErrorCode": 0,
        "ErrorInfo": "",
        "Type": "Public",
        "Name": "club",
        "MemberList": [{"Member_Account": user, "Role": "Member"} for user in ("alice", "bob")],
    }
    assert (answer["ErrorCode"], none["GroupId"], none["ErrorCode"]) == (0, "none", 10010)
    bare = asked(world, "get_group_info", GroupIdList=["club"], ResponseFilter={"GroupBaseInfoFilter": ["Name"]})
    assert bare["GroupInfo"] == [{"GroupId": "club", "ErrorCode": 0, "ErrorInfo": "", "Name": "club"}]


def test_members_are_listed_page_by_page_and_by_role():
    world = a_full_chat()
    asked(world, "change_group_owner", NewOwner_Account="carol")
    page = asked(world, "get_group_member_info", Limit=2, Offset=1, MemberInfoFilter=["Role"])
    assert [member["Member_Account"] for member in page["MemberList"]] == ["bob", "carol"]
    assert page["MemberNum"] == 3
    owners = asked(world, "get_group_member_info", MemberRoleFilter=["Owner"])
    assert [member["Member_Account"] for member in owners["MemberList"]] == ["carol"]
    assert asked(world, "get_role_in_group", User_Account=["carol", "bob", "dave"])["UserIdList"] == [
        {"Member_Account": "carol", "Role": "Owner"},
        {"Member_Account": "bob", "Role": "Member"},
        {"Member_Account": "dave", "Role": "NotMember"},
    ]


def test_community_goes_on_where_the_last_page_ended():
    world = a_full_chat()
    members = [{"Member_Account": user} for user in ("alice", "bob", "carol")]
    group = call(world, CREATE, spoilt("create_group", Type="Community", GroupId=None, MemberList=members))["GroupId"]
    first = asked(world, "get_group_member_info", GroupId=group, Limit=2, Next="")
    last = asked(world, "get_group_member_info", GroupId=group, Limit=2, Next=first["Next"])
    assert [member["Member_Account"] for member in (*first["MemberList"], *last["MemberList"])] == [
        *("alice", "bob", "carol"),
    ]
    assert (first["Next"], last["Next"]) == ("2", "")
    numbered = asked(world, "get_group_member_info", GroupId=group, Limit=2, Next=2)
    assert numbered["MemberList"] == last["MemberList"]


def test_some_members_are_told_of_and_strangers_left_out():
    world = a_full_chat()
    asked(world, "change_group_owner", NewOwner_Account="carol")
    some = {"Member_List_Account": ["carol", "dave", "bob"], "MemberInfoFilter": ["Role"]}
    answer = asked(world, "get_specified_group_member_info", **some)
    assert answer["GroupId"] == "team"
    assert answer["MemberList"] == [
        {"Member_Account": "carol", "Role": "Owner"},
        {"Member_Account": "bob", "Role": "Member"},
    ]
    owners = asked(world, "get_specified_group_member_info", **some, MemberRoleFilter=["Owner"])
    assert [member["Member_Account"] for member in owners["MemberList"]] == ["carol"]


def test_groups_of_the_app_are_listed_by_type_and_page_by_page():
    world = a_full_chat()
    assert asked(world, "get_appid_group_list", Limit=2)["Next"] == 2
    world.run_for(1_000)
    rest = asked(world, "get_appid_group_list", Limit=2, Next=2)
    assert rest == {**OK, "TotalCount": 3, "GroupIdList": [{"GroupId": "club"}], "Next": 0}
    world.run_for(1_000)
    public = asked(world, "get_appid_group_list", GroupType="Public")
    assert (public["TotalCount"], public["GroupIdList"]) == (1, [{"GroupId": "club"}])


def test_groups_of_a_user_leave_out_live_rooms_and_work_groups_without_a_word_unless_asked():
    world = a_full_chat()

    def joined(**fields: object) -> list[str]:
        answer = asked(world, "get_joined_group_list", **fields)
        assert answer["TotalCount"] == len(answer["GroupIdList"])
        return [group["GroupId"] for group in answer["GroupIdList"]]

    call(world, CREATE, spoilt("create_group", Type="Work", MemberList=[{"Member_Account": "bob"}]))
    assert joined() == ["team", "club"]
    assert joined(WithHugeGroups=1) == ["team", "show", "club"]
    assert joined(WithNoActiveGroups=1) == ["team", "club", "chess"]
    assert joined(GroupType="Public") == ["club"]
    answer = asked(
        world,
        "get_joined_group_list",
        Limit=1,
        Offset=1,
        ResponseFilter={"GroupBaseInfoFilter": ["Name"], "SelfInfoFilter": ["Role", "MsgFlag"]},
    )
    assert answer["TotalCount"] == 2
    assert answer["GroupIdList"] == [
        {"GroupId": "club", "Name": "club", "SelfInfo": {"Role": "Member", "MsgFlag": "AcceptAndNotify"}}
    ]


# -- muting -----------------------------------------------------------------------------------------------------------


def said_by_alice(world: World) -> int:
    """Let alice's app write to the club and return what it is told."""
    message = replace(a_message(to=""), group="club")
    return world.im.answer(SendMessage("alice", "alice_phone", message)).code


@pytest.mark.parametrize("name", ["MuteTime", "ShutUpTime"])
def test_member_who_is_muted_here_writes_again_when_that_ends(name: str):
    world = a_full_chat()
    set_up(world, "alice_phone", "alice")
    kill(world, set_up(world))
    muting = {"Members_Account": ["alice"], "MuteTime": None, name: 60}
    assert asked(world, "forbid_send_msg", **muting) == OK
    until_s = world.clock.epoch_s + 60
    assert asked(world, "get_group_muted_account", GroupId="club")["MutedAccountList"] == [
        {"Member_Account": "alice", "MutedUntil": until_s}
    ]
    assert asked(world, "get_group_shutted_uin", GroupId="club")["ShuttedUinList"] == [
        {"Member_Account": "alice", "ShuttedUntil": until_s}
    ]
    assert said_by_alice(world) == 10017
    (refused,) = records(world, Hop.IM_ACCEPTED)
    assert (refused.rule, refused.reason) == ("im.client_send.muted_in_this_group", Reason.SENDER_MUTED)
    assert call(world, SEND, spoilt("send_group_msg", **TO_CLUB))["ErrorCode"] == 10017
    world.run_for(60_000)
    assert said_by_alice(world) == 0
    assert asked(world, "get_group_muted_account", GroupId="club")["MutedAccountList"] == []


def test_muting_outlives_leaving_and_0_lifts_it():
    world = a_full_chat()
    set_up(world, "alice_phone", "alice")
    asked(world, "forbid_send_msg", Members_Account=["alice"], MuteTime=2**32 - 1)
    asked(world, "delete_group_member", GroupId="club", MemberToDel_Account=["alice"])
    call(world, ADD, {"GroupId": "club", "MemberList": [{"Member_Account": "alice"}]})
    assert said_by_alice(world) == 10017
    [alice] = [
        member
        for member in asked(world, "get_group_member_info", GroupId="club")["MemberList"]
        if member["Member_Account"] == "alice"
    ]
    assert alice["MuteUntil"] == alice["ShutUpUntil"] == 2**32 - 1
    asked(world, "modify_group_member_info", GroupId="club", Member_Account="alice", MsgFlag=None, ShutUpTime=0)
    assert said_by_alice(world) == 0


def test_where_all_are_muted_only_owner_and_administrators_write():
    world = a_full_chat()
    set_up(world, "alice_phone", "alice")
    asked(world, "modify_group_base_info", GroupId="club", MuteAllMember="On")
    assert said_by_alice(world) == 10017
    assert call(world, SEND, spoilt("send_group_msg", **TO_CLUB))["ErrorCode"] == 10017
    assert call(world, SEND, spoilt("send_group_msg", GroupId="club", Random=9))["ErrorCode"] == 0
    asked(world, "modify_group_member_info", GroupId="club", Member_Account="alice", MsgFlag=None, Role="Admin")
    assert said_by_alice(world) == 0
    asked(world, "modify_group_member_info", GroupId="club", Member_Account="alice", MsgFlag=None, Role="Member")
    asked(world, "modify_group_base_info", GroupId="club", MuteAllMember="Off")
    assert said_by_alice(world) == 0
