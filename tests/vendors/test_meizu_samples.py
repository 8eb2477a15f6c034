"""Requests of real clients, byte for byte, and what each of them needs of the answers; the vendor's own test vector."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import HOUR_MS, MINUTE_MS
from simulator.network.http import Request
from simulator.world.spec import AppSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, new_world, tap
from tests.vendors.meizu_client import signed

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/meizu").iterdir()
}
APP = {"app_id": "110001", "app_key": "fakemeizuappkey0001", "app_secret": "fakemeizuappsecret0001"}
UNKNOWN = "FAKE0476035d625e6c64567f71487e040e7d017f9999"
PHONES = {
    "bob_phone": PhoneSpec(reg_id="FAKE0476035d625e6c64567f71487e040e7d017f0001"),
    "carol_phone": PhoneSpec(reg_id="FAKE0476035d625e6c64567f71487e040e7d017f0002"),
}
LIFE_HOURS = {"meizu_server_sdk_1_2_7": 12, "meizu_server_sdk_1_2_13": 12}


class Replay:
    """A world with the credentials and the phones of the captures, and one client's requests."""

    def __init__(self, name: str) -> None:
        self.sample = SAMPLES[name]
        self.world: World = new_world(
            "meizu",
            vendor_apps={"meizu": VendorAppSpec(values=APP)},
            phones=PHONES,
            app=AppSpec(package="com.example.pushdemo"),
        )
        bound_phone(self.world)
        bound_phone(self.world, "carol_phone", "carol")
        self.world.scheduler.context = None

    def ask(self, call: str = "push", host: str = "", **changes: str) -> dict[str, Any]:
        """Send the request as it was captured; *changes* are made to the form, which is then signed again."""
        captured = self.sample[call]
        body = captured["body"]
        if changes:
            form = {**dict(parse_qsl(body)), **changes}
            form = {name: value for name, value in form.items() if name != "sign"}
            body = urlencode({**form, "sign": signed(form, APP["app_secret"])})
        headers = tuple((name, value) for name, value in captured["headers"])
        request = Request(captured["method"], host or captured["host"], captured["path"], "", headers, body.encode())
        answer = self.world.hosts.handle(request)
        assert answer.status == 200
        given: dict[str, Any] = json.loads(answer.body)
        return given

    def ask_with(self, **objects: dict[str, Any]) -> dict[str, Any]:
        """Send it with changed objects in its message."""
        message = json.loads(dict(parse_qsl(self.sample["push"]["body"]))["messageJson"])
        for name, fields in objects.items():
            message[name] = {**message.get(name, {}), **fields}
        return self.ask(messageJson=json.dumps(message))

    @property
    def shown(self) -> list[int]:
        """How many notifications each phone shows."""
        return [len(self.world.phone(name).notifications.shade) for name in PHONES]


each_sample = pytest.mark.parametrize("name", SAMPLES)


@each_sample
def test_captured_push_is_answered_with_a_text_code_and_shown(name):
    replay = Replay(name)
    answer = replay.ask()
    assert answer == {"code": "200", "message": "", "value": {}, "redirect": "", "msgId": answer["msgId"]}
    assert len(answer["msgId"]) == 34
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, 0]
    [one] = replay.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")
    replay.world.check_conservation()


@each_sample
def test_older_clients_may_use_the_other_host(name):
    assert Replay(name).ask(host="api-push.meizu.com")["code"] == "200"


@each_sample
def test_captured_push_lives_as_long_as_it_says(name):
    hours = LIFE_HOURS.get(name, 24)
    for more_ms, shown in ((-MINUTE_MS, [1, 0]), (MINUTE_MS, [0, 0])):
        replay = Replay(name)
        phone = replay.world.phone("bob_phone")
        phone.set_network(NetworkKind.OFF)
        replay.ask()
        replay.world.run_for(hours * HOUR_MS + more_ms)
        phone.set_network(NetworkKind.WIFI)
        replay.world.run_for(MINUTE_MS)
        assert replay.shown == shown


@each_sample
def test_captured_push_names_an_unknown_push_id_and_still_says_200(name):
    answer = Replay(name).ask(pushIds=UNKNOWN)
    assert (answer["code"], answer["value"]) == ("200", {"110003": [UNKNOWN]})
    assert answer["msgId"]


@each_sample
def test_captured_push_to_a_known_and_an_unknown_one_names_the_unknown_one_alone(name):
    replay = Replay(name)
    answer = replay.ask(pushIds=f"{PHONES['bob_phone'].reg_id},{UNKNOWN}")
    assert (answer["code"], answer["value"]) == ("200", {"110003": [UNKNOWN]})
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, 0]


def test_captured_batch_reaches_both_phones():
    replay = Replay("meizu_node_sdk_1_0")
    assert replay.ask("push_list")["value"] == {}
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, 1]


@each_sample
def test_tap_opens_what_the_capture_says(name):
    replay = Replay(name)
    replay.ask()
    replay.world.run_for(MINUTE_MS)
    handled = tap(replay.world)
    # One of them names an address of the customer's own, which no activity of this app takes.
    assert (handled.outcome == "ok") == (name != "yunchuang_push")


