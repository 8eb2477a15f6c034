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


@each_sample
def test_wrong_secret_is_1006_with_an_empty_value(name):
    replay = Replay(name)
    form = dict(parse_qsl(replay.sample["push"]["body"]))
    del form["sign"]
    sample = replay.sample["push"]
    replay.sample = {"push": {**sample, "body": urlencode({**form, "sign": signed(form, "another secret")})}}
    assert replay.ask() == {"code": "1006", "message": "签名认证失败", "redirect": "", "value": ""}


SPOILED: dict[str, tuple[dict[str, str], str]] = {
    "appId": ({"appId": "999999"}, "110000"),
    "appId_empty": ({"appId": ""}, "110004"),
    "pushIds": ({"pushIds": ""}, "110004"),
    "messageJson": ({"messageJson": ""}, "110004"),
    "messageJson_cut": ({"messageJson": '{"noticeBarInfo":'}, "1005"),
}


@each_sample
@pytest.mark.parametrize("spoiled", SPOILED)
def test_captured_push_with_one_wrong_parameter_is_refused(name, spoiled):
    changes, code = SPOILED[spoiled]
    assert Replay(name).ask(**changes)["code"] == code


WRONG_MESSAGES: dict[str, dict[str, Any]] = {
    "title": {"noticeBarInfo": {"title": "题" * 33}},
    "content": {"noticeBarInfo": {"content": "文" * 101}},
    "clickType": {"clickTypeInfo": {"clickType": 4}},
    "validTime": {"pushTimeInfo": {"validTime": 73}},
}


@each_sample
@pytest.mark.parametrize("wrong", WRONG_MESSAGES)
def test_captured_message_with_one_wrong_field_is_refused(name, wrong):
    assert Replay(name).ask_with(**WRONG_MESSAGES[wrong])["code"] == "1005"


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
