"""Friends, blocklists and profiles over REST, and what they do to messages."""

import pytest

from simulator.im.relations import BLOCKED_MAX, FRIENDS_MAX
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.world import World
from tests.im.calls import OK, Answer, a_full_chat, call, path_of, spoilt
from tests.im.test_rest_muting import sent
from tests.im.worlds import SHOWN, a_message, ended, kill, set_up

ANDROID = "AddSource_Type_Android"


def asked(world: World, command: str, **fields: object) -> Answer:
    return call(world, path_of(command), spoilt(command, **fields))


def added(world: World, *peers: str, user: str = "alice", **fields: object) -> dict[str, int]:
    """Let *user* ask *peers* to be his friends and return the code for each."""
    entries = [{"To_Account": peer, "AddSource": ANDROID} for peer in peers]
    answer = asked(world, "friend_add", From_Account=user, AddFriendItem=entries, **fields)
    codes = {result["To_Account"]: result["ResultCode"] for result in answer["ResultItem"]}
    assert answer.get("Fail_Account", []) == [peer for peer, code in codes.items() if code]
    assert (answer["ActionStatus"], answer["ErrorCode"], answer["ErrorDisplay"]) == ("OK", 0, "")
    return codes


def says(world: World, user: str, tag: str, value: object) -> None:
    item = {"Tag": f"Tag_Profile_IM_{tag}", "Value": value}
    assert asked(world, "portrait_set", From_Account=user, ProfileItem=[item]) == {**OK, "ErrorDisplay": ""}


def relation(world: World, user: str, peer: str, how: str = "Both") -> str:
    body = {"From_Account": user, "To_Account": [peer], "CheckType": f"CheckResult_Type_{how}"}
    [found] = asked(world, "friend_check", **body)["InfoItem"]
    return str(found["Relation"]).removeprefix("CheckResult_Type_")


# -- friends ----------------------------------------------------------------------------------------------------------


def test_friends_are_made_on_both_sides_unless_one_is_asked_for():
    world = a_full_chat()
    assert added(world, "bob", "nobody") == {"bob": 0, "nobody": 30003}
    assert added(world, "dave", AddType="Add_Type_Single") == {"dave": 0}
    assert [relation(world, "alice", peer) for peer in ("bob", "dave", "carol")] == ["BothWay", "AWithB", "NoRelation"]
    assert relation(world, "dave", "alice") == "BWithA"
    assert relation(world, "dave", "alice", "Single") == "NoRelation"
    again = asked(
        world, "friend_add", From_Account="alice", AddFriendItem=[{"To_Account": "bob", "AddSource": ANDROID}]
    )
    assert again["ResultItem"] == [
        {"To_Account": "bob", "ResultCode": 30001, "ResultInfo": "Err_SNS_FriendAdd_Friend_Exist"}
    ]


def test_friends_may_write_where_only_friends_may():
    world = a_full_chat(friends_only=True)
    kill(world, set_up(world))
    assert sent(world, a_message()) == 20009
    added(world, "bob")
    assert sent(world, a_message()) == 0
    asked(world, "friend_delete", From_Account="alice", To_Account=["bob"], DeleteType="Delete_Type_Single")
    assert sent(world, a_message()) == 20011
    asked(world, "friend_delete_all", From_Account="bob")
    assert sent(world, a_message()) == 20009
    assert [ended(verdict) for verdict in world.verdicts()].count(SHOWN) == 1


@pytest.mark.parametrize(("kind", "code"), [("AllowAny", 0), ("NeedConfirm", 30539), ("DenyAny", 30516)])
def test_each_user_says_who_may_add_him_and_an_administrator_need_not_heed_it(kind: str, code: int):
    world = a_full_chat()
    says(world, "bob", "AllowType", f"AllowType_Type_{kind}")
    assert added(world, "bob") == {"bob": code}
    assert (relation(world, "alice", "bob") == "BothWay") is (code == 0)
    if code:
        assert added(world, "bob", ForceAddFlags=1) == {"bob": 0}


def test_user_whom_an_administrator_bars_asks_for_no_friends():
    world = a_full_chat()
    says(world, "alice", "AdminForbidType", "AdminForbid_Type_SendOut")
    assert added(world, "bob") == {"bob": 30009}
    assert added(world, "bob", ForceAddFlags=1) == {"bob": 0}


