"""What OPPO's endpoints do with an accepted call."""

from collections.abc import Mapping
from typing import Any

import msgspec

from simulator.cloud.outbox import Stored
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Response
from simulator.network.json_body import json_response
from simulator.push.rejection import Rejection
from simulator.vendors.oppo import device_api, facts, media, paths, receipts, rules, statistics
from simulator.vendors.oppo.call import OppoCall
from simulator.vendors.oppo.delivery import delivery_of

CONSOLE_TEST = Fact("oppo.sent_without_im", True, Source(facts.GUIDE, "step 4", ("O07",)))
"""A message from another sender than IM, such as a test from OPPO's console, is handled the same way from here on."""
SPREAD_PARAMETERS = Fact("oppo.parameters_by_key", True, Source(facts.GUIDE, "ext 1", ("O06", "C08", "C26")))
WITHOUT_CHANNEL = Fact("oppo.without_channel", True, Source(facts.GUIDE, "step 2", ("O09",)))
"""A message that names no channel is accepted; the phone decides whether it is shown."""

_ASKED_BEFORE = tuple(
    decision.name for decision in (rules.TOKEN, rules.UNICAST_FIELDS, rules.TARGETS, rules.QUOTA, rules.DEVICE_LIMITS)
)
"""Decisions that an accepted message has passed, beside the one that its record names."""

_EVENTS_OF_DROPS = {rules.DAILY_LIMIT.name: receipts.USER_DAILY_LIMIT}
"""Receipts of messages that were accepted and dropped at once, by rule; other rules have none."""


class StoredMessage(msgspec.Struct, frozen=True):
    """A notification that `save_message_content` keeps for broadcasts."""

    notification: Mapping[str, Any]
    app_id: str
    ends_ms: int


def _success(data: object) -> Response:
    return json_response({"code": 0, "message": "Success", "data": data})


def auth(call: OppoCall) -> Response:
    """Issue an access token."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id)
    token = cloud.tokens_of(call.request.host).issue(call.app_id)
    return _success({"auth_token": token, "create_time": cloud.kit.clock.epoch_ms})


def unicast(call: OppoCall) -> Response:
    """Push a message to one phone."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id)
    target = next(iter(call.reg_ids), "")
    [push_id] = cloud.pushes_for([target])
    message_id = _new_message_id(call)
    rejection = _push_to(call, target, push_id, message_id)
    return _success({"messageId": message_id}) if rejection is None else cloud.refusal(call, rejection)


def batch(call: OppoCall) -> Response:
    """Push messages to one phone each."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id, len(call.parts))
    go_back = cloud.kit.trace.branch()
    answers = []
    for part in call.parts:
        answers.append(_push_part(part))
        go_back()
    return _success(answers)


def _push_part(part: OppoCall) -> Mapping[str, object]:
    """Accept or refuse one message of a batch, and return its part of the answer."""
    cloud = part.cloud
    target = next(iter(part.reg_ids), "")
    [push_id] = cloud.pushes_for([target])
    subject = cloud.subject_of(target)
    rule: Rule[Any] | None = None
    for decision in (rules.ITEM_FIELDS, rules.ITEM_CLASS):
        rule = rule or cloud.kit.rules.first_no(decision, part, subject)
    message_id = _new_message_id(part)
    if rule is None:
        rejection = _push_to(part, target, push_id, message_id)
    else:
        rejection = rule.answer_as(Rejection)
        cloud.write_refusal(push_id, rule)
    if rejection is None:
        return {"messageId": message_id, "registrationId": target}
    return {"registrationId": target, "errorCode": rejection.code, "errorMessage": rejection.text}


def save(call: OppoCall) -> Response:
    """Store a message for broadcasts."""
    cloud = call.cloud
    message_id = cloud.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
    ends_ms = cloud.kit.scheduler.now_ms + facts.STORED_LIFE_MS.value
    cloud.stored[message_id] = StoredMessage(call.notification, call.app_id, ends_ms)
    return _success({"message_id": message_id})


def broadcast(call: OppoCall) -> Response:
    """Push a stored message to many phones."""
    cloud = call.cloud
    cloud.this_second.add(call.app_id, len(call.reg_ids))
    message_id, task_id = call.form.get("message_id", ""), cloud.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
    cloud.statistics.begin((call.app_id, message_id, task_id), len(call.reg_ids))
    go_back = cloud.kit.trace.branch()
    refused: dict[str, list[str]] = {}
    for place, (target, push_id) in enumerate(zip(call.reg_ids, cloud.pushes_for(call.reg_ids), strict=False)):
        rejection = _push_to(call, target, push_id, message_id, task_id, call.delay_ms(place))
        if rejection is not None:
            refused.setdefault(str(rejection.code), []).append(target)
        go_back()
    return _success({"message_id": message_id, "task_id": task_id, **refused})


def broadcast_statistics(call: OppoCall) -> Response:
    """Return the numbers of a broadcast."""
    return _success(call.cloud.statistics.answer(statistics.key_of(call)))


def set_names(call: OppoCall) -> Response:
    """Set or remove aliases or tags of a phone."""
    names, app_id, reg_id = device_api.names_in(call), call.app_id, call.form.get("registration_id", "")
    aliases, tags = call.cloud.choices.aliases, call.cloud.choices.tags
    match call.request.path:
        case paths.SET_ALIAS:
            # Here, unlike in the SDK, a phone has one alias at a time.
            aliases.unset(app_id, reg_id, aliases.of(app_id, reg_id))
            aliases.set(app_id, reg_id, names)
        case paths.DELETE_ALIAS:
            for holder in [one for name in names for one in aliases.reg_ids(app_id, name)]:
                aliases.unset(app_id, holder, names)
        case paths.SUBSCRIBE_TAGS:
            tags.set(app_id, reg_id, names)
        case _:
            tags.unset(app_id, reg_id, names)
    return json_response({"code": 0, "message": "success"})


def upload(call: OppoCall) -> Response:
    """Store a picture."""
    cloud = call.cloud
    kind = call.request.path
    count = cloud.today.count(("pictures", call.app_id))
    case = media.UploadCase(kind, call.files.get(media.FILE), call.form.get("picture_ttl", "").strip(), count)
    rule = cloud.kit.rules.first_no(media.UPLOAD, case)
    if rule is not None:
        rejection = rule.answer_as(Rejection)
        cloud.kit.trace.refuse(cloud.actor, Kind.STATE, "refused", rule, data={"code": rejection.code})
        return cloud.refusal(call, rejection)
    cloud.today.add(("pictures", call.app_id))
    picture_id = cloud.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
    cloud.pictures.keep(picture_id, call.app_id, case)
    return _success({media.ID_FIELDS[kind]: picture_id})


def invalid_reg_ids(call: OppoCall) -> Response:
    """Return the registration ids that have become invalid."""
    cloud = call.cloud
    # Assumed: each id is listed once; no document says whether reading removes it from the list.
    gone = [
        one.reg_id
        for one in cloud.registrations
        if one.app_id == call.app_id
        and one.reg_id not in cloud.fetched
        and (not one.is_valid or rules.is_inactive(cloud, one))
    ]
    cloud.fetched.update(gone)
    return _success({"registration_ids": gone, "totalCount": len(gone)})


# Assumed: names of the fields; the call is known, its answer is not.
def permit(call: OppoCall) -> Response:
    """Return how many public messages the app may still send today."""
    limit, sent = call.cloud.public_daily_max(call), call.cloud.public_today(call)
    return _success({"total": limit, "sent": sent, "remain": max(limit - sent, 0)})


def _new_message_id(call: OppoCall) -> str:
    return f"{call.app_id}-1-1-{call.cloud.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)}"


def _push_to(
    call: OppoCall, target: str, push_id: int, message_id: str, task_id: str = "", delay_ms: int = 0
) -> Rejection | None:
    """Accept one message for one target, or return OPPO's rejection of an invalid target."""
    cloud = call.cloud
    case = rules.TargetCase(call, target, cloud.registrations.find(target))
    found = cloud.look_up(target, call.push_app, case)
    if isinstance(found, Rule):
        cloud.write_refusal(push_id, found)
        return found.answer_as(Rejection)
    cloud.track(call, found, push_id, message_id, task_id)
    if task_id:
        cloud.statistics.take((call.app_id, message_id, task_id), push_id)
    _take(rules.DeviceCase(call, found), push_id, message_id, delay_ms)
    return None


