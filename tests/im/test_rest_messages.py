import pytest

from simulator.device.device import Device
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.world import World
from tests.im.calls import OK, TEXT, a_chat, a_full_chat, call, path_of, spoilt
from tests.im.worlds import SHOWN, at_decision, ended, kill, records, set_up, texts_in_app

SEND, IMPORT, WITHDRAW, READ, UNREAD = map(
    path_of, ("sendmsg", "importmsg", "admin_msgwithdraw", "admin_set_msg_read", "get_c2c_unread_msg_num")
)


def opened_again(world: World, device: Device) -> list[object]:
    """Open the app and return the texts of what waited for it."""
    device.app.launch()
    world.run_for(3_000)
    return texts_in_app(device)


def unread(world: World, *peers: str) -> object:
    answer = call(world, UNREAD, {"To_Account": "bob", **({"Peer_Account": list(peers)} if peers else {})})
    return {name: value for name, value in answer.items() if name not in OK}


# -- importing --------------------------------------------------------------------------------------------------------


def test_imported_history_reaches_nobody_online_or_away_and_is_not_unread():
    world = a_chat("alice", "bob")
    device = set_up(world)
    history = spoilt("importmsg", SyncFromOldSystem=2)
    assert call(world, IMPORT, history) == OK
    world.run_for(2_000)
    assert texts_in_app(device) == []
    kill(world, device)
    assert call(world, IMPORT, history) == OK
    world.run_for(2_000)
    assert [ended(verdict) for verdict in world.verdicts()] == [at_decision(Reason.HISTORY_IMPORTED)] * 2
    assert opened_again(world, device) == []
    assert unread(world) == {"AllC2CUnreadMsgNum": 0}


def test_message_imported_as_new_is_delivered_pushed_and_unread():
    world = a_chat("alice", "bob")
    device = set_up(world)
    kill(world, device)
    assert call(world, IMPORT, spoilt("importmsg")) == OK
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN
    assert opened_again(world, device) == ["lunch?"]
    assert unread(world) == {"AllC2CUnreadMsgNum": 1}


def test_history_for_a_user_without_a_phone_waits_for_nobody():
    world = a_chat("alice", "bob")
    call(world, IMPORT, spoilt("importmsg", SyncFromOldSystem=2))
    device = set_up(world)
    world.run_for(2_000)
    assert texts_in_app(device) == []


# -- recalling --------------------------------------------------------------------------------------------------------


def test_recalled_message_is_not_handed_out_any_more_and_cannot_be_recalled_again():
    world = a_chat("alice", "bob")
    device = set_up(world)
    kill(world, device)
    key = call(world, SEND, spoilt("sendmsg", From_Account="alice"))["MsgKey"]
    world.run_for(10_000)
    recall = {"From_Account": "alice", "To_Account": "bob", "MsgKey": key}
    assert call(world, WITHDRAW, recall) == OK
    again = call(world, WITHDRAW, recall)
    assert (again["ActionStatus"], again["ErrorCode"]) == ("FAIL", 20023)
    assert opened_again(world, device) == []
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN


def test_message_recalled_before_the_push_was_decided_is_not_pushed():
    world = a_chat("alice", "bob")
    kill(world, set_up(world))
    key = call(world, SEND, spoilt("sendmsg", From_Account="alice"))["MsgKey"]
    assert call(world, WITHDRAW, {"From_Account": "alice", "To_Account": "bob", "MsgKey": key}) == OK
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == at_decision(Reason.RECALLED)


def test_key_of_another_conversation_recalls_nothing():
    world = a_full_chat()
    for fields in ({"From_Account": "bob", "To_Account": "alice"}, {"From_Account": "carol"}):
        assert call(world, WITHDRAW, spoilt("admin_msgwithdraw", **fields))["ErrorCode"] == 20022
    assert call(world, WITHDRAW, spoilt("admin_msgwithdraw")) == OK


# -- reading ----------------------------------------------------------------------------------------------------------


def test_unread_messages_are_counted_in_all_and_by_sender():
    world = a_chat("alice", "bob", "carol")
    for number, sender in enumerate(("alice", "alice", "carol")):
        call(world, SEND, spoilt("sendmsg", From_Account=sender, MsgRandom=number))
    assert unread(world) == {"AllC2CUnreadMsgNum": 3}
    assert unread(world, "alice", "carol", "nobody") == {
        "C2CUnreadMsgNumList": [
            {"Peer_Account": "alice", "C2CUnreadMsgNum": 2},
            {"Peer_Account": "carol", "C2CUnreadMsgNum": 1},
        ],
        "ErrorList": [{"Peer_Account": "nobody", "ErrorCode": 70107}],
    }


@pytest.mark.parametrize("fields", [{"SendMsgControl": ["NoUnread"]}, {"MsgLifeTime": 0}, {"OnlineOnlyFlag": 1}])
def test_message_that_is_not_to_count_is_not_unread(fields: dict[str, object]):
    world = a_chat()
    call(world, SEND, spoilt("sendmsg", **fields))
    assert unread(world) == {"AllC2CUnreadMsgNum": 0}


def test_messages_up_to_the_second_that_is_said_are_read():
    world = a_chat("alice", "bob")
    first_s = world.clock.epoch_s
    call(world, SEND, spoilt("sendmsg", From_Account="alice"))
    world.run_for(2_000)
    call(world, SEND, spoilt("sendmsg", From_Account="alice"))
    body = {"Report_Account": "bob", "Peer_Account": "alice"}
    assert call(world, READ, {**body, "MsgReadTime": first_s - 1}) == OK
    assert unread(world) == {"AllC2CUnreadMsgNum": 2}
    assert call(world, READ, {**body, "MsgReadTime": first_s}) == OK
    assert unread(world) == {"AllC2CUnreadMsgNum": 1}
    assert call(world, READ, body) == OK
    assert unread(world) == {"AllC2CUnreadMsgNum": 0}


