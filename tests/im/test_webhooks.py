import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from simulator.customer.webhooks import WebhookReceiver, WebhookReply
from simulator.im.groups import Group, GroupProfile, GroupType
from simulator.im.sender import Done, OutgoingPush, SendResult, VendorSender
from simulator.im.webhooks import BEFORE_SENDING, opt_platform, signature
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.network.direct import DirectAdapter
from simulator.network.faults import FaultKind
from simulator.network.http import Adapter, Hosts, Request, Response
from simulator.network.httpx_adapter import HttpxAdapter
from simulator.push.message import Element
from simulator.push.platform import Platform
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable
from simulator.world.build import RunOptions, build
from simulator.world.spec import ImSpec, VendorAppSpec, WebhooksSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import SHOWN, a_message, a_world, ended, kill, log_in, records, set_up

BEFORE, AFTER = "C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterSendMsg"
GROUP_BEFORE, GROUP_AFTER = "Group.CallbackBeforeSendMsg", "Group.CallbackAfterSendMsg"
STATE, PUSH = "State.StateChange", "Push.OfflinePush"


def a_world_with(*, waived: tuple[str, ...] = (), **webhooks: Any) -> World:
    return a_world(WorldSpec(im=ImSpec(webhooks=WebhooksSpec(**webhooks))), waived=waived)


def posted(world: World, command: str) -> list[tuple[Mapping[str, str], Mapping[str, Any]]]:
    """Query and body of each webhook of one command that went out."""
    found = []
    for record in world.trace:
        if record.kind is Kind.WIRE and record.name == "im>customer" and "request" in record.data:
            request = record.data["request"]
            query = {name: values[0] for name, values in parse_qs(urlsplit(request["url"]).query).items()}
            if query["CallbackCommand"] == command:
                found.append((query, json.loads(request["body"])))
    return found


def told(world: World, command: str) -> list[Record]:
    return records(world, command, "customer")


def answering(world: World, command: str, status: int = 200, **fields: Any) -> None:
    assert world.customer.webhooks is not None
    world.customer.webhooks.replies[command] = WebhookReply(fields, status)


def by_client(world: World, text: str = "lunch?", **changes: Any) -> int:
    """Send as alice, from nowhere in particular; return the code that she is told."""
    world.im.accounts.add("alice")
    world.im.accounts.add("bob")
    return world.im.intake.take_from_client(replace(a_message(text), **changes), "").code


def by_rest(world: World, path: str = "/v4/openim/sendmsg", **body: Any) -> Mapping[str, Any]:
    for user in ("alice", "bob"):
        world.im.accounts.add(user)
    elements = [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}]
    usual = {"From_Account": "alice", "To_Account": "bob", "MsgRandom": 7, "MsgSeq": 3, "MsgBody": elements}
    world.customer.call_rest(path, json.dumps({**usual, **body}).encode())
    world.run_for(200)
    assert world.customer.last_answer is not None
    return world.customer.last_answer


def away(world: World) -> None:
    kill(world, set_up(world))


# -- what goes out ----------------------------------------------------------------------------------------------------


def test_nothing_is_posted_where_the_console_has_no_address():
    world = a_world()
    away(world)
    assert by_client(world) == 0
    world.run_for(10_000)
    assert "im>customer" not in world.network.names


def test_only_what_is_switched_on_is_posted():
    world = a_world_with(events=(AFTER,))
    away(world)
    by_client(world)
    world.run_for(10_000)
    assert [len(posted(world, command)) for command in (STATE, BEFORE, AFTER, PUSH)] == [0, 0, 1, 0]


def test_address_names_app_command_and_platform():
    world = a_world_with(url="https://hooks.example/im?shop=1")
    set_up(world)
    [(query, _)] = posted(world, STATE)
    assert query == {
        "shop": "1",
        "SdkAppid": "1400000001",
        "CallbackCommand": STATE,
        "contenttype": "json",
        "ClientIP": "203.0.113.10",
        "OptPlatform": "Android",
    }
    assert told(world, STATE)[0].outcome is Outcome.OK


