"""OPPO on the phone: `register` and its codes, channels, what is shown, and taps."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.kernel.trace import Outcome
from simulator.kernel.units import SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.manifest import (
    NEW_PERMISSION,
    NEW_SERVICE,
    NEW_SERVICE_OF_2_0,
    OLD_PERMISSION,
    OLD_SERVICE,
    OLD_SERVICE_OF_2_0,
)
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
    reg_id_of,
    send,
    started_phone,
    tap,
)
from tests.vendors.oppo_client import LEFT_OUT, a_client, manager_of

CHAT = "com.example.chat.ChatActivity"


def an_app(sdk: str = "3.1.0", variant: str = "careful", **fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(variant=variant, vendors={"oppo": AppVendorSpec(sdk=sdk)}, **fields)}


def with_constants(**values: str) -> dict[str, Any]:
    return {"app": AppSpec(vendors={"oppo": AppVendorSpec(values=values)})}


def certificate(click: dict[str, str] | None = None, **values: str) -> dict[str, Any]:
    return {"certificates": {"oppo": CertificateSpec(on_click=ClickSpec(**(click or {})), values=values)}}


def a_phone(**fields: Any) -> dict[str, Any]:
    return {"phones": {"bob_phone": PhoneSpec(**fields)}}


def refused_start(**spec: Any) -> World:
    """Start the app in a world where it gets no registration id."""
    world = new_world("oppo", **spec)
    started_phone(world)
    return world


def codes(world: World) -> list[int]:
    return [one.data["code"] for one in callbacks(world, "onRegister")]


def issued(world: World) -> tuple[str, str]:
    record = hops(world, Hop.REG_ID_ISSUED)[-1]
    return record.reason, record.rule


# -- register -


def test_healthy_phone_is_told_0_and_its_registration_id():
    world = healthy_world("oppo")
    [called] = callbacks(world, "onRegister")
    assert (called.data["code"], called.data["reg_id"]) == (0, reg_id_of(world))
    assert reg_id_of(world).startswith("CN_")
    assert len(reg_id_of(world)) == 35
    assert f"onRegister responseCode: 0 registerID: {reg_id_of(world)}" in logcat(world)


def test_next_start_brings_the_same_registration_id():
    world = healthy_world("oppo")
    reg_id = reg_id_of(world)
    killed(world)
    bound_phone(world)
    assert (reg_id_of(world), codes(world)) == (reg_id, [0, 0])


@pytest.mark.parametrize(("version", "code"), [(1_019, 0), (1_018, -2), (0, -2)])
def test_push_service_below_1019_is_minus_2(version, code):
    world = refused_start(**a_phone(push_service=version))
    assert codes(world) == [code]
    if code:
        assert issued(world) == (Reason.MODEL_UNSUPPORTED, "oppo.model_unsupported")
        assert "onRegister responseCode: -2 registerID: null" in logcat(world)


@pytest.mark.parametrize(
    ("values", "code", "rule"),
    [
        ({"app_key": "another-key"}, 14, "register_key"),
        ({"app_key": ""}, 15, "register_key_missing"),
        ({"app_secret": "another-secret"}, 16, "register_secret"),
        ({"app_secret": ""}, 17, "register_secret_missing"),
    ],
)
def test_what_does_not_fit_oppos_console_is_refused(values, code, rule):
    world = refused_start(**with_constants(**values))
    assert codes(world) == [code]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"oppo.{rule}")
    assert "setPushTokenToTIM third token is empty" in logcat(world)


def test_master_secret_in_the_app_is_16():
    right = {"app_secret": "the-app-secret", "master_secret": "the-master-secret"}
    spec = {**with_constants(app_secret="the-master-secret"), "vendor_apps": {"oppo": VendorAppSpec(values=right)}}
    assert codes(refused_start(**spec)) == [16]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({"state": "under_review"}, "register_not_granted"), ({"package": "com.example.other"}, "register_package")],
)
def test_app_without_the_right_is_11(fields, rule):
    world = refused_start(vendor_apps={"oppo": VendorAppSpec(**fields)})
    assert codes(world) == [11]
    assert issued(world) == (Reason.REGISTRATION_REFUSED, f"oppo.{rule}")


@pytest.mark.parametrize("how", [FaultKind.REFUSED, FaultKind.TIMEOUT])
def test_no_answer_is_minus_1(how):
    world = new_world("oppo")
    world.phone("bob_phone")
    link = world.network.find("oppo>bob_phone")
    assert link is not None
    link.fail_next(how, 1)
    started_phone(world)
    assert codes(world) == [-1]
    assert issued(world) == (Reason.REGISTRATION_TIMEOUT, "oppo.service_unavailable")


def test_third_call_of_a_second_is_told_on_error():
    world = healthy_world("oppo")
    _, manager = manager_of(world)
    key, secret = (world.clouds["oppo"].apps[0].values[name] for name in ("app_key", "app_secret"))
    for _ in range(3):
        manager.register(key, secret)
    [error] = callbacks(world, "onError")
    assert (error.data["call"], error.data["text"]) == (-1, "api_call_too_frequently")
    assert issued(world) == (Reason.REGISTRATION_TOO_FREQUENT, "oppo.too_frequent")
    world.run_for(SECOND_MS - 1)
    manager.register(key, secret)
    assert len(callbacks(world, "onError")) == 2
    world.run_for(1)
    manager.register(key, secret)
    assert len(callbacks(world, "onError")) == 2


def test_older_sdk_does_not_count_calls():
    world = healthy_world("oppo", **an_app("2.1.0"))
    _, manager = manager_of(world)
    for _ in range(5):
        manager.register("key", "secret")
    assert callbacks(world, "onError") == []


def test_third_unregistering_of_a_second_is_told_on_error():
    world = healthy_world("oppo")
    _, manager = manager_of(world)
    for _ in range(3):
        manager.un_register()
    [error] = callbacks(world, "onError")
    assert error.data["call"] == -2


def test_unregistered_app_gets_nothing():
    world = healthy_world("oppo")
    process, manager = manager_of(world)
    manager.un_register()
    world.run_for(SECOND_MS)
    [told] = callbacks(world, "onUnRegister")
    assert (told.data["code"], manager.get_register_id()) == (0, "")
    assert process.is_alive
    killed(world)
    assert send(world).text == "reg_id_invalid"


def test_unregistering_without_network_is_minus_1():
    world = healthy_world("oppo")
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    _, manager = manager_of(world)
    manager.un_register()
    world.run_for(60 * SECOND_MS)
    assert callbacks(world, "onUnRegister")[-1].data["code"] == -1
    assert manager.get_register_id() == reg_id_of(world)


def test_unregistering_on_an_unsupported_phone_is_minus_2():
    world = refused_start(**a_phone(push_service=0))
    _, manager = manager_of(world)
    manager.un_register()
    assert callbacks(world, "onUnRegister")[-1].data["code"] == -2


# -- manifest -

BY_AGE = [
    (12, "3.1.0", NEW_SERVICE, NEW_PERMISSION),
    (9, "3.1.0", OLD_SERVICE, OLD_PERMISSION),
    (12, "2.0.2", NEW_SERVICE_OF_2_0, NEW_PERMISSION),
    (9, "2.0.2", OLD_SERVICE_OF_2_0, OLD_PERMISSION),
]


@pytest.mark.parametrize(("android", "sdk", "service", "permission"), BY_AGE)
def test_missing_callback_service_or_permission_means_silence(android, sdk, service, permission):
    for missing, reason in ((service.name, Reason.RECEIVER_MISSING), (permission, Reason.MANIFEST_INCOMPLETE)):
        world = refused_start(**an_app(sdk, without=(missing,)), **a_phone(android=android))
        assert codes(world) == []
        assert hops(world, Hop.REG_ID_RECEIVED)[-1].reason == reason
        assert hops(world, Hop.REG_ID_ISSUED)[-1].outcome is Outcome.OK


@pytest.mark.parametrize(("android", "sdk", "service", "permission"), BY_AGE)
def test_what_the_phone_does_not_need_may_be_missing(android, sdk, service, permission):
    every = {one.name for _, _, one, _ in BY_AGE} | {OLD_PERMISSION, NEW_PERMISSION}
    world = refused_start(**an_app(sdk, without=tuple(every - {service.name, permission})), **a_phone(android=android))
    assert codes(world) == [0]


def test_callback_service_that_is_not_exported_means_silence():
    assert codes(refused_start(**an_app(not_exported=(NEW_SERVICE.name,)))) == []


def test_callback_service_that_shrinking_renamed_means_silence(tmp_path):
    path = tmp_path / "rules.pro"
    path.write_text("-keep class com.example.** {*;}\n", encoding="utf-8")
    world = refused_start(**an_app(proguard=str(path)))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "oppo.callback_service_renamed"
    path.write_text("-keep class com.heytap.** {*;}\n", encoding="utf-8")
    assert codes(refused_start(**an_app(proguard=str(path)))) == [0]


# -- channels -


def channel(world: World, channel_id: str = "tuikit") -> Any:
    return world.phone("bob_phone").notifications.get_notification_channel(
        world.phone("bob_phone").app.package, channel_id
    )


def test_app_creates_the_guides_channel():
    made = channel(healthy_world("oppo"))
    assert (made.name, made.description, made.importance) == ("oppotest", "this is opptest", Importance.DEFAULT)


@pytest.mark.parametrize(("android", "verdict"), [(7, "shown"), (8, "channel_missing"), (12, "channel_missing")])
def test_missing_channel_matters_from_android_8_on(android, verdict):
    world = healthy_world("oppo", **an_app(variant="channel_never_created"), **a_phone(android=android))
    killed(world)
    assert send(world).text == verdict


def test_other_channel_than_the_apps_is_missing():
    world = healthy_world("oppo", **certificate(channel_id="other"), **with_constants(channel_id="tuikit"))
    killed(world)
    assert send(world).text == "channel_missing"


def test_channel_of_the_message_wins():
    world = healthy_world("oppo")
    killed(world)
    assert send(world, a_message(OPPOChannelID="other")).text == "channel_missing"


@pytest.mark.parametrize(
    ("sdk", "android", "verdict"),
    [("3.1.0", 12, "shown"), ("2.1.0", 12, "channel_missing"), ("2.1.0", 7, "shown"), ("3.1.0", 7, "shown")],
)
def test_message_without_channel_shows_by_sdk_and_android(sdk, android, verdict):
    world = healthy_world("oppo", **certificate(channel_id=""), **an_app(sdk), **a_phone(android=android))
    killed(world)
    assert send(world).text == verdict
    if (sdk, android) == ("3.1.0", 12):
        [shown] = world.phone("bob_phone").notifications.shade
        assert shown.channel_id == facts.OWN_CHANNEL_ID.value


def test_importance_that_the_user_set_stays_when_the_app_creates_the_channel_again():
    world = healthy_world("oppo")
    phone = world.phone("bob_phone")
    phone.notifications.set_importance(phone.app.package, "tuikit", Importance.LOW)
    killed(world)
    bound_phone(world)
    assert channel(world).importance is Importance.LOW


# -- what is shown -


@pytest.mark.parametrize(
    ("network", "network_type", "verdict"),
    [
        (NetworkKind.WIFI, 1, "shown"),
        (NetworkKind.MOBILE, 1, "network_type"),
        (NetworkKind.MOBILE, 0, "shown"),
    ],
)
def test_message_for_wifi_is_not_shown_on_mobile_data(network, network_type, verdict):
    client = a_client()
    client.world.phone("bob_phone").set_network(network)
    client.world.run_for(SECOND_MS)
    client.send(network_type=network_type)
    assert client.verdict() == verdict


def test_message_is_shown_over_the_app_in_front():
    client = a_client()
    client.send()
    assert client.verdict() == "shown"


@pytest.mark.parametrize(("verify", "verdict"), [(True, "reg_id_invalid"), (False, "shown")])
def test_registration_id_is_compared_on_the_phone_where_the_sender_wants_it(verify, verdict):
    client = a_client()
    client.world.phone("bob_phone").app.storage["oppo.register_id"] = "CN_" + "0" * 32
    client.send(verify_registration_id=verify)
    assert client.verdict() == verdict


def test_notification_leaves_the_screen_after_its_time():
    client = a_client()
    client.send(show_ttl=60)
    assert client.verdict() == "shown"
    shade = client.world.phone("bob_phone").notifications
    client.world.run_for(57 * SECOND_MS)
    assert len(shade.shade) == 1
    client.world.run_for(3 * SECOND_MS)
    assert shade.shade == ()


def test_app_that_has_gone_shows_nothing():
    client = a_client()
    client.world.phone("bob_phone").uninstall()
    client.send()
    assert client.verdict() == "app_not_installed"


# -- taps -

EXT = '{"extKey":"ext content","n":1,"deep":{"a":[1]}}'
READ = '{"extKey":"ext content","n":"1","deep":"{\\"a\\":[1]}"}'


@pytest.mark.parametrize(("click", "activity"), [({}, "com.example.chat.MainActivity"), ({"activity": CHAT}, CHAT)])
def test_each_key_of_ext_is_a_string_extra_of_the_page(click, activity):
    world = healthy_world("oppo", **certificate(click))
    killed(world)
    assert send(world, a_message(ext=EXT)).text == "shown"
    handled = tap(world)
    assert (handled.data["activity"], handled.data["ext"]) == (activity, READ)
    assert "key = extKey:value = ext content" in logcat(world)


def test_ext_that_is_no_json_is_refused():
    world = healthy_world("oppo")
    killed(world)
    verdict = send(world, a_message(ext="ext content"))
    assert (verdict.hop, verdict.text, verdict.rule) == (
        Hop.VENDOR_ACCEPTED,
        "invalid_request",
        "oppo.parameters_not_json",
    )


def test_ext_that_is_no_json_is_let_through_without_where_the_rule_is_waived():
    world = healthy_world("oppo", waived="invalid_request")
    killed(world)
    assert send(world, a_message(ext="ext content")).text == "shown"
    assert tap(world).data["ext"] is None


def manifest_with(tmp_path, filter_text: str) -> dict[str, Any]:
    from simulator.device.app.variants.careful import MANIFEST
    from simulator.vendors.oppo.demo import PARTS, PERMISSIONS

    page = (
        '<activity android:name="com.example.chat.OrderActivity" android:exported="true">'
        f"<intent-filter>{filter_text}</intent-filter></activity>"
    )
    head, application, rest = MANIFEST.partition("    <application ")
    path = tmp_path / "AndroidManifest.xml"
    path.write_text(f"{head}{PERMISSIONS}{application}{rest}".replace("{vendor_parts}", PARTS + page), encoding="utf-8")
    return {"app": AppSpec(manifest=str(path))}


ACTION = '<action android:name="com.example.chat.ORDER" />'
DEFAULT = '<category android:name="android.intent.category.DEFAULT" />'
DATA = '<data android:scheme="order" android:host="detail" />'


@pytest.mark.parametrize(
    ("filter_text", "opened"),
    [(ACTION + DEFAULT, True), (ACTION, False), (ACTION + DEFAULT + DATA, False), (DEFAULT, False)],
)
def test_page_by_action_needs_category_default_and_no_data(tmp_path, filter_text, opened):
    click = {"action": "com.example.chat.ORDER"}
    world = healthy_world("oppo", **certificate(click), **manifest_with(tmp_path, filter_text))
    killed(world)
    assert send(world, a_message(ext=EXT)).text == "shown"
    handled = tap(world)
    if opened:
        assert (handled.data["activity"], handled.data["ext"]) == ("com.example.chat.OrderActivity", READ)
    else:
        assert handled.reason == Reason.NO_ACTIVITY


@pytest.mark.parametrize("page", ["com.example.chat.NoActivity", "ChatActivity", f"{CHAT} "])
def test_page_of_a_class_that_is_not_there_opens_nothing(page):
    world = healthy_world("oppo", **certificate({"activity": page}))
    killed(world)
    send(world)
    assert tap(world).reason == Reason.NO_ACTIVITY


def test_intent_uri_in_place_of_a_class_name_opens_nothing():
    world = healthy_world(
        "oppo", **certificate({"activity": "intent:#Intent;component=com.example.chat/.ChatActivity;end"})
    )
    killed(world)
    assert send(world).text == "shown"
    assert tap(world).outcome is Outcome.REFUSED


def test_page_that_is_not_exported_opens_nothing():
    world = healthy_world("oppo", **certificate({"activity": "com.example.chat.SettingsActivity"}))
    killed(world)
    send(world)
    assert tap(world).reason == Reason.ACTIVITY_NOT_EXPORTED


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.com/a", "https://example.com/a?room=1"),
        ("https://example.com/a?b=c", "https://example.com/a?b=c&room=1"),
    ],
)
def test_web_page_has_the_parameters_in_its_address(url, opened):
    client = a_client()
    client.send(click_action_type=2, click_action_url=url)
    assert client.verdict() == "shown"
    assert tap(client.world).data["activity"] == opened


@pytest.mark.parametrize(
    "url", ["pushscheme://com.example.chat/detail", "intent://com.example.chat/detail#Intent;scheme=pushscheme;end"]
)
def test_page_by_scheme_is_opened(url):
    client = a_client()
    client.send(click_action_type=5, click_action_url=url)
    assert client.verdict() == "shown"
    assert tap(client.world).data["activity"] == CHAT


def test_address_that_is_no_web_page_opens_nothing():
    client = a_client()
    client.send(click_action_type=2, click_action_url="www.example.com", action_parameters=LEFT_OUT)
    assert client.verdict() == "shown"
    assert tap(client.world).reason == Reason.URL_NOT_LEGAL


# -- the guide's app -


def guide_world(variant: str = "oppo_guide", **spec: Any) -> World:
    """Return a world whose phone has the guide's app, bound by a second call of `register` after the login."""
    world = new_world("oppo", app=AppSpec(variant=variant), **spec)
    started_phone(world)
    process, _ = manager_of(world)
    process.app.build.demos["oppo"].open_push(process)
    world.run_for(SECOND_MS)
    assert world.im.bindings.find("bob", "bob_phone") is not None
    return world


