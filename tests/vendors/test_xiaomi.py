"""Xiaomi's cloud: each code from its real cause, on the wire."""

from typing import Any

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import PhoneSpec
from tests.factories import healthy_world, reg_id_of
from tests.vendors.xiaomi_client import (
    FEEDBACK,
    LEFT_OUT,
    TWO_PHONES,
    UNKNOWN,
    XiaomiClient,
    a_client,
    push_app,
    shades,
    shown,
    two_phones,
)

IN_2018, IN_2020, IN_2024, IN_2026 = "2018-05-04 09:00", "2020-05-04 09:00", "2024-05-04 09:00", "2026-05-04 09:00"


# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.send()
    assert answer == {
        "result": "ok",
        "trace_id": answer["trace_id"],
        "code": 0,
        "data": {"id": answer["data"]["id"]},
        "description": "成功",
        "info": "Received push messages for 1 REGID",
    }
    assert (len(answer["data"]["id"]), answer["data"]["id"][:3], answer["trace_id"][:3]) == (22, "scm", "Xcm")
    assert shown(client)
    client.world.check_conservation()


@pytest.mark.parametrize("host", ["api", "sandbox", "feedback", "emq", "lg.api", "c3.api"])
def test_every_host_takes_every_path(host):
    client = a_client()
    fields = client.message(registration_id=reg_id_of(client.world))
    assert client.call("POST", "/v2/message/regid", fields, host=f"{host}.xmpush.xiaomi.com")["code"] == 0


def multipart(fields: dict[str, Any]) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Return the body and the Content-Type that PHP's curl makes of an array."""
    mark = "------------------------0123456789abcdef"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return f"{''.join(parts)}--{mark}--\r\n".encode(), (("Content-Type", f"multipart/form-data; boundary={mark}"),)


def test_body_of_several_parts_is_a_form_too():
    client = a_client()
    body, headers = multipart(client.message(registration_id=reg_id_of(client.world), title="标题 A&B"))
    key = ("Authorization", f"key={client.secret}")
    assert client.call("POST", "/v3/message/regid", body, headers=(key, *headers))["code"] == 0
    assert shown(client)


def test_part_that_is_no_text_is_10012():
    client = a_client()
    body, headers = multipart({"title": "?"})
    key = ("Authorization", f"key={client.secret}")
    answer = client.call("POST", "/v3/message/regid", body.replace(b"?", b"\xff"), headers=(key, *headers))
    assert answer["code"] == 10012


def test_unknown_path_is_answered_404_with_10020():
    assert a_client().call("POST", "/v3/message/regids", "", status=404)["code"] == 10020


def test_known_path_with_another_method_is_answered_405_with_10021():
    assert a_client().call("GET", "/v3/message/regid", "", status=405)["code"] == 10021


def test_fault_of_xiaomi_is_http_500():
    assert healthy_world("xiaomi").clouds["xiaomi"].server_error().status == 500


# -- authenticate -


@pytest.mark.parametrize("headers", [(), (("Authorization", "key=wrong"),), (("Authorization", "Bearer x"),)])
def test_missing_or_wrong_secret_is_21301(headers):
    client = a_client()
    fields = client.message(registration_id=reg_id_of(client.world))
    answer = client.call("POST", "/v3/message/regid", fields, headers)
    assert (answer["code"], answer["reason"]) == (21301, "Invalid application secret.")
    assert (client.last.reason, client.last.rule) == (Reason.AUTH_REFUSED, "xiaomi.secret_wrong")


def test_app_key_in_place_of_the_secret_is_21301():
    client = a_client()
    client.secret = client.app.values["app_key"]
    assert client.send()["code"] == 21301


def test_letter_case_of_the_header_does_not_matter():
    client = a_client()
    fields = client.message(registration_id=reg_id_of(client.world))
    assert client.call("POST", "/v3/message/regid", fields, (("authorization", f"key={client.secret}"),))["code"] == 0


