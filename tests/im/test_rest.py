import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
import pytest

from simulator.customer.usersig import make_user_sig
from simulator.im.commands import SERVICES
from simulator.im.rest import GATEWAY, HOST
from simulator.im.rest_command import Service
from simulator.im.sessions import State
from simulator.kernel.rule import Decision
from simulator.kernel.trace import Kind
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import ImSpec, WorldSpec
from simulator.world.world import World
from tests.im.calls import PATHS, TEXT, Answer, a_chat, call, replayed
from tests.im.worlds import SHOWN, a_world, at_decision, callbacks, ended, kill, log_in, records, set_up, texts_in_app

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
CAPTURE_KEY = "fakeimsecretkey00000000000000000000000000000000000000000000000000"
SEND = "/v4/openim/sendmsg"
BATCH = "/v4/openim/batchsendmsg"
QUERY = "/v4/openim/query_online_status"
IMPORT = "/v4/im_open_login_svc/account_import"
CHECK = "/v4/im_open_login_svc/account_check"
KICK = "/v4/im_open_login_svc/kick"


# -- captured calls ---------------------------------------------------------------------------------------------------


def captured(sample: Path) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    return document


def request_of(document: Mapping[str, Any]) -> Request:
    sent = document["request"]
    headers = tuple((name, value) for name, value in sent["headers"])
    return Request("POST", HOST, sent["path"], sent["query"], headers, sent["body"].encode())


def world_of(document: Mapping[str, Any], *users: str, key: str = CAPTURE_KEY) -> World:
    china = datetime.fromtimestamp(document["second"], UTC) + timedelta(hours=8)
    im = ImSpec(secret_key=key)
    world = a_world(WorldSpec(start=china.strftime("%Y-%m-%d %H:%M:%S"), im=im))
    for user in users or ("lumotuwe1", "lumotuwe3", "lumotuwe5"):
        world.im.accounts.add(user)
    return world


captures = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
captures_of_one = pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if "batch" not in sample.stem], ids=lambda sample: sample.stem
)
captures_of_many = pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if "batch" in sample.stem], ids=lambda sample: sample.stem
)


@captures
def test_captured_call_is_answered_with_all_its_client_needs(sample: Path):
    document = captured(sample)
    answer = replayed(world_of(document), request_of(document))
    # MsgId stands in no document; no client reads it.
    assert answer == {name: value for name, value in document["answer"].items() if name != "MsgId"}


@captures
def test_captured_call_reaches_the_phone_of_its_receiver(sample: Path):
    document = captured(sample)
    world = world_of(document)
    device = set_up(world, user="lumotuwe3")
    kill(world, device)
    # Time has passed since; the call is made with a UserSig of now.
    request = request_of(document)
    query = dict(parse_qsl(request.query)) | {"usersig": world.customer.user_sig("administrator")}
    replayed(world, request._replace(query=urlencode(query)))
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN
    assert [shown.text for shown in device.notifications.shade] == ["你好，模拟设备 100% 😀"]


@captures
def test_captured_call_with_another_key_is_refused(sample: Path):
    document = captured(sample)
    answer = replayed(world_of(document, key="another key"), request_of(document))
    assert (answer["ActionStatus"], answer["ErrorCode"]) == ("FAIL", 70009)
    assert answer["ErrorInfo"].startswith("UserSig verification Failed.")


@captures_of_one
def test_captured_message_to_nobody_is_refused(sample: Path):
    document = captured(sample)
    answer = replayed(world_of(document, "lumotuwe1"), request_of(document))
    assert answer == {"ActionStatus": "FAIL", "ErrorInfo": "Invalid To_Account", "ErrorCode": 20003}


@captures_of_many
def test_captured_batch_to_one_known_and_one_unknown_user_succeeds_in_part(sample: Path):
    document = captured(sample)
    answer = replayed(world_of(document, "lumotuwe1", "lumotuwe3"), request_of(document))
    assert answer == {
        "ActionStatus": "SomeError",
        "ErrorInfo": "",
        "ErrorCode": 0,
        "MsgKey": document["answer"]["MsgKey"],
        "ErrorList": [{"To_Account": "lumotuwe5", "ErrorCode": 20003}],
    }


