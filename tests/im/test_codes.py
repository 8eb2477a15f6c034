"""The table of the server's codes: each one that is not left out is provoked here by a call or a client of its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from simulator.customer.usersig import make_user_sig
from simulator.im import codes
from simulator.im.code_table import CODES
from simulator.im.codes import ImCode
from simulator.kernel.source import Grade
from simulator.network.http import Request
from simulator.push.platform import Platform
from simulator.push.uplink import LogIn, LogOut, ReportToken, SendMessage
from simulator.world.spec import CertificateSpec, ImSpec, WebhooksSpec, WorldSpec
from simulator.world.world import World
from tests.im.calls import a_chat, a_full_chat, call, path_of, replayed, spoilt
from tests.im.test_rest_backends import FAILURES
from tests.im.test_rest_refusals import SPOILT
from tests.im.test_usersig import packed
from tests.im.test_webhooks import BEFORE, GROUP_BEFORE, a_world_with, answering
from tests.im.worlds import a_message, a_world, set_up

SEND, IM_PUSH, RECALL, CREATE = map(path_of, ("sendmsg", "im_push", "group_msg_recall", "create_group"))

Provoke = Callable[[], int]


def rest(command: str, world: World | None = None, /, **fields: object) -> Provoke:
    return lambda: int(call(world or a_full_chat(), path_of(command), spoilt(command, **fields))["ErrorCode"])


def gateway(path: str = SEND, body: object = None, **query: str | None) -> Provoke:
    return lambda: int(call(a_chat(), path, spoilt("sendmsg") if body is None else body, **query)["ErrorCode"])


def sig(key: str = "", app: int = 0, user: str = "administrator", now_s: int | None = None) -> Provoke:
    def provoke() -> int:
        world = a_chat()
        text = make_user_sig(
            key or world.im.secret_key,
            app or world.im.sdk_app_id,
            user,
            now_s=world.clock.epoch_s if now_s is None else now_s,
        )
        return int(call(world, SEND, spoilt("sendmsg"), usersig=text)["ErrorCode"])

    return provoke


def not_admin(command: str) -> Provoke:
    def provoke() -> int:
        world = a_full_chat()
        caller = {"identifier": "bob", "usersig": world.customer.user_sig("bob")}
        return int(call(world, path_of(command), spoilt(command), **caller)["ErrorCode"])

    return provoke


def often(path: str, times: int, **im: object) -> Provoke:
    """Call *times* times at once, each time with another random number, and return the last code."""

    def provoke() -> int:
        world = a_chat(**im)
        world.run_for(1_000 - world.scheduler.now_ms % 1_000)
        command = path.rpartition("/")[2]
        return [int(call(world, path, spoilt(command, MsgRandom=n))["ErrorCode"]) for n in range(times)][-1]

    return provoke


def recall_twice(group: str, *seqs: int, wait_ms: int = 0) -> Provoke:
    def provoke() -> int:
        world = a_full_chat()
        call(world, path_of("send_group_msg"), spoilt("send_group_msg", GroupId="show"))
        world.run_for(wait_ms)
        body = {"GroupId": group, "MsgSeqList": [{"MsgSeq": seq} for seq in seqs]}
        return int(call(world, RECALL, body)["RecallRetList"][-1]["RetCode"])

    return provoke


def withdrawn_twice() -> int:
    world = a_full_chat()
    body = spoilt("admin_msgwithdraw")
    return [int(call(world, path_of("admin_msgwithdraw"), body)["ErrorCode"]) for _ in range(2)][-1]


def old_sig() -> int:
    world = a_chat()
    old = world.customer.user_sig("administrator")
    call(world, path_of("kick"), {"UserID": "administrator"})
    world.run_for(1_000)
    return int(call(world, SEND, spoilt("sendmsg"), usersig=old)["ErrorCode"])


def groups_of_trial() -> int:
    world = a_chat(edition="trial")
    made = [call(world, CREATE, spoilt("create_group", GroupId=f"g{number}")) for number in range(101)]
    return int(made[-1]["ErrorCode"])


def of_friend(command: str = "friend_add", /, *, profile: dict[str, str] | None = None, **fields: object) -> Provoke:
    """Let bob ask for dave, of whom *profile* tells, and carol be his friend; return dave's code."""

    def provoke() -> int:
        world = a_full_chat()
        world.im.profiles.write("dave", {f"Tag_Profile_IM_{name}": value for name, value in (profile or {}).items()})
        world.im.delivery.relations.block("carol", "alice")
        answer = call(world, path_of(command), spoilt(command, **fields))
        return int(answer["ResultItem"][0]["ResultCode"])

    return provoke


