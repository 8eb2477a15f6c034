"""What becomes of a message that vivo has taken, before it leaves: review, limits of one phone, hours."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED, DispatchCase, Stored
from simulator.cloud.registrations import Registration, Registrations
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.rules import is_night, is_sensitive, is_taken_for_a_test

if TYPE_CHECKING:
    from simulator.vendors.vivo.cloud import VivoCloud

# -- what only receipts tell of ---------------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message before it goes into the outbox."""

    call: VivoCall
    registration: Registration

    @property
    def cloud(self) -> "VivoCloud":
        """The cloud that decides."""
        return self.call.cloud

    @property
    def seen_key(self) -> tuple[str, ...]:
        """What a message of the same title and content to the same phone shares with it."""
        return ("seen", self.registration.reg_id, self.call.text("title"), self.call.text("content"))

    @property
    def is_marketing(self) -> bool:
        """Whether it is an operation message that is not a test."""
        return self.call.is_operation and not self.call.is_test

    @property
    def is_inactive(self) -> bool:
        """Whether the phone was not connected for so long that vivo does not push to it."""
        most = self.call.edition(facts.INACTIVE_MS)
        return most is not None and self.cloud.away_ms(self.registration) > most


def _device_rule(
    name: str,
    reason: Reason,
    says_no: Callable[[DeviceCase], bool],
    receipt: str,
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[DeviceCase]:
    return Rule(f"vivo.{name}", reason, says_no, Source(facts.RECEIPTS, receipt, statements, grade))


def _is_burst(case: DeviceCase) -> bool:
    return case.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_reached(case: DeviceCase) -> bool:
    count = case.cloud.today.count(("device", case.registration.reg_id))
    most = case.call.edition(facts.OPERATION_PER_DEVICE_MAX)
    if case.call.is_news:
        most = max(most, facts.NEWS_PER_DEVICE_MAX.value)
    return case.is_marketing and count >= most


def _is_duplicate(case: DeviceCase) -> bool:
    if not (case.is_marketing and case.call.edition(facts.DROPS_DUPLICATES)):
        return False
    return case.cloud.today.count(case.seen_key) > 0


REVIEW = Decision(
    "vivo.review",
    (
        # Assumed: that the text of a message for many is reviewed when it is on its way, with a receipt for an answer.
        _device_rule(
            "task_refused_by_review",
            Reason.CONTENT_REFUSED,
            lambda case: case.call.is_task and (is_sensitive(case.call) or is_taken_for_a_test(case.call)),
            "101",
            grade=Grade.ASSUMED,
        ),
    ),
)
DEVICE_LIMITS = Decision(
    "vivo.device_limits",
    (
        _device_rule("device_inactive", Reason.DEVICE_INACTIVE, lambda case: case.is_inactive, "102/20006"),
        _device_rule("device_burst", Reason.FREQUENCY_CONTROL, _is_burst, "100/12000", "C22", grade=Grade.ASSUMED),
        _device_rule("duplicate_content", Reason.DUPLICATE_CONTENT, _is_duplicate, "104/2124"),
        _device_rule("device_daily_limit", Reason.QUOTA_USED, _device_limit_reached, "100/12000"),
    ),
)

# -- dispatch ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class VivoStored(Stored):
    """A message that waits, and whom it is for.

    Attributes:
        registrations: All of vivo's: when the message leaves, its regId may be one that has unsubscribed.
    """

    registrations: Registrations = field(default_factory=Registrations)

    @property
    def is_unsubscribed(self) -> bool:
        """Whether the app has meanwhile switched push off, lost its data or another regId."""
        known = self.registrations.find(self.delivery.reg_id)
        return known is not None and not known.is_valid


def _comes_at_night(case: DispatchCase) -> bool:
    options = case.stored.delivery.options
    return case.is_connected and options["classification"] == 0 and not options["timed"] and is_night(case.clock.now)


UNSUBSCRIBED: Rule[DispatchCase] = Rule(
    "vivo.unsubscribed_meanwhile",
    Reason.REG_ID_INVALID,
    lambda case: isinstance(case.stored, VivoStored) and case.stored.is_unsubscribed,
    Source(facts.RECEIPTS, "102/20001"),
)
# Differs: the phone itself holds a message back at night; here the cloud does so when it would leave.
NIGHT: Rule[DispatchCase] = Rule(
    "vivo.night", Reason.QUIET_HOURS, _comes_at_night, Source(facts.RECEIPTS, "104/1017", grade=Grade.OBSERVED)
)
DISPATCH = Decision("vivo.dispatch", (UNSUBSCRIBED, TTL_EXPIRED, NIGHT, ONLINE_ONLY, DEVICE_OFFLINE))