def _take(case: rules.DeviceCase, push_id: int, message_id: str, delay_ms: int) -> None:
    call, cloud, registration = case.call, case.call.cloud, case.registration
    ask = cloud.kit.rules.first_no
    limit: Rule[Any] | None = ask(rules.QUOTA, call, registration.phone)
    limit = limit or ask(rules.DEVICE_LIMITS, case, registration.phone)
    if limit is not None:
        cloud.drop_accepted(push_id, message_id, limit)
        cloud.tell_end(push_id, registration.reg_id, _EVENTS_OF_DROPS.get(limit.name, ""))
        return
    _count(case)
    notify_id = call.number("notify_id", 0) or cloud.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
    stored = Stored(
        delivery=delivery_of(
            call,
            registration,
            push_id=push_id,
            message_id=message_id,
            notify_id=notify_id,
            is_tracked=push_id in cloud.tracked,
            is_counted=cloud.statistics.is_counted(push_id),
        ),
        phone=registration.phone,
        expires_ms=cloud.kit.scheduler.now_ms + delay_ms + call.ttl_s * SECOND_MS,
        collapse_key=(registration.reg_id, notify_id) if call.number("notify_id", 0) else None,
        only_if_online=call.flag("off_line", default=True) is False,
    )
    cloud.statistics.count(push_id, statistics.SEND)
    hours = cloud.choices.push_times.get(registration.reg_id)
    cloud.accept(
        stored,
        rule=rules.CLASS_AND_QUOTA.name,
        facts=(*_ASKED_BEFORE, *_leant_on(call)),
        after_ms=delay_ms if hours is None else hours.wait_ms(cloud.kit.clock, delay_ms),
    )


def _leant_on(call: OppoCall) -> tuple[str, ...]:
    """Return the names of the facts that this message depends on."""
    found = {
        CONSOLE_TEST.name: call.cloud.kit.ledger.cargo is None,
        SPREAD_PARAMETERS.name: call.has("action_parameters"),
        WITHOUT_CHANNEL.name: not call.has("channel_id"),
        facts.CERTIFICATE.name: True,
    }
    return tuple(name for name, holds in found.items() if holds)


# Differs: OPPO counts messages when they arrive; here they count when they are taken and not dropped at once.
def _count(case: rules.DeviceCase) -> None:
    cloud, reg_id = case.call.cloud, case.registration.reg_id
    cloud.bursts.add(reg_id)
    if case.repeat_key is not None:
        cloud.sent_before[case.repeat_key] = None
    if not case.call.is_private:
        cloud.today.add(("public", case.call.app_id))
        cloud.today.add(("device", reg_id))