def test_signature_is_the_hash_of_token_and_time():
    assert signature("t", "1700000000") == hashlib.sha256(b"t1700000000").hexdigest()
    world = a_world_with(token="secret")
    set_up(world)
    [(query, _)] = posted(world, STATE)
    assert query["Sign"] == hashlib.sha256(f"secret{query['RequestTime']}".encode()).hexdigest()
    assert world.clock.epoch_s - 5 <= int(query["RequestTime"]) <= world.clock.epoch_s
    assert told(world, STATE)


@pytest.mark.parametrize(
    ("platform", "name"),
    [(None, "Unknown"), (Platform.ANDROID, "Android"), (Platform.IPHONE, "iOS"), (Platform.IPAD, "iPad")],
)
def test_platform_has_a_name_of_its_own_in_webhooks(platform: Platform | None, name: str):
    assert opt_platform(platform) == name


def test_state_change_says_who_what_and_why():
    world = a_world_with()
    device = set_up(world)
    now_ms = world.clock.epoch_ms
    kill(world, device)
    *_, (_, body) = posted(world, STATE)
    assert now_ms <= body.pop("EventTime") <= now_ms + 1_000
    assert body == {
        "CallbackCommand": STATE,
        "Info": {"Action": "Disconnect", "To_Account": "bob", "Reason": "LinkClose"},
    }


def test_kick_over_rest_is_told_as_a_logout():
    world = a_world_with()
    set_up(world)
    world.im.kick_user("bob")
    world.run_for(100)
    assert [record.data["Action"] for record in told(world, STATE)] == ["Login", "Logout"]


def test_network_that_comes_back_is_a_login():
    world = a_world_with()
    set_up(world)
    for is_reachable in (False, True):
        world.network.set_reachable("bob_phone", reachable=is_reachable)
        world.run_for(2_000)
    assert [record.data["Action"] for record in told(world, STATE)] == ["Login", "Login"]


def test_login_of_an_iphone_is_told_in_capitals_and_its_kick_is_not():
    world = a_world_with()
    world.other_client("bob", Platform.IPHONE).log_in()
    world.run_for(2_000)
    set_up(world)
    (query, _), (_, kicking) = posted(world, STATE)
    assert query["OptPlatform"] == "IOS"
    assert kicking["KickedDevice"] == [{"Platform": "iOS"}]


# -- before a message -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "told_code", "rule"),
    [
        (1, 20006, "im.webhook.rejected"),
        (2, 0, "im.webhook.dropped"),
        (3, 20006, "im.webhook.other_code"),
        (120_000, 20006, "im.webhook.other_code"),
        (120_001, 120_001, "im.webhook.own_code"),
        (130_000, 130_000, "im.webhook.own_code"),
        (130_001, 20006, "im.webhook.other_code"),
    ],
)
def test_customer_stops_a_message(code: int, told_code: int, rule: str):
    world = a_world_with()
    away(world)
    answering(world, BEFORE, ErrorCode=code, ErrorInfo="no")
    assert by_client(world) == told_code
    assert by_rest(world)["ErrorCode"] == told_code
    world.run_for(10_000)
    assert [(one.reason, one.rule) for one in world.verdicts()] == [(Reason.STOPPED_BY_WEBHOOK, rule)] * 2
    assert told(world, AFTER) == []
    world.check_conservation()


def test_rejected_group_message_has_another_code():
    world = a_world_with()
    away(world)
    world.im.accounts.add("alice")
    group = Group("g", GroupType.PUBLIC, GroupProfile("g"))
    group.join(("alice", "bob"))
    world.im.delivery.groups.add(group)
    answering(world, GROUP_BEFORE, ErrorCode=1)
    assert by_client(world, to="", group="g") == 10016
    answer = by_rest(world, "/v4/group_open_http_svc/send_group_msg", To_Account=None, GroupId="g", Random=9)
    assert answer["ErrorCode"] == 10016
    assert {verdict.reason for verdict in world.verdicts()} == {Reason.STOPPED_BY_WEBHOOK}
    [first, second] = posted(world, GROUP_BEFORE)
    assert first[0]["OptPlatform"] == "Unknown"
    assert second[0]["OptPlatform"] == "RESTAPI"
    assert {name: second[1][name] for name in ("GroupId", "Type", "From_Account", "Random")} == {
        "GroupId": "g",
        "Type": "Public",
        "From_Account": "alice",
        "Random": 9,
    }
    assert group.messages == {}


