"""vivo on the phone: the state machine of `turnOnPush`, `checkManifest`, what is shown and logged, and taps."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.device.app.manifest import Manifest, parse_manifest
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.vivo import demo, facts
from simulator.vendors.vivo.facts import ClientCode
from simulator.vendors.vivo.manifest import (
    API_KEY,
    APP_ID,
    INTERNET,
    PROXY_ACTIVITY,
    RECEIVE,
    SDK_VERSION,
    SERVICE,
    VivoPushException,
    check_manifest,
)
from simulator.vendors.vivo.push_service import VivoPushService
from simulator.vendors.vivo.sdk import PushClient
from simulator.vendors.vivo.ups import CodeResult, TokenResult, VUpsManager
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
from tests.vendors.vivo_client import VivoClient, a_client

RECEIVER = "com.example.chat.push.VIVOPushMessageReceiverImpl"
CHAT = "com.example.chat.ChatActivity"
CHAT_PAGE = f"intent:#Intent;component=com.example.chat/{CHAT};end"


def an_app(sdk: str = "3.0.0.4", variant: str = "careful", **fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(variant=variant, vendors={"vivo": AppVendorSpec(sdk=sdk)}, **fields)}


def an_old_app(variant: str = "careful", **fields: Any) -> dict[str, Any]:
    return an_app("2.9.0.0", variant, **fields)


def on_click(**click: str) -> dict[str, Any]:
    return {"certificates": {"vivo": CertificateSpec(on_click=ClickSpec(**click))}}


def refused_start(**spec: Any) -> World:
    """Start the app in a world where it gets no regId."""
    world = new_world("vivo", **spec)
    started_phone(world)
    return world


def states(world: World) -> list[int]:
    return [one.data["state"] for one in callbacks(world, "onStateChanged")]


def issued(world: World) -> tuple[str, str]:
    record = hops(world, Hop.REG_ID_ISSUED)[-1]
    return record.reason, record.rule


class Turns:
    """Calls of one client, and the states they led to."""

    def __init__(self, world: World) -> None:
        self.world = world
        client = world.phone("bob_phone").app.start().vendor_client
        assert isinstance(client, PushClient)
        self.client = client
        self.heard: list[int] = []

    def on(self) -> list[int]:
        self.world.scheduler.context = None
        self.client.turn_on_push(self.heard.append)
        return self.heard

    def off(self) -> list[int]:
        self.world.scheduler.context = None
        self.client.turn_off_push(self.heard.append)
        return self.heard


# -- turnOnPush -------------------------------------------------------------------------------------------------------


def test_healthy_phone_is_told_0_and_its_reg_id():
    world = healthy_world()
    assert states(world) == [0]
    [called] = callbacks(world, "onReceiveRegId")
    assert called.data["reg_id"] == reg_id_of(world)
    assert len(reg_id_of(world)) == 23


def test_cached_reg_id_answers_0_at_once_without_traffic():
    turns = Turns(healthy_world())
    before = len(turns.world.trace)
    assert turns.on() == [0]
    assert turns.on() == [0, 0]  # no guard of two seconds either
    assert len(turns.world.trace) == before


def test_next_start_keeps_the_reg_id_and_calls_no_receiver():
    world = healthy_world()
    reg_id = reg_id_of(world)
    killed(world)
    bound_phone(world)
    assert (reg_id_of(world), states(world), len(callbacks(world, "onReceiveRegId"))) == (reg_id, [0, 0], 1)


def test_not_initialised_is_102():
    world = refused_start(**an_app(variant="without_sdk_init"))
    assert states(world) == [ClientCode.NOT_INITIALISED]
    assert issued(world) == (Reason.SDK_NOT_INITIALISED, "vivo.not_initialised")


@pytest.mark.parametrize(("version", "state"), [(1_230, 0), (1_229, 101), (0, 101)])
def test_push_service_below_1230_is_101(version, state):
    world = refused_start(phones={"bob_phone": PhoneSpec(push_service=version)})
    assert states(world) == [state]
    if state:
        assert issued(world) == (Reason.MODEL_UNSUPPORTED, "vivo.model_unsupported")
        assert "vivopush open vivo push fail state = 101" in logcat(world)


def test_receiver_that_is_not_declared_is_0_without_a_reg_id():
    world = refused_start(**an_app(without=(RECEIVER,)))
    assert states(world) == [0]
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "vivo.receiver_missing"
    assert (callbacks(world, "onReceiveRegId"), hops(world, Hop.REG_ID_ISSUED)) == ([], [])
    assert "setPushTokenToTIM third token is empty" in logcat(world)


def test_receiver_that_is_not_declared_is_asked_before_the_limits_and_after_the_model():
    world = refused_start(**an_app(without=(RECEIVER,)), phones={"bob_phone": PhoneSpec(push_service=0)})
    assert states(world) == [0]  # without a receiver isSupport is not even asked


def test_receiver_of_another_class_is_0_without_a_reg_id():
    world = refused_start(**an_app(rename={RECEIVER: "com.example.chat.OtherReceiver"}))
    assert states(world) == [0]
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "vivo.receiver_class_wrong"


@pytest.fixture
def shrunk(tmp_path):
    def app(*keep: str) -> dict[str, Any]:
        rules = "-dontwarn com.vivo.push.**\n" + "".join(f"-keep class {one} {{*;}}\n" for one in keep)
        path = tmp_path / "rules.pro"
        path.write_text(rules, encoding="utf-8")
        return an_app(proguard=str(path))

    return app


def test_receiver_that_shrinking_renamed_is_0_without_a_reg_id(shrunk):
    world = refused_start(**shrunk("com.vivo.push.**", "com.vivo.vms.**"))
    assert states(world) == [0]
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "vivo.receiver_renamed"


def test_sdk_that_shrinking_renamed_is_10000(shrunk):
    world = refused_start(**shrunk(RECEIVER))
    assert states(world) == [ClientCode.UNKNOWN]
    assert issued(world) == (Reason.RECEIVER_RENAMED, "vivo.classes_renamed")


def test_app_with_the_right_keep_rules_registers(shrunk):
    assert states(refused_start(**shrunk("com.vivo.push.**", "com.vivo.vms.**", RECEIVER))) == [0]


@pytest.mark.parametrize(
    ("values", "package", "state", "rule"),
    [
        ({"app_id": "999999"}, "com.example.chat", 10005, "register_app_id"),
        ({"app_key": "another-key"}, "com.example.chat", 10004, "register_app_key"),
        ({}, "com.example.other", 10003, "register_package"),
    ],
)
def test_what_does_not_fit_vivos_console_is_refused(values, package, state, rule):
    world = refused_start(
        app=AppSpec(vendors={"vivo": AppVendorSpec(values=values)}),
        vendor_apps={"vivo": VendorAppSpec(package=package)},
    )
    assert states(world) == [state]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"vivo.{rule}")


@pytest.mark.parametrize("rule", ["register_app_id", "register_app_key", "register_package"])
def test_waived_registration_gives_a_reg_id_that_can_be_pushed_to(rule):
    world = new_world(
        waived=f"vivo.{rule}",
        app=AppSpec(
            vendors={
                "vivo": AppVendorSpec(
                    values={"register_app_id": {"app_id": "999999"}, "register_app_key": {"app_key": "k"}}.get(rule, {})
                )
            }
        ),
        vendor_apps={
            "vivo": VendorAppSpec(package="com.example.other" if rule == "register_package" else "com.example.chat")
        },
    )
    bound_phone(world)
    killed(world)
    assert send(world).text == "shown"


def test_no_answer_within_15_seconds_is_1003():
    world = new_world()
    phone = world.phone("bob_phone")
    link = world.network.find("vivo>bob_phone")
    assert link is not None
    link.fail_next(FaultKind.TIMEOUT, 1)
    phone.app.launch()
    turns = Turns(world)
    turns.on()
    world.run_for(15 * SECOND_MS - 1)
    assert turns.heard == []
    world.run_for(1)
    assert turns.heard == [ClientCode.TIMEOUT]
    assert issued(world) == (Reason.REGISTRATION_TIMEOUT, facts.BIND_TIMEOUT_MS.name)
    assert turns.on() == [ClientCode.TIMEOUT]
    world.run_for(SECOND_MS)
    assert turns.heard == [ClientCode.TIMEOUT, 0]


def test_answer_after_the_timeout_still_brings_the_reg_id():
    world = new_world()
    link = world.network.find("vivo>bob_phone") or world.network.link("vivo", world.phone("bob_phone").name)
    link.extra_ms = 8 * SECOND_MS
    world.phone("bob_phone").app.launch()
    turns = Turns(world)
    turns.on()
    world.run_for(15 * SECOND_MS)
    assert (turns.heard, turns.client.get_reg_id()) == ([ClientCode.TIMEOUT], "")
    world.run_for(2 * SECOND_MS)
    assert (turns.heard, len(turns.client.get_reg_id())) == ([ClientCode.TIMEOUT], 23)


@pytest.mark.parametrize("fields", [{"without": (SERVICE,)}, {"not_exported": (SERVICE,)}])
def test_service_that_the_system_cannot_reach_is_1003_after_15_seconds(fields):
    world = refused_start(**an_app(**fields))
    assert states(world) == [ClientCode.TIMEOUT]
    assert issued(world) == (Reason.MANIFEST_INCOMPLETE, "vivo.service_undeclared")
    [told] = callbacks(world, "onStateChanged")
    assert told.at_ms - hops(world, Hop.REG_ID_ISSUED)[-1].at_ms == 15 * SECOND_MS


@pytest.mark.parametrize(("code", "rule"), [(1004, "blacklisted"), (1005, "service_unavailable")])
def test_service_that_will_not_register_says_so(code, rule):
    world = new_world()
    service = world.phone("bob_phone").push_service
    assert isinstance(service, VivoPushService)
    service.set_condition("blacklisted" if code == ClientCode.BLACKLISTED else "disabled")
    started_phone(world)
    assert states(world) == [code]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"vivo.{rule}")


@pytest.mark.parametrize(("gap_ms", "state"), [(1_999, 1002), (0, 1002), (2_000, 10005)])
def test_call_within_two_seconds_of_the_last_one_is_1002(gap_ms, state):
    turns = Turns(refused_start(app=AppSpec(vendors={"vivo": AppVendorSpec(values={"app_id": "999999"})})))
    turns.world.run_for(2_000)
    turns.on()
    turns.world.run_for(gap_ms)
    turns.on()
    turns.world.run_for(SECOND_MS)
    assert sorted(turns.heard) == sorted([10005, state])


def test_call_that_was_too_soon_does_not_put_off_the_next_one():
    turns = Turns(refused_start(app=AppSpec(vendors={"vivo": AppVendorSpec(values={"app_id": "999999"})})))
    for _ in range(3):
        turns.world.run_for(1_500)
        turns.on()
    turns.world.run_for(SECOND_MS)
    assert turns.heard.count(ClientCode.TOO_SOON) == 1


def test_hundred_commands_a_day_are_sent_and_the_next_is_1001():
    turns = Turns(refused_start(app=AppSpec(vendors={"vivo": AppVendorSpec(values={"app_id": "999999"})})))
    for _ in range(100):  # the start made the first of them
        turns.world.run_for(2_000)
        turns.on()
    turns.world.run_for(SECOND_MS)
    assert turns.heard == [10005] * 99 + [ClientCode.TOO_MANY_TODAY]
    assert issued(turns.world) == (Reason.REGISTRATION_TOO_FREQUENT, "vivo.too_many_today")
    first_ms = hops(turns.world, Hop.REG_ID_ISSUED)[0].at_ms
    turns.world.run_for(first_ms + DAY_MS - turns.world.scheduler.now_ms)
    turns.on()
    turns.world.run_for(SECOND_MS)
    assert turns.heard[-1] == 10005


# -- turnOffPush ------------------------------------------------------------------------------------------------------


def test_turned_off_push_ends_the_reg_id_and_turning_on_brings_another():
    turns = Turns(healthy_world())
    old = reg_id_of(turns.world)
    turns.off()
    turns.world.run_for(SECOND_MS)
    assert (turns.heard, turns.client.get_reg_id()) == ([0], "")
    killed(turns.world)
    assert send(turns.world).text == "reg_id_invalid"
    bound_phone(turns.world)
    assert reg_id_of(turns.world) != old
    killed(turns.world)
    assert send(turns.world).text == "shown"


def test_turning_off_without_a_reg_id_is_0_at_once():
    turns = Turns(refused_start(phones={"bob_phone": PhoneSpec(push_service=0)}))
    assert turns.off() == [0]


def test_turning_off_keeps_the_reg_id_when_nobody_answers():
    turns = Turns(healthy_world())
    turns.world.phone("bob_phone").set_network(NetworkKind.OFF)
    turns.off()
    turns.off()
    turns.world.run_for(15 * SECOND_MS)
    assert turns.heard == [ClientCode.TOO_SOON, ClientCode.TIMEOUT]
    assert turns.client.get_reg_id() == reg_id_of(turns.world)


# -- aliases and topics -----------------------------------------------------------------------------------------------


def test_alias_is_bound_once_and_known_to_the_phone():
    turns = Turns(healthy_world())
    turns.client.bind_alias("bobby", turns.heard.append)
    turns.world.run_for(SECOND_MS)
    assert (turns.heard, turns.client.get_alias()) == ([0], "bobby")
    before = len(turns.world.trace)
    turns.client.bind_alias("bobby", turns.heard.append)
    assert (turns.heard, len(turns.world.trace)) == ([0, 0], before)  # answered by the SDK itself
    turns.world.run_for(2 * SECOND_MS)
    turns.client.unbind_alias("bobby", turns.heard.append)
    turns.world.run_for(SECOND_MS)
    assert (turns.heard, turns.client.get_alias()) == ([0, 0, 0], "")


@pytest.mark.parametrize(
    ("alias", "state", "rule"),
    [
        ("", 30002, "alias_empty"),
        ("a" * 71, 30003, "client_alias_too_long"),
        ("a" * 700, 30003, None),
        ("a" * 70, 0, None),
    ],
)
def test_alias_has_1_to_70_characters(alias, state, rule):
    turns = Turns(healthy_world())
    turns.client.bind_alias(alias, turns.heard.append)
    turns.world.run_for(SECOND_MS)
    assert turns.heard == [state]
    assert [one.data["state"] for one in callbacks(turns.world, "bindAlias")] == [state]
    if rule:
        assert [one.rule for one in records(turns.world, Kind.STATE, "name_refused")] == [f"vivo.{rule}"]


def test_alias_and_topics_need_a_reg_id():
    turns = Turns(refused_start(phones={"bob_phone": PhoneSpec(push_service=0)}))
    turns.client.bind_alias("bobby", turns.heard.append)
    turns.client.unbind_alias("bobby", turns.heard.append)
    turns.client.set_topic(["news"], turns.heard.append)
    turns.client.del_topic(["news"], turns.heard.append)
    assert turns.heard == [30001, 30001, 20001, 20001]


def test_commands_with_an_alias_have_the_guards_of_the_switch():
    turns = Turns(healthy_world())
    for alias in ("one", "two"):
        turns.client.bind_alias(alias, turns.heard.append)
    turns.world.run_for(SECOND_MS)
    assert turns.heard == [ClientCode.TOO_SOON, 0]


def test_hundred_aliases_a_day_are_sent_and_the_next_is_1001():
    turns = Turns(healthy_world())
    for number in range(101):
        turns.client.bind_alias(f"alias {number}", turns.heard.append)
        turns.world.run_for(2 * SECOND_MS)
    assert turns.heard == [0] * 100 + [ClientCode.TOO_MANY_TODAY]
    assert callbacks(turns.world, "bindAlias")[-1].data["state"] == 1001


@pytest.mark.parametrize(
    ("topics", "state"),
    [([], 20002), ([""], 20002), (["t" * 71], 20003), (["t" * 70], 0), ([str(n) for n in range(501)], 20004)],
)
def test_topics_are_named_short_and_at_most_500(topics, state):
    turns = Turns(healthy_world())
    turns.client.set_topic(topics, turns.heard.append)
    turns.world.run_for(SECOND_MS)
    assert turns.heard == [state]
    assert [one.data["state"] for one in callbacks(turns.world, "setTopic")] == [state]


def test_topics_add_up_and_can_be_left():
    turns = Turns(healthy_world())
    for topics in ([str(number) for number in range(499)], ["news"], ["more"]):
        turns.client.set_topic(topics, turns.heard.append)
        turns.world.run_for(2 * SECOND_MS)
    assert turns.heard == [0, 0, 20004]
    turns.client.del_topic(["news"], turns.heard.append)
    turns.world.run_for(2 * SECOND_MS)
    assert (turns.heard[-1], len(turns.client.get_topics()), "news" in turns.client.get_topics()) == (0, 499, False)


# -- the cached regId and the system's record of it -------------------------------------------------------------------


def test_overdue_reg_id_is_forgotten_behind_the_answer_and_the_next_call_registers():
    turns = Turns(healthy_world())
    service = turns.world.phone("bob_phone").push_service
    assert isinstance(service, VivoPushService)
    service.set_condition("overdue")
    assert turns.on() == [0]  # at once, from the cache
    assert turns.client.get_reg_id()
    turns.world.run_for(SECOND_MS)
    assert turns.client.get_reg_id() == ""
    turns.world.run_for(2 * SECOND_MS)
    turns.on()
    turns.world.run_for(SECOND_MS)
    assert (turns.heard, len(turns.client.get_reg_id())) == ([0, 0], 23)


def test_reg_id_that_is_not_overdue_stays():
    turns = Turns(healthy_world())
    turns.on()
    turns.world.run_for(SECOND_MS)
    assert turns.client.get_reg_id() == reg_id_of(turns.world)


def test_version_is_the_sdks():
    assert Turns(healthy_world()).client.get_version() == "3.0.0.4"


# -- the unified push alliance's calls --------------------------------------------------------------------------------


class Ups:
    """The unified calls in one process, and what they returned."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Turns(world).client
        self.manager = VUpsManager(self.client)
        self.returned: list[int] = []

    def register(self, **changes: str) -> TokenResult:
        values = {**self.world.clouds["vivo"].apps[0].values, **changes}
        results: list[TokenResult] = []
        self.manager.register_token(values["app_id"], values["app_key"], values["app_secret"], results.append)
        self.world.run_for(SECOND_MS)
        [result] = results
        return result

    def take(self, result: CodeResult) -> None:
        self.returned.append(result.return_code)


