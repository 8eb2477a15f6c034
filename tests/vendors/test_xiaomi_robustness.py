"""No request brings Xiaomi's cloud down, whatever stands in it."""

import json
from urllib.parse import urlencode

import pytest

from simulator.kernel.randomness import Streams
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.http import Request
from tests.factories import reg_id_of
from tests.vendors.xiaomi_client import push_app, two_phones

NAMES = (
    "registration_id", "registration_ids", "alias", "aliases", "user_account", "topic", "topics", "topic_op", "region",
    "messages", "notify_id", "notify_type", "time_to_send", "time_to_live", "pass_through", "title", "description",
    "payload", "restricted_package_name", "job_id", "jobkey", "id", "msg_id", "msg_ids", "job_keys", "start_date",
    "end_date", "begin_time", "end_time", "channel_id", "channel_name", "app_id", "package_name", "regIds",
    "extra.callback", "extra.callback.type", "extra.jobkey", "extra.channel_id", "extra.notify_effect", "extra.model",
    "collapse_key", "imeiMd5",
)  # fmt: skip
VALUES = (
    "", "x", " ", "0", "-1", "1", "9" * 20, "²", "1e5", "null", "[]", '[{"target":"a","message":{}}]',
    '[{"target":1,"message":{"title":"t","description":"d","extra":{"a":{"b":1}}}}]', "http://[", "http://a:b",
    "http://push.customer.example/receipts/xiaomi", "20260302", "99999999", "a;$;b", "news", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_every_request_is_answered_and_every_push_accounted_for(seed):
    client = two_phones(**push_app(channels={"news": "public"}))
    world, cloud = client.world, client.world.clouds["xiaomi"]
    stream = Streams(seed).named("requests")
    endpoints, values = list(cloud.endpoints), (*VALUES, reg_id_of(world), client.app.package)
    right = {"title": "t", "description": "d", "registration_id": reg_id_of(world)}
    codes = set()
    for number in range(150):
        method, path = endpoints[stream.between(0, len(endpoints) - 1)]
        chosen = {
            NAMES[stream.between(0, len(NAMES) - 1)]: values[stream.between(0, len(values) - 1)] for _ in range(6)
        }
        form = urlencode({**(right if stream.between(1, 100) <= 60 else {}), **chosen})
        world.scheduler.context = None
        headers = (("Authorization", f"key={client.secret}"),)
        host = cloud.hosts[stream.between(0, len(cloud.hosts) - 1)]
        is_read = method == "GET"
        request = Request(method, host, path, form if is_read else "", headers, b"" if is_read else form.encode())
        codes.add(json.loads(world.hosts.handle(request).body)["code"])
        if number % 10 == 0:
            world.run_for(SECOND_MS)
    world.run_for(DAY_MS)
    world.check_conservation()
    assert len(codes) > 5