def attribute_of_devices() -> int:
    world = a_full_chat()
    call(world, path_of("set_attr_name"), {"AttrNames": {"2": "model"}, "AttrTypes": {"2": 1}})
    answer = call(world, path_of("set_attr"), {"UserAttrs": [{"To_Account": "bob", "Attrs": {"model": "X9"}}]})
    return int(answer["ErrorList"][0]["ErrorCode"])


def full(of_whom: str, entries: str, count: int, command: str, **fields: object) -> Provoke:
    """Fill a list of *of_whom*: of friends, or of those he has blocked."""

    def provoke() -> int:
        world = a_full_chat()
        for number in range(count):
            getattr(world.im.delivery.relations, entries)(of_whom, f"user{number}")
        answer = call(world, path_of(command), spoilt(command, **fields))
        return int(answer["ResultItem"][0]["ResultCode"])

    return provoke


def asking(user: str, peer: str) -> dict[str, object]:
    return {"From_Account": user, "AddFriendItem": [{"To_Account": peer, "AddSource": "AddSource_Type_Web"}]}


def group_full() -> int:
    world = a_full_chat()
    call(world, CREATE, spoilt("create_group", MaxMemberCount=1, MemberList=[{"Member_Account": "bob"}]))
    return int(call(world, path_of("add_group_member"), spoilt("add_group_member", GroupId="chess"))["ErrorCode"])


def made_twice() -> int:
    world = a_full_chat()
    return [int(call(world, CREATE, spoilt("create_group", Owner_Account="alice"))["ErrorCode"]) for _ in range(2)][-1]


def day_used() -> int:
    world = a_chat()
    for number in range(101):
        world.run_for(1_100)
        code = int(call(world, IM_PUSH, spoilt("im_push", MsgRandom=number))["ErrorCode"])
    return code


def client(world: World, group: str = "") -> int:
    message = replace(a_message(), to="" if group else "bob", group=group)
    return world.im.intake.take_from_client(message, "").code


def muted(group: str = "") -> Provoke:
    def provoke() -> int:
        world = a_full_chat()
        times = {"C2CmsgNospeakingTime": 9, "GroupmsgNospeakingTime": 9}
        call(world, path_of("setnospeaking"), {"Set_Account": "alice", **times})
        return client(world, group)

    return provoke


def sent_too_fast() -> int:
    world = a_full_chat()
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    return [client(world, "team") for _ in range(41)][-1]


def blocked() -> int:
    world = a_full_chat()
    world.im.delivery.relations.block("bob", "alice")
    return client(world)


def unfriendly(friends: dict[str, tuple[str, ...]]) -> Provoke:
    return lambda: client(a_chat("alice", "bob", friends_only=True, friends=friends))


def by_webhook(command: str, **answer: int) -> int:
    world = a_world_with()
    for user in ("alice", "bob"):
        world.im.accounts.add(user)
    answering(world, command, **answer)
    body = spoilt("sendmsg", From_Account="alice")
    return int(call(world, SEND, body)["ErrorCode"])


def group_by_webhook() -> int:
    world = a_world(WorldSpec(im=ImSpec(webhooks=WebhooksSpec())))
    world.im.accounts.add("alice")
    call(world, CREATE, spoilt("create_group", Owner_Account="alice"))
    answering(world, GROUP_BEFORE, ErrorCode=1)
    return int(call(world, path_of("send_group_msg"), spoilt("send_group_msg", GroupId="chess"))["ErrorCode"])


def webhook_silent() -> int:
    world = a_world_with(on_timeout="block")
    world.im.accounts.add("bob")
    answering(world, BEFORE, 500)
    return int(call(world, SEND, spoilt("sendmsg"))["ErrorCode"])


def logged_out(world: World) -> None:
    set_up(world)
    world.im.answer(LogOut("bob", "bob_phone"))


def sent_after_logout() -> int:
    world = a_chat("alice", "bob")
    logged_out(world)
    return world.im.answer(SendMessage("bob", "bob_phone", a_message(to="alice"))).code


def reported_after_logout() -> int:
    world = a_world()
    logged_out(world)
    return world.im.answer(ReportToken("bob", "bob_phone", 1, "x")).code


def reported(token: str, *, hosted: bool = True, user: str = "bob", times: int = 1) -> Provoke:
    """Report *token* from the app of *user* and return what its last callback says."""

    def provoke() -> int:
        world = a_world(WorldSpec(certificates={"vivo": CertificateSpec(hosted=hosted)}))
        process = set_up(world, user=user).app.process
        assert process is not None
        told: list[int] = []
        world.run_for(1_000 - world.scheduler.now_ms % 1_000)
        for _ in range(times):
            process.im.set_offline_push_token(1, token, lambda code, _: told.append(code))
        world.run_for(2_000)
        return told[-1]

    return provoke


