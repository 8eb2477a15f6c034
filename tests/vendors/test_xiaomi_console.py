"""What Xiaomi's console says of an app, and what comes of the request as such."""

import pytest
from msgspec.structs import replace

from simulator.cloud.registrations import Registration
from simulator.kernel.units import DAY_MS
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.message import By
from tests.factories import reg_id_of
from tests.vendors.xiaomi_client import LEFT_OUT, a_client, push_app, shown, two_phones

VIP = "vip.api.xmpush.xiaomi.com"
VIP_ABROAD = "vip.api.xmpush.global.xiaomi.com"


@pytest.mark.parametrize(
    ("barred", "code"),
    [
        ("app", 22001),
        ("revoked_app", 22002),
        ("developer", 22021),
        ("service", 10002),
        ("api", 10026),
        ("sending", 10031),
    ],
)
def test_app_that_is_barred_cannot_send(barred, code):
    client = a_client()
    client.app.barred = frozenset({barred})
    assert client.send()["code"] == code
    client.app.barred = frozenset()
    assert client.send()["code"] == 0


def test_blacklist_names_the_app_in_xiaomis_words():
    client = a_client()
    client.app.barred = frozenset({"sending"})
    app_id = client.app.values["app_id"]
    assert client.send()["reason"] == f"AppId(id={app_id}) in the blacklist, forbid to send messages"
    assert client.get("/v1/stats/message/counters", start_date="20260301", end_date="20260302")["code"] == 0


def test_feedback_and_statistics_are_barred_by_themselves():
    client = a_client(**push_app(barred=("feedback", "statistics")))
    assert client.send()["code"] == 0
    assert client.get("/v1/feedback/fetch_invalid_regids")["code"] == 10033
    assert client.get("/v1/trace/messages/status", begin_time=0)["code"] == 10038


def test_app_without_a_package_is_incomplete():
    client = a_client()
    client.app.package = ""
    assert client.send()["code"] == 22004


def test_vip_host_is_for_those_with_the_right():
    client = a_client()
    fields = client.message(registration_id=reg_id_of(client.world))
    assert client.call("POST", "/v3/message/regid", fields, host=VIP)["code"] == 21303
    client.app.rights = frozenset({"vip"})
    assert client.call("POST", "/v3/message/regid", fields, host=VIP)["code"] == 0


def test_vip_host_abroad_wants_the_right_and_a_reg_id_from_there():
    client = a_client()
    fields = client.message(registration_id=reg_id_of(client.world))
    assert client.call("POST", "/v3/message/regid", fields, host=VIP_ABROAD)["code"] == 21303
    client.app.rights = frozenset({"vip"})
    assert client.call("POST", "/v3/message/regid", fields, host=VIP_ABROAD)["code"] == 20301


@pytest.mark.parametrize(
    "host", [f"{region}feedback.xmpush.global.xiaomi.com" for region in ("", "fr.", "ru.", "idmb.")]
)
def test_feedback_is_asked_for_at_the_host_of_each_region(host: str):
    answer = a_client().call("GET", "/v1/feedback/fetch_invalid_regids", {}, host=host)
    assert (answer["code"], answer["data"]["list"]) == (0, [])


def test_big_topic_wants_an_audit_token():
    client = a_client(**push_app(rights=("audit_token:t0k3n",)))
    names, app_id = client.world.clouds["xiaomi"].names, client.app.values["app_id"]
    client.post("/v2/topic/subscribe", registration_id=reg_id_of(client.world), topic="news")
    for number in range(facts.TOPIC_TOKEN_FROM.value - 1):
        names.name(app_id, By.TOPIC, "news", f"r{number}")
    fields = client.message(topic="news")
    own = ("Authorization", f"key={client.secret}")
    names.name(app_id, By.TOPIC, "news", "one more")
    assert client.call("POST", "/v2/message/topic", fields)["code"] == 21302
    assert client.call("POST", "/v2/message/topic", fields, (own, ("X-PUSH-AUDIT-TOKEN", "another")))["code"] == 21302
    assert client.call("POST", "/v2/message/topic", fields, (own, ("X-PUSH-AUDIT-TOKEN", "t0k3n")))["code"] == 0


def test_request_may_be_ten_million_bytes_long():
    client = a_client()
    assert client.call("POST", "/v3/message/regid", b"a=" + b"x" * 9_999_998)["code"] == 21305
    assert client.call("POST", "/v3/message/regid", b"a=" + b"x" * 9_999_999)["code"] == 10018


def test_body_that_is_no_text_is_10012():
    assert a_client().call("POST", "/v3/message/regid", b"title=\xff\xfe")["code"] == 10012


def test_total_of_calls_a_day():
    client = a_client()
    today, key = client.world.clouds["xiaomi"].today, ("calls", client.app.values["app_id"])
    today.add(key, facts.CALLS_PER_DAY_MAX.value - 1)
    assert client.send()["code"] == 0
    assert client.send()["code"] == 10028
    client.world.run_for(DAY_MS)
    assert client.send()["code"] == 0


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v2/message/miid", 10014),
        ("/v3/message/gaid", 10014),
        ("/v2/multi_messages/miids", 10014),
        ("/v1/message/imeimd5", 65041),
        ("/v2/message/geo", 26003),
        ("/v1/message/miid/revoke", 10014),
    ],
)
def test_targets_that_xiaomi_opens_to_few(path, code):
    assert a_client().send_to(path)["code"] == code


