"""Live notifications (原子通知): messages that change, or end, a card which the app itself has put on its phone.

A message that vivo cannot send on is told of by a receipt alone: 301 from the cloud, 302 from the phone.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from simulator.cloud.registrations import Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.vendors.vivo import facts, rejections
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.rules import SINGLE_FIELDS, call_rule, is_sensitive
from simulator.vendors.vivo.schedule import DeviceCase
from simulator.vendors.vivo.targets import Target

UPDATE, END = 1, 2
REMOTE_TEMPLATES = (1, 2, 4)
"""Templates that a server may fill; the others are the app's own."""

FIELDS = Decision(
    "vivo.live_fields",
    (
        *SINGLE_FIELDS,
        call_rule("live_notify_id_missing", rejections.NOTIFY_ID_WRONG, lambda call: not call.has("notifyId")),
    ),
)


class LiveCase(msgspec.Struct, frozen=True):
    """A live message that was taken.

    Attributes:
        registration: Of the regId; `None` when vivo has not given it out.
    """

    call: VivoCall
    target: Target
    registration: Registration | None

    @property
    def is_unknown(self) -> bool:
        """Whether the regId is none of this app's."""
        return self.registration is None or self.registration.app_id != self.call.app_id

    @property
    def is_inactive(self) -> bool:
        """Whether the phone was away for too long."""
        return self.registration is not None and DeviceCase(self.call, self.registration).is_inactive

    @property
    def is_malformed(self) -> bool:
        """Whether `liveMessage` lacks something, or asks for what a server may not do."""
        live = self.call.mapping("liveMessage") or {}
        return (
            live.get("operation") not in (UPDATE, END)
            or not live.get("scene")
            or live.get("templateType") not in REMOTE_TEMPLATES
            or not isinstance(live.get("templateData"), dict)
        )


def _rule(name: str, reason: Reason, sub: int, says_no: Callable[[LiveCase], bool]) -> Rule[LiveCase]:
    # The sender is told in a receipt, which has no words beside the code.
    source = Source(facts.LIVE, f"301/{sub}", grade=Grade.OBSERVED)
    return Rule(f"vivo.{name}", reason, says_no, source, Rejection(sub, "", reason))


SENDABLE = Decision(
    "vivo.live_sendable",
    (
        _rule("live_malformed", Reason.INVALID_REQUEST, 31001, lambda case: case.is_malformed),
        _rule("live_reviewed", Reason.CONTENT_REFUSED, 31002, lambda case: is_sensitive(case.call)),
        _rule("live_reg_id_unknown", Reason.REG_ID_INVALID, 31004, lambda case: case.is_unknown),
        _rule(
            "live_unsubscribed",
            Reason.REG_ID_INVALID,
            31003,
            lambda case: case.registration is not None and not case.registration.is_valid,
        ),
        _rule("live_inactive", Reason.DEVICE_INACTIVE, 31005, lambda case: case.is_inactive),
    ),
)
NO_SUCH_PHONE = next(rule for rule in SENDABLE if rule.name == "vivo.live_reg_id_unknown")


def options_of(call: VivoCall) -> Mapping[str, Any]:
    """Return what the phone needs of a live message."""
    live = call.mapping("liveMessage") or {}
    record = live.get("changeRecord")
    return {
        "operation": END if live.get("operation") == END else UPDATE,
        "record": record if type(record) is int else None,
        "falls_back": live.get("showNotify") is not False,
        "is_granted": facts.LIVE_RIGHT in call.push_app.rights,
    }