def refused_by(replay: Replay) -> str:
    """Return the rule that refused the latest push, for all of whose targets it ended there."""
    last = replay.world.trace.last_hop(replay.world.ledger.opened)
    assert last is not None
    assert last.outcome == "refused"
    return last.rule.removeprefix("meizu.")


def with_form(name: str, form: dict[str, str]) -> Replay:
    """Return the capture with another form, as it stands."""
    replay = Replay(name)
    replay.sample = {"push": {**replay.sample["push"], "body": urlencode(form)}}
    return replay


@each_sample
@pytest.mark.parametrize(
    ("secret", "code", "text", "rule"),
    [
        ("another secret", "1006", "签名认证失败", "sign_wrong"),
        (APP["app_key"], "110033", "非法的appSecret", "signed_with_app_key"),
    ],
)
def test_wrong_secret_is_refused_with_an_empty_value(name, secret, code, text, rule):
    form = dict(parse_qsl(SAMPLES[name]["push"]["body"]))
    del form["sign"]
    replay = with_form(name, {**form, "sign": signed(form, secret)})
    assert replay.ask() == {"code": code, "message": text, "redirect": "", "value": ""}
    assert refused_by(replay) == rule


@each_sample
@pytest.mark.parametrize("field", ["appId", "pushIds", "messageJson", "sign"])
def test_captured_push_of_which_one_character_is_other_does_not_fit_its_sign(name, field):
    form = dict(parse_qsl(SAMPLES[name]["push"]["body"]))
    replay = with_form(name, {**form, field: f"{form[field]}0"})
    assert replay.ask()["code"] == ("110000" if field == "appId" else "1006")


SPOILED: dict[str, tuple[dict[str, str], str, str]] = {
    "appId": ({"appId": "999999"}, "110000", "app_id_unknown"),
    "appId_empty": ({"appId": ""}, "110004", "app_id_empty"),
    "pushIds": ({"pushIds": ""}, "110004", "targets_empty"),
    "pushIds_many": ({"pushIds": ",".join(["a"] * 1_001)}, "1005", "too_many_targets"),
    "messageJson": ({"messageJson": ""}, "110004", "message_empty"),
    "messageJson_cut": ({"messageJson": '{"noticeBarInfo":'}, "1005", "message_unreadable"),
    "restrictedPackageNames": ({"restrictedPackageNames": "com.other"}, "110031", "package_illegal"),
}


@each_sample
@pytest.mark.parametrize("spoiled", SPOILED)
def test_captured_push_with_one_wrong_parameter_is_refused(name, spoiled):
    changes, code, rule = SPOILED[spoiled]
    replay = Replay(name)
    assert replay.ask(**changes)["code"] == code
    assert [one.rule for one in replay.world.trace if one.data.get("code") == int(code)][-1] == f"meizu.{rule}"


WRONG_MESSAGES: list[tuple[str, str, dict[str, Any]]] = [
    ("title_empty", "noticeBarInfo", {"title": ""}),
    ("title_too_long", "noticeBarInfo", {"title": "题" * 33}),
    ("content_empty", "noticeBarInfo", {"content": None}),
    ("content_too_long", "noticeBarInfo", {"content": "文" * 101}),
    ("class_wrong", "noticeBarInfo", {"noticeMsgType": 2}),
    ("bar_wrong", "noticeBarInfo", {"noticeBarType": 1}),
    ("expansion_wrong", "noticeExpandInfo", {"noticeExpandType": 1, "noticeExpandContent": ""}),
    ("expansion_wrong", "noticeExpandInfo", {"noticeExpandType": 2, "noticeExpandImgUrl": ""}),
    ("click_wrong", "clickTypeInfo", {"clickType": 4}),
    ("click_wrong", "clickTypeInfo", {"clickType": 1, "activity": ""}),
    ("click_wrong", "clickTypeInfo", {"clickType": 2, "url": ""}),
    ("click_wrong", "clickTypeInfo", {"clickType": 3, "customAttribute": "a" * 1_001}),
    ("parameters_wrong", "clickTypeInfo", {"parameters": "k=v"}),
    ("parameters_wrong", "clickTypeInfo", {"parameters": '["k"]'}),
    ("life_wrong", "pushTimeInfo", {"validTime": 73}),
    ("flag_wrong", "pushTimeInfo", {"offLine": "on"}),
    ("flag_wrong", "advanceInfo", {"clearNoticeBar": 2}),
    ("display_wrong", "advanceInfo", {"fixDisplay": True, "fixStartDisplayTime": "", "fixEndDisplayTime": ""}),
    ("fixed_speed_wrong", "advanceInfo", {"fixSpeed": True, "fixSpeedRate": 0}),
    ("notify_key_wrong", "advanceInfo", {"notifyKey": "ninechars"}),
    ("vip_wrong", "vipInfo", {"subtitle": "s" * 17}),
    ("vip_wrong", "vipInfo", {"timeTop": 60}),
    ("vip_wrong", "vipInfo", {"titleColor": "red"}),
    ("picture_gone", "vipInfo", {"bigIconUrl": "https://img-push.meizu.com/gone.png"}),
    ("callback_wrong", "extra", {"callback": "push.example.com"}),
]