def test_closed_app_is_22000_and_one_under_review_26006():
    client = a_client()
    client.app.state = AppState.CLOSED
    assert client.send()["code"] == 22000
    client.app.state = AppState.UNDER_REVIEW
    assert client.send()["code"] == 26006
    client.app.state = AppState.OPEN
    assert client.send()["code"] == 0


# -- fields -

LONG, LIST = "x" * 50, ",".join(["r"] * 1_001)
WRONG: list[tuple[int, str, dict[str, Any]]] = [
    (22103, "notify_id_wrong", {"notify_id": -1}),
    (22100, "style_wrong", {"extra__notification_style_type": "3"}),
    (22100, "style_wrong", {"extra__notification_style_type": "2"}),
    (10037, "sent_too_late", {"time_to_send": 1_000}),
    (10025, "callback_host_wrong", {"extra__callback": "http://"}),
    (10017, "callback_type_wrong", {"extra__callback.type": "246"}),
    (10017, "topic_op_illegal", {"topic_op": "XOR"}),
    (10017, "callback_type_wrong", {"extra__callback.type": "0"}),
    (10016, "target_missing", {"registration_id": ""}),
    (21305, "package_missing", {"registration_id": "", "restricted_package_name": ""}),
    (10016, "payload_missing", {"pass_through": 1, "payload": ""}),
    (10017, "too_many_targets", {"registration_id": LIST}),
    (10017, "value_illegal", {"notify_type": 8}),
    (10017, "value_illegal", {"notify_type": "loud"}),
    (10017, "value_illegal", {"pass_through": 2}),
    (10017, "value_illegal", {"time_to_live": 0}),
    (10017, "value_illegal", {"time_to_live": "1d"}),
    (10017, "value_illegal", {"time_to_send": "soon"}),
    (10017, "value_illegal", {"extra__notify_foreground": "yes"}),
    (10017, "value_illegal", {"extra__only_send_once": "2"}),
    (10017, "job_key_wrong", {"extra__jobkey": "_offer"}),
    (10017, "job_key_wrong", {"extra__jobkey": "an offer"}),
    (10017, "page_missing", {"extra__notify_effect": "2"}),
    (10017, "page_missing", {"extra__notify_effect": "3", "extra__web_uri": ""}),
    (10017, "page_missing", {"extra__notify_effect": "4"}),
    (22022, "package_wrong", {"restricted_package_name": "com.example.other"}),
    (22022, "package_wrong", {"restricted_package_name": "com.example.chat,com.example.other"}),
    (65011, "text_missing", {"title": LEFT_OUT}),
    (65011, "text_missing", {"title": " "}),
    (65011, "text_missing", {"description": ""}),
    (65009, "text_too_long", {"title": LONG}),
    (65009, "text_too_long", {"description": "文" * 128}),
    (65009, "text_too_long", {"payload": "x" * 4_097}),
    (65014, "extras_too_many", {f"extra__k{number}": "v" for number in range(10)}),
    (65015, "extras_too_long", {"extra__k": "v" * 1_020}),
    (65038, "callback_wrong", {"extra__callback": "https://push.example.com"}),
    (65037, "callback_too_long", {"extra__callback": "http://push.example.com/" + "x" * 256}),
    (65036, "callback_param_too_long", {"extra__callback.param": "x" * 257}),
]


@pytest.mark.parametrize(("code", "rule", "changes"), WRONG)
def test_wrong_field_is_refused(code, rule, changes):
    client = a_client()
    answer = client.send(**changes)
    assert (answer["code"], "data" in answer) == (code, False)
    if client.world.ledger.opened:
        assert client.last.rule == f"xiaomi.{rule}"
    client.world.check_conservation()