def revoked(*, wait_ms: int = 1_000, times: int = 1, pause_ms: int = 1_000, **body: object) -> Provoke:
    def provoke() -> int:
        world = a_chat()
        task_id = call(world, path_of("push"), spoilt("push"))["TaskId"]
        world.run_for(wait_ms)
        for _ in range(times):
            code = int(call(world, path_of("revoke"), spoilt("revoke", TaskId=task_id, **body))["ErrorCode"])
            world.run_for(pause_ms)
        return code

    return provoke


def calls(*many: tuple[str, int], caller: str = "") -> Provoke:
    """Call commands so many times each within one second and return the last code; half of them as *caller*."""

    def provoke() -> int:
        world = a_full_chat(admins=("administrator", "second"), edition="trial")
        world.run_for(1_000 - world.scheduler.now_ms % 1_000)
        code = 0
        for command, times in many:
            for number in range(times):
                user = caller if caller and number % 2 else "administrator"
                sig = world.customer.user_sig(user)
                code = int(call(world, path_of(command), spoilt(command), identifier=user, usersig=sig)["ErrorCode"])
        return code

    return provoke


def login(user: str = "bob", **im: Any) -> Provoke:
    def provoke() -> int:
        world = a_world(WorldSpec(im=ImSpec(**im)))
        world.phone("bob_phone")
        return logged_in(world, user)

    return provoke


def logged_in(world: World, user: str) -> int:
    sig = world.customer.user_sig(user)
    return world.im.answer(LogIn(user, sig, world.im.sdk_app_id, "bob_phone", Platform.ANDROID, "4.9.1")).code


def users_of_trial() -> int:
    world = a_world(WorldSpec(im=ImSpec(edition="trial")))
    world.phone("bob_phone")
    return [logged_in(world, f"user{number}") for number in range(101)][-1]


def wrong_sigs() -> int:
    world = a_chat()
    return [int(call(world, SEND, spoilt("sendmsg"), usersig="x")["ErrorCode"]) for _ in range(21)][-1]


def groups_of_user() -> int:
    world = a_full_chat(edition="trial")
    made = [
        call(world, CREATE, spoilt("create_group", GroupId=f"g{number}", Owner_Account="dave")) for number in range(51)
    ]
    return int(made[-1]["ErrorCode"])


def live_groups() -> int:
    world = a_chat(edition="trial")
    made = [
        call(world, CREATE, spoilt("create_group", GroupId=f"g{number}", Type="AVChatRoom")) for number in range(11)
    ]
    return int(made[-1]["ErrorCode"])


IMAGE = [{"MsgType": "TIMImageElem", "MsgContent": {"UUID": "7"}}]

