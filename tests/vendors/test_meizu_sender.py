"""IM's client of Meizu: what it sends, and what it makes of the answers."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind
from simulator.network.http import Response
from simulator.push.certificate import Certificate
from simulator.push.reason import Reason
from simulator.world.spec import CertificateSpec, ClickSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, bound_phone, healthy_world, killed, records, reg_id_of, send
from tests.vendors.meizu_client import UNKNOWN, signed

RIGHT = {"app_id": "110001", "app_key": "the-app-key", "app_secret": "the-app-secret"}
ANSWER: dict[str, Any] = {"code": "200", "message": "", "value": {}, "redirect": ""}


def forms(world: World, link: str = "im>meizu") -> list[dict[str, str]]:
    """Return the forms of what was sent over *link*."""
    sent = [one.data["request"] for one in records(world, Kind.WIRE, link) if "request" in one.data]
    return [dict(parse_qsl(request["body"].decode(), keep_blank_values=True)) for request in sent]


def pushed(world: World, **message: Any) -> dict[str, Any]:
    """Push one message, and return what IM put into `messageJson`."""
    killed(world)
    send(world, a_message(**message))
    given: dict[str, Any] = json.loads(forms(world)[-1]["messageJson"])
    return given


def test_push_is_a_signed_form_with_a_private_message():
    world = healthy_world("meizu")
    message = pushed(world, text="lunch?", title="alice", ext='{"k":"v"}')
    [form] = forms(world)
    app = world.clouds["meizu"].apps[0].values
    sign = form.pop("sign")
    assert sign == signed(form, app["app_secret"])
    assert (form["appId"], form["pushIds"]) == (app["app_id"], reg_id_of(world))
    assert message == {
        "noticeBarInfo": {"noticeBarType": 0, "noticeMsgType": 1, "title": "alice", "content": "lunch?"},
        "clickTypeInfo": {"clickType": 0, "parameters": {"ext": '{"k":"v"}'}, "customAttribute": '{"k":"v"}'},
        "pushTimeInfo": {"offLine": 1, "validTime": 24},
        "advanceInfo": {"notificationType": {"vibrate": 1, "lights": 1, "sound": 1}},
    }


def test_sender_that_wants_receipts_names_their_address():
    world = healthy_world("meizu")
    push = OutgoingPush(
        None, reg_id_of(world), Certificate(0, "meizu", RIGHT), "t", "c", None, receipt_url="https://example.com/r"
    )
    world.scheduler.context = None
    world.own_senders["meizu"].send(push, lambda _: None)
    [form] = forms(world, "customer>meizu")
    assert json.loads(form["messageJson"])["extra"] == {"callback": "https://example.com/r"}


@pytest.mark.parametrize(("wanted", "sent"), [(0, 0), (1, 1), (None, 1)])
def test_class_is_the_senders(wanted, sent):
    assert pushed(healthy_world("meizu"), MeiZuNoticeMsgType=wanted)["noticeBarInfo"]["noticeMsgType"] == sent


@pytest.mark.parametrize(
    ("click", "info"),
    [
        ({}, {"clickType": 0, "parameters": {"ext": "42"}, "customAttribute": "42"}),
        ({"url": "https://example.com"}, {"clickType": 2, "url": "https://example.com"}),
        (
            {"activity": "com.example.Page"},
            {
                "clickType": 1,
                "activity": "com.example.Page",
                "parameters": {"ext": "42"},
                "customAttribute": "42",
            },
        ),
    ],
)
def test_click_of_the_certificate_is_the_click_type(click, info):
    world = healthy_world("meizu", certificates={"meizu": CertificateSpec(on_click=ClickSpec(**click))})
    assert pushed(world, ext="42")["clickTypeInfo"] == info


@pytest.mark.parametrize(("field", "code"), [("app_id", "110000"), ("app_secret", "1006")])
def test_wrong_credential_is_refused_with_meizus_code(field, code):
    world = healthy_world(
        "meizu",
        certificates={"meizu": CertificateSpec(values={**RIGHT, field: "999999"})},
        vendor_apps={"meizu": VendorAppSpec(values=RIGHT)},
    )
    killed(world)
    verdict = send(world)
    assert verdict.reason == Reason.AUTH_REFUSED
    assert str(world.trace.last_hop(verdict.push_id).data["code"]) == code


class Wire:
    """A link whose far end always gives one answer."""

    def __init__(self, status: int, answer: Any) -> None:
        self.response = Response(status, (), json.dumps(answer).encode())

    def call(self, _request: object, arrived: Any, _cargo: object) -> None:
        arrived(self.response)


def result_of(answer: dict[str, Any], *tokens: str, status: int = 200) -> SendResult:
    """Return what the sender makes of *answer* to a push to *tokens*."""
    world = healthy_world("meizu")
    sender = world.own_senders["meizu"]
    sender = type(sender)(type(sender.kit)(Wire(status, answer), *_rest(sender.kit)))
    push = OutgoingPush(None, tokens[0], Certificate(0, "meizu", RIGHT), "t", "c", None)
    results: list[SendResult] = []
    sender.send_list(push, tokens, results.append)
    [result] = results
    return result


def _rest(kit: Any) -> tuple[Any, ...]:
    return kit.scheduler, kit.clock, kit.stream


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("300", Reason.AUTH_REFUSED),
        ("1003", Reason.VENDOR_FAULT),
        ("1005", Reason.INVALID_REQUEST),
        ("1006", Reason.AUTH_REFUSED),
        ("110000", Reason.AUTH_REFUSED),
        ("110009", Reason.APP_NOT_OPEN),
        ("110010", Reason.FREQUENCY_CONTROL),
        ("110019", Reason.QUOTA_USED),
        ("110051", Reason.QUOTA_USED),
        ("110053", Reason.MESSAGE_CLASS_LIMITED),
    ],
)
def test_code_of_a_call_is_read(code, reason):
    result = result_of({**ANSWER, "code": code, "value": "", "message": "words"}, UNKNOWN)
    assert (result.reason, result.code, result.text) == (reason, code, "words")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("201", Reason.MESSAGE_CLASS_LIMITED),
        ("513", Reason.VENDOR_FAULT),
        ("518", Reason.FREQUENCY_CONTROL),
        ("520", Reason.FREQUENCY_CONTROL),
        ("110002", Reason.REG_ID_INVALID),
        ("110003", Reason.REG_ID_INVALID),
        ("110010", Reason.REG_ID_INVALID),
        ("110011", Reason.QUOTA_USED),
    ],
)
def test_refused_target_of_an_accepted_call_is_refused(code, reason):
    result = result_of({**ANSWER, "value": {code: [UNKNOWN]}, "msgId": "NS1"}, UNKNOWN)
    assert (result.reason, result.code) == (reason, code)


def test_list_of_which_one_target_is_refused_has_gone_out():
    result = result_of({**ANSWER, "value": {"110003": [UNKNOWN]}, "msgId": "NS1"}, UNKNOWN, "another")
    assert (result.reason, result.code) == (None, "NS1")


def test_http_500_is_the_vendors_fault():
    assert result_of({}, UNKNOWN, status=500).reason == Reason.VENDOR_FAULT


def test_list_goes_out_in_one_request():
    world = healthy_world("meizu")
    bound_phone(world, "carol_phone", "carol")
    tokens = [reg_id_of(world), reg_id_of(world, "carol_phone")]
    certificate = Certificate(0, "meizu", world.clouds["meizu"].apps[0].values)
    results: list[SendResult] = []
    world.scheduler.context = None
    world.own_senders["meizu"].send_list(
        OutgoingPush(None, tokens[0], certificate, "t", "c", None), tokens, results.append
    )
    world.run_for(2_000)
    assert [result.reason for result in results] == [None]
    assert [form["pushIds"] for form in forms(world, "customer>meizu")] == [",".join(tokens)]
    assert [len(world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]


def test_other_calls_are_signed_forms_with_objects_as_json_and_lists_with_commas():
    world = healthy_world("meizu")
    app = world.clouds["meizu"].apps[0].values
    results: list[SendResult] = []
    world.scheduler.context = None
    body = {"tagNames": ["a", "b"], "scope": 0, "messageJson": {"noticeBarInfo": {"title": "t", "content": "c"}}}
    path = "/garcia/api/server/push/pushTask/pushToTag"
    world.own_senders["meizu"].call_api(Certificate(0, "meizu", app), path, body, results.append)
    world.run_for(1_000)
    [form] = forms(world, "customer>meizu")
    assert form.pop("sign") == signed(form, app["app_secret"])
    message = '{"noticeBarInfo":{"title":"t","content":"c"}}'
    assert form == {"appId": app["app_id"], "tagNames": "a,b", "scope": "0", "messageJson": message}
    [result] = results
    assert result.reason is None
    assert int(result.code) in world.clouds["meizu"].broadcasts.tasks


def test_other_call_is_refused_with_its_code():
    world = healthy_world("meizu")
    results: list[SendResult] = []
    world.scheduler.context = None
    path = "/garcia/api/server/push/varnished/pushByAlias"
    body = {"alias": ["bob"], "messageJson": {"noticeBarInfo": {"title": "t", "content": "c"}}}
    certificate = Certificate(0, "meizu", world.clouds["meizu"].apps[0].values)
    world.own_senders["meizu"].call_api(certificate, path, body, results.append)
    world.own_senders["meizu"].call_api(certificate, path, {**body, "sign": "0"}, results.append)
    world.run_for(1_000)
    # Each request has a latency of its own, so that the second one may be answered first.
    assert sorted((result.code, result.reason) for result in results) == [
        ("1006", Reason.AUTH_REFUSED),
        ("110005", Reason.REG_ID_INVALID),
    ]