def test_reason_of_a_wrong_package_names_it():
    assert a_client().send(restricted_package_name="com.x")["reason"] == "Invalid package name: com.x"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 49, "description": "文" * 127, "payload": "x" * 4_096},
        {"notify_type": 7},
        {"notify_type": 0},
        {"notify_id": "adff7d33-a4eb-4f58-8b61-0bee75907b42"},
        {"notify_id": 1_795_294_224_252},
        {"extra__jobkey": "a" * 20},
        {f"extra__k{number}": "v" for number in range(9)},
        {"extra__ext": "v" * 1_021},
        {"extra__callback": "http://push.example.com", "extra__callback.param": "x" * 256},
        {"restricted_package_name": LEFT_OUT},
        {"extra__callback.type": "243"},
        {"extra__notification_style_type": "2", "extra__notification_bigPic_uri": "http://pictures.example/1.png"},
        {"extra": '{"k":"v"}'},
        {"time_to_live": 1},
    ],
)
def test_bounds_of_the_fields(changes):
    assert a_client().send(**changes)["code"] == 0


@pytest.mark.parametrize(("start", "title", "code"), [(IN_2018, 15, 0), (IN_2018, 16, 65009), (IN_2020, 16, 0)])
def test_titles_were_shorter(start, title, code):
    assert a_client(start=start).send(title="x" * title)["code"] == code


@pytest.mark.parametrize(("start", "length", "code"), [(IN_2020, 64, 0), (IN_2020, 65, 65036), (IN_2024, 65, 0)])
def test_callback_params_were_shorter(start, length, code):
    assert a_client(start=start).send(**{"extra__callback.param": "x" * length})["code"] == code


@pytest.mark.parametrize(
    ("start", "days", "code"), [(IN_2024, 7, 0), (IN_2024, 8, 10017), (IN_2026, 30, 0), (IN_2026, 31, 10017)]
)
def test_time_to_send_is_at_most_some_days_ahead(start, days, code):
    client = a_client(start=start)
    assert client.send(time_to_send=client.world.clock.epoch_ms + days * DAY_MS)["code"] == code


@pytest.mark.parametrize(
    ("path", "field", "code"),
    [
        ("/v2/message/alias", "alias", 65012),
        ("/v3/message/alias", "alias", 65012),
        ("/v2/message/user_account", "user_account", 65016),
        ("/v2/message/topic", "topic", 65013),
        ("/v3/message/multi_topic", "topics", 65013),
    ],
)
def test_empty_name_is_refused(path, field, code):
    assert a_client().send_to(path, **{field: ""})["code"] == code


def test_six_topics_are_too_many():
    client = a_client()
    assert client.send_to("/v2/message/multi_topic", topics=";$;".join("abcde"))["code"] == 0
    assert client.send_to("/v2/message/multi_topic", topics=";$;".join("abcdef"))["code"] == 65035


# -- class, quota, rate -


def test_channel_that_is_not_approved_is_27001():
    client = a_client()
    answer = client.send(extra__channel_id="somebody_elses")
    assert (answer["code"], answer["reason"]) == (27001, "invalid channel info!")
    client.app.has_system_messages = False
    assert client.send()["code"] == 27001
    assert a_client(start=IN_2020).send(extra__channel_id="somebody_elses")["code"] == 0


def test_migrated_app_needs_a_channel():
    client = a_client(**push_app(needs_channel=True))
    assert client.send(extra__channel_id=LEFT_OUT)["code"] == 27001
    assert client.send()["code"] == 0


@pytest.mark.parametrize(
    ("start", "channel", "most", "loud"),
    [(IN_2026, "", 1, False), (IN_2026, "news", 5, False), (IN_2026, "chat", None, True), (IN_2020, "", None, True)],
)
def test_number_a_phone_gets_in_a_day(start, channel, most, loud):
    client = a_client(start=start, **push_app(channels={"news": "public", "chat": "private"}))
    for number in range(7):
        assert client.send(notify_id=number, extra__channel_id=channel or LEFT_OUT)["code"] == 0
        assert shown(client) is (most is None or number < most)
    if most is not None:
        assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")
    [*_, last] = client.world.phone("bob_phone").notifications.shade
    assert last.sound is loud
    client.world.run_for(DAY_MS)
    assert client.send(extra__channel_id=channel or LEFT_OUT)["code"] == 0
    assert shown(client)


