"""What Xiaomi tells when it is asked: messages, days, quotas, presence, invalid targets, channels and pictures."""

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.vendors.xiaomi.facts import Command
from tests.factories import killed, reg_id_of, tap
from tests.vendors.xiaomi_client import FEEDBACK, LEFT_OUT, UNKNOWN, a_client, named, push_app, shown, two_phones

EMQ = "emq.xmpush.xiaomi.com"
PNG = b"\x89PNG\r\n\x1a\n picture"


# -- messages and days -


def test_status_of_a_message_tells_what_was_delivered():
    client = a_client()
    message_id = client.send(extra__jobkey="offer", time_to_live=HOUR_MS)["data"]["id"]
    client.world.run_for(SECOND_MS)
    status = client.get("/v1/trace/message/status", msg_id=message_id)["data"]["data"]
    assert (status["id"], status["resolved"], status["delivered"], status["delivery_rate"]) == (
        message_id,
        1,
        1,
        "100%",
    )
    assert (status["time_to_live"], status["create_time"][:10]) == ("3600s", "2026-03-02")
    for query in ({"job_key": "offer"}, {"begin_time": 0}, {"begin_time": 0, "end_time": 10**13}):
        [found] = client.get("/v1/trace/messages/status", **query)["data"]["data"]
        assert found == status
    assert client.get("/v1/trace/messages/status", job_key="other")["data"]["data"] == []


def test_status_asks_for_a_message_that_there_is():
    client = a_client()
    assert client.get("/v1/trace/message/status", msg_id="scm0")["code"] == 65028
    assert client.get("/v1/trace/message/status")["code"] == 10016
    assert client.get("/v1/trace/messages/status", begin_time="yesterday")["code"] == 10017


def test_counters_of_a_day():
    client = a_client()
    client.send()
    client.world.run_for(SECOND_MS)
    client.send_to("/v3/message/all")
    client.world.run_for(SECOND_MS)
    [row] = client.get("/v1/stats/message/counters", start_date="20260301", end_date="20260302")["data"]["data"]
    assert row == {
        "date": "20260302",
        "single_recipients": 1,
        "broadcast_recipients": 1,
        "regid_recipients": 1,
        "alias_recipients": 0,
        "useraccount_recipients": 0,
        "received": 2,
        "click": 0,
    }
    assert client.get("/v1/stats/message/counters", start_date="20260301", end_date="20260301")["data"]["data"] == []


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("", "20260302", 10016), ("2026-03-01", "20260302", 10017), ("20260230", "20260302", 10017)],
)
def test_counters_ask_for_days(first, last, code):
    assert a_client().get("/v1/stats/message/counters", start_date=first, end_date=last)["code"] == code


def test_presence_of_a_phone():
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert client.get("/v1/regid/presence", registration_id=reg_id)["data"] == {"regid": reg_id, "status": "online"}
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    listed = client.get("/v2/regid/presence", registration_id=f"{reg_id},{UNKNOWN}")["data"]["list"]
    assert [one["status"] for one in listed] == ["offline", "offline"]
    assert client.get("/v1/regid/presence")["code"] == 10016


def test_reading_is_refused_without_the_secret_and_when_too_fast():
    client = a_client()
    assert client.call("GET", "/v1/feedback/fetch_invalid_regids", {}, ())["code"] == 21301
    client.world.clouds["xiaomi"].windows["second"].add(client.app.values["app_id"], 500)
    assert client.get("/v1/feedback/fetch_invalid_regids")["code"] == 200002


def test_what_became_of_a_message_is_counted():
    client = two_phones()
    killed(client.world)
    client.world.phone("carol_phone").notifications.set_notifications_enabled(client.app.package, enabled=False)
    both = ",".join(reg_id_of(client.world, name) for name in ("bob_phone", "carol_phone"))
    message_id = client.send(registration_id=f"{both},{UNKNOWN}")["data"]["id"]
    client.world.run_for(SECOND_MS)
    tap(client.world)
    status = client.get("/v1/trace/message/status", msg_id=message_id)["data"]["data"]
    wanted = {"resolved": 2, "delivered": 2, "bar_closed": 1, "click": 1, "invalid_target": 1, "raw_counter": 3}
    assert {name: status[name] for name in wanted} == wanted
    assert (status["delivery_rate"], status["click_rate"]) == ("100%", "50%")
    [row] = client.get("/v1/stats/message/counters", start_date="20260302", end_date="20260302")["data"]["data"]
    assert (row["received"], row["click"]) == (2, 1)