def test_unified_registration_brings_the_reg_id_without_the_receiver():
    ups = Ups(refused_start(**an_app(without=(RECEIVER,))))
    result = ups.register()
    assert (result.return_code, result.token) == (0, reg_id_of(ups.world))
    assert ups.client.get_reg_id() == result.token
    assert callbacks(ups.world, "onReceiveRegId") == []


@pytest.mark.parametrize("field", ["app_id", "app_key", "app_secret"])
def test_unified_registration_with_wrong_credentials_is_10800(field):
    ups = Ups(refused_start(**an_app(without=(RECEIVER,))))
    assert ups.register(**{field: "wrong"}) == TokenResult(10800)
    assert issued(ups.world) == (Reason.REGISTRATION_REFUSED, "vivo.ups_credentials")
    assert callbacks(ups.world, "registerToken")[0].data["returnCode"] == 10800


def test_unified_registration_is_given_back_once_and_then_it_is_10801():
    ups = Ups(healthy_world())
    for _ in range(2):
        ups.manager.unregister_token(ups.take)
        ups.world.run_for(SECOND_MS)
    assert (ups.returned, ups.client.get_reg_id()) == ([0, 10801], "")
    assert [one.rule for one in records(ups.world, Kind.STATE, "ups_refused")] == ["vivo.ups_not_registered"]
    killed(ups.world)
    assert send(ups.world).text == "reg_id_invalid"


