"""Taking notifications off phones again: a revoke travels as a message of its own, and waits for absent phones."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Response
from simulator.push.click import Click
from simulator.push.uplink import Delivery
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.limits import CALLS
from simulator.vendors.xiaomi.message import By, Message
from simulator.vendors.xiaomi.rules import AUTH, DEVICE_ID_FIELDS, PACKAGE_WRONG, needs, rule

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

# Assumed: how long a revoke waits, so that it never comes before the message that it is about.
REVOKE_AFTER_MS = SECOND_MS
NO_PUSH = 0
"""A revoke is nobody's push."""


def _notify_id(call: XiaomiCall) -> int | None:
    """Return the notification that is meant; `None` where it is named otherwise, -1 where it is no number in bounds."""
    text = call.value("notify_id")
    if not text:
        return None
    is_number = text.isascii() and text.isdecimal()
    return int(text) if is_number and int(text) <= facts.NOTIFY_ID_MAX.value else -1


_NOTIFY_ID_WRONG = rule(
    "revoked_notify_id_wrong", rejections.NOTIFY_ID_WRONG, lambda call: _notify_id(call) == -1, grade=Grade.ASSUMED
)
REVOKE_FIELDS = Decision(
    "xiaomi.revoke_fields",
    (
        rule("revoked_of_nobody", rejections.PARAMETER_MISSING, lambda call: not call.named[1]),
        needs("revoked_nothing", rejections.PARAMETER_MISSING, "notify_id"),
        _NOTIFY_ID_WRONG,
        PACKAGE_WRONG,
    ),
)
OLD_REVOKE_FIELDS = Decision(
    "xiaomi.old_revoke_fields",
    (
        needs("revoked_message_missing", rejections.PARAMETER_MISSING, "msg_id", "notify_id", "title", "description"),
        PACKAGE_WRONG,
        rule(
            "revoked_message_unknown",
            rejections.MESSAGE_UNKNOWN,
            lambda call: bool(call.value("msg_id")) and call.cloud.statistics.own(call, call.value("msg_id")) is None,
        ),
    ),
)
"""Xiaomi's own Java SDK puts a notify_id in whether or not it was given one."""


class Revoking:
    """Revokes on their way to phones."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._waiting: dict[str, list[Delivery]] = {}

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """The endpoints that revoke messages."""
        make = self._cloud.endpoint
        revoke = make(AUTH, REVOKE_FIELDS, CALLS, self._revoke)
        closed = make(AUTH, DEVICE_ID_FIELDS, CALLS, self._revoke)
        old = make(AUTH, OLD_REVOKE_FIELDS, CALLS, self._revoke_message)
        kinds = ("regid", "alias", "user_account", "topic", "multi_topic")
        return {
            **{("POST", f"/v1/message/{kind}/revoke"): revoke for kind in kinds},
            **{("POST", f"/v1/message/{kind}/revoke"): closed for kind in ("miid", "imeimd5")},
            ("POST", "/revoke/message"): old,
            ("POST", "/v2/message/revoke"): old,
        }

    def phone_back(self, phone: str) -> None:
        """Send what waits for *phone*."""
        for revoke in self._waiting.pop(phone, ()):
            self._send_later(phone, revoke)

    def _revoke(self, call: XiaomiCall) -> Response:
        by, names = call.named
        message = Message({"topic_op": call.value("topic_op")}, {}, by, names)
        return self._revoke_from(call, self._cloud.names.reached_by(call, message))

    def _revoke_message(self, call: XiaomiCall) -> Response:
        sent = self._cloud.statistics.own(call, call.value("msg_id"))
        if sent is not None:
            return self._revoke_from(call, sent.phones)
        topics = Message({}, {}, By.TOPIC, call.values("topics"))
        named = self._cloud.names.reached_by(call, topics)
        return self._revoke_from(
            call, named if topics.targets else self._cloud.registrations.valid_reg_ids(call.app_id)
        )

    def _revoke_from(self, call: XiaomiCall, reg_ids: Iterable[str]) -> Response:
        for reg_id in reg_ids:
            registration = self._cloud.own_registration(call, reg_id)
            if registration is not None and registration.is_valid:
                self._send_later(registration.phone, self._revoke_of(call, reg_id, registration.package))
        return self._cloud.ok(None)

    def _revoke_of(self, call: XiaomiCall, reg_id: str, package: str) -> Delivery:
        notify_id = _notify_id(call) or 0
        has_text = bool(call.value("title") or call.value("description"))
        how = "text" if has_text and notify_id <= 0 else "notify_id"
        return Delivery(
            push_id=NO_PUSH,
            message_id=call.value("msg_id") or self._cloud.stamped("s"),
            reg_id=reg_id,
            package=package,
            title=call.value("title"),
            body=call.value("description"),
            click=Click(),
            notify_id=notify_id,
            options={"revokes": "message" if call.value("msg_id") else how},
        )

    def _send_later(self, phone: str, revoke: Delivery) -> None:
        def send() -> None:
            if not self._cloud.outbox.send_at_once(phone, revoke):
                self._waiting.setdefault(phone, []).append(revoke)

        self._cloud.kit.scheduler.after(REVOKE_AFTER_MS, send)
