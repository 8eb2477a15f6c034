"""OPPO's batches, stored messages and broadcasts."""

import pytest

from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import bound_phone, killed, reg_id_of
from tests.vendors.oppo_client import IN_2026, LEFT_OUT, UNKNOWN, a_client, push_app

# -- batches -


def test_batch_answers_for_each_message_in_order():
    client = a_client(start=IN_2026)
    messages = [
        client.message(),
        client.message(target_value=UNKNOWN),
        client.message(title=""),
        client.message(category="MARKETING"),
        "no message",
    ]
    answer = client.batch(*messages)
    assert (answer["code"], len(answer["data"])) == (0, 5)
    first, *others = answer["data"]
    assert first["registrationId"] == reg_id_of(client.world)
    assert isinstance(first["messageId"], str)
    assert [one["errorCode"] for one in others] == [10000, 40, 67, 41]
    assert all(isinstance(one["errorMessage"], str) for one in others)
    client.world.run_for(SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
    client.world.check_conservation()


@pytest.mark.parametrize(("count", "code"), [(1_000, 0), (1_001, 41)])
def test_batch_has_1000_messages_at_most(count, code):
    client = a_client()
    assert client.batch(*[client.message(target_value=UNKNOWN)] * count)["code"] == code


@pytest.mark.parametrize(("messages", "code"), [("", 40), ("[]", 41), ("{}", 41), ("[", 41)])
def test_batch_that_is_no_list_is_refused(messages, code):
    assert a_client().post("message/notification/unicast_batch", {"messages": messages})["code"] == code


# -- stored messages and broadcasts -


def test_stored_message_goes_to_each_target():
    client = a_client()
    carol = bound_phone(client.world, "carol_phone", "carol")
    killed(client.world)
    message_id = client.save()["data"]["message_id"]
    both = f"{reg_id_of(client.world)};{reg_id_of(client.world, carol.name)};{UNKNOWN}"
    answer = client.broadcast(message_id, both)
    assert answer["code"] == 0
    assert answer["data"] == {"message_id": message_id, "task_id": answer["data"]["task_id"], "10000": [UNKNOWN]}
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]
    client.world.check_conservation()


def test_broadcast_to_everybody_needs_no_targets():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    answer = client.broadcast(client.save()["data"]["message_id"], target_type=1)
    assert answer["code"] == 0
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]


def test_broadcast_joined_with_commas_names_one_bad_id():
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    joined = f"{reg_id_of(client.world)},{UNKNOWN}"
    assert client.broadcast(message_id, joined)["data"]["10000"] == [joined]


@pytest.mark.parametrize("target_type", [5, 6])
def test_broadcast_to_aliases_and_tags_finds_nobody(target_type):
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    assert client.broadcast(message_id, "bob", target_type)["data"]["10000"] == ["bob"]


def test_stored_message_ends_after_a_day():
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    client.world.run_for(DAY_MS - 1)
    client.auth()
    assert client.broadcast(message_id, reg_id_of(client.world))["code"] == 0
    client.world.run_for(1)
    assert client.broadcast(message_id, reg_id_of(client.world))["code"] == 31


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message_id": ""}, 40),
        ({"message_id": "0" * 24}, 31),
        ({"target_type": 3}, 41),
        ({"target_type": LEFT_OUT}, 41),
        ({"target_value": ""}, 40),
        ({"target_value": ";".join([UNKNOWN] * 1_001)}, 41),
        ({"target_value": ";".join([UNKNOWN] * 1_000)}, 0),
    ],
)
def test_wrong_broadcast_is_refused(changes, code):
    client = a_client()
    right = {"message_id": client.save()["data"]["message_id"], "target_value": reg_id_of(client.world)}
    assert client.broadcast(**{**right, **changes})["code"] == code


@pytest.mark.parametrize(("changes", "code"), [({"title": ""}, 40), ({"content": "文" * 51}, 41), ({"style": 3}, 40)])
def test_wrong_message_is_not_stored(changes, code):
    assert a_client(start=IN_2026).save(**changes)["code"] == code


def test_quota_is_taken_one_by_one_by_a_broadcast():
    client = a_client(**push_app(used_today=99_999, channels={"tuikit": "public"}, values={"channel_id": "other"}))
    carol = bound_phone(client.world, "carol_phone", "carol")
    both = f"{reg_id_of(client.world)};{reg_id_of(client.world, carol.name)}"
    assert client.broadcast(client.save()["data"]["message_id"], both)["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "public_used_up")