def test_unified_calls_without_an_answer_are_1003_and_without_the_service_101():
    ups = Ups(healthy_world())
    phone = ups.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    ups.manager.unregister_token(ups.take)
    ups.world.run_for(15 * SECOND_MS)
    phone.push_service = None
    ups.manager.unregister_token(ups.take)
    assert ups.returned == [ClientCode.TIMEOUT, ClientCode.UNSUPPORTED]


def test_unified_switch_is_the_clients():
    ups = Ups(healthy_world())
    ups.manager.turn_on_push(ups.take)
    ups.manager.turn_off_push(ups.take)
    ups.world.run_for(SECOND_MS)
    assert (ups.returned, ups.client.get_reg_id()) == ([0, 0], "")


# -- checkManifest ----------------------------------------------------------------------------------------------------

VALUES = {"app_key": "a90685ff-ebad-4df3-a265-3d4bb8e3a389", "app_id": "11178"}


def a_manifest(sdk: str, old: str = "", new: str = "") -> Manifest:
    parts = demo.VivoDemo().manifest_parts(sdk, VALUES, RECEIVER).application
    if sdk.startswith("2."):
        parts += '<meta-data android:name="sdk_version" android:value="305" />'
    text = (
        '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat">'
        f'<uses-permission android:name="{INTERNET}" /><application>{parts}</application></manifest>'
    )
    assert old in text
    return parse_manifest(text.replace(old, new) if old else text)