def test_guides_app_crashes_on_a_tap_without_ext():
    world = guide_world()
    killed(world)
    assert send(world).text == "shown"
    handled = tap(world)
    assert (handled.outcome, handled.reason) == (Outcome.REFUSED, Reason.APP_CRASHED)
    assert not world.phone("bob_phone").app.is_running
    assert any("NullPointerException" in line for line in logcat(world))


def test_guides_app_reads_each_key():
    world = guide_world()
    killed(world)
    assert send(world, a_message(ext=EXT)).text == "shown"
    assert tap(world).data["ext"] == READ
    assert "key = n:value = 1" in logcat(world)


def test_guides_reading_code_in_the_launcher_page_crashes_at_every_start():
    world = new_world("oppo", app=AppSpec(variant="oppo_guide_reads_at_launch"))
    phone = world.phone("bob_phone")
    phone.app.launch()
    assert not phone.app.is_running
    assert [one.data["what"] for one in callbacks(world, "crashed")]


def test_guides_callback_writes_no_line_of_its_own():
    assert not [line for line in logcat(guide_world()) if "responseCode" in line]


def test_guides_app_reports_again_on_every_call():
    world = guide_world()
    before = len(hops(world, Hop.TOKEN_BOUND))
    process, _ = manager_of(world)
    process.app.build.demos["oppo"].open_push(process)
    world.run_for(SECOND_MS)
    assert len(hops(world, Hop.TOKEN_BOUND)) == before + 1


