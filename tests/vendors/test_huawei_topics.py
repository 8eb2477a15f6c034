"""Topics of Huawei: subscribing, listing, and sending by topic and by condition."""

from typing import Any

import pytest

from simulator.cloud.registrations import PushApp
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.push.reason import Reason
from simulator.vendors.huawei.topics import Condition, ConditionWrong
from simulator.world.spec import VendorAppSpec
from tests.factories import bound_phone, records, reg_id_of
from tests.vendors.huawei_client import LEFT_OUT, UNKNOWN, HuaweiClient, a_client, put

SUBSCRIBE, UNSUBSCRIBE, LIST = (f"/v1/{{app}}/topic:{verb}" for verb in ("subscribe", "unsubscribe", "list"))


def subscribe(client: HuaweiClient, topic: object = "news", tokens: object = None, path: str = SUBSCRIBE) -> Any:
    return client.call(path, {"topic": topic, "tokenArray": [reg_id_of(client.world)] if tokens is None else tokens})


def send_to(client: HuaweiClient, **target: str) -> str:
    changes: dict[str, object] = {"message.token": LEFT_OUT}
    for name, value in target.items():
        changes[f"message.{name}"] = value
    code: str = client.send(changes)["code"]
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()
    return code


def shown(client: HuaweiClient, *names: str) -> list[int]:
    return [len(client.world.phone(name).notifications.shade) for name in names or ("bob_phone",)]


def refused_by(client: HuaweiClient) -> tuple[str, str]:
    last = records(client.world, Kind.STATE, "refused")[-1]
    return last.rule, last.reason


def test_subscribed_token_is_counted_listed_and_reached():
    client = a_client()
    answer = subscribe(client)
    assert (client.status, answer["code"]) == (200, "80000000")
    assert (answer["successCount"], answer["failureCount"], answer["errors"]) == (1, 0, [])
    listed = client.call(LIST, {"token": reg_id_of(client.world)})
    assert (listed["code"], listed["topics"]) == ("80000000", [{"name": "news", "addDate": "2026-03-02"}])
    assert isinstance(listed["requestId"], str)
    assert send_to(client, topic="news") == "80000000"
    assert shown(client) == [1]


def test_unsubscribed_token_is_not_reached():
    client = a_client()
    subscribe(client)
    assert subscribe(client, path=UNSUBSCRIBE)["code"] == "80000000"
    assert client.call(LIST, {"token": reg_id_of(client.world)})["topics"] == []
    assert send_to(client, topic="news") == "80000000"
    assert shown(client) == [0]


def test_token_that_has_gone_is_not_reached():
    client = a_client()
    subscribe(client)
    client.world.clouds["huawei"].app_removed("bob_phone", "com.example.chat")
    assert send_to(client, topic="news") == "80000000"
    assert client.world.ledger.opened == 0


