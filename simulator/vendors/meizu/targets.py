"""Every no of Meizu's simulated cloud about one target of a call, and about a message on its way to the phone."""

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED
from simulator.cloud.registrations import Registration
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.vendors.meizu import facts, rejections
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.message import Message
from simulator.vendors.meizu.rejections import rule


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        message: What it is to get.
        registration: Of the pushId or the alias; `None` when there is none.
    """

    call: MeizuCall
    message: Message
    registration: Registration | None

    @property
    def reg_id(self) -> str:
        """The pushId; empty when there is none."""
        return "" if self.registration is None else self.registration.reg_id

    @property
    def is_away(self) -> bool:
        """Whether the app's phone has no connection to Meizu."""
        return self.registration is not None and not self.call.cloud.outbox.is_connected(self.registration.phone)

    @property
    def is_gone(self) -> bool:
        """Whether the app has left the phone, or the phone has been away for too long."""
        registration = self.registration
        if registration is None or not registration.is_valid:
            return registration is not None
        return self.call.cloud.away_ms(registration) > facts.INACTIVE_MS.value

    @property
    def is_switched_off(self) -> bool:
        """Whether the app has switched its notifications off at Meizu."""
        return self.call.cloud.subscriptions.is_switched_off(self.reg_id)

    @property
    def device_key(self) -> tuple[str, str]:
        """What public messages to one phone share."""
        return ("device", self.reg_id)

    @property
    def is_private(self) -> bool:
        """Whether the message is of the private class."""
        return self.call.is_private(self.message)


def _is_illegal(case: TargetCase) -> bool:
    if case.call.names_aliases:
        return False
    return case.registration is None or case.registration.app_id != case.call.app_id


# Assumed: private messages are not folded: no chat could live with 5 messages in a minute.
def _is_burst(case: TargetCase) -> bool:
    return not case.is_private and case.call.cloud.bursts.count(case.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_is_reached(case: TargetCase) -> bool:
    most = case.call.edition(facts.PUBLIC_PER_DEVICE_MAX)
    if most is None or case.is_private:
        return False
    is_news = facts.NEWS in case.call.push_app.rights
    return case.call.cloud.today.count(case.device_key) >= (facts.NEWS_PER_DEVICE_MAX.value if is_news else most)


def _is_over_speed(case: TargetCase) -> bool:
    is_listed = bool(case.call.targets)
    return is_listed and case.call.cloud.messages.count(case.call.app_id) >= facts.MESSAGES_PER_SECOND_MAX.value


def _has_too_much_waiting(case: TargetCase) -> bool:
    if case.registration is None or not case.is_away:
        return False
    return case.call.cloud.outbox.waiting_count(case.registration.phone) >= facts.WAITING_MAX.value


TARGETS = Decision(
    "meizu.targets",
    (
        rule("target_illegal", rejections.TARGET_ILLEGAL, _is_illegal, "C02", "C13", "M02", grade=Grade.ASSUMED),
        rule(
            "alias_unknown",
            rejections.ALIAS_UNKNOWN,
            lambda case: case.call.names_aliases and (case.registration is None or case.is_switched_off),
        ),
        rule("target_gone", rejections.TARGET_GONE, lambda case: case.is_gone, "C13", "M02"),
        rule("switched_off", rejections.SWITCHED_OFF, lambda case: case.is_switched_off),
        rule(
            "no_right",
            rejections.NO_RIGHT,
            lambda case: case.is_private and not case.call.push_app.has_system_messages,
            grade=Grade.ASSUMED,
        ),
        rule("folded", rejections.FOLDED, _is_burst, "C22"),
        rule("device_limit", rejections.DEVICE_LIMIT, _device_limit_is_reached),
        rule("over_speed", rejections.OVER_SPEED, _is_over_speed, grade=Grade.OBSERVED),
        rule(
            "not_kept",
            rejections.NOT_KEPT,
            lambda case: case.is_away and not case.message.is_kept,
            grade=Grade.ASSUMED,
        ),
        rule("overloaded", rejections.OVERLOADED, _has_too_much_waiting, grade=Grade.ASSUMED),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

DISPATCH = Decision("meizu.dispatch", (TTL_EXPIRED, ONLINE_ONLY, DEVICE_OFFLINE))