@pytest.mark.parametrize(
    ("start", "channel", "used", "quota"),
    [(IN_2026, LEFT_OUT, 9_999, 10_000), (IN_2026, "news", 19_999, 20_000)],
)
def test_number_an_app_sends_in_a_day(start, channel, used, quota):
    client = a_client(start=start, **push_app(channels={"news": "public"}, used_today=used))
    assert client.send(extra__channel_id=channel)["code"] == 0
    assert shown(client)
    answer = client.send(extra__channel_id=channel)
    assert (answer["code"], answer["reason"]) == (200001, f"exceed quota, quota: {quota}, have acked: {quota}")
    client.world.run_for(DAY_MS)
    assert client.send(extra__channel_id=channel)["code"] == 0


def test_number_an_app_sent_in_a_day_before_there_were_classes():
    client = a_client(start=IN_2020, **push_app(used_today=49_999))
    assert client.send(extra__channel_id=LEFT_OUT)["code"] == 0
    assert shown(client)
    assert client.send(extra__channel_id=LEFT_OUT)["code"] == 10034


def test_private_messages_have_no_quota():
    assert a_client(**push_app(used_today=10**6)).send()["code"] == 0


def test_five_hundred_queries_a_second_are_taken_and_the_next_is_200002():
    client = a_client()
    codes = [client.send()["code"] for _ in range(501)]
    assert (set(codes[:500]), codes[500]) == ({0}, 200002)
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0


