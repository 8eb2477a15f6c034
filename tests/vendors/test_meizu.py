"""Meizu's cloud: each code from its real cause, on the wire."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu import rejections, rules
from simulator.world.spec import VendorAppSpec
from tests.factories import healthy_world, killed, records, reg_id_of
from tests.vendors.meizu_client import (
    HOST,
    LEFT_OUT,
    PREFIX,
    PUSH,
    SUBSCRIPTIONS,
    UNKNOWN,
    a_client,
    message,
    refused,
    shown,
    signed,
    two_phones,
)

IN_2021, BEFORE_CLASSES, BEFORE_LIMIT = "2021-05-04 09:00", "2025-03-31 09:00", "2025-05-06 09:00"
TODAY = "2026-03-02 09:00"
OVERSEAS_API = "api-push.in.meizu.com"


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"meizu": VendorAppSpec(**fields)}}


# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.push()
    assert answer == {"code": "200", "message": "", "value": {}, "redirect": "", "msgId": answer["msgId"]}
    assert shown(client)
    client.world.check_conservation()


@pytest.mark.parametrize("host", [HOST, SUBSCRIPTIONS, "server-api-push.in.meizu.com", "api-push.in.meizu.com"])
def test_every_host_answers(host):
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert client.ask(PUSH, host=host, pushIds=reg_id, messageJson=message())["code"] == "200"


def test_message_with_nothing_but_title_and_content_is_shown():
    client = a_client()
    assert client.push(message_json='{"noticeBarInfo":{"title":"t","content":"c"}}')["code"] == "200"
    assert shown(client)


def test_unknown_path_is_answered_404_with_the_nearest_paths_in_the_trace():
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", HOST, f"{PREFIX}{PUSH}s"))
    assert answer.status == 404
    [record] = records(client.world, Kind.STATE, "endpoint_unknown")
    assert record.data["nearest"][0] == f"{PREFIX}{PUSH}"


# -- auth -


@pytest.mark.parametrize(
    ("fields", "code", "rule"),
    [
        ({"appId": LEFT_OUT}, "110004", "app_id_empty"),
        ({"appId": "999999"}, "110000", "app_id_unknown"),
        ({"sign": "0" * 32}, "1006", "sign_wrong"),
        ({"sign": ""}, "1006", "sign_wrong"),
    ],
)
def test_call_that_nobody_signed_right_is_refused(fields, code, rule):
    client = a_client()
    answer = client.ask(PUSH, pushIds=reg_id_of(client.world), messageJson=message(), **fields)
    assert (answer["code"], answer["value"]) == (code, "")
    assert "msgId" not in answer
    assert client.last.rule == f"meizu.{rule}"


def test_sign_is_lower_case_over_decoded_sorted_values_without_separator():
    client = a_client()
    own = {"appId": client.app.values["app_id"], "pushIds": reg_id_of(client.world), "messageJson": message()}
    secret = client.app.values["app_secret"]
    right = signed(own, secret)
    assert client.ask(PUSH, **own, sign=right)["code"] == "200"
    wrong_joints = "&".join(f"{name}={own[name]}" for name in sorted(own))
    encoded = {name: urlencode({name: value}).partition("=")[2] for name, value in own.items()}
    for sign in (right.upper(), signed({"": wrong_joints}, secret), signed(encoded, secret), signed(own, "another")):
        assert client.ask(PUSH, **own, sign=sign)["code"] == "1006"
    # The phone's own calls are signed with the appKey.
    assert client.ask(PUSH, **own, sign=signed(own, client.app.values["app_key"]))["code"] == "110033"
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "signed_with_app_key")


def test_every_parameter_takes_part_in_the_sign():
    client = a_client()
    more = {"pushIds": reg_id_of(client.world), "messageJson": message(), "restrictedPackageNames": "com.example.chat"}
    assert client.ask(PUSH, **more)["code"] == "200"
    sign = signed({"appId": client.app.values["app_id"], **more}, client.app.values["app_secret"])
    assert client.ask(PUSH, **{**more, "restrictedPackageNames": "com.other"}, sign=sign)["code"] == "1006"


@pytest.mark.parametrize("state", [AppState.CLOSED, AppState.UNDER_REVIEW])
def test_app_that_may_not_push_is_110009(state):
    client = a_client()
    client.app.state = state
    assert client.push()["code"] == "110009"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "app_not_open")


@pytest.mark.parametrize(
    ("body", "query"), [(b"appId=%E9%A2%9", ""), (b"appId=\xc4\xe3", ""), (b"", "appId=%c4%e3"), (b"a=%ff", "")]
)
def test_form_that_is_no_utf_8_is_1001(body, query):
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", HOST, f"{PREFIX}{PUSH}", query, (), body))
    given = json.loads(answer.body)
    assert (given["code"], given["message"], given["value"]) == ("1001", "系统错误", "")


@pytest.mark.parametrize(("host", "other"), [(HOST, "server-api-push.in.meizu.com"), (SUBSCRIPTIONS, OVERSEAS_API)])
def test_app_of_the_platform_for_other_countries_is_sent_there_with_300(host, other):
    client = a_client(**push_app(rights=("overseas",)))
    fields = {"pushIds": reg_id_of(client.world), "messageJson": message()}
    answer = client.ask(PUSH, host=host, **fields)
    assert (answer["code"], answer["value"]) == ("300", "")
    assert answer["redirect"] == f"https://{other}{PREFIX}{PUSH}"
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "other_platform")
    assert client.ask(PUSH, host=other, **fields)["code"] == "200"


def test_list_of_packages_without_the_apps_own_is_110031():
    client = a_client()
    fields = {"pushIds": reg_id_of(client.world), "messageJson": message()}
    assert client.ask(PUSH, restrictedPackageNames="com.other,com.example.chat", **fields)["code"] == "200"
    assert client.ask(PUSH, restrictedPackageNames="com.other", **fields)["code"] == "110031"
    assert client.last.rule == "meizu.package_illegal"


@pytest.mark.parametrize(("code", "value"), [(1003, ""), (520, {"520": ["pushsim-refuse-520"]})])
def test_magic_push_id_forces_a_code_of_the_call_or_of_the_target(code, value):
    client = a_client()
    answer = client.push(f"pushsim-refuse-{code}")
    assert (answer["code"], answer["value"]) == ("200" if value else str(code), value)


# -- fields -


def shown_between(first: str, last: str, end_name: str = "fixEndDisplayTime") -> dict[str, Any]:
    return {
        "advanceInfo__fixDisplay": True,
        "advanceInfo__fixStartDisplayTime": first,
        f"advanceInfo__{end_name}": last,
    }


WRONG_FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("title_empty", {"noticeBarInfo__title": ""}),
    ("title_empty", {"noticeBarInfo__title": LEFT_OUT}),
    ("content_empty", {"noticeBarInfo__content": " "}),
    ("title_too_long", {"noticeBarInfo__title": "t" * 33}),
    ("title_too_long", {"noticeBarInfo__title": "t" * 1_000}),
    ("content_too_long", {"noticeBarInfo__content": "c" * 101}),
    ("content_too_long", {"noticeBarInfo__content": "c" * 5_000}),
    ("class_wrong", {"noticeBarInfo__noticeMsgType": 2}),
    ("class_wrong", {"noticeBarInfo__noticeMsgType": "private"}),
    ("bar_wrong", {"noticeBarInfo__noticeBarType": 1}),
    ("bar_wrong", {"noticeBarInfo__noticeBarType": 3}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandType": 3}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandContent": ""}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandType": 2}),
    ("click_wrong", {"clickTypeInfo__clickType": 4}),
    ("click_wrong", {"clickTypeInfo__clickType": 1}),
    ("click_wrong", {"clickTypeInfo__clickType": 2}),
    ("click_wrong", {"clickTypeInfo__clickType": 3, "clickTypeInfo__customAttribute": "a" * 1_001}),
    ("parameters_wrong", {"clickTypeInfo__parameters": "ext=42"}),
    ("life_wrong", {"pushTimeInfo__validTime": 0}),
    ("life_wrong", {"pushTimeInfo__validTime": 73}),
    ("life_wrong", {"pushTimeInfo__validTime": 10_000}),
    ("life_wrong", {"pushTimeInfo__validTime": "a day"}),
    ("life_wrong", {"pushTimeInfo__validTime": "a day", "pushTimeInfo__offLine": 0}),
    ("display_wrong", {"advanceInfo__fixDisplay": 1}),
    ("display_wrong", shown_between("tomorrow", "2026-03-02 11:00:00")),
    ("display_wrong", shown_between("2026-03-02 11:00:00", "2026-03-02 11:00:00")),
    ("fixed_speed_wrong", {"advanceInfo__fixSpeed": True}),
    ("fixed_speed_wrong", {"advanceInfo__fixSpeed": 1, "advanceInfo__fixSpeedRate": "fast"}),
    ("flag_wrong", {"pushTimeInfo__offLine": 2}),
    ("flag_wrong", {"pushTimeInfo__offLine": "yes"}),
    ("flag_wrong", {"advanceInfo__suspend": [1]}),
    ("notify_key_wrong", {"advanceInfo__notifyKey": "ninechars"}),
    ("notify_key_wrong", {"advanceInfo__notifyKey": "a key"}),
    ("vip_wrong", {"vipInfo__subtitle": "s" * 17}),
    ("vip_wrong", {"vipInfo__timeTop": 1_799}),
    ("vip_wrong", {"vipInfo__timeTop": 7_201}),
    ("vip_wrong", {"vipInfo__titleColor": "#FFFFFF"}),
    ("callback_wrong", {"extra__callback": "push.example.com"}),
    ("callback_wrong", {"extra__callback": "https://" + "c" * 121}),
    ("callback_wrong", {"extra__callback.param": "p" * 65}),
    ("callback_wrong", {"extra__callback.type": 4}),
]


@pytest.mark.parametrize(("rule", "changes"), WRONG_FIELDS)
def test_wrong_field_is_1005(rule, changes):
    client = a_client()
    answer = client.push(**changes)
    assert (answer["code"], answer["message"], answer["value"]) == ("1005", "参数错误，请参考API文档", "")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, rule)


@pytest.mark.parametrize(
    "changes",
    [
        {"noticeBarInfo__title": "题" * 32, "noticeBarInfo__content": "文" * 100},
        {"clickTypeInfo__clickType": 3, "clickTypeInfo__customAttribute": "a" * 1_000},
        {"pushTimeInfo__validTime": 1},
        {"pushTimeInfo__validTime": 0, "pushTimeInfo__offLine": 0},
        {"pushTimeInfo__validTime": "72"},
        {"pushTimeInfo__offLine": True, "advanceInfo__suspend": False, "advanceInfo__fixSpeed": "0"},
        {"advanceInfo__notifyKey": "Key_-123"},
        {"vipInfo__subtitle": "s" * 16, "vipInfo__timeTop": 1_800, "vipInfo__titleColor": "#206CFF"},
        {"vipInfo__timeTop": 7_200},
        {"extra__callback": "https://" + "c" * 120, "extra__callback.param": "p" * 64, "extra__callback.type": 1},
        {"clickTypeInfo__customAttribute": "a" * 1_001},
    ],
)
def test_bounds_of_the_fields(changes):
    client = a_client()
    assert client.push(**changes)["code"] == "200"
    assert shown(client)


@pytest.mark.parametrize("text", ["", "no json", '"text"', "[]", '{"noticeBarInfo":[]}'])
def test_message_that_is_none_is_refused(text):
    client = a_client()
    assert client.push(message_json=text)["code"] == ("1005" if text else "110004")


@pytest.mark.parametrize(("start", "code"), [("2022-05-26 09:00", "200"), ("2022-05-27 09:00", "1005")])
def test_picture_bar_ended_in_may_2022(start, code):
    client = a_client(start=start)
    assert client.push(noticeBarInfo__noticeBarType=1)["code"] == code


def test_call_without_a_target_is_110004():
    assert a_client().push("")["code"] == "110004"


@pytest.mark.parametrize(("count", "code"), [(1_000, "200"), (1_001, "1005"), (3_000, "1005")])
def test_thousand_targets_are_taken(count, code):
    client = a_client()
    push_ids = ",".join([reg_id_of(client.world), *(f"{UNKNOWN}{number}" for number in range(count - 1))])
    assert client.push(push_ids)["code"] == code


@pytest.mark.parametrize("path", ["/push/unvarnished/pushByPushId", "/push/task/unvarnished/pushByPushId"])
def test_pass_through_messages_are_110053(path):
    client = a_client()
    answer = client.ask(path, pushIds=reg_id_of(client.world), messageJson='{"title":"t","content":"c"}')
    assert answer["code"] == "110053"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "pass_through_stopped")


# -- meter -


@pytest.mark.parametrize(
    ("start", "what", "most"), [(IN_2021, "messages", 500), (TODAY, "messages", 500), (TODAY, "requests", 200)]
)
def test_messages_and_requests_of_one_second_are_limited(start, what, most):
    client = a_client(start=start)
    window, app_id = getattr(client.world.clouds["meizu"], what), client.app.values["app_id"]
    window.add(app_id, most - 1)
    assert client.push()["code"] == "200"
    answer = client.push()
    assert (answer["code"], answer["message"]) == ("110010", "应用请求频率超过限制")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_fast")
    client.world.run_for(SECOND_MS - 1)
    assert client.push()["code"] == "110010"
    client.world.run_for(1)
    assert client.push()["code"] == "200"


def test_requests_of_one_second_had_no_limit_of_their_own_in_2021():
    client = a_client(start=IN_2021)
    client.world.clouds["meizu"].requests.add(client.app.values["app_id"], 300)
    assert client.push()["code"] == "200"


def test_targets_of_one_list_beyond_the_messages_of_the_second_are_518():
    client = two_phones()
    bob, carol = reg_id_of(client.world), reg_id_of(client.world, "carol_phone")
    client.world.clouds["meizu"].messages.add(client.app.values["app_id"], 499)
    assert refused(client.push(f"{bob},{carol}"), carol) == "518"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "over_speed")


def test_public_calls_of_the_day_are_used_up_and_private_ones_are_not():
    client = a_client(**push_app(used_today=999))
    assert client.public()["code"] == "200"
    assert client.public()["code"] == "110019"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, "calls_used")
    assert client.push()["code"] == "200"
    client.world.run_for(DAY_MS)
    assert client.public()["code"] == "200"


def test_before_there_were_classes_every_call_counted():
    client = a_client(start=BEFORE_CLASSES, **push_app(used_today=1_000))
    assert client.push()["code"] == "110019"


# -- targets -


def test_push_id_that_meizu_never_gave_out_is_110003():
    client = a_client()
    assert refused(client.push(UNKNOWN), UNKNOWN) == "110003"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "target_illegal")


def test_push_id_of_an_app_that_has_gone_is_110002():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    assert refused(client.push(reg_id), reg_id) == "110002"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "target_gone")


@pytest.mark.parametrize(("away_ms", "is_gone"), [(30 * DAY_MS, False), (30 * DAY_MS + 1, True), (90 * DAY_MS, True)])
def test_push_id_of_a_phone_that_was_away_for_a_month_is_110002(away_ms, is_gone):
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(away_ms)
    assert client.push(reg_id)["value"] == ({"110002": [reg_id]} if is_gone else {})


def test_refused_targets_are_listed_by_code_and_accepted_ones_are_not():
    client = two_phones()
    world = client.world
    gone, there = reg_id_of(world), reg_id_of(world, "carol_phone")
    world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    answer = client.push(f"{UNKNOWN},{there},{gone},{UNKNOWN}x")
    assert answer["value"] == {"110003": [UNKNOWN, f"{UNKNOWN}x"], "110002": [gone]}
    world.run_for(SECOND_MS)
    assert len(world.phone("carol_phone").notifications.shade) == 1
    world.check_conservation()


def test_app_without_the_right_to_the_private_class_is_201():
    client = a_client(**push_app(system_messages=False))
    reg_id = reg_id_of(client.world)
    assert refused(client.push(), reg_id) == "201"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "no_right")
    assert client.public()["value"] == {}


def test_before_there_were_classes_no_right_was_needed():
    client = a_client(start=BEFORE_CLASSES, **push_app(system_messages=False))
    assert client.push()["value"] == {}


def test_sixth_message_in_a_minute_is_520():
    client = a_client(start=BEFORE_LIMIT)
    reg_id = reg_id_of(client.world)
    assert [client.public()["value"] for _ in range(5)] == [{}] * 5
    assert refused(client.public(), reg_id) == "520"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "folded")
    assert client.push()["value"] == {}  # a private one
    client.world.run_for(MINUTE_MS - 1)
    assert refused(client.public(), reg_id) == "520"
    client.world.run_for(1)
    assert client.public()["value"] == {}


def test_fourth_public_message_of_a_day_is_110011():
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert [client.public()["value"] for _ in range(3)] == [{}] * 3
    assert refused(client.public(), reg_id) == "110011"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, "device_limit")
    assert client.push()["value"] == {}
    client.world.run_for(DAY_MS)
    assert client.public()["value"] == {}


def test_news_app_has_five_public_messages_a_day_and_the_sixth_is_110011():
    client = a_client(**push_app(rights=("news",)))
    reg_id = reg_id_of(client.world)
    for _ in range(5):
        assert client.public()["value"] == {}
        client.world.run_for(MINUTE_MS)
    assert refused(client.public(), reg_id) == "110011"


def test_limit_of_public_messages_holds_since_may_2025():
    client = a_client(start=BEFORE_LIMIT)
    assert [client.public()["value"] for _ in range(4)] == [{}] * 4


# -- lives -


@pytest.mark.parametrize(("off_line", "is_kept"), [(1, True), (True, True), ("1", True), (0, False), (False, False)])
def test_message_is_kept_for_a_phone_that_is_away_unless_it_says_not_to(off_line, is_kept):
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    answer = client.push(pushTimeInfo__offLine=off_line)
    assert answer["value"] == ({} if is_kept else {"513": [reg_id_of(client.world)]})
    client.world.run_for(HOUR_MS)
    if not is_kept:
        assert client.said_no(Hop.DISPATCHED, Reason.DEVICE_OFFLINE, "not_kept")
    phone.set_network(NetworkKind.WIFI)
    assert shown(client) is is_kept
    client.world.check_conservation()


def test_phone_that_goes_away_right_after_the_call_is_not_waited_for():
    client = a_client()
    client.push(pushTimeInfo__offLine=0)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(HOUR_MS)
    assert (client.last.name, client.last.rule) == (Hop.DISPATCHED, "cloud.online_only")


def test_for_one_phone_two_hundred_messages_wait_and_the_next_one_is_519():
    client = a_client()
    bob = reg_id_of(client.world)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    assert client.push(",".join([bob] * 200))["value"] == {}
    client.world.run_for(SECOND_MS)
    assert refused(client.push(), bob) == "519"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "overloaded")


@pytest.mark.parametrize("end_name", ["fixEndDisplayTime", "fixEndDisplayTime "])
def test_message_with_times_is_shown_between_them_and_not_before(end_name):
    client = a_client()
    times = shown_between("2026-03-02 10:00:00", "2026-03-02 11:00:00", end_name)
    assert client.push(**times)["value"] == {}
    client.world.run_for(HOUR_MS - client.world.scheduler.now_ms - 1)
    assert client.world.phone("bob_phone").notifications.shade == ()
    client.world.run_for(3 * SECOND_MS)
    assert shown(client)


def test_message_whose_time_is_over_is_dropped():
    client = a_client()
    client.push(**shown_between("2026-03-02 07:00:00", "2026-03-02 08:00:00"))
    assert not shown(client)
    assert (client.last.name, client.last.reason) == (Hop.DISPATCHED, Reason.TTL_EXPIRED)


@pytest.mark.parametrize("hours", [1, 72])
def test_message_lives_as_many_hours_as_it_says(hours):
    for more_ms, is_shown in ((-MINUTE_MS, True), (MINUTE_MS, False)):
        client = a_client()
        phone = client.world.phone("bob_phone")
        phone.set_network(NetworkKind.OFF)
        client.push(pushTimeInfo__validTime=hours)
        client.world.run_for(hours * HOUR_MS + more_ms)
        phone.set_network(NetworkKind.WIFI)
        assert shown(client) is is_shown


def test_of_the_messages_of_one_key_only_the_last_one_shows():
    client = a_client()
    for key in ("key", "key", "", ""):
        client.push(advanceInfo__notifyKey=key, noticeBarInfo__title=f"with {key!r}")
        client.world.run_for(SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 3


def test_waiting_message_of_the_same_key_is_collapsed():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    for title in ("first", "second"):
        client.push(advanceInfo__notifyKey="key", noticeBarInfo__title=title)
        client.world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert [one.title for one in phone.notifications.shade] == ["second"]


# -- the whole -


def test_killed_app_is_pushed_to_like_a_running_one():
    client = a_client()
    killed(client.world)
    client.push()
    assert shown(client)


def test_push_id_has_the_form_of_meizus():
    reg_id = reg_id_of(healthy_world("meizu"))
    assert len(reg_id) == 45
    assert reg_id[:3].isalnum()
    assert reg_id[:3] == reg_id[:3].upper()
    assert set(reg_id[3:]) <= set("0123456789abcdef")


def test_no_rule_gives_a_code_that_rejections_lack():
    declared = {one for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    asked = (rules.AUTH, rules.FIELDS, rules.TAG_FIELDS, rules.TASK_TARGETS, rules.CANCEL, rules.DAYS, rules.METER)
    given = {rule.answer for decision in asked for rule in decision}
    assert given <= declared
