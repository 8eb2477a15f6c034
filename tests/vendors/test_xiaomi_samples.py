"""Requests of real clients, byte for byte, and what each of them needs of the answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.kernel.units import MINUTE_MS
from simulator.network.http import Request
from simulator.world.spec import AppSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, new_world
from tests.vendors.xiaomi_client import HOST, UNKNOWN, XiaomiClient

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/xiaomi").iterdir()
}
BATCHES = [name for name in SAMPLES if "batch" in SAMPLES[name]]
SECRET = "FAKEmiAppSecret+0123456789=="
PHONES = {
    "bob_phone": PhoneSpec(reg_id="FAKEmiRegId+aaaa/0001=="),
    "carol_phone": PhoneSpec(reg_id="FAKEmiRegId+bbbb/0002=="),
}
ENCODED = "FAKEmiRegId%2Baaaa%2F0001%3D%3D"


def a_world(secret: str = SECRET) -> World:
    world = new_world(
        "xiaomi",
        app=AppSpec(package="com.example.pushdemo"),
        vendor_apps={"xiaomi": VendorAppSpec(values={"app_secret": secret}, channels={"mi_demo": "private"})},
        phones=PHONES,
    )
    bound_phone(world)
    bound_phone(world, "carol_phone", "carol")
    return world


def ask(world: World, name: str, call: str, old: str = "", new: str = "", host: str = HOST) -> dict[str, Any]:
    sample = SAMPLES[name][call]
    query = sample.get("query", "")
    assert not old or old in sample["body"] + query
    headers = tuple((key, value) for key, value in sample["headers"])
    body, query = sample["body"].replace(old, new), query.replace(old, new)
    return XiaomiClient(world).call("POST", sample["path"], body, headers, host, query)


def shown(world: World) -> list[int]:
    world.run_for(MINUTE_MS)
    return [len(world.phone(name).notifications.shade) for name in PHONES]


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_is_answered_with_an_id_and_shown(name):
    world = a_world()
    answer = ask(world, name, "send")
    assert (answer["code"], answer["info"]) == (0, "Received push messages for 1 REGID")
    assert isinstance(answer["data"]["id"], str)
    assert shown(world) == [1, 0]
    [one] = world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")


def test_payload_that_a_client_encoded_twice_stays_encoded_once():
    world = a_world()
    ask(world, "yunchuang_push", "send")
    shown(world)
    [one] = world.phone("bob_phone").notifications.shade
    assert one.content.options["payload"].startswith("%E4%BD%A0%E5%A5%BD")


@pytest.mark.parametrize("name", BATCHES)
def test_captured_batch_is_shown_on_both_phones(name):
    world = a_world()
    answer = ask(world, name, "batch")
    assert (answer["code"], answer["info"]) == (0, "Received push messages for 2 REGID")
    assert "bad_regids" not in answer["data"]
    assert shown(world) == [1, 1]


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_with_another_secret_is_refused(name):
    answer = ask(a_world("another"), name, "send")
    assert (answer["code"], answer["reason"], answer["description"]) == (
        21301,
        "Invalid application secret.",
        "认证失败",
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_to_an_unknown_reg_id_has_no_valid_target(name):
    answer = ask(a_world(), name, "send", ENCODED, "FAKEmiRegId%2Bnone%2F9999%3D%3D")
    assert (answer["code"], answer["reason"], answer["description"]) == (20301, "No valid targets!", "发送消息失败")


@pytest.mark.parametrize("name", BATCHES)
def test_captured_batch_with_one_unknown_reg_id_names_it(name):
    world = a_world()
    old, new = "FAKEmiRegId%2Bbbbb%2F0002%3D%3D", "FAKEmiRegId%2Bnone%2F9999%3D%3D"
    answer = ask(world, name, "batch", old, new)
    assert (answer["code"], answer["data"]["bad_regids"]) == (0, UNKNOWN)
    assert answer["info"] == "Received push messages for 1 REGID"
    assert shown(world) == [1, 0]


TITLE = "title=%E6%B5%8B%E8%AF%95"
DESCRIPTION = "description=%E4%BD%A0"
SPOILED = [
    (
        "restricted_package_name=com.example.pushdemo",
        "restricted_package_name=com.example.other",
        22022,
        "非法应用包名",
    ),
    (f"registration_id={ENCODED}", "registration_id=", 10016, "缺失必选参数"),
    (TITLE, "title=%20&other=", 65011, "未提供参数"),
    (DESCRIPTION, "description=&other=", 65011, "未提供参数"),
    (TITLE, f"title={'x' * 50}", 65009, "内容过长"),
    (DESCRIPTION, f"description={'x' * 128}", 65009, "内容过长"),
    (TITLE, f"extra.callback=https%3A%2F%2Fexample.com&{TITLE}", 65038, "回调地址非法"),
    (TITLE, f"extra.jobkey=_offer&{TITLE}", 10017, "参数值非法"),
    (TITLE, f"time_to_live=soon&{TITLE}", 10017, "参数值非法"),
    (TITLE, f"extra.k={'x' * 1_024}&{TITLE}", 65015, "键值对过长"),
]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("old", "new", "code", "description"), SPOILED)
def test_captured_send_with_one_wrong_field_is_refused(name, old, new, code, description):
    world = a_world()
    answer = ask(world, name, "send", old, new)
    assert (answer["code"], answer["description"], "data" in answer) == (code, description, False)
    assert shown(world) == [0, 0]


@pytest.mark.parametrize("name", BATCHES)
def test_captured_batch_on_another_host_of_xiaomi_is_answered_too(name):
    assert ask(a_world(), name, "batch", host="feedback.xmpush.xiaomi.com")["code"] == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_answer_to_a_capture_names_no_hosts_to_change_to(name):
    sample = SAMPLES[name]["send"]
    headers = tuple((key, value) for key, value in sample["headers"])
    answer = a_world().hosts.handle(Request("POST", HOST, sample["path"], "", headers, sample["body"].encode()))
    assert [key for key, _ in answer.headers] == ["Content-Type"]