@captures_of_many
def test_captured_batch_to_nobody_is_refused(sample: Path):
    document = captured(sample)
    answer = replayed(world_of(document, "lumotuwe1"), request_of(document))
    assert answer == {"ActionStatus": "FAIL", "ErrorInfo": "invalid To_Account", "ErrorCode": 90012}


@captures
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("sdkappid", None, 60012),
        ("sdkappid", "1400000002", 60006),
        ("contenttype", None, 60008),
        ("contenttype", "xml", 60008),
        ("identifier", None, 60004),
        ("identifier", "bob", 70013),
        ("usersig", None, 60005),
        ("usersig", "", 70002),
        ("usersig", "eJy", 70003),
        ("random", None, 0),
        ("later", "x", 0),
    ],
)
def test_captured_call_with_one_parameter_spoilt_is_refused_for_it(
    sample: Path, name: str, value: str | None, code: int
):
    document = captured(sample)
    request = request_of(document)
    query = {key: text for key, text in parse_qsl(request.query) if key != name}
    if value is not None:
        query[name] = value
    answer = replayed(world_of(document), request._replace(query=urlencode(query)))
    assert answer["ErrorCode"] == code
    assert answer["ActionStatus"] == ("FAIL" if code else "OK")


@captures_of_one
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("To_Account", None, 90003),
        ("To_Account", "", 90003),
        ("To_Account", ["lumotuwe3"], 90003),
        ("From_Account", 7, 90008),
        ("From_Account", "nobody404", 20003),
        ("MsgRandom", None, 90005),
        ("MsgRandom", "1", 90005),
        ("MsgRandom", -1, 90005),
        ("MsgRandom", 2**32, 90005),
        ("MsgRandom", True, 90005),
        ("MsgRandom", 1.5, 90005),
        ("MsgSeq", "1", 90004),
        ("SyncOtherMachine", "1", 90031),
        ("MsgLifeTime", "60", 90044),
        ("MsgLifeTime", -1, 90026),
        ("MsgBody", None, 90007),
        ("MsgBody", {}, 90007),
        ("MsgBody", "text", 90007),
        ("MsgBody", [], 90002),
        ("MsgBody", ["text"], 90010),
        ("MsgBody", [{}], 90010),
        ("MsgBody", [{"MsgType": ["TIMTextElem"], "MsgContent": {}}], 90010),
        ("MsgBody", [{"MsgType": "TIMTextElement", "MsgContent": {"Text": "x"}}], 90010),
        ("MsgBody", [{"MsgType": "TIMTextElem", "MsgContent": "x"}], 90010),
        ("MsgBody", [{"MsgType": "TIMTextElem", "MsgContent": {"Text": ["x"]}}], 90010),
        ("MsgBody", [{"MsgType": "TIMCustomElem", "MsgContent": {"Desc": 1}}], 90010),
        ("MsgBody", [{"MsgType": "TIMCustomElem", "MsgContent": {}}] * 2, 90010),
        ("OfflinePushInfo", "x", 90043),
        ("OfflinePushInfo", {"PushFlag": 2}, 90043),
        ("OfflinePushInfo", {"PushFlag": "1"}, 90043),
        ("OfflinePushInfo", {"PushFlag": []}, 90043),
        ("OfflinePushInfo", {"PushFlag": True}, 90043),
        ("OfflinePushInfo", {"Title": 1}, 90043),
        ("OfflinePushInfo", {"Desc": {}}, 90043),
        ("OfflinePushInfo", {"Ext": {"k": "v"}}, 90043),
        ("OfflinePushInfo", {"AndroidInfo": []}, 90043),
    ],
)
def test_captured_message_with_one_field_spoilt_is_refused_for_it(sample: Path, name: str, value: object, code: int):
    document = captured(sample)
    world = world_of(document)
    request = request_of(document)
    body = json.loads(request.body) | {name: value}
    if value is None:
        del body[name]
    answer = replayed(world, request._replace(body=json.dumps(body).encode()))
    assert (answer["ActionStatus"], answer["ErrorCode"]) == ("FAIL", code)
    assert answer["ErrorInfo"]
    (refused,) = records(world, "rest_refused")
    assert (refused.reason, refused.data["code"]) == (Reason.CALL_REFUSED, code)