def test_who_is_blocked_is_nobodys_friend_on_either_side():
    world = a_full_chat()
    added(world, "bob", "carol")
    asked(world, "black_list_add", From_Account="bob", To_Account=["alice"])
    assert relation(world, "alice", "bob") == "NoRelation"
    assert added(world, "bob", ForceAddFlags=1) == {"bob": 30525}
    assert added(world, "alice", user="bob") == {"alice": 30515}
    assert relation(world, "alice", "carol") == "BothWay"


def test_lists_of_friends_and_of_the_blocked_are_full_some_time():
    world = a_full_chat()
    relations = world.im.delivery.relations
    for number in range(FRIENDS_MAX.value - 1):
        relations.befriend("alice", f"user{number}")
    assert added(world, "bob", "dave") == {"bob": 0, "dave": 30010}
    assert added(world, "alice", user="dave") == {"alice": 30014}
    assert added(world, "alice", user="dave", AddType="Add_Type_Single") == {"alice": 0}
    for number in range(BLOCKED_MAX.value - 1):
        relations.block("bob", f"user{number}")
    results = asked(world, "black_list_add", To_Account=["carol", "dave"])["ResultItem"]
    assert [result["ResultCode"] for result in results] == [0, 30013]


def test_what_is_noted_about_a_friend_is_told_again():
    world = a_full_chat()
    entry = {
        "To_Account": "dave",
        "AddSource": ANDROID,
        "Remark": "D.",
        "GroupName": ["work"],
        "AddTime": 1_420_000_001,
        "AddWording": "hi",
        "CustomItem": [{"Tag": "Tag_SNS_Custom_Test", "Value": "x"}],
    }
    asked(world, "friend_import", AddFriendItem=[entry])
    notes = [
        {"Tag": "Tag_SNS_IM_AddSource", "Value": ANDROID},
        {"Tag": "Tag_SNS_IM_Remark", "Value": "D."},
        {"Tag": "Tag_SNS_IM_Group", "Value": ["work"]},
        {"Tag": "Tag_SNS_IM_AddTime", "Value": 1_420_000_001},
        {"Tag": "Tag_SNS_IM_AddWording", "Value": "hi"},
        {"Tag": "Tag_SNS_Custom_Test", "Value": "x"},
    ]
    found = asked(world, "friend_get")
    assert found["UserDataItem"] == [
        {"To_Account": "carol", "ValueItem": []},
        {"To_Account": "dave", "ValueItem": notes},
    ]
    assert (found["FriendNum"], found["CompleteFlag"], found["NextStartIndex"]) == (2, 1, 0)
    change = [
        {"Tag": "Tag_SNS_IM_Remark", "Value": "David"},
        {"Tag": "Tag_SNS_IM_Group", "Value": ["home", "chess"]},
        {"Tag": "Tag_SNS_Custom_Test", "Value": "y"},
    ]
    update = [{"To_Account": "dave", "SnsItem": change}, {"To_Account": "alice", "SnsItem": change}]
    answer = asked(world, "friend_update", UpdateItem=update)
    assert (answer["Fail_Account"], [result["ResultCode"] for result in answer["ResultItem"]]) == (
        ["alice"],
        [0, 30001],
    )
    says(world, "dave", "Nick", "Dave")
    tags = ["Tag_Profile_IM_Nick", "Tag_SNS_IM_Remark", "Tag_SNS_IM_Group", "Tag_SNS_Custom_Test"]
    dave, alice = asked(world, "friend_get_list", To_Account=["dave", "alice"], TagList=tags)["InfoItem"]
    assert dave["SnsProfileItem"] == [{"Tag": "Tag_Profile_IM_Nick", "Value": "Dave"}, *change]
    assert alice == {
        "To_Account": "alice",
        "ResultCode": 30001,
        "ResultInfo": "Err_SNS_FriendGetList_Friend_Not_Exist",
    }


def test_friends_are_listed_page_by_page():
    world = a_full_chat()
    for number in range(150):
        world.im.delivery.relations.befriend("alice", f"user{number}")
    first = asked(world, "friend_get", From_Account="alice")
    assert (len(first["UserDataItem"]), first["CompleteFlag"], first["NextStartIndex"]) == (100, 0, 100)
    last = asked(world, "friend_get", From_Account="alice", StartIndex=100)
    assert (len(last["UserDataItem"]), last["CompleteFlag"], last["FriendNum"]) == (50, 1, 150)


def test_friend_who_is_none_cannot_be_removed():
    world = a_full_chat()
    results = asked(world, "friend_delete", To_Account=["carol", "alice"])["ResultItem"]
    assert results == [
        {"To_Account": "carol", "ResultCode": 0, "ResultInfo": ""},
        {"To_Account": "alice", "ResultCode": 31704, "ResultInfo": "Err_SNS_FriendDelete_Not_Friend"},
    ]