@pytest.mark.parametrize("variant", ["vivo_guide", "xiaomi_guide"])
def test_apps_of_the_other_guides_register_nowhere_on_an_oppo_phone(variant):
    world = refused_start(app=AppSpec(variant=variant))
    assert hops(world, Hop.SDK_STARTED)[-1].reason == Reason.WRONG_BRAND
    killed(world)
    assert send(world).text == "no_token"


@pytest.mark.parametrize("model", ["realme GT", "OnePlus 9"])
def test_sub_brands_belong_to_oppo_and_the_guide_misses_them(model):
    assert send_to(healthy_world("oppo", **a_phone(model=model))) == "shown"
    world = refused_start(app=AppSpec(variant="oppo_guide"), **a_phone(model=model))
    assert hops(world, Hop.SDK_STARTED)[-1].reason == Reason.WRONG_BRAND


def send_to(world: World) -> str:
    killed(world)
    return send(world).text


def test_changed_registration_id_reaches_on_register():
    world = healthy_world("oppo")
    process, manager = manager_of(world)
    reg_id = world.clouds["oppo"].renew("bob_phone", process.app.package)
    process.app.build.demos["oppo"].reg_id_renewed(process, reg_id)
    world.run_for(SECOND_MS)
    assert manager.get_register_id() == reg_id
    assert send_to(world) == "shown"


def test_app_whose_callback_only_logs_has_no_token():
    world = refused_start(app=AppSpec(variant="reg_id_thrown_away"))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].reason == Reason.CALLBACK_IGNORED