def test_imei_that_is_named_is_still_restricted():
    assert a_client().send_to("/v1/message/imeimd5", imeiMd5="0123")["code"] == 10014


# -- quotas by the number of devices -


def test_app_with_more_devices_has_more_queries_and_messages():
    client = a_client(**push_app(channels={"news": "public"}))
    cloud, app_id = client.world.clouds["xiaomi"], client.app.values["app_id"]
    assert (cloud.queries_per_second(app_id), cloud.counting_base(app_id)) == (500, 10_000)
    [own] = cloud.registrations
    for number in range(12_000):
        cloud.registrations.add(_another(own, number))
    assert cloud.counting_base(app_id) == 12_001
    cloud.today.add(("acked", app_id, "public"), 24_001)
    assert client.send(extra__channel_id="news")["code"] == 0
    assert shown(client)
    answer = client.send(extra__channel_id="news")
    assert (answer["code"], answer["reason"]) == (200001, "exceed quota, quota: 24002, have acked: 24002")


def test_news_licence_gives_more():
    client = a_client(**push_app(channels={"news": "public"}, rights=("news",), used_today=29_999))
    answer = client.send(extra__channel_id="news")
    assert answer["data"]["day_quota"] == "30000"
    assert answer["data"]["day_acked"] == "29999"
    assert shown(client)
    assert client.send(extra__channel_id="news")["code"] == 200001


def test_news_licence_gives_a_phone_eight():
    client = a_client(**push_app(channels={"news": "public"}, rights=("news",)))
    for number in range(9):
        client.send(extra__channel_id="news", notify_id=number)
        assert shown(client) is (number < 8)


@pytest.mark.parametrize(
    ("start", "rights", "quota", "per_device"),
    [
        ("2026-07-31 09:00", (), "20000", 5),
        ("2026-08-01 09:00", (), "15000", 3),
        ("2026-08-01 09:00", ("news",), "25000", 5),
    ],
)
def test_public_class_is_lowered_since_august_2026(start, rights, quota, per_device):
    client = a_client(start=start, **push_app(channels={"news": "public"}, barred=("full_quota",), rights=rights))
    for number in range(per_device + 1):
        assert client.send(extra__channel_id="news", notify_id=number)["data"]["day_quota"] == quota
        assert shown(client) is (number < per_device)


def test_switched_off_phone_is_no_counted_device():
    client = two_phones(**push_app(channels={"news": "public"}))
    cloud, app_id = client.world.clouds["xiaomi"], client.app.values["app_id"]
    client.world.phone("bob_phone").notifications.set_notifications_enabled(client.app.package, enabled=False)
    client.send(extra__channel_id="news")
    client.world.run_for(1_000)
    [own, *_] = cloud.registrations
    for number in range(9_999):
        cloud.registrations.add(_another(own, number))
    assert cloud.counting_base(app_id) == 10_000


def test_broadcasts_in_a_minute():
    client = a_client()
    codes = [client.send_to("/v3/message/topic", topic="nobody_is_here")["code"] for _ in range(101)]
    assert (set(codes[:100]), codes[100]) == ({0}, 26004)
    client.world.run_for(60_000)
    assert client.send_to("/v3/message/topic", topic="nobody_is_here")["code"] == 0


def test_timed_messages_that_wait():
    client = a_client()
    due = client.world.clock.epoch_ms + DAY_MS
    for _ in range(2):
        codes = [client.send(time_to_send=due, extra__channel_id=LEFT_OUT)["code"] for _ in range(500)]
        assert set(codes) == {0}
        client.world.run_for(1_000)
    assert client.send(time_to_send=due)["code"] == 10009
    assert client.send()["code"] == 0
    client.world.run_for(DAY_MS)
    assert client.send(time_to_send=client.world.clock.epoch_ms + DAY_MS)["code"] == 0


def _another(registration: Registration, number: int) -> Registration:
    return replace(registration, reg_id=f"r{number}", phone=f"phone {number}")


# -- magic values -


@pytest.mark.parametrize(
    "path", ["/v1/regid/presence", "/v1/stats/message/counters", "/v1/feedback/fetch_invalid_regids"]
)
def test_magic_value_is_answered_in_xiaomis_form_on_any_path(path):
    client = a_client()
    answer = client.get(path, registration_id="pushsim-refuse-10001")
    assert (answer["code"], answer["result"]) == (10001, "error")
    client.secret = "pushsim-refuse-21301"
    assert client.get(path)["code"] == 21301


def test_magic_value_in_a_list_refuses_the_whole_call():
    client = a_client()
    assert client.send_each((reg_id_of(client.world), {}), ("pushsim-refuse-200002", {}))["code"] == 200002
    assert client.world.ledger.opened == 0