@pytest.mark.parametrize(("sdk", "version"), [("2.9.0.0", (2, 9, 0, 0)), ("3.0.0.4", (3, 0, 0, 4))])
def test_complete_manifest_has_no_fault(sdk, version):
    check_manifest(a_manifest(sdk), version)


RECEIVER_FAULT = "AndroidManifest.xml中receiver配置项错误，详见接入文档"


@pytest.mark.parametrize(
    ("old", "new", "old_sdk_says", "new_sdk_says"),
    [
        (API_KEY, "com.vivo.push.key", f"{API_KEY} is null", f"{API_KEY} is null"),
        (APP_ID, "com.vivo.push.id", f"{APP_ID} is null", f"{APP_ID} is null"),
        (RECEIVE, "com.vivo.RECEIVE", RECEIVER_FAULT, ""),
        (SERVICE, "com.vivo.Service", f"{SERVICE} module Push-SDK need is not exist", "the same"),
        (INTERNET, "a.b", f"permission : {INTERNET}  check fail : [a.b]", "the same"),
    ],
)
def test_fault_of_the_manifest_has_the_sdks_words(old, new, old_sdk_says, new_sdk_says):
    with pytest.raises(VivoPushException) as fault:
        check_manifest(a_manifest("2.9.0.0", old, new), (2, 9, 0, 0))
    assert str(fault.value) == old_sdk_says
    if not new_sdk_says:
        check_manifest(a_manifest("3.0.0.4", old, new), (3, 0, 0, 4))
        return
    with pytest.raises(VivoPushException) as fault:
        check_manifest(a_manifest("3.0.0.4", old, new), (3, 0, 0, 4))
    assert str(fault.value) == (old_sdk_says if new_sdk_says == "the same" else new_sdk_says)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("sdk_version", "another", "AndroidManifest.xml中未配置sdk_version"),
        ('"305"', '"484"', "AndroidManifest.xml中sdk_version配置项错误，请配置当前sdk_version版本为:305"),
        (PROXY_ACTIVITY, "com.vivo.Activity", f"{PROXY_ACTIVITY} module Push-SDK need is not exist"),
        (
            f'"{SERVICE}"\n            android:exported="true"',
            f'"{SERVICE}" android:exported="false"',
            f"{SERVICE} exported is false",
        ),
        ("receiver", "provider", "com.example.chat has no receivers"),
        ("<service", "<provider", "com.example.chat has no services"),
        (f'"{PROXY_ACTIVITY}"', f'"{PROXY_ACTIVITY}" android:process=":push"', f"{PROXY_ACTIVITY} check process fail"),
    ],
)
def test_fault_that_only_the_old_sdk_looks_for(old, new, text):
    with pytest.raises(VivoPushException) as fault:
        check_manifest(a_manifest("2.9.0.0", old, new), (2, 9, 0, 0))
    assert str(fault.value) == text