def test_group_message_that_passes_is_told_with_its_number():
    world = a_world_with()
    away(world)
    world.im.accounts.add("alice")
    group = Group("g", GroupType.PUBLIC, GroupProfile("g"))
    group.join(("alice", "bob"))
    world.im.delivery.groups.add(group)
    by_client(world, to="", group="g")
    world.run_for(10_000)
    [(_, body)] = posted(world, GROUP_AFTER)
    assert (body["GroupId"], body["MsgSeq"]) == ("g", 1)
    (_, pushed), _ = posted(world, PUSH)
    assert (pushed["Events"][0]["EventType"], pushed["Events"][0]["GroupID"]) == (2, "g")


def test_before_has_the_whole_message_and_may_change_it():
    world = a_world_with()
    away(world)
    element = {"MsgType": "TIMTextElem", "MsgContent": {"Text": "changed"}}
    unknown = {"MsgType": "TIMNewElem", "MsgContent": {}}
    answering(world, BEFORE, ErrorCode=0, MsgBody=[element, unknown], CloudCustomData="mine")
    answer = by_rest(world, CloudCustomData="yours")
    world.run_for(10_000)
    [(query, before)] = posted(world, BEFORE)
    [(_, after)] = posted(world, AFTER)
    assert query["OptPlatform"] == "RESTAPI"
    assert before == {
        "CallbackCommand": BEFORE,
        "From_Account": "alice",
        "To_Account": "bob",
        "MsgSeq": 3,
        "MsgRandom": 7,
        "MsgTime": answer["MsgTime"],
        "MsgKey": answer["MsgKey"],
        "OnlineOnlyFlag": 0,
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}],
        "CloudCustomData": "yours",
    }
    assert (after["MsgBody"], after["CloudCustomData"]) == ([element], "mine")
    assert (after["SendMsgResult"], after["ErrorInfo"], after["UnreadMsgNum"]) == (0, "send msg succeed", 1)
    assert world.phone("bob_phone").notifications.shade[0].content.body == "changed"


def test_answer_without_a_message_in_it_changes_nothing():
    world = a_world_with()
    away(world)
    answering(world, BEFORE, ErrorCode=0, MsgBody=[{"MsgType": "TIMNewElem", "MsgContent": {}}])
    by_client(world)
    world.run_for(10_000)
    assert world.phone("bob_phone").notifications.shade[0].content.body == "lunch?"


@pytest.mark.parametrize("kind", [FaultKind.TIMEOUT, FaultKind.LOST, FaultKind.REFUSED, FaultKind.SERVER_ERROR])
@pytest.mark.parametrize(("on_timeout", "code"), [("deliver", 0), ("block", 80003)])
def test_silence_delivers_or_blocks_as_the_console_says(kind: FaultKind, on_timeout: str, code: int):
    world = a_world_with(events=(BEFORE,), on_timeout=on_timeout)
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.fail_next(kind, 2)
    assert by_client(world) == code
    assert by_rest(world)["ErrorCode"] == code
    world.run_for(20_000)
    assert len(records(world, "webhook_unanswered", "im")) == 2
    assert len(posted(world, BEFORE)) == 2, "never posted again"
    expected = (SHOWN if not code else ("im_accepted", Reason.STOPPED_BY_WEBHOOK),) * 2
    assert tuple(ended(verdict) for verdict in world.verdicts()) == expected


@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 204}, {"ErrorCode": "0"}])
def test_answer_that_is_none_counts_as_silence(answer: dict[str, Any]):
    world = a_world_with(events=(BEFORE,), on_timeout="block")
    away(world)
    answering(world, BEFORE, **answer)
    assert by_client(world) == 80003


@pytest.mark.parametrize(("extra_ms", "code"), [(970, 0), (1_000, 80003)])
def test_answer_has_two_seconds(extra_ms: int, code: int):
    world = a_world_with(events=(BEFORE,), on_timeout="block")
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.extra_ms = extra_ms
    assert by_client(world) == code


def test_message_waits_for_the_answer():
    world = a_world_with(events=(BEFORE,))
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.fail_next(FaultKind.TIMEOUT, 1)
    by_client(world)
    world.run_for(1_999)
    assert world.ledger.opened == 0
    world.run_for(1)
    assert world.ledger.opened == 1