def test_condition_means_tokens_by_their_topics():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    subscribe(client, "news", [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    subscribe(client, "sport", [reg_id_of(client.world, "carol_phone")])
    assert send_to(client, condition="'news' in topics && !('sport' in topics)") == "80000000"
    assert shown(client, "bob_phone", "carol_phone") == [1, 0]


@pytest.mark.parametrize(
    ("text", "topics", "fits"),
    [
        ("'a' in topics", "a", True),
        ("'a' in topics", "b", False),
        ("'a' in topics && 'b' in topics", "a", False),
        ("'a' in topics && 'b' in topics", "ab", True),
        ("'a' in topics || 'b' in topics", "b", True),
        ("'a' in topics || 'b' in topics && 'c' in topics", "a", True),
        ("('a' in topics || 'b' in topics) && 'c' in topics", "a", False),
        ("!'a' in topics", "b", True),
        (" ( 'a' in  topics ) ", "a", True),
    ],
)
def test_condition_is_read_as_it_is_written(text, topics, fits):
    assert Condition.parse(text).fits(frozenset(topics)) is fits


@pytest.mark.parametrize(
    "text",
    ["a in topics", "'a' in", "'a' in topics &&", "('a' in topics", "'a' in topics 'b' in topics", "&&", ")",
     " || ".join(f"'{name}' in topics" for name in "abcdef")],
)  # fmt: skip
def test_condition_that_is_none_is_80100001(text):
    with pytest.raises(ConditionWrong):
        Condition.parse(text)
    client = a_client()
    assert send_to(client, condition=text) == "80100001"
    assert refused_by(client) == ("huawei.condition_wrong", Reason.INVALID_REQUEST)


WRONG: list[tuple[str, str, object, str, str]] = [
    (SUBSCRIBE, "topic", LEFT_OUT, "82000001", "missing"),
    (SUBSCRIBE, "topic", "", "82000001", "missing"),
    (SUBSCRIBE, "topic", 7, "82000002", "no_text"),
    (SUBSCRIBE, "topic", "n e w s", "82000007", "name_wrong"),
    (SUBSCRIBE, "topic", "n" * 901, "82000007", "name_wrong"),
    (SUBSCRIBE, "tokenArray", LEFT_OUT, "82000003", "token_array_missing"),
    (SUBSCRIBE, "tokenArray", "a token", "82000013", "token_array_no_list"),
    (SUBSCRIBE, "tokenArray", [], "82000008", "token_array_size"),
    (SUBSCRIBE, "tokenArray", ["t"] * 1_001, "82000008", "token_array_size"),
    (UNSUBSCRIBE, "topic", "unheard-of", "82000004", "unknown"),
    (LIST, "token", LEFT_OUT, "82000011", "token_missing"),
]


@pytest.mark.parametrize(("path", "field", "value", "code", "rule"), WRONG, ids=range(len(WRONG)))
def test_wrong_call_about_a_topic_is_refused(path, field, value, code, rule):
    client = a_client()
    body: dict[str, Any] = {"topic": "news", "tokenArray": [UNKNOWN], "token": UNKNOWN}
    put(body, field, value)
    assert client.call(path, body)["code"] == code
    assert refused_by(client) == (f"huawei.topic_{rule}", Reason.INVALID_REQUEST)


def test_token_that_nobody_has_fails_alone():
    client = a_client()
    answer = subscribe(client, tokens=[UNKNOWN, reg_id_of(client.world)])
    assert answer["code"] == "82000010"
    assert (answer["successCount"], answer["failureCount"]) == (1, 1)
    assert answer["errors"] == [{"index": 0, "reason": "invalid token"}]
    send_to(client, topic="news")
    assert shown(client) == [1]


def test_token_has_up_to_2000_topics():
    client = a_client()
    held = client.world.clouds["huawei"].subscriptions(client.app.values["app_id"])
    for number in range(1_999):
        held.subscribe(reg_id_of(client.world), f"topic-{number}", "2026-03-02")
    assert subscribe(client)["code"] == "80000000"
    assert subscribe(client)["code"] == "80000000"
    assert subscribe(client, "another")["code"] == "82000009"
    bound_phone(client.world, "carol_phone", "carol")
    answer = subscribe(client, "another", [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    assert (answer["code"], answer["errors"][0]["index"]) == ("82000010", 0)


def test_topic_of_another_app_is_82000005():
    client = a_client()
    subscribe(client)
    values = {**client.app.values, "app_id": "200000002", "app_secret": "another secret"}
    client.world.clouds["huawei"].add_app(PushApp(values, "com.example.other"))
    client.auth(client_id="200000002", client_secret="another secret")
    body = {"topic": "news", "tokenArray": [UNKNOWN]}
    assert client.call("/v1/200000002/topic:unsubscribe", body)["code"] == "82000005"


def test_topics_need_a_data_storage_location():
    client = a_client()
    client.app.values = {**client.app.values, "data_storage": ""}
    assert subscribe(client)["code"] == "82000012"
    assert refused_by(client) == ("huawei.topic_without_storage", Reason.APP_NOT_OPEN)


def test_topic_call_without_an_access_token_is_401():
    client = a_client()
    assert client.call(SUBSCRIBE, {}, bearer="")["code"] == "80200001"
    assert client.status == 401


@pytest.mark.parametrize(("target", "code"), [({"topic": "news"}, "80100017"), ({}, "80000000")])
def test_hundred_messages_to_topics_are_sent_at_once(target, code):
    client = a_client(vendor_apps={"huawei": VendorAppSpec()})
    cloud = client.world.clouds["huawei"]
    cloud.topic_tasks.add(client.app.values["app_id"], 99)
    changes = {f"message.{name}": value for name, value in target.items()} | (
        {"message.token": LEFT_OUT} if target else {}
    )
    assert client.send(changes)["code"] == "80000000"
    assert client.send(changes)["code"] == code
    assert client.status == (503 if target else 200)
    client.world.run_for(SECOND_MS)
    assert client.send(changes)["code"] == "80000000"