@pytest.mark.parametrize("value", ["305", "1305"])
def test_both_numbers_of_the_old_sdk_are_right(value):
    check_manifest(a_manifest("2.9.0.0", '"305"', f'"{value}"'), (2, 9, 0, 0))


def test_careful_app_logs_the_fault_and_the_guides_app_never_asks():
    world = refused_start(**an_app(without=(API_KEY,)))
    assert f"register vivo e = {API_KEY} is null" in logcat(world)
    world = refused_start(**an_old_app("vivo_guide", without=(API_KEY,)))
    assert not [line for line in logcat(world) if "is null" in line]


# -- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({}, "default"),
        ({"notifyType": 1}, "none"),
        ({"notifyType": 2}, "default"),
        ({"notifyType": 3}, "none"),
        ({"classification": 0, "category": "MARKETING"}, "none"),
    ],
)
def test_sound_is_the_systems_and_operation_messages_have_none(changes, sound):
    client = a_client()
    client.send(**changes)
    client.world.run_for(SECOND_MS)
    [posted] = hops(client.world, Hop.POSTED)
    assert (posted.data["sound"], posted.data["channel_id"]) == (sound, "vivo_push_channel")
    [shown] = client.world.phone("bob_phone").notifications.shade
    assert shown.heads_up is (sound == "default")


