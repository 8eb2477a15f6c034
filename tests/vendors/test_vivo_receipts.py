"""vivo's receipts: the old form of a message's own address, and the new one of the console's, with its reasons."""

import json
from datetime import time
from typing import Any

import pytest

from simulator.customer.server import CustomerServer
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.network.http import Request
from simulator.push.receipt import ReceiptUnreadable
from simulator.vendors.vivo.push_service import VivoPushService
from simulator.vendors.vivo.sdk import PushClient
from simulator.vendors.vivo.ups import VUpsManager
from simulator.world.spec import AppSpec, AppVendorSpec, VendorAppSpec
from tests.factories import bound_phone, logcat, new_world, records, reg_id_of, started_phone, tap
from tests.vendors.vivo_client import LEFT_OUT, UNKNOWN, VivoClient, a_client, posted_receipts, receipts_of

CONSOLE = CustomerServer.receipt_url("vivo")
NEW = {"extra": {"callback.id": "1", "callback.param": "p"}}
OLD = {"extra": {"callback": CONSOLE, "callback.param": "p"}}
OPERATION = {"classification": 0, "category": "MARKETING"}
PACKAGE = "com.example.chat"
RECEIVER = f"{PACKAGE}.push.VIVOPushMessageReceiverImpl"


def with_console(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"vivo": VendorAppSpec(receipts=CONSOLE, **fields)}}


def new_client(**fields: Any) -> VivoClient:
    """Return a client whose push app has had an address for receipts for long."""
    spec = {name: fields.pop(name) for name in ("start", "app", "phones") if name in fields}
    return a_client(**with_console(**fields), **spec)


def told(client: VivoClient, span_ms: int = 3 * SECOND_MS) -> list[tuple[str, str]]:
    """Let time pass and return kind and code of all receipts."""
    client.world.run_for(span_ms)
    return [(kind, code) for kind, code, _ in receipts_of(client.world)]


def withheld(client: VivoClient) -> list[str]:
    return [one.rule for one in records(client.world, Kind.STATE, "receipt_withheld")]


# -- the old form -


def test_old_receipt_tells_of_the_arrival_by_task():
    client = a_client()
    task_id = client.send(**OLD)["taskId"]
    client.world.run_for(3 * SECOND_MS)
    assert posted_receipts(client.world) == [{task_id: {"param": "p", "targets": reg_id_of(client.world)}}]
    assert receipts_of(client.world) == [("arrived", "0", "p")]


def test_old_receipt_tells_of_nothing_but_arrivals():
    client = a_client()
    client.world.phone("bob_phone").notifications.set_notifications_enabled(PACKAGE, enabled=False)
    client.send(**OLD)
    assert told(client) == []


@pytest.mark.parametrize("push_mode", [0, 1])
def test_old_receipts_are_of_formal_messages(push_mode):
    client = a_client(vendor_apps={"vivo": VendorAppSpec(test_devices=("bob_phone",))})
    client.send(pushMode=push_mode, **OLD)
    assert told(client) == ([("arrived", "0")] if push_mode == 0 else [])
    assert withheld(client) == ([] if push_mode == 0 else ["vivo.old_receipt_of_test"])


