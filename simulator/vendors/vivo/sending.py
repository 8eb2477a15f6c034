"""What vivo's endpoints do with an accepted call: tokens, messages to one phone or to many, and recalls."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from simulator.cloud.registrations import Registration
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.http import Response
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery
from simulator.vendors.vivo import facts, live, rules, schedule, topics
from simulator.vendors.vivo.answers import OK, answer, invalid_user
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.delivery import delivery_of, recall_of
from simulator.vendors.vivo.receipts import LIVE_NOT_SENT, Ack
from simulator.vendors.vivo.targets import TARGETS, Target, TargetCase, targets_of

_TASK_ID_DIGITS = 18

REQUEST_ID_MAY_REPEAT = Fact("vivo.request_id_may_repeat", True, Source(facts.API, "requestId", grade=Grade.ASSUMED))
"""A request with the requestId of an earlier one is a message of its own: one public client stores a list message and
pushes it under one requestId, and no code stands for a repetition."""

_ASKED_BEFORE = (
    *(decision.name for decision in (rules.TOKEN, rules.SENDING, TARGETS, rules.QUOTA, schedule.DEVICE_LIMITS)),
    REQUEST_ID_MAY_REPEAT.name,
)
"""Decisions that an accepted message has passed, beside the one that its record names, and what it leans on."""


class Payload(msgspec.Struct, frozen=True):
    """A message that `saveListPayload` keeps for `pushToList`."""

    message: Mapping[str, Any]
    app_id: str
    ends_ms: int


def auth(call: VivoCall) -> Response:
    """Issue an access token."""
    cloud = call.cloud
    cloud.today.add(("auth", call.app_id))
    cloud.this_second.add(("auth", call.app_id))
    return answer(call, {**OK, "authToken": cloud.tokens.issue(call.app_id)})


def send(call: VivoCall) -> Response:
    """Push a message to one phone."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id)
    target = next(iter(targets_of(call)), Target("", ""))
    [push_id] = cloud.pushes_for([target.reg_id or target.name])
    task_id = _new_task_id(call)
    rule = _push_to(call, target, push_id, task_id)
    if rule is None:
        return answer(call, {**OK, "taskId": task_id})
    rejection = rule.answer_as(Rejection)
    invalid = invalid_user(rule, target)
    return answer(call, {"result": rejection.code, "desc": rejection.text, "invalidUser": invalid})


def save_payload(call: VivoCall) -> Response:
    """Store a message for `pushToList`."""
    cloud = call.cloud
    cloud.today.add(("list_payload", call.app_id))
    task_id = _new_task_id(call)
    ends_ms = cloud.kit.scheduler.now_ms + facts.LIST_PAYLOAD_LIFE_MS.value
    cloud.payloads[task_id] = Payload(call.message_to_store(), call.app_id, ends_ms)
    return answer(call, {**OK, "taskId": task_id})


def push_to_list(call: VivoCall) -> Response:
    """Push a stored message to a list of users."""
    cloud = call.cloud
    task_id = call.text("taskId")
    cloud.this_second.add(call.app_id, len(call.targets))
    invalid = _push_to_many(call, targets_of(call), task_id)
    return answer(call, {**OK, "taskId": task_id, "invalidUsers": invalid})


def broadcast(call: VivoCall) -> Response:
    """Push a message to all phones with the app."""
    call.cloud.today.add(("broadcast", call.app_id))
    return _push_to_chosen(call, call.cloud.registrations.valid_reg_ids(call.app_id))


def push_by_tag(call: VivoCall) -> Response:
    """Push a message to the phones that a tag expression chooses."""
    return _push_to_chosen(call, topics.reg_ids_by_tag(call.cloud, call))


def _push_to_chosen(call: VivoCall, reg_ids: Iterable[str]) -> Response:
    """Push to phones that vivo has chosen, at vivo's own pace: the limit a second does not apply."""
    task_id = _new_task_id(call)
    _push_to_many(call, [Target(reg_id, reg_id) for reg_id in reg_ids], task_id)
    return answer(call, {**OK, "taskId": task_id})


def _push_to_many(call: VivoCall, targets: Sequence[Target], task_id: str) -> list[Mapping[str, object]]:
    """Push to *targets*; return the invalid ones."""
    cloud = call.cloud
    cloud.statistics.open(task_id, call.app_id)
    go_back = cloud.kit.trace.branch()
    invalid = []
    push_ids = cloud.pushes_for([target.reg_id or target.name for target in targets])
    for target, push_id in zip(targets, push_ids, strict=False):
        rule = _push_to(call, target, push_id, task_id)
        if rule is not None:
            invalid.append(invalid_user(rule, target))
        go_back()
    return invalid


def statistics(call: VivoCall) -> Response:
    """Return the counters of tasks."""
    counters = call.cloud.statistics.of(call.app_id, call.in_query("taskIds"))
    return answer(call, {**OK, "statistics": counters})