def test_sender_over_rest_may_forbid_either_webhook():
    world = a_world_with()
    away(world)
    by_rest(world, ForbidCallbackControl=["ForbidBeforeSendMsgCallback"])
    by_rest(world, ForbidCallbackControl=["ForbidAfterSendMsgCallback"], MsgRandom=8)
    assert [(len(posted(world, BEFORE)), len(posted(world, AFTER)))] == [(1, 1)]


def test_batch_and_repeated_call_ask_nobody():
    world = a_world_with()
    away(world)
    by_rest(world, "/v4/openim/batchsendmsg", To_Account=["bob"])
    assert (posted(world, BEFORE), posted(world, AFTER)) == ([], [])


@pytest.mark.parametrize("rule", [rule.name for rule in BEFORE_SENDING])
def test_waived_rule_lets_the_message_through(rule: str):
    world = a_world_with(on_timeout="block", waived=(rule,))
    away(world)
    codes = {"unanswered": None, "dropped": 2, "own_code": 120_001, "rejected": 1, "other_code": 5}
    code = codes[rule.removeprefix("im.webhook.")]
    answering(world, BEFORE, 500 if code is None else 200, ErrorCode=code)
    assert by_client(world) == 0
    world.run_for(10_000)
    assert [ended(verdict) for verdict in world.verdicts()] == [SHOWN]


# -- after a message --------------------------------------------------------------------------------------------------


def test_message_that_im_refuses_is_told_with_its_code():
    world = a_world_with()
    away(world)
    world.im.delivery.relations.block("bob", "alice")
    assert by_client(world) == 20007
    world.run_for(1_000)
    [(_, body)] = posted(world, AFTER)
    assert (body["SendMsgResult"], body["UnreadMsgNum"]) == (20007, -1)
    assert posted(world, BEFORE) == []


@pytest.mark.parametrize(("retry", "times"), [(False, 1), (True, 3)])
def test_what_is_not_answered_is_posted_again_where_that_is_switched_on(retry: bool, times: int):
    world = a_world_with(events=(AFTER,), retry=retry)
    away(world)
    answering(world, AFTER, 500)
    by_client(world)
    world.run_for(20_000)
    assert len(posted(world, AFTER)) == times
    assert [record.data["why"] for record in records(world, "webhook_unanswered", "im")] == ["HTTP 500"]


def test_late_answer_is_given_up_once_and_read_no_more():
    world = a_world_with(events=(AFTER,))
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.extra_ms = 1_500
    by_client(world)
    world.run_for(20_000)
    assert len(told(world, AFTER)) == 1
    assert [record.data["why"] for record in records(world, "webhook_unanswered", "im")] == ["timeout"]


def test_duplicated_webhook_arrives_twice():
    world = a_world_with(events=(AFTER,))
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.fail_next(FaultKind.DUPLICATED, 1)
    by_client(world)
    world.run_for(20_000)
    assert len(told(world, AFTER)) == 2


def test_duplicated_question_is_answered_twice_and_the_message_sent_once():
    world = a_world_with(events=(BEFORE,))
    away(world)
    link = world.network.find("im>customer")
    assert link is not None
    link.fail_next(FaultKind.DUPLICATED, 1)
    assert by_client(world) == 0
    world.run_for(10_000)
    assert len(told(world, BEFORE)) == 2
    assert world.ledger.opened == 1


# -- pushes -----------------------------------------------------------------------------------------------------------


def test_result_of_a_push_is_told_without_signature():
    world = a_world_with(events=(PUSH,), token="secret")
    away(world)
    by_client(world)
    world.run_for(10_000)
    (query, body), (_, arrived) = posted(world, PUSH)
    assert arrived["Events"][0]["PushStage"] == 2
    assert query == {"SdkAppid": "1400000001", "CallbackCommand": PUSH, "contenttype": "json"}
    [event] = body["Events"]
    assert (event["EventType"], event["PushStage"], event["PushPlatform"]) == (1, 1, 7)
    assert (event["ErrCode"], event["ErrInfo"], event["To_Account"]) == (0, "OK", "bob")
    assert (event["MsgKey"].split("_")[1], event["PushID"].split("_")[0]) == (str(event["MsgRandom"]), "53724e01")