@captures_of_many
@pytest.mark.parametrize(
    ("accounts", "code"),
    [
        (None, 90003),
        ([], 90003),
        ("lumotuwe3", 90003),
        (["lumotuwe3", 7], 90003),
        ([""], 90003),
        ([f"user{number}" for number in range(500)], 90012),
        ([f"user{number}" for number in range(501)], 90011),
        ([f"user{number}" for number in range(5_000)], 90011),
        (["lumotuwe3", *(f"user{number}" for number in range(499))], 0),
    ],
)
def test_captured_batch_to_wrong_receivers_is_refused_for_them(sample: Path, accounts: object, code: int):
    document = captured(sample)
    request = request_of(document)
    body = json.loads(request.body) | {"To_Account": accounts}
    answer = replayed(world_of(document), request._replace(body=json.dumps(body).encode()))
    assert answer["ErrorCode"] == code


# -- the gateway ------------------------------------------------------------------------------------------------------


def message(to: object = "bob", **fields: object) -> Mapping[str, object]:
    return {"To_Account": to, "MsgRandom": 7, "MsgBody": TEXT, **fields}


@pytest.mark.parametrize(
    ("path", "code", "nearest"),
    [
        ("/v4/openim/send_msg", 60009, SEND),
        ("/v4/openim/sendMsg", 60009, SEND),
        ("/v4/im_open_login_svc/account_imports", 60009, IMPORT),
        ("/v4/nobody/anything", 60009, None),
        ("/v4/openim", 60002, SEND),
        ("/v4/openim/sendmsg/", 60002, SEND),
        ("/v3/openim/sendmsg", 60002, SEND),
        ("/", 60002, None),
    ],
)
def test_unknown_command_is_refused_and_the_trace_names_the_nearest_known_ones(
    path: str, code: int, nearest: str | None
):
    world = a_chat()
    assert call(world, path, message())["ErrorCode"] == code
    (refused,) = records(world, "rest_refused")
    assert refused.rule == ("im.rest.path_unknown" if code == 60009 else "im.rest.path_malformed")
    named = refused.data["nearest"]
    assert (nearest in named) if nearest else not named


def test_anything_but_post_is_refused():
    world = a_chat()
    answer = replayed(world, Request("GET", HOST, SEND))
    assert answer == {"ActionStatus": "FAIL", "ErrorInfo": "HTTP parse Error", "ErrorCode": 60002}


def test_checks_are_made_in_order_and_the_first_that_fails_answers():
    world = a_chat()
    bob_sig = world.customer.user_sig("bob")
    other_key = make_user_sig("other", world.im.sdk_app_id, "administrator", now_s=world.clock.epoch_s)
    spoilt: dict[str, str | None] = {"sdkappid": None, "contenttype": None, "identifier": None, "usersig": None}
    codes = [call(world, "/v4/openim/nothing", b"", **spoilt)["ErrorCode"]]
    repairs: list[dict[str, str | None]] = [
        {},
        {"sdkappid": "7"},
        {"sdkappid": "1400000001"},
        {"contenttype": "json"},
        {"identifier": "bob"},
        {"usersig": ""},
        {"usersig": "x"},
        {"usersig": world.customer.user_sig("alice")},
        {"usersig": make_user_sig("other", 7, "bob", now_s=1)},
        {"usersig": make_user_sig("other", world.im.sdk_app_id, "bob", now_s=1)},
        {"usersig": make_user_sig(world.im.secret_key, world.im.sdk_app_id, "bob", now_s=1)},
        {"usersig": bob_sig},
        {"identifier": "administrator", "usersig": world.customer.user_sig("administrator")},
    ]
    for repair in repairs:
        spoilt |= repair
        codes.append(call(world, SEND, b"", **spoilt)["ErrorCode"])
    assert codes == [60009, 60012, 60006, 60008, 60004, 60005, 70002, 70003, 70013, 70014, 70009, 70001, 90009, 90001]
    assert call(world, SEND, message(), usersig=other_key)["ErrorCode"] == 70009


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'"x"', b"{", b"\xff", b"[" * 100_000, b'{"a":NaN}', b'{"a":"\\ud800"}']
)
def test_body_that_is_no_json_object_is_refused_in_the_services_own_words(body: bytes):
    world = a_chat()
    assert call(world, SEND, body) == {
        "ActionStatus": "FAIL",
        "ErrorInfo": "Fail to Parse json data of body, Please check it",
        "ErrorCode": 90001,
    }
    assert call(world, IMPORT, body)["ErrorCode"] == 60003