def test_old_receipts_are_of_single_messages():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    task_id = client.save(**OLD)["taskId"]
    client.push_to_list(task_id, [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    assert told(client) == []
    assert set(withheld(client)) == {"vivo.old_receipt_of_many"}


def test_message_without_an_address_has_no_receipt():
    client = a_client()
    client.send(extra=LEFT_OUT)
    client.send(extra={"callback.param": "p"})
    assert (told(client), withheld(client)) == ([], [])


def test_lost_receipt_is_not_sent_again():
    client = a_client()
    link = client.world.network.find("vivo>customer")
    assert link is not None
    link.fail_next(FaultKind.LOST, 1)
    client.send(**OLD)
    assert told(client, MINUTE_MS) == []
    assert len(records(client.world, Kind.STATE, "receipt_given_up")) == 1


# -- from the old form to the new -


def test_old_receipts_end_with_the_first_message_that_asks_for_new_ones():
    client = new_client()
    client.send(**OLD, notifyId=1)
    client.send(**NEW, notifyId=2)
    client.send(**OLD, notifyId=3)
    assert told(client) == [("arrived", "0")] * 2
    assert withheld(client) == ["vivo.old_receipts_ended"]


@pytest.mark.parametrize(("waited_ms", "is_told"), [(HOUR_MS - 1, False), (HOUR_MS, True)])
def test_address_entered_in_the_console_is_active_after_an_hour(waited_ms, is_told):
    client = a_client()
    client.app.receipt_url = CONSOLE
    client.send(**NEW, notifyId=1)
    client.world.run_for(waited_ms)
    client.send(**NEW, notifyId=2)
    assert bool(told(client)) is is_told
    assert withheld(client) == ["vivo.receipts_not_active"] * (1 if is_told else 2)


def test_new_receipts_need_an_address_in_the_console():
    client = a_client()
    client.send(**NEW)
    assert (told(client), withheld(client)) == ([], ["vivo.receipt_address_missing"])


@pytest.mark.parametrize("path", ["all", "tagPush"])
def test_new_receipts_are_not_of_broadcasts_and_tags(path):
    client = new_client()
    client.post("/tag/add", {"name": "vip"})
    client.post("/tag/addMembers", {"name": "vip", "type": 1, "ids": [reg_id_of(client.world)]})
    message = {"title": "a", "content": "b", "notifyType": 1, "skipType": 1, "requestId": "r", **NEW}
    assert client.post(path, {**message, "tagExpression": {"orTags": ["vip"]}})["result"] == 0
    assert (told(client), withheld(client)) == ([], ["vivo.new_receipt_of_broadcast"])


# -- the new form -


def test_new_receipt_has_time_type_and_target():
    client = new_client()
    before = client.world.clock.epoch_ms
    task_id = client.send(**NEW)["taskId"]
    client.world.run_for(3 * SECOND_MS)
    [body] = posted_receipts(client.world)
    said = body[task_id]
    assert before < said.pop("ackTime") < client.world.clock.epoch_ms
    assert said == {"targets": reg_id_of(client.world), "param": "p", "ackType": 0}


def test_receipts_of_a_list_come_together():
    client = new_client()
    bound_phone(client.world, "carol_phone", "carol")
    reg_ids = [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")]
    task_id = client.save(**NEW)["taskId"]
    client.push_to_list(task_id, reg_ids)
    assert told(client) == [("arrived", "0")] * 2
    [body] = posted_receipts(client.world)
    assert sorted(body[task_id]["targets"].split(",")) == sorted(reg_ids)


def test_receipt_names_the_alias_that_was_pushed_to():
    client = new_client()
    client.world.clouds["vivo"].aliases.bind(reg_id_of(client.world), "bob")
    task_id = client.send(**NEW, regId=LEFT_OUT, alias="bob")["taskId"]
    client.world.run_for(3 * SECOND_MS)
    assert posted_receipts(client.world)[0][task_id]["targets"] == "bob"


def test_day_that_is_used_up_is_100_11001():
    client = new_client(used_today=199_999, start="2026-10-10 09:00")
    bound_phone(client.world, "carol_phone", "carol")
    task_id = client.save(**NEW)["taskId"]
    client.push_to_list(task_id, [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    assert sorted(told(client)) == [("arrived", "0"), ("failed", "100/11001")]


def test_third_operation_message_to_a_phone_is_100_12000():
    client = new_client()
    for number in range(3):
        client.send(**NEW, **OPERATION, content=f"offer {number}")
        client.world.run_for(SECOND_MS)
    assert told(client) == [("arrived", "0"), ("arrived", "0"), ("failed", "100/12000")]


@pytest.mark.parametrize("seconds", [60, 86_400])
def test_message_that_expired_while_it_waited_is_100_10012(seconds):
    client = new_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(**NEW, timeToLive=seconds)
    assert told(client, seconds * SECOND_MS - 1) == []
    assert told(client) == [("failed", "100/10012")]


def test_message_for_phones_online_is_100_14002():
    client = new_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(**NEW, sendOnline=True)
    assert told(client) == [("failed", "100/14002")]


@pytest.mark.parametrize("fields", [{"forbidden_words": ("casino",)}, {"content_review": True}])
def test_list_message_that_the_review_refuses_is_101(fields):
    client = new_client()
    bound_phone(client.world, "carol_phone", "carol")
    task_id = client.save(**NEW, content="casino")["taskId"]
    client.app.forbidden_words = fields.get("forbidden_words", ())
    client.app.has_content_review = fields.get("content_review", False)
    reg_ids = [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")]
    assert client.push_to_list(task_id, reg_ids)["result"] == 0
    assert told(client) == [("failed", "101")] * 2
    assert {verdict.text for verdict in client.world.verdicts()} == {"content_refused"}


@pytest.mark.parametrize(("is_renewed", "code"), [(False, "102/20001"), (True, "102/20002")])
def test_user_who_went_while_the_message_waited_is_102(is_renewed, code):
    client = new_client()
    cloud, phone = client.world.clouds["vivo"], client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send(**NEW)
    client.world.run_for(SECOND_MS)
    if is_renewed:
        cloud.renew("bob_phone", PACKAGE)
    else:
        cloud.app_removed("bob_phone", PACKAGE)
    phone.set_network(NetworkKind.WIFI)
    assert told(client) == [("failed", code)]
    assert client.said_no("dispatched", "reg_id_invalid", "unsubscribed_meanwhile")


def test_phone_away_for_14_days_is_102_20006():
    client = new_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(14 * DAY_MS + 1)
    client.auth()
    client.send(**NEW)
    assert told(client) == [("failed", "102/20006")]


def test_covered_message_is_103():
    client = new_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    for text in ("first", "second"):
        client.send(**NEW, content=text)
        client.world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.WIFI)
    assert told(client) == [("failed", "103"), ("arrived", "0")]


def test_operation_message_that_comes_at_night_is_104_1017():
    client = new_client()
    client.world.run_for(client.world.clock.ms_until(time(21)))
    client.auth()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send(**NEW, **OPERATION)
    client.world.run_for(3 * HOUR_MS)
    phone.set_network(NetworkKind.WIFI)
    assert told(client) == [("failed", "104/1017")]


def test_repeated_operation_message_is_104_2124():
    client = new_client()
    for _ in range(2):
        client.send(**NEW, **OPERATION)
        client.world.run_for(SECOND_MS)
    assert told(client) == [("arrived", "0"), ("failed", "104/2124")]


@pytest.mark.parametrize("code", ["2104", "2121", "2183"])
def test_message_that_the_phone_does_not_show_is_104(code):
    client = new_client()
    phone = client.world.phone("bob_phone")
    match code:
        case "2104":
            phone.notifications.set_notifications_enabled(PACKAGE, enabled=False)
        case "2121":
            phone.notifications.set_importance(PACKAGE, "vivo_push_channel", Importance.NONE)
        case _:
            phone.uninstall()
    client.send(**NEW)
    assert told(client) == [("failed", f"104/{code}")]


def test_message_that_is_not_shown_for_a_reason_without_a_number_is_104_alone():
    client = new_client()
    client.send(**NEW, foregroundShow=False)
    assert told(client) == [("failed", "104")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"skipType": 4, "skipContent": f"{PACKAGE}.ChatActivity"}, "104/2158"),
        ({"skipType": 2, "skipContent": "www.example.com"}, "104/2158"),
        ({"skipType": 4, "skipContent": f"intent:#Intent;component={PACKAGE}/{PACKAGE}.No;end"}, "104/2162"),
        ({"skipType": 4, "skipContent": f"intent:#Intent;component={PACKAGE}/{PACKAGE}.ChatActivity;end"}, ""),
    ],
)
def test_tap_that_leads_nowhere_is_told_too(changes, code):
    client = new_client()
    client.send(**NEW, **changes)
    client.world.run_for(SECOND_MS)
    tap(client.world)
    assert told(client) == [("arrived", "0"), *([("failed", code)] if code else [])]


def test_page_that_is_not_exported_is_104_2161():
    client = new_client(app=AppSpec(not_exported=(f"{PACKAGE}.ChatActivity",)))
    uri = f"intent:#Intent;component={PACKAGE}/{PACKAGE}.ChatActivity;end"
    client.send(**NEW, skipType=4, skipContent=uri)
    client.world.run_for(SECOND_MS)
    tap(client.world)
    assert told(client) == [("arrived", "0"), ("failed", "104/2161")]


def test_tap_that_no_receiver_takes_is_104_2101():
    old_app = AppSpec(vendors={"vivo": AppVendorSpec(sdk="2.9.0.0")}, without=(RECEIVER,))
    client = VivoClient(new_world("vivo", **with_console(), app=old_app))
    process = started_phone(client.world).app.start()
    assert isinstance(process.vendor_client, PushClient)
    values = client.app.values
    # Without a receiver turnOnPush brings no regId; the call of the unified push alliance's needs none.
    ups = VUpsManager(process.vendor_client)
    ups.register_token(values["app_id"], values["app_key"], values["app_secret"], lambda _: None)
    client.world.run_for(SECOND_MS)
    client.auth()
    client.send(**NEW)
    client.world.run_for(SECOND_MS)
    tap(client.world)
    assert told(client) == [("arrived", "0"), ("failed", "104/2101")]


# -- a time of its own -


def timed(client: VivoClient, begin_ms: int, span_ms: int, **fields: Any) -> dict[str, Any]:
    begin = client.world.clock.epoch_ms + begin_ms
    return {"timedDisplay": {"showStartTime": begin, "showEndTime": begin + span_ms, **fields}}


def test_message_with_a_time_of_its_own_shows_then():
    client = new_client()
    assert client.send(**NEW, **timed(client, 10 * MINUTE_MS, HOUR_MS))["result"] == 0
    assert told(client, 10 * MINUTE_MS - 1) == []
    assert told(client) == [("arrived", "0")]


@pytest.mark.parametrize(
    ("begin_ms", "span_ms", "result"),
    [
        (10 * MINUTE_MS - 1, HOUR_MS, 10071),
        (10 * MINUTE_MS, 2 * HOUR_MS - 1, 0),
        (10 * MINUTE_MS, 2 * HOUR_MS, 10071),
        (HOUR_MS, 0, 10071),
        (HOUR_MS, -1, 10071),
        (23 * HOUR_MS, HOUR_MS, 0),
        (23 * HOUR_MS + 1, HOUR_MS, 10071),
        (14 * HOUR_MS + 30 * MINUTE_MS, HOUR_MS, 10071),  # over midnight
    ],
)
def test_bounds_of_a_time_of_its_own(begin_ms, span_ms, result):
    client = a_client()
    client.world.run_for(client.world.clock.ms_until(time(9, 2)))
    assert client.send(**timed(client, begin_ms, span_ms))["result"] == result


@pytest.mark.parametrize(("hours", "result"), [(13, 0), (14, 10071), (20, 10071)])
def test_operation_message_has_its_time_by_day(hours, result):
    client = a_client()
    assert client.send(**OPERATION, **timed(client, hours * HOUR_MS, 30 * MINUTE_MS))["result"] == result


@pytest.mark.parametrize(("when_over", "receipt"), [(False, ("failed", "104/2144")), (True, ("arrived", "0"))])
def test_time_that_is_over_when_the_message_reaches_its_phone_is_104_2144(when_over, receipt):
    client = new_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send(**NEW, **timed(client, 10 * MINUTE_MS, HOUR_MS, overtimeDisplay=when_over))
    client.world.run_for(2 * HOUR_MS)
    phone.set_network(NetworkKind.WIFI)
    assert told(client) == [receipt]


def test_push_switched_off_before_the_time_has_come_is_104_1020():
    client = new_client()
    client.send(**NEW, **timed(client, 10 * MINUTE_MS, HOUR_MS))
    client.world.run_for(MINUTE_MS)
    process = client.world.phone("bob_phone").app.process
    assert process is not None
    process.demo.close_push(process)
    assert told(client, HOUR_MS) == [("failed", "104/1020")]
    assert f"{PACKAGE} is ignore by disable push" in logcat(client.world)
    assert client.said_no("posted", "push_disabled", "push_disabled")


# -- what reads them -


@pytest.mark.parametrize("body", [b"", b"[]", b'{"1": 2}', b'{"1": {"param": "p"}}', b'{"1": {"targets": 5}}'])
def test_receipt_that_is_none_is_unreadable(body):
    sender = a_client().world.own_senders["vivo"]
    with pytest.raises(ReceiptUnreadable):
        sender.take_receipts(Request("POST", "push.customer.example", "/receipts/vivo", "", (), body))


def test_receipt_of_several_tasks_and_targets_is_read_one_by_one():
    sender = a_client().world.own_senders["vivo"]
    body = {"1": {"targets": f"a,{UNKNOWN}", "ackType": 102, "subAckType": 20001}, "2": {"targets": "c", "param": "x"}}
    read, answer = sender.take_receipts(Request("POST", "h", "/", "", (), json.dumps(body).encode()))
    assert [(one.kind, one.message_id, one.target, one.code, one.param) for one in read] == [
        ("failed", "1", "a", "102/20001", ""),
        ("failed", "1", UNKNOWN, "102/20001", ""),
        ("arrived", "2", "c", "0", "x"),
    ]
    assert answer.status == 200


def test_badge_grows_by_one_with_each_message_that_says_so():
    client = a_client()
    service = client.world.phone("bob_phone").push_service
    assert isinstance(service, VivoPushService)
    for adds in (True, False, True):
        client.send(addBadge=adds)
        client.world.run_for(SECOND_MS)
    assert service.badges[PACKAGE] == 2
    assert [one.data["count"] for one in records(client.world, Kind.STATE, "badge")] == [1, 2]