def test_push_that_the_vendor_refuses_is_told_with_ims_code():
    world = a_world_with(events=(PUSH,))
    away(world)
    world.clouds["vivo"].app_removed("bob_phone", "com.example.chat")
    by_client(world)
    link = world.network.find("im>vivo")
    assert link is not None
    world.run_for(10_000)
    link.cut(60_000)
    by_client(world, "again")
    world.run_for(20_000)
    events = [body["Events"][0] for _, body in posted(world, PUSH)]
    assert [(event["ErrCode"], event["ErrInfo"]) for event in events] == [
        (-201, "bad token or certificate ID"),
        (-199, "the vendor cannot be reached"),
    ]


# -- the customer's side ----------------------------------------------------------------------------------------------


def test_customer_refuses_what_is_signed_with_another_token():
    seen: list[tuple[str, bool]] = []
    desk = WebhookReceiver("secret", lambda name, _, is_taken: seen.append((name, is_taken)))

    def post(sign: str) -> int:
        query = f"CallbackCommand={STATE}&RequestTime=1700000000&Sign={sign}"
        return desk.handle(Request("POST", "push.customer.example", "/im/webhook", query, body=b"{}")).status

    assert post(hashlib.sha256(b"secret1700000000").hexdigest()) == 200
    assert post(hashlib.sha256(b"another1700000000").hexdigest()) == 403
    assert post("") == 403
    assert seen == [(STATE, True), ("webhook_unsigned", False), ("webhook_unsigned", False)]


def test_reply_that_was_told_counts_down():
    desk = WebhookReceiver("", lambda *_: None)
    desk.replies[STATE] = WebhookReply({"ErrorCode": 1}, times=2)
    request = Request("POST", "push.customer.example", "/im/webhook", f"CallbackCommand={STATE}", body=b"{}")
    codes = [json.loads(desk.handle(request).body)["ErrorCode"] for _ in range(3)]
    assert codes == [1, 1, 0]


def test_login_again_after_a_kick_is_a_login():
    world = a_world_with(events=(STATE,))
    device = set_up(world)
    set_up(world, "new_phone")
    log_in(world, device)
    kicked = [{"Platform": "Android"}]
    assert [(body["Info"]["Action"], body.get("KickedDevice")) for _, body in posted(world, STATE)] == [
        ("Login", None),
        ("Logout", None),
        ("Login", kicked),
        ("Logout", None),
        ("Login", kicked),
    ]


def test_text_of_two_elements_is_told_whole():
    world = a_world_with(events=(BEFORE,))
    elements = (Element("TIMTextElem", {"Text": "a"}), Element("TIMFaceElem", {"Index": 1}))
    by_client(world, elements=elements)
    [(_, body)] = posted(world, BEFORE)
    assert [one["MsgType"] for one in body["MsgBody"]] == ["TIMTextElem", "TIMFaceElem"]


# -- receipts of vendors ----------------------------------------------------------------------------------------------

RECEIPTS = {"vivo": VendorAppSpec(receipts="https://api.im.qcloud.com/v3/offline_push_report/vivo")}


class Reads(VendorSender):
    """A vendor's client that takes one push under the number 1, and reads receipts of any number."""

    host = "reads.example"
    push_platform = 7

    def send(self, push: OutgoingPush, done: Done) -> None:
        self.receipt_url = push.receipt_url
        self.kit.scheduler.after(0, lambda: done(SendResult(code="1")))

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        kind, _, number = request.body.decode().partition(" ")
        if not number:
            raise ReceiptUnreadable("no number")
        return [Receipt(ReceiptKind(kind), number, "a target")], Response(200, body=b"thanks")


def a_world_that_reads(events: tuple[str, ...] = (PUSH,)) -> tuple[World, Reads]:
    world = a_world_with(events=events)
    away(world)
    sender = Reads(world.im.delivery.senders["vivo"].kit)
    world.im.delivery.senders["vivo"] = sender
    by_client(world)
    world.run_for(1_000)
    return world, sender


def receipt(world: World, body: str, vendor: str = "vivo") -> Response:
    request = Request("POST", "api.im.qcloud.com", f"/v3/offline_push_report/{vendor}", body=body.encode())
    answer = world.hosts.handle(request)
    world.run_for(1_000)
    return answer