def recall(call: VivoCall) -> Response:
    """Recall the messages of a task: waiting ones never leave, shown ones are removed."""
    cloud = call.cloud
    task_id = call.text("taskId")
    known = [cloud.registrations.find(reg_id) for reg_id in call.texts("userIds")]
    own = {one.reg_id: one for one in known if one is not None and one.app_id == call.app_id}
    cloud.outbox.withdraw(lambda one: one.delivery.message_id == task_id and one.delivery.reg_id in own)
    for registration in own.values():
        cloud.outbox.send_at_once(registration.phone, recall_of(task_id, registration))
    return answer(call, {**OK, "taskId": task_id})


def _new_task_id(call: VivoCall) -> str:
    return call.cloud.kit.stream.digits(_TASK_ID_DIGITS)


def _push_to(call: VivoCall, target: Target, push_id: int, task_id: str) -> Rule[TargetCase] | None:
    """Accept one message for one target, or return the rule by which it is no valid user."""
    cloud = call.cloud
    cloud.statistics.add(task_id, "target")
    case = TargetCase(call, target, cloud.registrations.find(target.reg_id))
    found = cloud.look_up(target.reg_id or target.name, call.push_app, case)
    if isinstance(found, Rule):
        cloud.statistics.add(task_id, "targetUnSub" if found.name == "vivo.reg_id_gone" else "targetInvalid")
        cloud.write_refusal(push_id, found)
        return found
    cloud.statistics.add(task_id, "valid")
    _take(call, found, push_id, task_id, target.name)
    return None


def _take(call: VivoCall, registration: Registration, push_id: int, task_id: str, target: str) -> None:
    cloud = call.cloud
    wish = cloud.own_receipts.wish_of(call, target, task_id)
    if wish is not None:
        cloud.own_receipts.keep(push_id, wish)
    case = schedule.DeviceCase(call, registration)
    limit = _limit_of(case)
    if limit is not None:
        cloud.drop_accepted(push_id, task_id, limit)
        cloud.dropped(push_id, task_id, limit)
        return
    _count(case)
    cloud.statistics.add(task_id, "send")
    notify_id = call.number("notifyId", 0) or cloud.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
    delivery = delivery_of(call, push_id, registration, task_id, notify_id)
    stored = _stored(call, delivery, is_tracked=wish is not None or call.is_task)
    cloud.accept(stored, rule=rules.CLASS_AND_QUOTA.name, facts=_ASKED_BEFORE)


def _stored(call: VivoCall, delivery: Delivery, *, is_tracked: bool) -> schedule.VivoStored:
    cloud = call.cloud
    return schedule.VivoStored(
        delivery=msgspec.structs.replace(delivery, is_tracked=is_tracked),
        phone=cloud.phone_of(delivery.reg_id),
        expires_ms=cloud.kit.scheduler.now_ms + call.ttl_s * 1_000,
        collapse_key=(delivery.reg_id, delivery.notify_id) if call.has("notifyId") else None,
        only_if_online=call.body.get("sendOnline") is True,
        registrations=cloud.registrations,
    )


def _limit_of(case: schedule.DeviceCase) -> Rule[Any] | None:
    """Return the rule that drops a message which the sender sees as accepted."""
    ask, phone = case.call.cloud.kit.rules.first_no, case.registration.phone
    reviewed: Rule[Any] | None = ask(schedule.REVIEW, case, phone)
    return reviewed or ask(rules.QUOTA, case.call, phone) or ask(schedule.DEVICE_LIMITS, case, phone)


# Differs: vivo counts messages when they arrive; here they count when they are taken and not dropped at once.
def _count(case: schedule.DeviceCase) -> None:
    reg_id, call, cloud = case.registration.reg_id, case.call, case.call.cloud
    cloud.bursts.add(reg_id)
    cloud.open_day(call)
    cloud.today.add(call.sent_key)
    if case.is_marketing:
        cloud.today.add(("device", reg_id))
        cloud.today.add(case.seen_key)


def send_live(call: VivoCall) -> Response:
    """Change a live notification; whatever goes wrong after this answer is told by receipts."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id)
    target = next(iter(targets_of(call)), Target("", ""))
    name = target.reg_id or target.name
    [push_id] = cloud.pushes_for([name])
    task_id = _new_task_id(call)
    wish = cloud.own_receipts.wish_of(call, target.name, task_id)
    if wish is not None:
        cloud.own_receipts.keep(push_id, wish)
    registration = cloud.registrations.find(target.reg_id)
    case = live.LiveCase(call, target, registration)
    rule: Rule[Any] | None = cloud.kit.rules.first_no(live.SENDABLE, case, cloud.subject_of(name))
    if rule is None and registration is None:
        rule = live.NO_SUCH_PHONE
    if rule is not None:
        cloud.drop_accepted(push_id, task_id, rule)
        cloud.own_receipts.tell(push_id, Ack(LIVE_NOT_SENT.type, rule.answer_as(Rejection).code))
    elif registration is not None:
        delivery = delivery_of(call, push_id, registration, task_id, call.number("notifyId", 0) or 0)
        options = {**delivery.options, "live": live.options_of(call)}
        stored = _stored(call, msgspec.structs.replace(delivery, options=options), is_tracked=wish is not None)
        cloud.accept(stored, rule=live.SENDABLE.name, facts=_ASKED_BEFORE[:2])
    return answer(call, {**OK, "taskId": task_id})