def test_phones_that_a_filter_leaves_out_are_counted():
    client = a_client()
    message_id = client.send(extra__model="another")["data"]["id"]
    client.world.run_for(SECOND_MS)
    status = client.get("/v1/trace/message/status", msg_id=message_id)["data"]["data"]
    assert (status["delivered"], status["device_condition_unmatch"]) == (0, 1)


def test_list_of_messages_has_the_one_that_is_named():
    client = a_client()
    message_id = client.send()["data"]["id"]
    [status] = client.get("/v1/trace/messages/status", msg_id=message_id)["data"]["data"]
    assert status["id"] == message_id


@pytest.mark.parametrize(("last", "code"), [("20260331", 0), ("20260401", 10017)])
def test_counters_span_less_than_thirty_days(last, code):
    assert a_client().get("/v1/stats/message/counters", start_date="20260302", end_date=last)["code"] == code


def test_quota_is_read_once_a_second():
    client = a_client(**push_app(channels={"news": "public"}))
    client.send(extra__channel_id="news")
    client.world.run_for(SECOND_MS)
    assert client.get("/v1/trace/quota/get")["data"]["data"] == {
        "no_channel": {"day_quota": "10000", "day_acked": "0"},
        "public": {"day_quota": "20000", "day_acked": "1"},
    }
    assert client.get("/v1/trace/quota/get")["code"] == 10027
    client.world.run_for(SECOND_MS)
    assert client.get("/v1/trace/quota/get")["code"] == 0


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("/v1/trace/messages/status", {"begin_time": 0}, 10039),
        ("/v1/feedback/fetch_invalid_regids", {}, 10030),
        ("/v1/feedback/fetch_invalid_aliases", {}, 10032),
        ("/v2/regid/presence", {"registration_id": UNKNOWN}, 10027),
    ],
)
def test_hundred_reads_a_second_are_answered(path, fields, code):
    client = a_client()
    codes = [client.get(path, **fields)["code"] for _ in range(101)]
    assert (set(codes[:100]), codes[100]) == ({0}, code)
    client.world.run_for(SECOND_MS)
    assert client.get(path, **fields)["code"] == 0


# -- presence, validation, invalid targets -


def test_presence_of_a_stranger_is_10029():
    assert a_client().get("/v1/regid/presence", registration_id=UNKNOWN)["code"] == 10029


def test_good_reg_ids_are_told_from_others():
    client = two_phones()
    client.world.clouds["xiaomi"].app_removed("carol_phone", client.app.package)
    both = [reg_id_of(client.world, name) for name in ("bob_phone", "carol_phone")]
    answer = client.post("/v1/validation/regids", registration_ids=",".join([*both, UNKNOWN]))
    assert answer["data"] == {"list": both[:1]}
    assert client.post("/v1/validation/regids")["code"] == 10016


def test_aliases_that_nobody_has_are_fetched_until_there_are_no_more():
    client = a_client()
    named(client, Command.SET_ALIAS, "bob")
    fetch = "/v1/feedback/fetch_invalid_aliases"
    assert client.get(fetch, FEEDBACK)["data"] == {"list": []}
    client.send_to("/v2/message/alias", alias="bob,nobody")
    assert client.get(fetch, FEEDBACK)["data"] == {"list": ["nobody"]}
    assert client.get(fetch, FEEDBACK)["code"] == 10035
    client.send_to("/v2/message/alias", alias="bob,no one")
    assert client.get(fetch, FEEDBACK)["data"] == {"list": ["no one"]}


def test_device_ids_are_never_invalid():
    assert a_client().get("/v1/feedback/fetch_invalid_miid", FEEDBACK)["data"] == {"list": []}


def test_queues_tell_of_arrivals_and_taps_once():
    client = a_client()
    killed(client.world)
    message_id = client.send(extra__jobkey="offer")["data"]["id"]
    assert shown(client)
    tap(client.world)
    package = client.app.package
    [arrived] = client.get("/msg/ack/info", EMQ, package_name=package)["data"]["list"]
    [tapped] = client.get("/msg/click/info", EMQ, package_name=package)["data"]["list"]
    for entry, at in ((arrived, "ackAt"), (tapped, "clickAt")):
        assert client.world.clock.epoch_ms - MINUTE_MS < entry.pop(at) <= client.world.clock.epoch_ms
        assert entry == {"msgId": message_id, "target": reg_id_of(client.world), "jobkey": "offer"}
    assert client.get("/msg/ack/info", EMQ, package_name=package)["data"] == {"list": []}
    client.world.clouds["xiaomi"].app_removed("bob_phone", package)
    assert client.get("/app/invalid/regid", EMQ, package_name=package)["data"] == {"list": [reg_id_of(client.world)]}
    answer = client.get("/msg/ack/info", EMQ, package_name="com.example.other")
    assert (answer["code"], answer["reason"]) == (22022, "Invalid package name: com.example.other")


