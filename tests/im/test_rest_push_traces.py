"""Looking up what became of pushes: by the PushID of a webhook, by a task, and as losses of a span of time."""

import json
from typing import Any

import pytest

from simulator.kernel.trace import Kind
from simulator.world.spec import AppSpec, AppVendorSpec, WebhooksSpec
from simulator.world.world import World
from tests.im.calls import a_full_chat, call, path_of, spoilt
from tests.im.worlds import a_message, kill, send, set_up

TRACE, TASK_TRACE, LOSS = map(path_of, ("normal_push_trace", "all_member_push_trace", "normal_push_loss"))
WELL = "sucess"


def told_refs(world: World) -> list[str]:
    """`PushID`s that the customer's webhooks were told."""
    refs = []
    for record in world.trace:
        request = record.data.get("request")
        if record.kind is Kind.WIRE and record.name == "im>customer" and request is not None:
            refs += [event["PushID"] for event in json.loads(request["body"]).get("Events", []) if "PushID" in event]
    return list(dict.fromkeys(refs))


def pushed(**webhooks: Any) -> World:
    """A world in which one message was pushed to bob's killed phone, and the customer was told so."""
    world = a_full_chat(webhooks=WebhooksSpec(events=["Push.OfflinePush"], **webhooks))
    kill(world, set_up(world))
    send(world)
    world.run_for(2_000)
    return world


def trace_of(world: World, ref: str) -> list[dict[str, Any]]:
    answer = call(world, TRACE, {"PushID": ref})
    assert answer["ErrorCode"] == 0
    found: list[dict[str, Any]] = answer["InstanceTrace"]
    return found


def losses(world: World, since_s: int) -> dict[str, Any]:
    world.run_for(1_000)
    answer = call(world, LOSS, {"StartTime": since_s, "EndTime": world.clock.epoch_s})
    assert answer["ErrorCode"] == 0
    return {name: value for name, value in answer.items() if name.endswith("Loss")}


def test_push_is_found_by_the_id_that_the_webhook_told():
    world = pushed()
    (ref,) = told_refs(world)
    (trace,) = trace_of(world, ref)
    assert trace["InstanceId"] == "bob_phone"
    assert trace["PushPlatform"] == 7
    assert trace["CertId"] == world.certificate_ids["vivo"]
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    assert trace["Token"] == binding.token
    assert trace["IMCommitStat"]["IMStat"]["PushStatus"] == 1
    stations = trace["OfflinePushStat"]
    assert {name: (stat["PushStatus"], stat["ErrorCode"], stat["ErrorInfo"]) for name, stat in stations.items()} == {
        "OfflineStat": (1, 0, WELL),
        "ChannelStat": (1, 0, WELL),
        "DeviceStat": (1, 0, WELL),
    }
    times = [stat["EventTime"] for stat in stations.values()]
    assert times == sorted(times)


def test_push_can_be_looked_up_for_seven_days():
    world = pushed()
    (ref,) = told_refs(world)
    world.run_for(7 * 86_400_000 - 30_000)
    assert trace_of(world, ref)
    world.run_for(60_000)
    assert trace_of(world, ref) == []


def test_push_of_a_task_is_found_by_task_and_user():
    world = a_full_chat()
    for user in ("bob", "carol"):
        kill(world, set_up(world, f"{user}_phone", user))
    task_id = call(world, path_of("batch"), spoilt("batch", To_Account=["bob", "carol"]))["TaskId"]
    world.run_for(10_000)
    found = call(world, TASK_TRACE, {"TaskID": task_id, "UserID": "bob"})["InstanceTrace"]
    assert [(trace["InstanceId"], trace["EventType"]) for trace in found] == [("bob_phone", 1)]
    assert found[0]["OfflinePushStat"]["ChannelStat"]["PushStatus"] == 1
    world.run_for(1_000)
    assert call(world, TASK_TRACE, {"TaskID": "another", "UserID": "bob"})["InstanceTrace"] == []


def test_vendors_refusal_stands_in_the_trace_and_among_the_losses():
    world = a_full_chat(webhooks=WebhooksSpec(events=["Push.OfflinePush"]))
    kill(world, set_up(world))
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = "a regId of nobody"
    since_s = world.clock.epoch_s
    send(world)
    world.run_for(2_000)
    (ref,) = told_refs(world)
    (trace,) = trace_of(world, ref)
    assert trace["OfflinePushStat"]["ChannelStat"]["ErrorCode"] == -201
    assert trace["OfflinePushStat"]["OfflineStat"]["PushStatus"] == 1
    found = losses(world, since_s)
    ((loss,), (by_platform,)) = found["PostSendDeliveredLoss"], found["PlatformPostSendDeliveredLoss"]
    assert loss["ErrCount"] == 1
    assert loss["ErrCode"] == "10302"
    assert by_platform == {**loss, "PushPlatform": 7}
    assert found["ReadyToSendLoss"] == []
    assert losses(world, since_s - 100)["PostSendDeliveredLoss"] == [loss]
    assert losses(world, world.clock.epoch_s)["PostSendDeliveredLoss"] == []


@pytest.mark.parametrize(
    ("app", "code"),
    [
        (AppSpec(variant="push_never_opened"), "-2"),
        (AppSpec(vendors={"vivo": AppVendorSpec(certificate_id=0)}), "-1"),
    ],
)
def test_push_without_token_or_certificate_is_lost_before_a_vendor_is_asked(app: AppSpec, code: str):
    world = a_full_chat(app=app)
    kill(world, set_up(world))
    since_s = world.clock.epoch_s
    send(world, a_message())
    found = losses(world, since_s)
    ((loss,), (by_platform,)) = found["ReadyToSendLoss"], found["PlatformReadyToSendLoss"]
    assert (loss["ErrCode"], loss["ErrCount"]) == (code, 1)
    assert by_platform == {**loss, "PushPlatform": 0}
    assert found["PostSendDeliveredLoss"] == []