@pytest.mark.parametrize(("kind", "stages"), [("arrived", [1, 2]), ("clicked", [1, 3]), ("failed", [1])])
def test_receipt_is_told_as_a_stage_of_its_push(kind: str, stages: list[int]):
    world, sender = a_world_that_reads()
    assert sender.receipt_url == "https://api.im.qcloud.com/v3/offline_push_report/vivo"
    assert receipt(world, f"{kind} 1") == Response(200, body=b"thanks")
    events = [body["Events"][0] for _, body in posted(world, PUSH)]
    assert [event["PushStage"] for event in events] == stages
    assert len({event["PushID"] for event in events}) == 1


@pytest.mark.parametrize(
    ("body", "status", "why"), [("arrived 2", 200, "no push has the number 2"), ("arrived", 400, "no number")]
)
def test_receipt_that_fits_no_push_is_on_the_record(body: str, status: int, why: str):
    world, _ = a_world_that_reads()
    assert receipt(world, body).status == status
    [refused] = records(world, "receipt_unreadable", "im")
    assert (refused.outcome, refused.data) == (Outcome.REFUSED, {"vendor": "vivo", "why": why})
    assert len(posted(world, PUSH)) == 1


def test_receipt_of_a_vendor_that_is_not_here_has_no_address():
    world, _ = a_world_that_reads()
    assert receipt(world, "arrived 1", "nokia").status == 404


def test_nobody_is_asked_for_receipts_where_results_are_not_wanted():
    world, sender = a_world_that_reads(events=(STATE,))
    assert sender.receipt_url == ""
    assert "vivo>im" not in world.network.names
    receipt(world, "arrived 1")
    assert posted(world, PUSH) == []


def test_vendor_posts_to_im_over_a_link_of_its_own():
    spec = WorldSpec(im=ImSpec(webhooks=WebhooksSpec(events=(PUSH,))), vendor_apps=RECEIPTS)
    world = a_world(spec)
    away(world)
    world.run_for(900_000)
    by_client(world)
    world.run_for(600_000)
    wire = {record.name for record in world.trace if record.kind is Kind.WIRE and record.actor == "vivo"}
    assert wire >= {"vivo>im"}
    assert [body["Events"][0]["PushStage"] for _, body in posted(world, PUSH)] == [1, 2]


# -- pushes to many ---------------------------------------------------------------------------------------------------


def test_push_to_many_is_told_with_its_task_and_what_the_caller_wants_back():
    world = a_world_with(events=("Push.AllMemberPush", PUSH))
    away(world)
    set_up(world, "carols_phone", "carol")
    body = {"To_Account": ["bob", "carol"], "DataId": "campaign", "OfflinePushInfo": {"Title": "t", "Desc": "d"}}
    answer = by_rest(world, "/v4/timpush/batch", From_Account="administrator", **body)
    assert answer["ErrorCode"] == 0
    world.run_for(10_000)
    assert posted(world, PUSH) == []
    events = {body["Events"][0]["To_Account"]: body["Events"][0] for _, body in posted(world, "Push.AllMemberPush")}
    assert {event["TaskId"] for event in events.values()} == {answer["TaskId"]}
    assert {event["DataId"] for event in events.values()} == {"campaign"}
    assert {user: (event["EventType"], event["PushPlatform"]) for user, event in events.items()} == {
        "bob": (1, 7),
        "carol": (2, 0),
    }


# -- over other adapters ----------------------------------------------------------------------------------------------


def test_question_within_a_rest_call_leaves_the_same_trace_over_httpx():
    def played(make_adapter: Callable[[Hosts], Adapter]) -> list[str]:
        spec = WorldSpec(im=ImSpec(webhooks=WebhooksSpec(token="secret")))
        world = build(spec, "vivo", RunOptions(make_adapter=make_adapter))
        away(world)
        by_rest(world)
        answering(world, BEFORE, ErrorCode=1)
        assert by_rest(world, MsgRandom=8)["ErrorCode"] == 20006
        world.run_for(10_000)
        return list(world.trace.to_json_lines())

    assert played(DirectAdapter) == played(HttpxAdapter)