# -- blocklists -------------------------------------------------------------------------------------------------------


def test_message_of_who_was_blocked_over_rest_is_refused_until_he_is_taken_off():
    world = a_full_chat()
    kill(world, set_up(world))
    answer = asked(world, "black_list_add", To_Account=["alice", "alice", "nobody"])
    assert [result["ResultCode"] for result in answer["ResultItem"]] == [0, 30003]
    assert answer["Fail_Account"] == ["nobody"]
    assert sent(world, a_message()) == 20007
    again = asked(world, "black_list_add", To_Account=["alice"])["ResultItem"]
    assert again[0]["ResultInfo"] == "Err_SNS_BlackListAdd_Already_Exist"
    assert asked(world, "black_list_get")["BlackListItem"] == [
        {"To_Account": "alice", "AddBlackTimeStamp": world.clock.epoch_s - 10}
    ]
    asked(world, "black_list_delete", To_Account=["alice"])
    assert sent(world, a_message()) == 0
    assert [ended(verdict) for verdict in world.verdicts()] == [(Hop.IM_ACCEPTED, Reason.SENDER_BLOCKED), SHOWN]


def test_blocklists_are_looked_at_from_one_side_or_both_and_page_by_page():
    world = a_full_chat()
    asked(world, "black_list_add", To_Account=["alice", "carol"])
    asked(world, "black_list_add", From_Account="carol", To_Account=["bob"])
    asked(world, "black_list_add", From_Account="dave", To_Account=["bob"])
    world.im.accounts.add("erin")

    def relations(how: str) -> list[str]:
        users, kind = ["alice", "carol", "dave", "erin"], f"BlackCheckResult_Type_{how}"
        found = asked(world, "black_list_check", To_Account=users, CheckType=kind)["BlackListCheckItem"]
        return [item["Relation"].removeprefix("BlackCheckResult_Type_") for item in found]

    assert relations("Both") == ["AWithB", "BothWay", "BWithA", "NO"]
    assert relations("Single") == ["AWithB", "AWithB", "NO", "NO"]
    first = asked(world, "black_list_get", MaxLimited=1)
    assert ([item["To_Account"] for item in first["BlackListItem"]], first["StartIndex"]) == (["alice"], 1)
    last = asked(world, "black_list_get", MaxLimited=1, StartIndex=1)
    assert ([item["To_Account"] for item in last["BlackListItem"]], last["StartIndex"]) == (["carol"], 0)


# -- profiles ---------------------------------------------------------------------------------------------------------


def test_profile_holds_what_the_import_and_later_calls_say():
    world = a_full_chat()
    asked(world, "account_import", UserID="erin", Nick="Erin", FaceUrl="https://example.com/e")
    tags = ["Tag_Profile_IM_Nick", "Tag_Profile_IM_Image", "Tag_Profile_IM_Level", "Tag_Profile_Custom_Test"]
    says(world, "erin", "Level", 7)
    answer = asked(world, "portrait_get", To_Account=["erin", "nobody"], TagList=tags)
    assert answer["UserProfileItem"][0] == {
        "To_Account": "erin",
        "ProfileItem": [
            {"Tag": "Tag_Profile_IM_Nick", "Value": "Erin"},
            {"Tag": "Tag_Profile_IM_Image", "Value": "https://example.com/e"},
            {"Tag": "Tag_Profile_IM_Level", "Value": 7},
        ],
        "ResultCode": 0,
        "ResultInfo": "",
    }
    assert (answer["UserProfileItem"][1]["ResultCode"], answer["Fail_Account"]) == (40003, ["nobody"])


def test_review_looks_at_profiles_too():
    world = a_full_chat(forbidden_words=("casino",))
    item = {"Tag": "Tag_Profile_IM_SelfSignature", "Value": "the casino"}
    assert asked(world, "portrait_set", ProfileItem=[item])["ErrorCode"] == 40005


def test_account_that_is_deleted_leaves_nothing_behind():
    world = a_full_chat(edition="trial")
    added(world, "bob", user="dave")
    says(world, "dave", "Nick", "Dave")
    asked(world, "account_delete")
    asked(world, "account_import", UserID="dave", Nick=None)
    assert relation(world, "bob", "dave") == "NoRelation"
    assert asked(world, "portrait_get", To_Account=["dave"])["UserProfileItem"][0]["ProfileItem"] == []
