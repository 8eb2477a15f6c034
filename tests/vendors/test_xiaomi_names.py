"""Aliases, accounts, topics and regions at Xiaomi: how many, how long, how often; from the SDK and over the API."""

import pytest

from simulator.kernel.units import HOUR_MS, SECOND_MS
from simulator.push.uplink import SdkCommand, Unregister
from simulator.vendors.xiaomi.facts import Command
from simulator.vendors.xiaomi.message import By
from tests.factories import callbacks, healthy_world, logcat, reg_id_of
from tests.vendors.xiaomi_client import (
    TWO_PHONES,
    UNKNOWN,
    XiaomiClient,
    a_client,
    call_sdk,
    named,
    push_app,
    shades,
    two_phones,
)

GLOBAL_HOST = "sgp-api.xmpush.global.xiaomi.com"
LONG = "x" * 256


def results(client: XiaomiClient) -> list[int]:
    return [one.data["code"] for one in callbacks(client.world, "onCommandResult")]


# -- whom a name reaches -


@pytest.mark.parametrize(
    ("command", "path", "field", "letter", "word"),
    [
        ("set-alias", "/v2/message/alias", "alias", "a", "ALIAS"),
        ("set-account", "/v2/message/user_account", "user_account", "u", "USER_ACCOUNT"),
    ],
)
def test_name_that_the_app_set_reaches_its_phone(command, path, field, letter, word):
    client = two_phones()
    assert client.send_to(path, **{field: "bob"})["code"] == 20301
    named(client, command, "bob")
    answer = client.send_to(path, **{field: "bob"})
    assert (answer["data"]["id"][0], answer["info"]) == (letter, f"Received push messages for 1 {word}")
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 0]
    kind = command.removeprefix("set-")
    assert client.get(f"/v1/{kind}/all", registration_id=reg_id_of(client.world))["data"] == {"list": ["bob"]}
    named(client, f"un{command}", "bob")
    assert client.send_to(path, **{field: "bob"})["code"] == 20301


def test_topic_reaches_its_subscribers():
    client = two_phones()
    for name in TWO_PHONES:
        reg_id = reg_id_of(client.world, name)
        answer = client.call("POST", "/v2/topic/subscribe", {"registration_id": reg_id, "topic": "news"})
        assert (answer["code"], answer["reason"]) == (0, "Success")
    carol = reg_id_of(client.world, "carol_phone")
    assert client.call("POST", "/v2/topic/unsubscribe", {"registration_id": carol, "topic": "news"})["code"] == 0
    assert client.send_to("/v3/message/topic", topic="news")["code"] == 0
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 0]


@pytest.mark.parametrize(
    ("operation", "expected"), [("UNION", [1, 1]), ("INTERSECTION", [1, 0]), ("EXCEPT", [0, 1]), ("", [1, 1])]
)
def test_topics_are_joined(operation, expected):
    client = two_phones()
    named(client, "subscribe-topic", "news")
    named(client, "subscribe-topic", "news", "carol_phone")
    named(client, "subscribe-topic", "sports")
    client.send_to("/v2/message/multi_topic", topics="news;$;sports", topic_op=operation)
    client.world.run_for(SECOND_MS)
    assert shades(client) == expected


def test_subscribing_asks_for_its_fields():
    client = a_client()
    assert client.call("POST", "/v2/topic/subscribe", {"topic": "news"})["code"] == 10016
    assert client.call("POST", "/v2/topic/unsubscribe", {"registration_id": "r"})["code"] == 65013


def test_topic_of_an_alias():
    client = a_client()
    named(client, "set-alias", "bob")
    assert client.call("POST", "/v2/topic/subscribe/alias", {"aliases": "bob", "topic": "news"})["code"] == 0
    assert client.get("/v1/topic/all", registration_id=reg_id_of(client.world))["data"] == {"list": ["news"]}


def test_message_for_all_reaches_every_phone():
    client = two_phones()
    answer = client.send_to("/v3/message/all")
    assert (answer["code"], answer["info"]) == (0, "Received push messages for all devices")
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 1]
    client.world.check_conservation()


# -- how long, how many, how often -


@pytest.mark.parametrize(
    ("method", "name", "code"),
    [
        ("setAlias", "", 65012),
        ("setAlias", LONG, 65008),
        ("setAlias", "spam", 65007),
        ("setUserAccount", "", 65016),
        ("setUserAccount", LONG, 65017),
        ("subscribe", "", 65013),
        ("subscribe", LONG, 65010),
        ("setAlias", LONG[1:], 0),
        ("setUserAccount", LONG[1:], 0),
        ("subscribe", LONG[1:], 0),
    ],
)
def test_name_that_the_sdk_wants_is_refused_or_taken(method, name, code):
    client = a_client(**push_app(barred=("alias:spam",)))
    call_sdk(client, method, name)
    assert results(client) == [code]


