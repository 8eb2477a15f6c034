"""Honor on the phone: `getPushToken` and its codes, `onNewToken`, what is shown, and taps."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import MINUTE_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.honor import facts
from simulator.vendors.honor.codes import CODES
from simulator.vendors.honor.facts import ClientCode
from simulator.vendors.honor.push_service import CONDITIONS, HonorPushService
from simulator.vendors.honor.sdk import APP_ID, TEXTS, HonorPushCallback, HonorPushClient
from simulator.world.spec import AppSpec, AppVendorSpec, CertificateSpec, ClickSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import (
    a_message,
    bound_phone,
    callbacks,
    healthy_world,
    hops,
    killed,
    logcat,
    new_world,
    records,
    reg_id_of,
    send,
    started_phone,
    tap,
)
from tests.vendors.honor_client import a_client

SERVICE = "com.example.chat.push.MyHonorMessageService"
CHAT = "com.example.chat.ChatActivity"


def an_app(**fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(**fields)}


def app_values(**values: str) -> dict[str, Any]:
    return an_app(vendors={"honor": AppVendorSpec(values=values)})


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"honor": VendorAppSpec(**fields)}}


def codes(world: World) -> list[int]:
    return [one.data["code"] for one in callbacks(world, "onFailure")]


def issued(world: World) -> tuple[str, str]:
    record = hops(world, Hop.REG_ID_ISSUED)[-1]
    return record.reason, record.rule


def refused_start(**spec: Any) -> World:
    """Start the app in a world where it gets no token."""
    world = new_world("honor", **spec)
    started_phone(world)
    assert not callbacks(world, "onSuccess")
    return world


def service_of(world: World) -> HonorPushService:
    service = world.phone("bob_phone").push_service
    assert isinstance(service, HonorPushService)
    return service


class Calls:
    """Calls of one client, and what they were told."""

    def __init__(self, world: World) -> None:
        self.world = world
        client = world.phone("bob_phone").app.start().vendor_client
        assert isinstance(client, HonorPushClient)
        self.client = client
        self.heard: list[object] = []
        self.callback = HonorPushCallback(self.heard.append, lambda code, _: self.heard.append(code))

    def get(self, within_ms: int = 6_000) -> list[object]:
        self.world.scheduler.context = None
        self.client.get_push_token(self.callback)
        self.world.run_for(within_ms)
        return self.heard

    def delete(self, within_ms: int = 6_000) -> list[object]:
        self.world.scheduler.context = None
        self.client.delete_push_token(self.callback)
        self.world.run_for(within_ms)
        return self.heard


# -- getPushToken -----------------------------------------------------------------------------------------------------


def test_healthy_phone_is_told_its_token():
    world = healthy_world("honor")
    [called] = callbacks(world, "onSuccess")
    assert called.data["reg_id"] == reg_id_of(world)
    assert f"Honor get pushToken {reg_id_of(world)}" in logcat(world)
    assert not callbacks(world, "onNewToken")


def test_token_that_the_sdk_has_is_given_without_asking_again():
    calls = Calls(healthy_world("honor"))
    assert calls.get() == [reg_id_of(calls.world)]
    assert len(hops(calls.world, Hop.REG_ID_ISSUED)) == 1


def test_calls_made_meanwhile_wait_for_the_same_answer():
    world = new_world("honor")
    world.phone("bob_phone").app.launch()
    calls = Calls(world)
    calls.client.get_push_token(calls.callback)
    assert calls.get() == [reg_id_of(world)] * 2
    assert len(hops(world, Hop.REG_ID_ISSUED)) == 1


def test_phone_without_the_push_service_is_8001000():
    world = refused_start(phones={"bob_phone": PhoneSpec(push_service=0)})
    assert codes(world) == [8001000]
    assert issued(world) == (Reason.MODEL_UNSUPPORTED, "honor.model_unsupported")
    text = "The device does not support HONOR push."
    assert f"Honor get pushToken failed, 8001000 {text}" in logcat(world)


def test_no_app_id_in_the_manifest_is_8001002():
    world = refused_start(**an_app(without=(APP_ID,)))
    assert codes(world) == [8001002]
    assert issued(world) == (Reason.MANIFEST_INCOMPLETE, "honor.app_id_missing")


def test_no_fingerprint_in_the_console_is_8001003():
    world = refused_start(**push_app(values={"fingerprint": ""}))
    assert codes(world) == [8001003]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, "honor.fingerprint_missing")


def test_no_token_to_delete_is_8001004():
    calls = Calls(healthy_world("honor"))
    assert calls.delete() == [""]
    assert calls.delete() == ["", 8001004]
    [refused] = [one for one in records(calls.world, Kind.STATE, "token_deleted") if one.reason]
    assert refused.rule == "honor.no_token_to_delete"


def test_not_initialised_is_8001005():
    world = refused_start(**an_app(variant="without_sdk_init"))
    process = world.phone("bob_phone").app.start()
    process.demo.call_sdk(process, "getPushToken", ())
    world.run_for(1_000)
    assert codes(world) == [8001005]
    assert issued(world) == (Reason.SDK_NOT_INITIALISED, "honor.not_initialised")


@pytest.mark.parametrize(("condition", "code"), CONDITIONS.items())
def test_condition_of_the_push_service_is_told_by_its_code(condition, code):
    world = new_world("honor")
    service_of(world).set_condition(condition)
    started_phone(world)
    assert codes(world) == [code]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"honor.service_{condition}")
    service_of(world).set_condition("working")
    assert Calls(world).get() == [reg_id_of(world)]


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        (app_values(app_id="999999999"), "register_app_id"),
        (push_app(package="com.example.another"), "register_package"),
        (app_values(fingerprint="AA:BB"), "fingerprint_wrong"),
    ],
)
def test_what_does_not_fit_honors_console_is_8003004(spec, rule):
    world = refused_start(**spec)
    assert codes(world) == [8003004]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"honor.{rule}")


def test_letter_case_of_the_fingerprint_does_not_matter():
    spec = {**push_app(values={"fingerprint": "AA:BB"}), **app_values(fingerprint="aa:bb")}
    assert reg_id_of(healthy_world("honor", **spec))


def test_no_network_is_8003006_and_the_next_call_succeeds():
    world = new_world("honor")
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    phone.app.launch()
    world.run_for(1_000)
    assert codes(world) == [8003006]
    assert issued(world) == (Reason.REGISTRATION_TIMEOUT, "honor.no_network")
    phone.set_network(NetworkKind.WIFI)
    assert Calls(world).get() == [reg_id_of(world)]


@pytest.mark.parametrize(
    ("how", "code", "rule"),
    [(FaultKind.SERVER_ERROR, 8003001, "honor.server_fault"), (FaultKind.TIMEOUT, 8003008, "honor.no_answer")],
)
def test_cloud_that_does_not_answer_is_8003001_or_8003008(how, code, rule):
    world = new_world("honor")
    world.phone("bob_phone")
    link = world.network.find("honor>bob_phone")
    assert link is not None
    link.fail_next(how, 1)
    started_phone(world)
    assert codes(world) == [code]
    assert issued(world) == (Reason.REGISTRATION_TIMEOUT, rule)


def test_phone_that_asks_too_often_is_8003005_until_a_minute_has_passed():
    calls = Calls(healthy_world("honor"))  # the first time
    for _ in range(facts.REGISTRATIONS_PER_MINUTE_MAX.value - 1):
        calls.delete(500)
        calls.get(500)
    assert all(isinstance(one, str) for one in calls.heard)
    calls.delete(500)
    assert calls.get(500)[-1] == 8003005
    assert issued(calls.world) == (Reason.REGISTRATION_TOO_FREQUENT, "honor.register_too_frequent")
    calls.world.run_for(MINUTE_MS)
    assert calls.get()[-1] == reg_id_of(calls.world)


@pytest.mark.parametrize(("before", "is_refused"), [(9_999, False), (10_000, True)])
def test_app_whose_phones_ask_too_often_is_10214(before, is_refused):
    world = new_world("honor")
    cloud = world.clouds["honor"]
    started = world.phone("bob_phone")
    started.app.launch()
    cloud.this_second.add(("register", cloud.apps[0].values["app_id"]), before)
    world.run_for(MINUTE_MS)
    assert codes(world) == [10214] * is_refused
    if is_refused:
        assert issued(world) == (Reason.REGISTRATION_TOO_FREQUENT, "honor.register_http_too_frequent")


def test_codes_of_the_sdk_are_those_of_the_table_that_are_modelled():
    known = {value for name, value in vars(ClientCode).items() if name.isupper()}
    assert known == {code.number for code in CODES.client if not code.left_out}
    assert set(TEXTS) == known - {ClientCode.SUCCESS}


def test_app_that_only_logs_its_tokens_reports_none():
    world = new_world("honor", **an_app(variant="reg_id_thrown_away"))
    started_phone(world)
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "honor.result_only_logged"
    renewed(world)
    last = hops(world, Hop.REG_ID_RECEIVED)[-1]
    assert (last.reason, last.rule) == (Reason.CALLBACK_IGNORED, "honor.callback_only_logs")
    killed(world)
    assert send(world).text == "no_token"


# -- the older SDK ----------------------------------------------------------------------------------------------------

LEGACY = {"honor": AppVendorSpec(sdk="6.0.1.301")}


def call_sdk(world: World, method: str, *arguments: str) -> Record:
    """Let the running app call a method on its main thread, and return what it was told."""
    process = world.phone("bob_phone").app.start()
    world.scheduler.context = None
    process.demo.call_sdk(process, method, arguments)
    world.run_for(1_000)
    return callbacks(world, method)[-1]


def test_older_sdk_does_without_manifest_parts():
    world = healthy_world("honor", **an_app(vendors=LEGACY, without=()))
    assert APP_ID not in world.phone("bob_phone").app.manifest.meta_data
    token = renewed(world)
    assert callbacks(world, "onNewToken")[-1].data["reg_id"] == token
    killed(world)
    assert send(world).text == "shown"


def test_older_sdk_without_an_app_id_in_its_file_is_8001002():
    vendors = {"honor": AppVendorSpec(sdk="6.0.1.301", values={"app_id": ""})}
    assert codes(refused_start(**an_app(vendors=vendors))) == [8001002]


@pytest.mark.parametrize(("sdk", "is_refused"), [("6.0.1.301", True), ("8.0.12.307", False)])
def test_older_sdk_asked_on_the_main_thread_is_8001001(sdk, is_refused):
    world = healthy_world("honor", **an_app(vendors={"honor": AppVendorSpec(sdk=sdk)}))
    process = world.phone("bob_phone").app.start()
    process.demo.call_sdk(process, "getPushToken", ())
    world.run_for(1_000)
    assert codes(world) == [8001001] * is_refused
    if is_refused:
        assert issued(world) == (Reason.REGISTRATION_REFUSED, "honor.on_main_thread")
    assert len(callbacks(world, "onSuccess")) == 1 + (not is_refused)


# -- what further code of the app calls -------------------------------------------------------------------------------


def test_notification_center_is_switched_off_on_and_asked_for():
    world = healthy_world("honor")
    assert call_sdk(world, "getNotificationCenterStatus").data["result"] == "on"
    assert call_sdk(world, "turnOffNotificationCenter").data["code"] == 0
    assert call_sdk(world, "getNotificationCenterStatus").data["result"] == "off"
    call_sdk(world, "turnOnNotificationCenter")
    assert call_sdk(world, "getNotificationCenterStatus").data["result"] == "on"


@pytest.mark.parametrize(("version", "supported"), [(0, "false"), (1, "true")])
def test_support_may_be_asked_for(version, supported):
    world = new_world("honor", phones={"bob_phone": PhoneSpec(push_service=version)})
    started_phone(world)
    assert call_sdk(world, "checkSupportHonorPush").data["result"] == supported


def test_deleted_token_is_no_longer_valid():
    world = healthy_world("honor")
    assert call_sdk(world, "deletePushToken").data["code"] == 0
    assert call_sdk(world, "deletePushToken").data["code"] == 8001004
    killed(world)
    assert send(world).text == "reg_id_invalid"


@pytest.mark.parametrize(("method", "arguments"), [("turnOffPush", ()), ("getPushToken", ("main",))])
def test_methods_that_the_sdk_has_not_are_told_with_those_that_it_has(method, arguments):
    world = healthy_world("honor")
    with pytest.raises(SdkMethodUnknown) as unknown:
        call_sdk(world, method, *arguments)
    assert "turnOffNotificationCenter()" in unknown.value.known


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        ({}, ""),
        (an_app(without=(SERVICE,)), "honor.service_undeclared"),
        (an_app(rename={SERVICE: "com.example.chat.push.Another"}), "honor.service_class_wrong"),
        (an_app(without=(SERVICE,), vendors={"honor": AppVendorSpec(sdk="6.0.1.301")}), ""),
    ],
)
def test_data_message_reaches_the_running_app_by_its_service(spec, rule):
    client = a_client(**spec)
    client.send(token=[reg_id_of(client.world)], data="anything")
    client.world.run_for(1_000)
    assert [one.data for one in callbacks(client.world, "onMessageReceived")] == [{"data": "anything"}] * (not rule)
    assert [one.rule for one in records(client.world, Kind.STATE, "data_message")] == [rule] * bool(rule)
    assert call_sdk(client.world, "getUnReadMessages").data["result"] == ('["anything"]' if rule else "[]")


def test_data_messages_that_found_no_app_are_read_once():
    client = a_client()
    killed(client.world)
    for data in ("one", "two"):
        client.send(token=[reg_id_of(client.world)], data=data)
        client.world.run_for(1_000)
    assert not callbacks(client.world, "onMessageReceived")
    assert call_sdk(client.world, "getUnReadMessages").data["result"] == '["one","two"]'
    assert call_sdk(client.world, "getUnReadMessages").data["result"] == "[]"


# -- onNewToken -------------------------------------------------------------------------------------------------------


def renewed(world: World) -> str:
    token: str = world.clouds["honor"].renew("bob_phone", "com.example.chat")
    world.phone("bob_phone").app.start().demo.reg_id_renewed(world.phone("bob_phone").app.start(), token)
    world.run_for(1_000)
    return token


def test_another_token_reaches_the_app_by_on_new_token_and_is_bound():
    world = healthy_world("honor")
    token = renewed(world)
    [called] = callbacks(world, "onNewToken")
    assert called.data["reg_id"] == token
    assert f"onNewToken token={token}" in logcat(world)
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    assert binding.token == token


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        (an_app(without=(SERVICE,)), "service_undeclared"),
        (an_app(rename={SERVICE: "com.example.chat.push.Another"}), "service_class_wrong"),
    ],
)
def test_without_its_service_the_app_gets_its_first_token_and_no_later_one(spec, rule):
    world = healthy_world("honor", **spec)
    renewed(world)
    assert not callbacks(world, "onNewToken")
    last = hops(world, Hop.REG_ID_RECEIVED)[-1]
    assert (last.reason, last.rule) == (Reason.RECEIVER_MISSING, f"honor.{rule}")
    killed(world)
    assert send(world).text == "reg_id_invalid"


def test_app_that_takes_the_token_from_on_new_token_alone_has_none_without_its_service():
    world = healthy_world("honor", **an_app(variant="callback_alone"))
    assert callbacks(world, "onNewToken")
    world = refused_start(**an_app(variant="callback_alone", without=(SERVICE,)))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].reason == Reason.RECEIVER_MISSING


# -- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_on", [False, True])
def test_notification_center_decides_whether_notifications_show(is_on):
    world = healthy_world("honor")
    call_sdk(world, "turnOffNotificationCenter")
    if is_on:
        call_sdk(world, "turnOnNotificationCenter")
    killed(world)
    verdict = send(world)
    assert (verdict.text, verdict.rule) == (
        ("shown", "") if is_on else ("notifications_disabled", "honor.notification_center_off")
    )


# -- taps -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "click",
    [
        {"type": 1, "intent": f"intent:#Intent;component=com.example.chat/{CHAT};end"},
        {
            "type": 1,
            "intent": "intent://com.example.chat/detail#Intent;scheme=pushscheme;"
            f"component=com.example.chat/{CHAT};end",
        },
    ],
)
def test_page_by_intent_has_the_data_as_extras(click):
    client = a_client()
    killed(client.world)
    assert client.push(clickAction=click)["code"] == 200
    client.world.run_for(1_000)
    handled = tap(client.world)
    assert (handled.outcome, handled.data["activity"], handled.data["ext"]) == (Outcome.OK, CHAT, "42")


def test_page_by_an_action_that_no_filter_has_opens_nothing():
    client = a_client()
    client.push(clickAction={"type": 1, "action": "com.example.NOBODY"})
    client.world.run_for(1_000)
    assert tap(client.world).reason == Reason.NO_ACTIVITY


def test_values_of_the_data_that_are_no_texts_are_passed_on_as_json():
    client = a_client()
    killed(client.world)
    client.push(android={"data": '{"ext":{"room":1}}'})
    client.world.run_for(1_000)
    assert tap(client.world).data["ext"] == '{"room":1}'


def test_http_page_of_the_certificate_is_refused_by_honor_and_an_https_page_opens():
    def pushed(address: str) -> World:
        world = healthy_world("honor", certificates={"honor": CertificateSpec(on_click=ClickSpec(url=address))})
        killed(world)
        send(world, a_message())
        return world

    world = pushed("https://example.com/offer")
    assert tap(world).data["activity"] == "https://example.com/offer"
    world = pushed("http://example.com/offer")
    assert world.verdict(world.ledger.opened).rule == "honor.url_wrong"


def test_second_start_reports_the_token_that_the_sdk_keeps():
    world = healthy_world("honor")
    killed(world)
    token = reg_id_of(world)
    bound_phone(world)
    assert [one.data["reg_id"] for one in callbacks(world, "onSuccess")] == [token, token]