def test_administrators_user_sig_is_worthless_after_a_kick_of_his_own():
    world = a_chat()
    old = world.customer.user_sig("administrator")
    assert call(world, KICK, {"UserID": "administrator"})["ErrorCode"] == 0
    world.run_for(1_000)
    assert call(world, CHECK, {"CheckItem": [{"UserID": "bob"}]}, usersig=old)["ErrorCode"] == 70052
    assert call(world, CHECK, {"CheckItem": [{"UserID": "bob"}]})["ErrorCode"] == 0


@pytest.mark.parametrize(("path", "limit"), [(QUERY, 200), (CHECK, 100)])
def test_more_calls_of_one_command_in_a_second_than_allowed_are_refused(path: str, limit: int):
    world = a_chat()
    body = {"To_Account": ["bob"], "CheckItem": [{"UserID": "bob"}]}
    codes = [call(world, path, body)["ErrorCode"] for _ in range(limit + 3)]
    assert codes == [0] * limit + [60007] * 3
    assert records(world, "rest_refused")[-1].reason == Reason.FREQUENCY_CONTROL
    assert call(world, IMPORT, {"UserID": "bob"})["ErrorCode"] == 0
    world.run_for(1_000 - world.scheduler.now_ms % 1_000 - 2)
    assert call(world, path, body)["ErrorCode"] == 60007
    world.run_for(1)
    assert call(world, path, body)["ErrorCode"] == 0


def decisions_of(service: Service) -> list[Decision[Any]]:
    return [service.admission, *(command.decision for command in service.commands.values())]


@pytest.mark.parametrize(
    "rule",
    [
        rule.name
        for decision in (GATEWAY, *(decision for service in SERVICES.values() for decision in decisions_of(service)))
        for rule in decision
    ],
)
def test_any_rule_can_be_waived_whatever_comes_in(rule: str):
    world = a_world(waived=[rule, "login_failed"])
    bodies = [
        b"",
        b"{}",
        b'{"To_Account":[[]],"UserID":[],"MsgBody":[[]],"CheckItem":[[]],"OfflinePushInfo":[],"MemberList":[[]],"GroupId":[],"GroupAtInfo":[{"GroupAtAllFlag":[]}],"MsgSeqList":[[]]}',
    ]
    fields = message([7], MsgRandom="x", MsgSeq="x", MsgLifeTime="x", From_Account=[])
    for path in (*PATHS, "/v4/openim/nothing"):
        for body in (*bodies, msgspec.json.encode(fields)):
            assert call(world, path, body)["ActionStatus"] in {"OK", "FAIL"}
        assert call(world, path, b"", sdkappid=None, usersig=None)["ActionStatus"] in {"OK", "FAIL"}


# -- sendmsg ----------------------------------------------------------------------------------------------------------