def test_topic_with_the_mark_between_topics_is_illegal():
    client = a_client()
    named(client, Command.SUBSCRIBE, "a;$;b")
    reg_id = reg_id_of(client.world)
    assert client.post("/v2/topic/subscribe", registration_id=reg_id, topic="a;$;b")["code"] == 20209
    assert client.send_to("/v2/message/topic", topic="a\nb")["code"] == 20209
    assert results(client) == [20209]


@pytest.mark.parametrize(("command", "code"), [(Command.SET_ALIAS, 65006), (Command.SET_ACCOUNT, 26005)])
def test_hundred_names_an_hour_are_taken(command, code):
    client = a_client()
    for number in range(101):
        client.world.scheduler.context = None
        client.world.clouds["xiaomi"].answer(SdkCommand(reg_id_of(client.world), command, str(number)))
    answer = client.world.clouds["xiaomi"].answer(SdkCommand(reg_id_of(client.world), command, "100"))
    assert answer.code == code
    named(client, command, "another")
    assert results(client) == [code]
    client.world.run_for(HOUR_MS)
    named(client, command, "another")
    assert results(client) == [code, 0]


def test_sixteenth_alias_takes_the_place_of_the_oldest():
    client = a_client()
    for number in range(16):
        named(client, Command.SET_ALIAS, f"alias {number}")
    listed = client.get("/v1/alias/all", registration_id=reg_id_of(client.world))["data"]["list"]
    assert listed == [f"alias {number}" for number in range(1, 16)]


def test_twenty_first_device_of_an_account_takes_the_place_of_the_first():
    client = a_client()
    names, app_id = client.world.clouds["xiaomi"].names, client.app.values["app_id"]
    for number in range(20):
        names.name(app_id, By.ACCOUNT, "family", f"r{number}")
    named(client, Command.SET_ACCOUNT, "family")
    assert names.named(app_id, By.ACCOUNT, "family") == [
        *(f"r{number}" for number in range(1, 20)),
        reg_id_of(client.world),
    ]


def test_thirty_first_topic_is_refused_to_the_sdk_and_over_the_api():
    client = a_client()
    reg_id = reg_id_of(client.world)
    topics = ",".join(f"topic {number}" for number in range(30))
    assert client.post("/v2/topic/subscribe", registration_id=reg_id, topic=topics)["code"] == 0
    assert client.post("/v2/topic/subscribe", registration_id=reg_id, topic="one more")["code"] == 20215
    assert client.post("/v2/topic/subscribe", registration_id=reg_id, topic="topic 1")["code"] == 0
    named(client, Command.SUBSCRIBE, "one more")
    assert results(client) == [20215]


def test_topic_that_nobody_has_cannot_be_left():
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert client.post("/v2/topic/unsubscribe", registration_id=reg_id, topic="news")["code"] == 20216
    named(client, Command.SUBSCRIBE, "news")
    assert client.post("/v2/topic/unsubscribe", registration_id=reg_id, topic="news")["code"] == 0
    named(client, Command.UNSUBSCRIBE, "news")
    assert results(client) == [0, 20216]


@pytest.mark.parametrize(("field", "text", "code"), [("topic", LONG, 65010), ("registration_id", "a b/c=", 66007)])
def test_subscription_over_the_api_is_refused(field, text, code):
    client = a_client()
    fields = {"registration_id": reg_id_of(client.world), "topic": "news", field: text}
    assert client.post("/v2/topic/subscribe", **fields)["code"] == code


@pytest.mark.parametrize(
    ("path", "field", "text", "code"),
    [
        ("/v2/message/alias", "alias", LONG, 65008),
        ("/v2/message/alias", "alias", "spam", 65007),
        ("/v2/message/user_account", "user_account", LONG, 65017),
        ("/v2/message/user_account", "user_account", " ", 10013),
        ("/v2/message/topic", "topic", LONG, 65010),
        ("/v2/message/multi_topic", "topics", LONG, 65010),
        ("/v2/message/region", "region", "", 10016),
        ("/v2/message/region", "region", "GLOBAL", 22102),
    ],
)
def test_message_for_such_a_name_is_refused(path, field, text, code):
    client = a_client(**push_app(barred=("alias:spam",)))
    assert client.send_to(path, **{field: text})["code"] == code