def test_operation_messages_rang_before_2023():
    client = a_client(start="2023-03-31 09:00")
    client.send(classification=0, category="MARKETING")
    client.world.run_for(SECOND_MS)
    assert hops(client.world, Hop.POSTED)[0].data["sound"] == "default"


def test_sound_of_the_sender_changes_nothing():
    world = healthy_world()
    killed(world)
    send(world, a_message(Sound="bell.mp3"))
    assert hops(world, Hop.POSTED)[0].data["sound"] == "default"


def dropped(world: World) -> tuple[str, str]:
    killed(world)
    verdict = send(world)
    return verdict.hop, verdict.reason


def test_switched_off_notifications_are_logged_in_the_services_words():
    world = healthy_world()
    world.phone("bob_phone").notifications.set_notifications_enabled("com.example.chat", enabled=False)
    assert dropped(world) == (Hop.POSTED, Reason.NOTIFICATIONS_DISABLED)
    assert "pkg name : com.example.chat notify switch is false" in logcat(world)


def test_switched_off_channel_is_logged_in_the_services_words():
    world = healthy_world()
    notifications = world.phone("bob_phone").notifications
    assert notifications.set_importance("com.example.chat", "vivo_push_channel", Importance.NONE)
    assert dropped(world) == (Hop.POSTED, Reason.CHANNEL_BLOCKED)
    assert "pkg name : com.example.chat notify channel switch is false" in logcat(world)