# -- channels -


def test_added_channel_is_public_and_discarded_one_is_not_known():
    client = a_client()
    assert client.send(extra__channel_id="news")["code"] == 27001
    assert client.get("/v1/channel/add", channel_id="news", channel_name="News")["code"] == 0
    assert client.get("/v1/channel/list")["data"] == {"list": [{"channel_id": "news", "channel_name": "News"}]}
    assert client.send(extra__channel_id="news")["data"]["day_quota"] == "20000"
    assert client.get("/v1/channel/discard", channel_id="news")["code"] == 0
    assert client.send(extra__channel_id="news")["code"] == 27001
    assert client.get("/v1/channel/discard", channel_id="news")["code"] == 27001
    assert client.get("/v1/channel/list")["data"] == {"list": []}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"channel_name": "News"}, 10016),
        ({"channel_id": "news"}, 22005),
        ({"channel_id": "news", "channel_name": "x" * 256}, 22005),
        ({"channel_id": "news", "channel_name": "News", "channel_description": "x" * 256}, 22020),
        ({"channel_id": "news", "channel_name": "x" * 255, "channel_description": "x" * 255}, 0),
    ],
)
def test_channel_asks_for_its_fields(fields, code):
    assert a_client().post("/v1/channel/add", **fields)["code"] == code


def test_reading_asks_for_its_fields():
    assert a_client().get("/v1/channel/discard")["code"] == 10016
    assert a_client().get("/v1/alias/all")["code"] == 10016


def test_thirty_channels_and_sixty_changes_a_minute():
    client = a_client(**push_app(channels={"chat": "private"}))
    for number in range(29):
        assert client.get("/v1/channel/add", channel_id=f"c{number}", channel_name="c")["code"] == 0
    assert client.get("/v1/channel/add", channel_id="one more", channel_name="c")["code"] == 10036
    for _ in range(15):
        client.get("/v1/channel/discard", channel_id="c1")
        client.get("/v1/channel/add", channel_id="c1", channel_name="c")
    assert client.get("/v1/channel/discard", channel_id="c2")["code"] == 0
    assert client.get("/v1/channel/add", channel_id="c2", channel_name="c")["code"] == 10023
    client.world.run_for(MINUTE_MS)
    assert client.get("/v1/channel/add", channel_id="c2", channel_name="c")["code"] == 0


def test_sound_is_heard_where_the_channel_has_it():
    client = a_client()
    sound = f"android.resource://{client.app.package}/raw/ring"
    client.get("/v1/channel/add", channel_id="news", channel_name="News", sound_url=sound)
    for number, wanted in enumerate((sound, sound.replace("ring", "song"), LEFT_OUT)):
        client.send(extra__channel_id="news", extra__sound_uri=wanted, notify_id=number)
        assert shown(client)
    contents = [one.content for one in client.world.phone("bob_phone").notifications.shade]
    assert [one.options["sound"] for one in contents] == ["ring", "", ""]


# -- pictures -


def upload(client, path, body, query="is_global=false&is_icon=false"):
    own = (("Authorization", f"key={client.secret}"), ("Content-Type", "image/png"))
    return client.call("POST", path, body, own, query=query)


def test_uploaded_picture_gets_an_address():
    client = a_client()
    [(name, address)] = upload(client, "/media/upload/image", PNG)["data"].items()
    assert (name, address[:8]) == ("pic_url", "https://")
    [(name, _)] = upload(client, "/media/upload/image", PNG, "is_icon=true")["data"].items()
    assert name == "icon_url"


def test_picture_comes_as_part_of_a_form_too():
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--b--\r\n"
    assert upload(a_client(), "/media/upload/image", part)["code"] == 0


def test_something_else_is_no_picture():
    client = a_client()
    assert upload(client, "/media/upload/image", b"text")["code"] == 10007
    assert upload(client, "/media/upload/image", b"")["code"] == 10016


def test_small_icon_is_the_apps_own():
    client = a_client()
    address = upload(client, "/media/upload/smallIcon", PNG)["data"]["icon_url"]
    query = "/media/upload/smallIcon/query"
    assert client.get(query, app_id=client.app.values["app_id"])["data"] == {"icon_url": address}
    for app_id, code in (("", 10006), ("mine", 22006), ("1", 10005)):
        assert client.get(query, app_id=app_id)["code"] == code


def test_sixty_pictures_a_minute():
    client = a_client()
    codes = [upload(client, "/media/upload/image", PNG)["code"] for _ in range(61)]
    assert (set(codes[:60]), codes[60]) == ({0}, 10024)