def test_more_than_a_thousand_messages_in_a_list_are_22101():
    client = a_client()
    assert client.send_each(*[(UNKNOWN, {})] * 1_001)["code"] == 22101


@pytest.mark.parametrize("path", ["/v2/multi_messages/aliases", "/v2/multi_messages/user_accounts"])
def test_each_name_gets_its_own_message(path):
    client = two_phones()
    command = Command.SET_ALIAS if "aliases" in path else Command.SET_ACCOUNT
    named(client, command, "bob")
    named(client, command, "carol", "carol_phone")
    assert client.send_each(("bob", {"title": "1"}), ("carol", {"title": "2"}), path=path)["code"] == 0
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 1]


def test_lists_come_repeated_or_glued_together_without_the_mark_between():
    client = two_phones()
    named(client, Command.SET_ALIAS, "bob")
    named(client, Command.SET_ALIAS, "carol", "carol_phone")
    for body in ("aliases=bob&aliases=carol&topic=news", "aliases=bobaliases=carol&topic=news"):
        assert client.call("POST", "/v2/topic/subscribe/alias", body)["code"] == 0
        for name in ("bob_phone", "carol_phone"):
            reg_id = reg_id_of(client.world, name)
            assert client.get("/v1/topic/all", registration_id=reg_id)["data"] == {"list": ["news"]}
            client.post("/v2/topic/unsubscribe", registration_id=reg_id, topic="news")


def test_names_of_a_stranger_are_not_found():
    client = a_client()
    assert client.get("/v1/alias/all", registration_id=UNKNOWN)["code"] == 65003
    assert client.get("/v1/miid/all", registration_id=reg_id_of(client.world))["data"] == {"list": []}


def test_command_of_a_reg_id_that_nobody_gave_out_is_66007():
    client = a_client()
    answer = client.world.clouds["xiaomi"].answer(SdkCommand(UNKNOWN, Command.PUSH_STATE, "off"))
    assert (answer.code, answer.text) == (66007, "Invalid regId.")


def test_reg_id_cannot_be_given_back_twice():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.clouds["xiaomi"].answer(Unregister(reg_id))
    assert client.world.clouds["xiaomi"].answer(Unregister(reg_id)).code == 65040
    call_sdk(client, "unregisterPush")
    assert results(client) == [65040]


# -- regions -


def test_reg_id_is_reached_by_way_of_its_region_alone():
    client = a_client()
    reg_id = reg_id_of(client.world)
    fields = client.message(registration_id=reg_id)
    assert client.call("POST", "/v3/message/regid", fields, host=GLOBAL_HOST)["code"] == 20301
    call_sdk(client, "unregisterPush")
    call_sdk(client, "registerPush", client.app.values["app_id"], client.app.values["app_key"], "Global")
    fields = client.message(registration_id=reg_id_of(client.world))
    assert client.call("POST", "/v3/message/regid", fields)["code"] == 20301
    assert client.call("POST", "/v3/message/regid", fields, host=GLOBAL_HOST)["code"] == 0
    asked = client.post("/v1/feedback/get_region_by_regid", regIds=f"{reg_id_of(client.world)},{UNKNOWN}")
    assert asked["data"] == {reg_id_of(client.world): "GLOBAL"}
    fields = client.message(region="GLOBAL")
    assert client.call("POST", "/v2/message/region", fields, host=GLOBAL_HOST)["code"] == 0


def test_message_for_a_region_reaches_its_phones():
    client = two_phones()
    assert client.send_to("/v2/message/region", region="CN")["code"] == 0
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 1]


def test_region_asks_for_reg_ids():
    assert a_client().get("/v1/feedback/get_region_by_regid")["code"] == 10016


# -- what the SDK does by itself -


def test_sdk_knows_the_names_that_it_set():
    world = healthy_world("xiaomi")
    client = XiaomiClient(world)
    named(client, Command.SET_ALIAS, "bob")
    named(client, Command.UNSET_ALIAS, "carol")
    assert "Don't cancel alias for carol is unseted" in logcat(world)
    assert results(client) == [0]
    named(client, Command.UNSET_ALIAS, "bob")
    assert results(client) == [0, 0]


def test_account_is_set_again_after_an_hour():
    client = a_client()
    for wait_ms, sent in ((SECOND_MS, 1), (SECOND_MS, 1), (HOUR_MS, 1), (SECOND_MS, 2)):
        named(client, Command.SET_ACCOUNT, "bob")
        client.world.run_for(wait_ms)
        assert sum("SdkCommand" in str(one.data.get("message")) for one in client.world.trace) == sent