@each_sample
@pytest.mark.parametrize(("rule", "part", "fields"), WRONG_MESSAGES)
def test_captured_message_with_one_wrong_field_is_refused(name, rule, part, fields):
    replay = Replay(name)
    assert replay.ask_with(**{part: fields})["code"] == "1005"
    assert refused_by(replay) == rule


def test_vendors_own_test_vector_has_the_sign_that_it_prints():
    fields = {
        "appId": "10000",
        "pushIds": "RA50c6348036344485d01776773577c64740465480a6b",
        "messageJson": '{"title":"title","content":"content","pushTimeInfo":{"offLine":1,"validTime":24}}',
    }
    assert signed(fields, "<APP_SECRET>") == "ac076ff25d9900015a681cb5172aa53b"
    world = new_world(
        "meizu", vendor_apps={"meizu": VendorAppSpec(values={**APP, "app_id": "10000", "app_secret": "<APP_SECRET>"})}
    )
    form = {**fields, "sign": "ac076ff25d9900015a681cb5172aa53b"}
    path = "/garcia/api/server/push/varnished/pushByPushId"
    answer = world.hosts.handle(Request("POST", "server-api-push.meizu.com", path, "", (), urlencode(form).encode()))
    # The sign is right; the message is a pass-through one's, which has no noticeBarInfo.
    assert json.loads(answer.body)["code"] == "1005"


# -- other public clients ---------------------------------------------------------------------------------------------

BAR = {"title": "测试标题 A&B=1+2", "content": "你好，模拟设备 100% 😀"}
OTHER_CLIENTS: dict[str, dict[str, Any]] = {
    # Every object with empty fields, nothing kept, and then 0 hours.
    "xxgail_push_sdk_go": {
        "noticeBarInfo": {"noticeBarType": 0, **BAR},
        "noticeExpandInfo": {"noticeExpandType": 0, "noticeExpandContent": ""},
        "clickTypeInfo": {"clickType": 0, "url": "", "parameters": {}, "activity": "", "customAttribute": ""},
        "pushTimeInfo": {"offLine": 0, "validTime": 0},
    },
    # No class, no life; an intent for a click, and an address for receipts.
    "simanlx_go_push_sdk": {
        "noticeBarInfo": BAR,
        "clickTypeInfo": {"clickType": 2, "url": "intent:#Intent;component=com.example.pushdemo/.Main;end"},
        "extra": {"callback": "https://push.example.com/meizu", "callback.param": "p"},
    },
    # `null` for what was not set.
    "meizu_php_sdk": {
        "noticeBarInfo": {"noticeBarType": 0, **BAR},
        "noticeExpandInfo": {"noticeExpandType": 0, "noticeExpandContent": None},
        "clickTypeInfo": {"clickType": 0, "url": None, "parameters": None, "activity": None},
        "pushTimeInfo": {"offLine": 1, "validTime": 24},
        "advanceInfo": {
            "suspend": 1,
            "clearNoticeBar": 1,
            "notificationType": {"vibrate": 1, "lights": 1, "sound": 1},
        },
    },
    # Whatever is 0 is left out; parameters are a text with JSON in it.
    "316014408_mzpush_go": {
        "noticeBarInfo": BAR,
        "noticeExpandInfo": {"noticeExpandContent": ""},
        "clickTypeInfo": {"url": "", "parameters": '{"ext": "42"}', "activity": ""},
        "pushTimeInfo": {"validTime": 24},
        "advanceInfo": {"notificationType": {}},
    },
    # Android's own bar, and timed display with empty times.
    "meizu_go_sdk": {
        "noticeBarInfo": {"noticeBarType": 2, **BAR},
        "noticeExpandInfo": {"noticeExpandType": 0, "noticeExpandContent": ""},
        "clickTypeInfo": {"clickType": 0, "parameters": {"test": "test"}},
        "pushTimeInfo": {"offLine": 0, "validTime": 24},
        "advanceInfo": {
            "suspend": 0,
            "clearNoticeBar": 0,
            "fixDisplay": 0,
            "fixStartDisplayTime": "",
            "fixEndDisplayTime": "",
            "notificationType": {"vibrate": 1, "lights": 1, "sound": 1},
        },
    },
}


@pytest.mark.parametrize("client", OTHER_CLIENTS)
@pytest.mark.parametrize("targets", [1, 2])
def test_message_as_another_public_client_writes_it_is_shown(client, targets):
    replay = Replay("yunchuang_push")
    push_ids = [str(phone.reg_id) for phone in PHONES.values()][:targets]
    text = json.dumps(OTHER_CLIENTS[client], ensure_ascii=False, separators=(",", ":"))
    answer = replay.ask(pushIds=",".join(push_ids), messageJson=text)
    assert (answer["code"], answer["value"]) == ("200", {})
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, targets - 1]
    [one] = replay.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == (BAR["title"], BAR["content"])
