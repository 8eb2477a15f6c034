"""A notification must be shown."""

from typing import Annotated, Literal

import msgspec

from simulator.device.android.presentation import LockScreen
from simulator.kernel.trace import Record
from simulator.kernel.units import MINUTE_MS, seconds_text
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import compared, mismatches
from simulator.scenario.stage import Stage, verdicts_of
from simulator.scenario.step import Step, Waits
from simulator.world.fields import Duration, PhoneName
from simulator.world.verdicts import End


class MustArrive(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A matching notification that no earlier expectation took is there, or comes within the time.

    Attributes:
        within: Longest time after the step before ended.
        times: How many must come.
    """

    takes_time = True
    expects = True

    phone: PhoneName
    within: Duration = Duration(MINUTE_MS)
    times: Annotated[int, msgspec.Meta(ge=1)] = 1
    title: str | None = None
    body: str | None = None
    ext: str | None = None
    channel: str | None = None
    importance: Literal["min", "low", "default", "high"] | None = None
    sound: str | None = None
    heads_up: Annotated[bool | None, msgspec.Meta(description="it drops down over what is on the screen")] = None
    status_bar: Annotated[bool | None, msgspec.Meta(description="it has its icon in the status bar")] = None
    badge: Annotated[bool | None, msgspec.Meta(description="it counts at the app's icon")] = None
    lock_screen: Annotated[LockScreen | None, msgspec.Meta(description="what a locked screen shows of it")] = None

    def play(self, stage: Stage) -> Waits:
        """Wait for it.

        Raises:
            ExpectationFailed: It did not come in time.
        """
        deadline_ms = stage.step_ended_ms + self.within
        pushes = stage.pushes_to(self.phone)

        def is_there() -> bool:
            return len(pushes.shown) >= self.times and len(self._matching(stage, deadline_ms)) >= self.times

        if not is_there():
            yield stage.wait_within(self.within, is_there)
        found = self._matching(stage, deadline_ms)
        if len(found) < self.times:
            raise self._missed(stage, found, deadline_ms)
        stage.settle(self.phone, [record.push_id for record in found[: self.times] if record.push_id is not None])

    def _matching(self, stage: Stage, deadline_ms: int) -> list[Record]:
        shown = stage.pushes_to(self.phone).shown
        return [record for record in shown if record.at_ms <= deadline_ms and not mismatches(record, self._wanted)]

    @property
    def _wanted(self) -> dict[str, str | None]:
        return {
            "title": self.title,
            "body": self.body,
            "ext": self.ext,
            "channel_id": self.channel,
            "importance": self.importance,
            "sound": self.sound,
            "heads_up": _flag(self.heads_up),
            "status_bar": _flag(self.status_bar),
            "badge": _flag(self.badge),
            "lock_screen": self.lock_screen,
        }

    def _missed(self, stage: Stage, found: list[Record], deadline_ms: int) -> ExpectationFailed:
        others = [record for record in stage.pushes_to(self.phone).shown if record not in found]
        unshown = [verdict for verdict in verdicts_of(stage, self.phone) if verdict.end is not End.SHOWN]
        if self.times > 1:
            what = f"{self.phone} showed {len(found)} of {self.times} notifications within {self.within}"
        elif others:
            what = f"{self.phone} showed a notification, but not the expected one within {self.within}"
        else:
            what = f"{self.phone} showed nothing within {self.within}"
        if not (found or others):
            return stage.missed(what, unshown)
        lines = self._near_miss(stage, others, deadline_ms) if others else []
        if unshown:
            missed = stage.missed(what, unshown)
            return ExpectationFailed(what, [*lines, *missed.details], push_id=missed.push_id)
        then = "correct what this step expects, or what was sent" if others else "send as many messages as times: says"
        return ExpectationFailed(what, [*lines, ("next", then)])

    def _near_miss(self, stage: Stage, others: list[Record], deadline_ms: int) -> list[tuple[str, str]]:
        """Return what differs in the notification that comes nearest, the latest of several."""
        near = min(reversed(others), key=lambda record: len(mismatches(record, self._wanted)))
        pairs = [(name.removesuffix("_id"), wanted, is_) for name, wanted, is_ in mismatches(near, self._wanted)]
        lines = compared(pairs, "{} shown")
        if near.at_ms > deadline_ms:
            after = seconds_text(near.at_ms - stage.step_ended_ms)
            lines.append(("shown", f"{after} after the step before ended, expected within {self.within}"))
        return lines


def _flag(value: bool | None) -> str | None:  # a field's value, as a scenario writes it
    return None if value is None else str(value).lower()


STEP = MustArrive