def test_sixth_message_of_a_second_is_lost_to_frequency_control():
    client = a_client()
    for number in range(6):
        assert client.send(notify_id=number)["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.FREQUENCY_CONTROL, "device_burst")
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0
    assert shown(client)


def test_forbidden_word_and_test_like_text_are_10041():
    client = a_client(**push_app(forbidden_words=("casino",), content_review=True))
    assert client.send(title="casino")["code"] == 10041
    assert client.send(description="测试一下")["code"] == 10041
    assert client.send()["code"] == 0


# -- targets -


def test_unknown_reg_id_is_20301():
    client = a_client()
    answer = client.send(registration_id=UNKNOWN)
    assert (answer["code"], answer["reason"], answer["description"]) == (20301, "No valid targets!", "发送消息失败")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_unknown")


def test_reg_id_with_a_space_for_its_plus_is_unknown():
    world = healthy_world("xiaomi", phones={"bob_phone": PhoneSpec(reg_id="a+b/c=")})
    client = XiaomiClient(world)
    assert client.send(registration_id="a b/c=")["code"] == 20301
    assert client.send(registration_id="a+b/c=")["code"] == 0


def test_some_bad_reg_ids_are_named():
    client = a_client()
    answer = client.send(registration_id=f"{UNKNOWN},{reg_id_of(client.world)},other,")
    assert (answer["code"], answer["data"]["bad_regids"]) == (0, f"{UNKNOWN},other")
    assert answer["info"] == "Received push messages for 1 REGID"
    client.world.run_for(SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
    client.world.check_conservation()


def test_reg_id_of_an_app_that_has_gone_is_invalid_and_fetched_once():
    client = a_client()
    gone = reg_id_of(client.world)
    client.world.clouds["xiaomi"].app_removed("bob_phone", "com.example.chat")
    assert client.send(registration_id=gone)["code"] == 20301
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_gone")
    assert client.get("/v1/feedback/fetch_invalid_regids", FEEDBACK)["data"] == {"list": [gone]}
    assert client.get("/v1/feedback/fetch_invalid_regids", FEEDBACK)["data"] == {"list": []}


@pytest.mark.parametrize(("away_ms", "code"), [(90 * DAY_MS - HOUR_MS, 0), (90 * DAY_MS + HOUR_MS, 20301)])
def test_reg_id_ends_after_ninety_days_away(away_ms, code):
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(away_ms)
    assert client.send()["code"] == code


# -- several messages -


def test_each_phone_gets_its_own_message():
    client = two_phones()
    bob, carol = (reg_id_of(client.world, name) for name in TWO_PHONES)
    answer = client.send_each((bob, {"title": "for bob"}), (carol, {"title": "for carol"}))
    assert (answer["code"], answer["info"]) == (0, "Received push messages for 2 REGID")
    client.world.run_for(SECOND_MS)
    both = [client.world.phone(name).notifications.shade for name in TWO_PHONES]
    assert [one.title for shade in both for one in shade] == ["for bob", "for carol"]


def test_unreadable_list_is_10008_and_one_of_something_else_65030():
    client = a_client()
    for messages, code in (
        ("", 10008),
        ("no json", 10008),
        ("{}", 65030),
        ("[1]", 65030),
        ('[{"target":"r"}]', 65030),
        ('[{"target":"r","message":{"extra":1}}]', 65030),
    ):
        assert client.call("POST", "/v2/multi_messages/regids", {"messages": messages})["code"] == code
    assert client.call("POST", "/v2/multi_messages/regids", {"messages": "[]"})["code"] == 21305


def test_messages_over_the_quota_are_counted_by_channel():
    client = two_phones(**push_app(channels={"news": "public"}, used_today=20_000))
    bob, carol = (reg_id_of(client.world, name) for name in TWO_PHONES)
    answer = client.send_each((bob, {"extra__channel_id": "news"}), (carol, {}), (bob, {"extra__channel_id": LEFT_OUT}))
    assert (answer["code"], answer["data"]["channel_exceed_quota"]) == (0, "news:1 no_channel:1")
    client.world.run_for(SECOND_MS)
    assert shades(client) == [0, 1]
    client.world.check_conservation()


def test_list_of_unknown_reg_ids_has_no_valid_target():
    assert a_client().send_each((UNKNOWN, {}))["code"] == 20301


# -- life, collapsing, jobs -


@pytest.mark.parametrize(
    ("start", "channel", "life_ms"),
    [(IN_2020, "chat", 14 * DAY_MS), (IN_2026, "chat", 10 * DAY_MS), (IN_2026, "news", DAY_MS)],
)
def test_longest_life_by_class_and_year(start, channel, life_ms):
    client = a_client(start=start, **push_app(channels={"news": "public", "chat": "private"}))
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send(extra__channel_id=channel, time_to_live=30 * DAY_MS)
    client.world.run_for(life_ms - 1)
    assert client.world.verdict(1).text == "pending"
    client.world.run_for(1)
    assert client.world.verdict(1).text == "ttl_expired"


def test_time_to_live_ends_to_the_millisecond():
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(time_to_live=MINUTE_MS)
    client.world.run_for(MINUTE_MS - 1)
    assert client.world.verdict(1).text == "pending"
    client.world.run_for(1)
    assert client.world.verdict(1).text == "ttl_expired"


def test_waiting_message_of_a_collapse_key_is_replaced():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    for number in range(2):
        client.send(title=f"score {number}", notify_id=number, collapse_key="score")
        client.world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert [one.title for one in phone.notifications.shade] == ["score 1"]
    assert client.world.verdict(1).text == "collapsed"


def test_second_message_of_a_job_key_is_not_shown():
    client = a_client()
    client.send(extra__jobkey="offer")
    assert shown(client)
    client.send(extra__jobkey="offer")
    assert client.said_no(Hop.DISPATCHED, Reason.DUPLICATE_CONTENT, "job_key_seen")
    client.send(extra__jobkey="another")
    assert shown(client)


def test_message_without_notify_id_replaces_the_one_before():
    client = a_client()
    phone = client.world.phone("bob_phone")
    for number in range(2):
        client.send(title=str(number), notify_id=LEFT_OUT)
        assert shown(client)
    assert [one.title for one in phone.notifications.shade] == ["1"]


def test_only_send_once_is_for_connected_phones():
    client = a_client()
    client.send(extra__only_send_once="1")
    assert shown(client)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(extra__only_send_once="1")
    client.world.run_for(SECOND_MS)
    assert (client.last.reason, client.last.rule) == (Reason.DEVICE_OFFLINE, "cloud.online_only")