MORE: dict[int, Provoke] = {
    30004: not_admin("friend_get"),
    30009: of_friend(profile={"AdminForbidType": "AdminForbid_Type_SendOut"}, **asking("dave", "bob")),
    30010: full("bob", "befriend", 3_000, "friend_add"),
    30013: full("bob", "block", 1_000, "black_list_add"),
    30014: full("dave", "befriend", 3_000, "friend_add"),
    30515: of_friend(**asking("carol", "alice")),
    30516: of_friend(profile={"AllowType": "AllowType_Type_DenyAny"}),
    30525: of_friend(**asking("alice", "carol")),
    30539: of_friend(profile={"AllowType": "AllowType_Type_NeedConfirm"}),
    31704: of_friend("friend_delete", To_Account=["dave"]),
    40004: not_admin("portrait_get"),
    40005: rest(
        "portrait_set",
        a_full_chat(forbidden_words=("casino",)),
        ProfileItem=[{"Tag": "Tag_Profile_IM_Nick", "Value": "casino"}],
    ),
    10003: gateway("/v4/group_open_http_svc/unheard_of"),
    10006: calls(("send_group_system_notification", 200), ("set_unread_msg_num", 101)),
    10011: lambda: int(call(a_chat(), CREATE, b"{")["ErrorCode"]),
    10014: group_full,
    10016: group_by_webhook,
    10017: muted("team"),
    10023: sent_too_fast,
    10025: made_twice,
    10026: rest("create_group", a_full_chat(disabled_commands=("group_open_http_svc/create_group",))),
    10030: recall_twice("team", 7),
    10031: recall_twice("team", 1, wait_ms=121_000),
    10032: recall_twice("team", 1, 1),
    10033: recall_twice("show", 1),
    10036: live_groups,
    10037: groups_of_user,
    10041: rest("group_msg_recall", a_full_chat(group_recall=False)),
    10058: groups_of_trial,
    20002: sent_after_logout,
    20006: lambda: by_webhook(BEFORE, ErrorCode=1),
    20007: blocked,
    20009: unfriendly({}),
    20010: unfriendly({"alice": ("bob",)}),
    20011: unfriendly({"bob": ("alice",)}),
    20012: muted(),
    20023: withdrawn_twice,
    21005: reported_after_logout,
    22001: reported("x", hosted=False),
    22003: reported(""),
    22004: reported("x" * 257),
    22005: reported("x", user="用" * 300),
    22006: reported("x", times=6),
    60002: lambda: int(replayed(a_chat(), Request("GET", "console.tim.qq.com", SEND))["ErrorCode"]),
    60003: gateway(path_of("kick"), b"{"),
    60004: gateway(identifier=None),
    60005: gateway(usersig=None),
    60006: gateway(sdkappid="7"),
    60007: often(SEND, 201),
    60008: gateway(contenttype=None),
    60009: gateway("/v4/openim/unheard_of"),
    60010: not_admin("getnospeaking"),
    60011: calls(
        ("sendmsg", 180), ("set_unread_msg_num", 180), ("account_check", 100), ("getnospeaking", 41), caller="second"
    ),
    60012: gateway(sdkappid=None),
    60016: rest("sendmsg", a_chat(state="disabled")),
    60017: rest("sendmsg", a_full_chat(disabled_commands=("openim/sendmsg",))),
    60018: calls(("get_c2c_unread_msg_num", 200), ("query_online_status", 101)),
    60019: calls(("get_c2c_unread_msg_num", 200), ("set_unread_msg_num", 201)),
    60020: rest("sendmsg", a_chat(state="expired")),
    60021: rest("sendmsg", a_full_chat(allowed_addresses=("192.0.2.1",))),
    70001: sig(now_s=1),
    70002: gateway(usersig=""),
    70003: gateway(usersig="x"),
    70005: gateway(usersig=packed({})),
    70009: sig(key="another"),
    70013: sig(user="bob"),
    70014: sig(app=7),
    70050: wrong_sigs,
    70051: login(blocklisted=("bob",)),
    70052: old_sig,
    70107: rest("kick", None, UserID="nobody"),
    70114: login(restricted=("bob",)),
    70398: lambda: int(
        call(a_chat(edition="trial"), path_of("multiaccount_import"), {"Accounts": [f"u{n}" for n in range(100)]})[
            "ErrorCode"
        ]
    ),
    70403: not_admin("kick"),
    72000: users_of_trial,
    72001: rest("query_online_status", a_chat(status_query=False)),
    80001: rest("sendmsg", a_chat(forbidden_words=("lunch",))),
    80003: webhook_silent,
    80004: rest("sendmsg", a_full_chat(forbidden_images=("7",)), MsgBody=IMAGE),
    90009: not_admin("sendmsg"),
    90012: rest("batchsendmsg", None, To_Account=["nobody"]),
    90024: often(IM_PUSH, 2),
    90031: rest("sendmsg", None, SyncOtherMachine="1"),
    90035: attribute_of_devices,
    90045: rest("im_push", a_chat(all_member_push=False)),
    90047: day_used,
    90050: revoked(times=2),
    90051: revoked(times=2, pause_ms=0),
    90052: revoked(wait_ms=86_402_000),
    90053: revoked(OfflinePushInfo=None),
    90055: rest("batchsendmsg", None, CloudCustomData="x" * 8_192),
    130001: gateway(path_of("getnospeaking"), b"{"),
}
"""What provokes a code that no spoilt field of a single call does."""

BY_FIELD = {code for _, _, code in SPOILT if code}
BY_FAULT = {code for _, _, _, code in FAILURES}
MODELLED = {code.number for code in CODES.server if not code.left_out}


@pytest.mark.parametrize("code", sorted(MORE))
def test_code_is_provoked(code: int):
    assert MORE[code]() == code


def test_every_code_that_is_not_left_out_is_provoked_here_or_by_a_spoilt_field_or_fault():
    assert MODELLED - BY_FIELD - BY_FAULT - set(MORE) == set()
    assert set(MORE) & BY_FIELD == set()


def test_no_code_that_is_left_out_is_ever_answered():
    left_out = {code.number for code in CODES.server if code.left_out}
    assert left_out & (BY_FIELD | BY_FAULT | set(MORE)) == set()


def test_table_names_each_number_once_in_order_and_in_both_languages():
    for table in (CODES.server, CODES.client):
        numbers = [code.number for code in table]
        assert numbers == sorted(set(numbers))
        for code in table:
            assert code.english.isascii()
            assert re.search(r"[\u4e00-\u9fff]", code.chinese)
            assert not code.english.endswith(".") or code.number == 70009


def test_words_that_were_not_seen_are_assumed_and_the_number_is_not():
    declared = [code for code in vars(codes).values() if isinstance(code, ImCode)]
    assert {code.source.grade for code in declared} == {Grade.DOCUMENTED}
    seen = {code.code for code in declared if code.text_grade is not Grade.ASSUMED}
    assert seen == {0, 20003, 30001, 30516, 31704, 40001, 60002, 60008, 60015, 70003, 70005, 70009, 70107, 90001, 90012}
