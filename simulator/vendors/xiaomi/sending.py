"""Taking messages in: to regIds, to names, to everybody, and to each its own."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.cloud.outbox import Stored
from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Rule
from simulator.network.http import Response
from simulator.vendors.xiaomi import limits, rejections, rules
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.delivery import delivery_of
from simulator.vendors.xiaomi.events import Event, EventType, TargetKind
from simulator.vendors.xiaomi.message import By, Message, MessageClass
from simulator.vendors.xiaomi.statistics import Sent

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_SEND_PATHS: Mapping[str, By] = {
    **{f"/v{version}/message/regid": By.REG_ID for version in (2, 3, 4)},
    **{f"/v{version}/message/alias": By.ALIAS for version in (2, 3)},
    "/v2/message/user_account": By.ACCOUNT,
    **{f"/v{version}/message/topic": By.TOPIC for version in (2, 3)},
    **{f"/v{version}/message/multi_topic": By.TOPICS for version in (2, 3)},
    **{f"/v{version}/message/all": By.ALL for version in (2, 3)},
    "/v2/message/region": By.REGION,
    "/v2/message/miid": By.DEVICE_ID,
    "/v2/message/gaid": By.DEVICE_ID,
    "/v3/message/gaid": By.DEVICE_ID,
    "/v1/message/imeimd5": By.DEVICE_ID,
    "/v2/message/geo": By.DEVICE_ID,
    "/v2/message/geo_group": By.DEVICE_ID,
}
_MULTI_PATHS: Mapping[str, By] = {
    "/v2/multi_messages/regids": By.REG_ID,
    "/v2/multi_messages/aliases": By.ALIAS,
    "/v2/multi_messages/user_accounts": By.ACCOUNT,
    "/v2/multi_messages/miids": By.DEVICE_ID,
}
_WORDS = {By.REG_ID: "REGID", By.ALIAS: "ALIAS", By.ACCOUNT: "USER_ACCOUNT", By.TOPIC: "TOPIC", By.TOPICS: "TOPIC"}
_LETTERS = {By.REG_ID: "s", By.ALIAS: "a", By.ACCOUNT: "u"}
"""First letter of a message id. Assumed: `t` for the others, whose ids nobody has shown."""
_TARGET_KINDS = {By.REG_ID: TargetKind.REG_ID, By.ALIAS: TargetKind.ALIAS, By.ACCOUNT: TargetKind.ACCOUNT}
_ASKED_BEFORE = tuple(decision.name for decision in (rules.SENDING, rules.FIELDS, limits.TARGETS, limits.DEVICE_LIMITS))
"""Decisions that an accepted message has passed, beside the one that its record names."""


class Sending:
    """What becomes of an accepted message."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """The endpoints that send."""
        send = Endpoint(rules.SENDING, rules.FIELDS, limits.CLASS_AND_QUOTA, self._send)
        multi = Endpoint(rules.SENDING, rules.FIELDS, limits.CLASS, self._send_each)
        closed = Endpoint(rules.SENDING, rules.DEVICE_ID_FIELDS, limits.RATE, self._send)
        paths = {("POST", path): closed if by is By.DEVICE_ID else send for path, by in _SEND_PATHS.items()}
        return paths | {("POST", path): closed if by is By.DEVICE_ID else multi for path, by in _MULTI_PATHS.items()}

    @staticmethod
    def by(path: str) -> tuple[By | None, bool]:
        """Return how *path* names targets, and whether each has a message of its own; `None` for another path."""
        is_multi = path in _MULTI_PATHS
        return (_MULTI_PATHS if is_multi else _SEND_PATHS).get(path), is_multi

    # -- answers ----------------------------------------------------------------------------------------------------

    def _send(self, call: XiaomiCall) -> Response:
        [message] = call.messages
        sent = self._new_sent(call, message)
        bad, rule = self._take(call, message, sent)
        if not sent.resolved and (rule is not None or message.by in {By.ALIAS, By.ACCOUNT}):
            return self._cloud.refusal(call, rejections.NO_TARGET)
        count = sent.resolved if message.by is By.REG_ID else len(message.targets)
        what = f"{count} {_WORDS[message.by]}" if message.by in _WORDS else "all devices"
        return self._taken(call, sent, bad, what)

    def _send_each(self, call: XiaomiCall) -> Response:
        sent = self._new_sent(call, call.messages[0])
        exceeded: Counter[str] = Counter()
        bad: dict[str, Event] = {}
        is_refused = False
        for message in call.messages:
            wrong, rule = self._take(call, message, sent, exceeded)
            bad |= wrong
            is_refused = is_refused or rule is not None
        if not sent.resolved and not exceeded and (is_refused or call.by is not By.REG_ID):
            return self._cloud.refusal(call, rejections.NO_TARGET)
        count = sent.resolved if call.by is By.REG_ID else len(call.messages)
        return self._taken(call, sent, bad, f"{count} {_WORDS[call.messages[0].by]}", exceeded)

    def _taken(
        self,
        call: XiaomiCall,
        sent: Sent,
        bad: Mapping[str, Event],
        what: str,
        exceeded: Mapping[str, int] | None = None,
    ) -> Response:
        self._cloud.queried(call)
        if sent.by in limits.BROADCASTS:
            self._cloud.windows[limits.MINUTE].add((limits.BROADCASTING, call.app_id))
        self._cloud.statistics.sent[sent.message_id] = sent
        sent.counts["invalid"] += len(bad)
        for target, event in bad.items():
            self._cloud.own_receipts.tell(sent, target, event)
        data = {"id": sent.message_id}
        bad_reg_ids = [target for target in bad if sent.by is By.REG_ID]
        if bad_reg_ids:
            data["bad_regids"] = ",".join(bad_reg_ids)
        if exceeded:
            data["channel_exceed_quota"] = " ".join(f"{name}:{count}" for name, count in exceeded.items())
        message_class = call.class_of(call.messages[0])
        quota = limits.quota_of(call, message_class)
        if quota is not None and message_class is not MessageClass.UNCLASSED:
            acked = self._cloud.acked_today(call.app_id, message_class)
            data |= {"day_quota": str(quota), "day_acked": str(acked)}
        return self._cloud.ok(data, f"Received push messages for {what}")

    def _new_sent(self, call: XiaomiCall, message: Message) -> Sent:
        now_ms = self._cloud.kit.clock.epoch_ms
        return Sent(
            app_id=call.app_id,
            message_id=self._cloud.stamped(_LETTERS.get(message.by, "t")),
            created_ms=now_ms,
            due_ms=now_ms + call.ahead_ms(message),
            life_ms=call.life_ms(message),
            job_key=message.extra("jobkey"),
            by=message.by,
            message_class=call.class_of(message),
            callback=message.extra("callback"),
            param=message.extra("callback.param"),
            wanted=message.callback_types or frozenset(),
        )

    # -- one message ------------------------------------------------------------------------------------------------

    def _take(
        self, call: XiaomiCall, message: Message, sent: Sent, exceeded: Counter[str] | None = None
    ) -> tuple[Mapping[str, Event], Rule[Any] | None]:
        """Accept *message* for each of its phones; return the invalid targets, and the rule of the last one."""
        go_back = self._cloud.kit.trace.branch()
        reached = self._cloud.names.reached_by(call, message)
        bad = self._unknown_names(call, message, reached)
        refusal: Rule[Any] | None = None
        for reg_id, push_id in zip(reached, self._cloud.pushes_for(reached), strict=False):
            sent.names[push_id] = reached[reg_id]
            rule = self._push_to(call, message, reg_id, push_id, sent, exceeded)
            if rule is not None:
                bad[reached[reg_id]] = self._invalid(message.by, reg_id, rule)
                refusal = rule
            go_back()
        return bad, refusal

    def _unknown_names(self, call: XiaomiCall, message: Message, reached: Mapping[str, str]) -> dict[str, Event]:
        """Return the aliases and accounts that no phone has; those are fetched as invalid, too."""
        if message.by not in {By.ALIAS, By.ACCOUNT}:
            return {}
        found = set(reached.values())
        unknown = [target for target in message.targets if target not in found]
        if message.by is By.ALIAS:
            self._cloud.feedback.note_invalid_aliases(call.app_id, unknown)
        event = Event(EventType.TARGET_INVALID, more={"errorCode": _TARGET_KINDS[message.by]})
        return dict.fromkeys(unknown, event)

    def _invalid(self, by: By, reg_id: str, rule: Rule[Any]) -> Event:
        more: dict[str, object] = {"errorCode": _TARGET_KINDS.get(by, TargetKind.REG_ID)}
        known = self._cloud.registrations.find(reg_id)
        current = known and self._cloud.registrations.current(known.phone, known.package)
        if current is not None and current.is_valid and current.reg_id != reg_id:
            more["replaceTarget"] = {reg_id: current.reg_id}
        if rule is limits.OTHER_REGION:
            more["targetRegion"] = {reg_id: self._cloud.regions.of(reg_id)}
        return Event(EventType.TARGET_INVALID, more=more)

    def _push_to(
        self, call: XiaomiCall, message: Message, reg_id: str, push_id: int, sent: Sent, exceeded: Counter[str] | None
    ) -> Rule[limits.TargetCase] | None:
        """Accept one message for one phone, or return the rule by which its regId is invalid."""
        cloud = self._cloud
        found = cloud.look_up(reg_id, call.push_app, limits.TargetCase(call, cloud.registrations.find(reg_id)))
        if isinstance(found, Rule):
            cloud.write_refusal(push_id, found)
            return found
        sent.counts["resolved"] += 1
        case = limits.DeviceCase(call, message, found, sent.names[push_id])
        self._take_for(case, push_id, sent, exceeded)
        return None

    def _take_for(self, case: limits.DeviceCase, push_id: int, sent: Sent, exceeded: Counter[str] | None) -> None:
        cloud, phone = self._cloud, case.registration.phone
        limit: Rule[Any] | None = None
        if exceeded is not None:
            limit = cloud.kit.rules.first_no(limits.MULTI_QUOTA, case, phone)
            if limit is not None:
                exceeded[case.message.extra("channel_id") or MessageClass.DEFAULT] += 1
                sent.counts["resolved"] -= 1
        limit = limit or cloud.kit.rules.first_no(limits.DEVICE_LIMITS, case, phone)
        if limit is not None:
            cloud.drop_accepted(push_id, sent.message_id, limit)
            event = limits.event_of_limit(case, limit)
            if event is not None:
                cloud.own_receipts.tell(sent, case.target, event)
            return
        sent.phones.append(case.registration.reg_id)
        self._count(case)
        ahead_ms = case.call.ahead_ms(case.message)
        stored = Stored(
            delivery=delivery_of(case, push_id, sent.message_id),
            phone=phone,
            expires_ms=cloud.kit.scheduler.now_ms + ahead_ms + case.call.life_ms(case.message),
            collapse_key=_collapse_key(case),
            only_if_online=case.message.extra("only_send_once") == "1",
        )
        meter = limits.CLASS if case.call.is_multi else limits.CLASS_AND_QUOTA
        cloud.accept(stored, rule=meter.name, facts=_ASKED_BEFORE, after_ms=ahead_ms)

    # Differs: a phone's number of the day counts when a message is taken, not when the phone has it.
    def _count(self, case: limits.DeviceCase) -> None:
        self._cloud.bursts.add(case.registration.reg_id)
        self._cloud.today.add(case.device_key)
        if case.job_key[1]:
            self._cloud.job_keys.add(case.job_key)


def _collapse_key(case: limits.DeviceCase) -> tuple[str, str] | None:
    key = case.message.text("collapse_key")
    return (case.registration.reg_id, key) if key else None
