"""Whatever a field holds, Huawei's servers answer with one of their codes."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.world.spec import VendorAppSpec
from tests.factories import reg_id_of
from tests.vendors.huawei_client import HuaweiClient, a_body, a_client, an_old_payload

ODD = (None, True, 0, -1, 1.5, 10**20, "", "odd", "题\x00", [], [[]], ["odd"], [None], {}, {"odd": []}, [{}])
FULL = {
    "icon": "/raw/icon",
    "color": "#ffffff",
    "sound": "/raw/ring",
    "default_sound": False,
    "tag": "tag",
    "body_loc_key": "key",
    "body_loc_args": ["arg"],
    "multi_lang_key": {"key": {"en": "text"}},
    "channel_id": "chats",
    "image": "https://example.com/image.png",
    "style": 1,
    "big_title": "title",
    "big_body": "body",
    "inbox_content": ["line"],
    "auto_clear": 1,
    "notify_id": 7,
    "badge": {"add_num": 1, "set_num": 1, "class": "Main"},
    "when": "2014-10-02T15:01:23Z",
    "importance": "NORMAL",
    "vibrate_config": ["1s"],
    "visibility": "PUBLIC",
    "light_settings": {"color": {"red": 1}, "light_on_duration": "1s", "light_off_duration": "1s"},
    "foreground_show": True,
    "profile_id": "profile",
    "buttons": [{"name": "read", "action_type": 1, "intent_type": 0, "intent": "intent", "data": "data"}],
}


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk the way to every part of *value*."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (*before, key)
        yield from paths(value[key], (*before, key))


def spoilt(whole: Any) -> Iterator[Any]:
    """Walk copies of *whole*, each with one part that is odd."""
    for path in paths(whole):
        for odd in ODD:
            copied = copy.deepcopy(whole)
            inner = copied
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = odd
            yield copied


def v1_bodies(client: HuaweiClient) -> Iterator[Any]:
    body = a_body([reg_id_of(client.world)])
    message = body["message"]
    message |= {"data": '{"ext":"42"}', "notification": {"title": "t", "body": "b"}, "apns": {}, "webpush": {}}
    message["android"] |= {
        "collapse_key": 1,
        "urgency": "HIGH",
        "bi_tag": "tag",
        "receipt_id": "",
        "fast_app_target": 1,
    }
    message["android"] |= {"target_user_type": 0, "data": "data"}
    message["android"]["notification"] |= FULL
    body["review"] = [{"reviewer": "tuibian", "type": 0, "result": {"passed": True}}]
    return spoilt(body)


def v3_bodies(client: HuaweiClient) -> Iterator[Any]:
    notification = {"category": "IM", "title": "t", "body": "b", "badge": {"addNum": 1, "setNum": 2}, "notifyId": 1,
                    "clickAction": {"actionType": 1, "action": "a", "uri": "u", "data": {"k": "v"}}}  # fmt: skip
    options = {"ttl": 60, "biTag": "tag", "testMessage": False, "receiptId": "", "collapseKey": 1}
    return spoilt({
        "payload": {"notification": notification, "extraData": "data"},
        "target": {"token": [reg_id_of(client.world)]},
        "pushOptions": options,
    })  # fmt: skip


def test_any_field_of_version_1_may_hold_anything():
    client = a_client()
    codes = {client.post(body)["code"] for body in v1_bodies(client)}
    assert {"80000000", "80100003", "80100013", "80300010"} <= codes
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()


@pytest.mark.parametrize("push_type", ["0", "6", "odd"])
def test_any_field_of_version_3_may_hold_anything(push_type):
    client = a_client()
    path, header = "/v3/{project}/messages:send", ("push-type", push_type)
    codes = {client.call(path, body, header)["code"] for body in v3_bodies(client)}
    assert codes <= {"80000000", "80100001", "80100003", "80100004", "80100013", "80300007", "80300008", "80300010",
                     "80300013", "80100016"}  # fmt: skip
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()


@pytest.mark.parametrize("verb", ["subscribe", "unsubscribe", "list"])
def test_any_field_of_a_topic_call_may_hold_anything(verb):
    client = a_client()
    body = {"topic": "news", "tokenArray": [reg_id_of(client.world)], "token": reg_id_of(client.world)}
    for one in spoilt(body):
        assert client.call(f"/v1/{{app}}/topic:{verb}", one)["code"].startswith("8")


def test_any_field_of_the_old_payload_may_hold_anything():
    client = a_client()
    for action in ({"type": 1, "param": {"intent": "i"}}, {"type": 2, "param": {"url": "u"}}):
        for one in spoilt(an_old_payload(**action)):
            answer = client.gateway({"payload": json.dumps(one)})
            assert {"code", "error"} & json.loads(answer.body).keys()
            assert answer.status in {200, 400}
    for field in client.old_form():
        for odd in ("", "odd", "[]", "{}", "null", "-1", "9" * 5_000):
            assert client.gateway({field: odd}).status in {200, 400, 401}


@pytest.mark.parametrize("waived", ["invalid_request", "auth_refused", "reg_id_invalid", "app_not_open"])
def test_waived_rules_leave_nothing_that_cannot_be_answered(waived):
    client = a_client(waived=waived, vendor_apps={"huawei": VendorAppSpec(receipts="https://example.com/receipts")})
    for body in ({}, {"topic": "news"}, {"topic": 7, "tokenArray": "t"}, {"tokenArray": [{}]}, {"token": 7}):
        for verb in ("subscribe", "unsubscribe", "list"):
            assert client.call(f"/v1/{{app}}/topic:{verb}", body, bearer="Bearer a.b.c")["code"].startswith("8")
        assert client.post(body)["code"].startswith("8")
        assert client.call("/v3/{project}/messages:send", body)["code"].startswith("8")
    for one in v3_bodies(client):
        assert client.call("/v3/{project}/messages:send", one, ("push-type", "odd"))["code"].startswith("8")
    client.world.run_for(MINUTE_MS)
    client.world.check_conservation()
    for field in client.old_form():
        assert client.gateway({field: ""}).status in {200, 400, 401}