# -- sending ----------------------------------------------------------------------------------------------------------


def test_message_is_brought_to_its_senders_own_phones_where_that_is_wanted_and_never_pushed_there():
    for wanted, phones in ((None, ["bob_phone"]), (2, ["bob_phone"]), (1, ["bob_phone", "alice_phone"])):
        world = a_chat("alice", "bob")
        alice_phone = set_up(world, "alice_phone", "alice")
        kill(world, alice_phone)
        kill(world, set_up(world))
        call(world, SEND, spoilt("sendmsg", From_Account="alice", SyncOtherMachine=wanted))
        world.run_for(10_000)
        verdicts = {verdict.phone: ended(verdict) for verdict in world.verdicts()}
        assert list(verdicts) == phones
        assert verdicts["bob_phone"] == SHOWN
        if wanted == 1:
            assert verdicts["alice_phone"] == at_decision(Reason.OWN_MESSAGE)
            assert opened_again(world, alice_phone) == ["lunch?"]


@pytest.mark.parametrize(("text", "code"), [("free casino", 80001), ("free lunch", 0)])
def test_text_with_a_word_that_the_review_stops_is_refused(text: str, code: int):
    world = a_chat(forbidden_words=("casino",))
    body = [{"MsgType": "TIMTextElem", "MsgContent": {"Text": text}}]
    assert call(world, SEND, spoilt("sendmsg", MsgBody=body))["ErrorCode"] == code
    desc = spoilt("sendmsg", MsgBody=TEXT, MsgRandom=9, OfflinePushInfo={"Desc": text})
    assert call(world, SEND, desc)["ErrorCode"] == code
    refused = records(world, "rest_refused")
    assert [record.reason for record in refused] == ([Reason.TEXT_STOPPED] * 2 if code else [])


def test_message_from_a_muted_or_blocked_user_is_sent_over_rest_all_the_same():
    world = a_chat("alice", "bob")
    kill(world, set_up(world))
    world.im.delivery.relations.block("bob", "alice")
    call(world, path_of("setnospeaking"), {"Set_Account": "alice", "C2CmsgNospeakingTime": 4294967295})
    call(world, SEND, spoilt("sendmsg", From_Account="alice"))
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN
    assert len(records(world, Hop.IM_ACCEPTED)) == 1


# -- looking messages up ----------------------------------------------------------------------------------------------

ROAM = path_of("admin_getroammsg")


def test_messages_of_two_users_are_looked_up_and_withdrawn_by_what_was_found():
    world = a_full_chat()
    now_s = world.clock.epoch_s
    body = spoilt("sendmsg", From_Account="bob", To_Account="alice", MsgSeq=5, MsgRandom=9, CloudCustomData="x")
    assert call(world, SEND, body)["ErrorCode"] == 0
    call(world, SEND, spoilt("sendmsg", From_Account="carol", MsgRandom=10))
    call(world, SEND, spoilt("sendmsg", From_Account="alice", MsgRandom=11, MsgLifeTime=0))
    found = call(world, ROAM, spoilt("admin_getroammsg", MinTime=now_s))
    assert (found["Complete"], found["MsgCnt"], found["LastMsgTime"], found["LastMsgKey"]) == (
        *(1, 1, now_s, f"5_9_{now_s}"),
    )
    assert found["MsgList"] == [
        {
            "From_Account": "bob",
            "To_Account": "alice",
            "MsgSeq": 5,
            "MsgRandom": 9,
            "MsgTimeStamp": now_s,
            "MsgFlagBits": 0,
            "MsgKey": f"5_9_{now_s}",
            "MsgBody": TEXT,
            "CloudCustomData": "x",
        }
    ]
    call(world, WITHDRAW, {"From_Account": "bob", "To_Account": "alice", "MsgKey": found["LastMsgKey"]})
    again = call(world, ROAM, spoilt("admin_getroammsg", From_Account="bob", To_Account="alice", MinTime=now_s))
    assert again["MsgList"][0]["MsgFlagBits"] == 8


def test_older_messages_are_looked_up_page_by_page():
    world = a_full_chat()
    for number in range(5):
        stamp = {"MsgRandom": number, "MsgTimeStamp": 5_000 + number}
        assert call(world, path_of("importmsg"), spoilt("importmsg", **stamp)) == OK
    first = call(world, ROAM, spoilt("admin_getroammsg", MaxCnt=2, MinTime=5_000, MaxTime=6_000))
    assert [message["MsgRandom"] for message in first["MsgList"]] == [3, 4]
    assert (first["Complete"], first["LastMsgTime"]) == (0, 5_003)
    rest = {"MaxCnt": 3, "MinTime": 5_000, "MaxTime": first["LastMsgTime"], "LastMsgKey": first["LastMsgKey"]}
    last = call(world, ROAM, spoilt("admin_getroammsg", **rest))
    assert ([message["MsgRandom"] for message in last["MsgList"]], last["Complete"]) == ([0, 1, 2], 1)
    nothing = call(world, ROAM, spoilt("admin_getroammsg", MinTime=7_000, MaxTime=8_000))
    assert (nothing["MsgCnt"], nothing["LastMsgKey"], nothing["LastMsgTime"], nothing["Complete"]) == (0, "", 0, 1)