@pytest.mark.parametrize(
    ("network", "network_type", "is_shown"),
    [
        (NetworkKind.MOBILE, 1, False),
        (NetworkKind.MOBILE, -1, True),
        (NetworkKind.WIFI, 1, True),
    ],
)
def test_message_for_wifi_is_not_shown_on_mobile_data(network, network_type, is_shown):
    client = a_client()
    client.world.phone("bob_phone").set_network(network)
    client.send(networkType=network_type)
    client.world.run_for(SECOND_MS)
    assert bool(client.world.phone("bob_phone").notifications.shade) is is_shown
    assert ("mobile net unshow" in logcat(client.world)) is not is_shown
    if not is_shown:
        assert client.said_no(Hop.POSTED, Reason.NETWORK_TYPE, "wifi_only")


# -- taps -------------------------------------------------------------------------------------------------------------


def tapped(ext: str | None = "42", **spec: Any) -> tuple[World, Any]:
    world = healthy_world(**spec)
    killed(world)
    assert send(world, a_message(ext=ext)).text == "shown"
    return world, tap(world)


@pytest.mark.parametrize(
    ("sdk", "calls"), [("2.9.0.0", 1), ("3.0.0.0", 0), ("3.0.0.1", 0), ("3.0.0.2", 1), ("3.0.0.4", 1)]
)
def test_click_callback_went_with_3_0_0_0_and_came_back_with_3_0_0_2(sdk, calls):
    # Without the version in the manifest the system leaves the tap to the SDK, as an old system does.
    world, handled = tapped(**an_app(sdk, without=(SDK_VERSION,)))
    assert len(callbacks(world, "onNotificationMessageClicked")) == calls
    assert (handled.data["is_launcher"], handled.data["ext"]) == (True, "42")


def test_new_sdk_has_the_system_open_the_app_and_ext_is_in_the_intent():
    world, handled = tapped()
    assert callbacks(world, "onNotificationMessageClicked") == []
    assert (handled.data["is_launcher"], handled.data["ext"], handled.rule) == (True, "42", "vivo.direct_click")


def test_app_that_does_not_read_its_intent_gets_no_ext_from_a_new_sdk():
    _, handled = tapped(**an_app(variant="vivo_guide_sdk_3"))
    assert handled.data["ext"] is None