def test_message_key_has_sequence_random_and_second():
    world = a_chat()
    now_s = world.clock.epoch_s
    assert call(world, SEND, message()) == {
        "ActionStatus": "OK",
        "ErrorInfo": "",
        "ErrorCode": 0,
        "MsgTime": now_s,
        "MsgKey": f"0_7_{now_s}",
    }
    answer = call(world, SEND, message(MsgSeq=2**32 - 1, MsgRandom=2**32 - 1))
    assert answer["MsgKey"] == f"4294967295_4294967295_{now_s}"
    assert len(answer["MsgKey"]) <= 50


def pushes_begun(world: World) -> int:
    world.run_for(10)
    return len(records(world, Hop.IM_ACCEPTED))


def test_same_message_within_its_second_is_one_message_with_one_key():
    world = a_chat("bob", "carol", "dave")
    kill(world, set_up(world))
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    first = call(world, SEND, message())
    assert call(world, SEND, message()) == first
    assert pushes_begun(world) == 1
    others = [message(MsgRandom=8), message(MsgSeq=1), message(From_Account="dave")]
    for count, other in enumerate(others, start=2):
        assert call(world, SEND, other)["ErrorCode"] == 0
        assert pushes_begun(world) == count
    call(world, SEND, message("carol"))
    assert pushes_begun(world) == 4
    world.run_for(999 - world.scheduler.now_ms % 1_000 - 1)
    assert call(world, SEND, message())["MsgKey"] == first["MsgKey"]
    assert pushes_begun(world) == 4
    assert call(world, SEND, message())["MsgKey"] != first["MsgKey"]
    assert pushes_begun(world) == 5


def test_message_without_a_sender_is_from_the_administrator():
    world = a_chat()
    device = set_up(world)
    for body in (message(), message(From_Account=None, MsgRandom=8)):
        call(world, SEND, body)
    world.run_for(1_000)
    assert device.app.process is not None
    assert [received.sender for received in device.app.process.im.inbox] == ["administrator"] * 2


@pytest.mark.parametrize("fields", [{"MsgLifeTime": 0}, {"OnlineOnlyFlag": 1}])
def test_message_for_online_users_only_is_neither_pushed_nor_kept(fields: dict[str, int]):
    world = a_chat()
    device = set_up(world)
    kill(world, device)
    assert call(world, SEND, message(**fields))["ErrorCode"] == 0
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == at_decision(Reason.SENT_TO_ONLINE_ONLY)
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == []


def test_message_for_online_users_only_reaches_an_online_one():
    world = a_chat()
    device = set_up(world)
    call(world, SEND, message(MsgLifeTime=0))
    world.run_for(1_000)
    assert texts_in_app(device) == ["lunch?"]


@pytest.mark.parametrize(
    ("life_s", "is_there"), [(None, True), (60, True), (10, False), (604_800, True), (10**12, True)]
)
def test_message_is_kept_for_its_life_time(life_s: int | None, is_there: bool):
    world = a_chat()
    device = set_up(world)
    kill(world, device)
    call(world, SEND, message(**({} if life_s is None else {"MsgLifeTime": life_s})))
    world.run_for(30_000)
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == (["lunch?"] if is_there else [])


def test_message_with_push_flag_1_is_kept_and_not_pushed():
    world = a_chat()
    device = set_up(world)
    kill(world, device)
    call(world, SEND, message(OfflinePushInfo={"PushFlag": 1}))
    world.run_for(10_000)
    (verdict,) = world.verdicts()
    assert ended(verdict) == at_decision(Reason.PUSH_SWITCHED_OFF)
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == ["lunch?"]


def test_offline_push_info_of_null_or_of_empty_fields_is_none():
    for info in (None, {}, {"Title": "", "Desc": None, "Ext": "", "AndroidInfo": None}):
        world = a_chat()
        kill(world, set_up(world))
        call(world, SEND, message(OfflinePushInfo=info))
        world.run_for(10_000)
        (decided,) = records(world, Hop.OFFLINE_DECIDED)
        assert (decided.data["title"], decided.data["ext"]) == ("a new message", None)


@pytest.mark.parametrize(("size", "code"), [(12 * 1024, 0), (12 * 1024 + 1, 93000), (100_000, 93000)])
def test_message_longer_than_12_kb_is_refused(size: int, code: int):
    world = a_chat()
    body = msgspec.json.encode(message())
    assert call(world, SEND, body + b" " * (size - len(body)))["ErrorCode"] == code


@pytest.mark.parametrize(("size", "code"), [(8 * 1024, 0), (8 * 1024 + 1, 90055), (100_000, 90055)])
def test_message_of_a_batch_longer_than_8_kb_is_refused_whatever_its_receivers_take(size: int, code: int):
    world = a_chat()
    bare = {"MsgRandom": 7, "MsgBody": TEXT, "CloudCustomData": ""}
    filled = {**bare, "CloudCustomData": "x" * (size - len(msgspec.json.encode(bare)))}
    receivers = [f"{number:032}" for number in range(499)]
    assert call(world, BATCH, {**filled, "To_Account": ["bob", *receivers]})["ErrorCode"] == code


def test_batch_reaches_each_of_its_users_once():
    world = a_chat("bob", "carol")
    for name, user in (("bob_phone", "bob"), ("carol_phone", "carol")):
        kill(world, set_up(world, name, user))
    body = message(["bob", "carol", "bob"])
    assert "MsgTime" not in call(world, BATCH, body)
    call(world, BATCH, body)
    world.run_for(10_000)
    assert [(verdict.phone, ended(verdict)) for verdict in world.verdicts()] == [
        ("bob_phone", SHOWN),
        ("carol_phone", SHOWN),
    ]


# -- online state -----------------------------------------------------------------------------------------------------


def online_state(world: World, path: str = QUERY, **fields: object) -> Answer:
    return call(world, path, {"To_Account": ["bob"], **fields})


def test_online_state_follows_the_phone():
    world = a_chat()
    seen = [online_state(world)]
    device = set_up(world)
    seen.append(online_state(world))
    kill(world, device)
    seen.append(online_state(world))
    device.app.launch()
    world.run_for(3_000)
    assert device.app.process is not None
    device.app.process.log_out()
    world.run_for(1_000)
    seen.append(online_state(world))
    states = [answer["QueryResult"][0]["Status"] for answer in seen]
    assert states == [State.OFFLINE, State.ONLINE, State.PUSH_ONLINE, State.OFFLINE]
    assert seen[0] == {
        "ActionStatus": "OK",
        "ErrorInfo": "",
        "ErrorCode": 0,
        "QueryResult": [{"To_Account": "bob", "Status": "Offline"}],
    }


def test_old_name_of_the_query_has_the_state_under_both_its_names():
    world = a_chat()
    (result,) = online_state(world, "/v4/openim/querystate")["QueryResult"]
    assert result == {"To_Account": "bob", "State": "Offline", "Status": "Offline"}


def test_user_is_online_if_one_phone_is_and_detail_names_all_that_are_not_offline():
    world = a_chat(phones_per_user=3)
    kill(world, set_up(world, "one"))
    set_up(world, "two")
    third = set_up(world, "three").app.process
    assert third is not None
    third.log_out()
    world.run_for(1_000)
    (result,) = online_state(world, IsNeedDetail=1)["QueryResult"]
    assert result == {
        "To_Account": "bob",
        "Status": "Online",
        "Detail": [{"Platform": "Android", "Status": "PushOnline"}, {"Platform": "Android", "Status": "Online"}],
    }
    assert "Detail" not in online_state(world, IsNeedDetail=0)["QueryResult"][0]


def test_offline_user_has_no_detail():
    assert "Detail" not in online_state(a_chat(), IsNeedDetail=1)["QueryResult"][0]


def test_unknown_users_are_listed_and_fail_the_query_only_when_all_are_unknown():
    world = a_chat()
    unknown = [{"To_Account": "nobody404", "ErrorCode": 70107}]
    some = call(world, QUERY, {"To_Account": ["nobody404", "bob"]})
    assert (some["ActionStatus"], some["ErrorCode"], some["ErrorList"]) == ("OK", 0, unknown)
    none = call(world, QUERY, {"To_Account": ["nobody404"]})
    assert (none["ActionStatus"], none["ErrorCode"], none["ErrorList"]) == ("FAIL", 70107, unknown)