def test_guides_app_gets_ext_from_the_click_callback():
    world, handled = tapped(**an_old_app("vivo_guide", package="com.tencent.qcloud.tim.tuikit"))
    assert handled.data["ext"] == "42"
    assert "onNotificationMessageClicked" in logcat(world)


def test_message_without_ext_gives_none():
    assert tapped(None)[1].data["ext"] is None
    assert tapped(None, **an_old_app())[1].data["ext"] is None


@pytest.mark.parametrize("sdk", ["2.9.0.0", "3.0.0.4"])
def test_page_is_opened(sdk):
    _, handled = tapped(**an_app(sdk), **on_click(intent=CHAT_PAGE))
    assert (handled.data["activity"], handled.data["ext"]) == (CHAT, "42")


@pytest.mark.parametrize("sdk", ["2.9.0.0", "3.0.0.4"])
def test_web_page_is_opened_without_ext(sdk):
    world, handled = tapped(**an_app(sdk), **on_click(url="https://cloud.tencent.com/"))
    assert (handled.data["activity"], handled.data["ext"]) == ("https://cloud.tencent.com/", None)
    assert len(callbacks(world, "onNotificationMessageClicked")) == (sdk == "2.9.0.0")


@pytest.mark.parametrize("address", ["www.example.com", "ftp://example.com", "https:/example.com"])
def test_address_that_is_no_web_page_is_not_legal(address):
    world, handled = tapped(**on_click(url=address))
    assert handled.reason == Reason.URL_NOT_LEGAL
    assert "url not legal" in logcat(world)


@pytest.mark.parametrize(("sdk", "is_logged"), [("2.9.0.0", True), ("3.0.0.4", False)])
def test_page_of_another_application_opens_nothing(sdk, is_logged):
    page = f"intent:#Intent;component=com.example.other/{CHAT};end"
    world, handled = tapped(**an_app(sdk), **on_click(intent=page))
    assert handled.reason == Reason.OTHER_PACKAGE
    line = (
        "open activity error : local pkgName getOpenPkgName is com.example.chat; "
        "but remote pkgName is com.example.other"
    )
    assert (line in logcat(world)) is is_logged


@pytest.mark.parametrize(("sdk", "reason"), [("3.0.0.4", Reason.ACTIVITY_NOT_EXPORTED), ("2.9.0.0", "")])
def test_page_that_is_not_exported_opens_only_from_inside(sdk, reason):
    page = "intent:#Intent;component=com.example.chat/com.example.chat.SettingsActivity;end"
    assert tapped(**an_app(sdk), **on_click(intent=page))[1].reason == reason


@pytest.mark.parametrize("page", [CHAT, f"intentUri = {CHAT_PAGE}", CHAT_PAGE.removesuffix(";end")])
def test_page_that_is_no_intent_uri_opens_nothing(page):
    assert tapped(**on_click(intent=page))[1].reason == Reason.INTENT_MALFORMED


@pytest.mark.parametrize(("sdk", "calls"), [("2.9.0.0", 1), ("3.0.0.4", 0)])
def test_custom_click_only_calls_the_receiver(sdk, calls):
    client = a_client(**an_app(sdk))
    client.send(skipType=3, skipContent="anything")
    client.world.run_for(SECOND_MS)
    handled = tap(client.world)
    assert (handled.reason, handled.rule) == (Reason.NOTHING_TO_OPEN, "vivo.custom_click")
    assert len(callbacks(client.world, "onNotificationMessageClicked")) == calls


def test_receiver_that_shrinking_renamed_is_not_called_on_a_tap(shrunk):
    spec = shrunk("com.vivo.push.**", "com.vivo.vms.**")
    spec["app"] = AppSpec(vendors={"vivo": AppVendorSpec(sdk="2.9.0.0")}, proguard=spec["app"].proguard)
    world = new_world(waived="vivo.receiver_renamed", **spec)
    bound_phone(world)
    world.rules._waivers = frozenset()
    client = VivoClient(world)
    client.auth()
    client.send()
    world.run_for(SECOND_MS)
    tap(world)
    assert callbacks(world, "onNotificationMessageClicked") == []