@pytest.mark.parametrize(
    ("accounts", "code"),
    [
        (None, 90001),
        ([], 90001),
        ("bob", 90003),
        (["bob", 7], 90003),
        ({"bob": 1}, 90003),
        (["bob"] * 500, 0),
        (["bob"] * 501, 90011),
        (["bob"] * 5_000, 90011),
    ],
)
def test_query_for_wrong_accounts_is_refused(accounts: object, code: int):
    assert call(a_chat(), QUERY, {"To_Account": accounts})["ErrorCode"] == code


# -- accounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["UserID", "Identifier"])
def test_account_is_imported_under_both_names_of_the_field_and_again_without_harm(name: str):
    world = a_chat()
    for _ in range(2):
        assert call(world, IMPORT, {name: "carol", "Nick": "Carol"})["ErrorCode"] == 0
    assert call(world, SEND, message("carol"))["ErrorCode"] == 0


@pytest.mark.parametrize(
    ("user", "code"),
    [
        ("x" * 32, 0),
        ("x" * 33, 70402),
        ("x" * 3_300, 70402),
        ("用" * 10, 0),
        ("用" * 11, 70402),
        ("", 70402),
        (7, 60015),
        (None, 70402),
        (["bob"], 60015),
    ],
)
def test_user_id_has_up_to_32_bytes(user: object, code: int):
    assert call(a_chat(), IMPORT, {"UserID": user})["ErrorCode"] == code


def test_account_check_says_who_is_imported():
    answer = call(a_chat(), CHECK, {"CheckItem": [{"UserID": "bob"}, {"UserID": "nobody404"}]})
    assert answer["ResultItem"] == [
        {"UserID": "bob", "ResultCode": 0, "ResultInfo": "", "AccountStatus": "Imported"},
        {"UserID": "nobody404", "ResultCode": 0, "ResultInfo": "", "AccountStatus": "NotImported"},
    ]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        (None, 70402),
        ([], 70402),
        ({}, 70402),
        (["bob"], 70402),
        ([{"UserID": "bob"}, {"UserID": 7}], 60015),
        ([{"UserID": "bob"}] * 100, 0),
        ([{"UserID": "bob"}] * 101, 70206),
        ([{"UserID": "bob"}] * 1_000, 70206),
    ],
)
def test_account_check_of_wrong_items_is_refused(items: object, code: int):
    assert call(a_chat(), CHECK, {"CheckItem": items})["ErrorCode"] == code


@pytest.mark.parametrize("name", ["UserID", "Identifier"])
def test_kick_takes_the_user_offline_and_older_user_sigs_with_him(name: str):
    world = a_chat()
    device = set_up(world)
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    old = world.customer.user_sig("bob")
    assert call(world, KICK, {name: "bob"})["ErrorCode"] == 0
    world.run_for(1_000)
    assert online_state(world)["QueryResult"][0]["Status"] == "Offline"
    assert callbacks(world)[-1] == ("onForceOffline", None)
    rule = world.im.check_sig("bob", old)
    assert rule is not None
    assert rule.name == "im.user_sig.revoked"
    log_in(world, device)
    assert online_state(world)["QueryResult"][0]["Status"] == "Online"


def test_kick_of_nobody_is_refused():
    assert call(a_chat(), KICK, {"UserID": "nobody404"}) == {
        "ActionStatus": "FAIL",
        "ErrorInfo": "Err_TLS_PT_Open_Login_Account_Not_Exist",
        "ErrorCode": 70107,
    }
    assert call(a_chat(), KICK, {})["ErrorCode"] == 70402


def test_answers_have_the_headers_of_the_document():
    world = a_chat()
    response = world.hosts.handle(Request("POST", HOST, SEND))
    assert dict(response.headers)["Access-Control-Allow-Methods"] == "POST"
    assert not [record for record in world.trace if record.kind is Kind.WIRE]
