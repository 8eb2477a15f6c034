"""What a step is: a verb with typed fields, played on a stage."""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import msgspec

if TYPE_CHECKING:
    from simulator.scenario.stage import Stage


class Wait(msgspec.Struct, frozen=True):
    """What a step asks of whoever plays it: to let time pass.

    A suite lets virtual time jump, a served world lets real time pass and serves others meanwhile.

    Attributes:
        until_ms: Virtual instant, now or later.
        stop: Asked after each instant at which something happened; when it says yes, the wait is over.
    """

    until_ms: int
    stop: Callable[[], bool] | None = None


Waits = Generator[Wait, bool, None]
"""A step while it is played: it yields its waits, and is told of each whether `stop` said yes."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a scenario; the same thing in YAML, over the control API and in Python.

    A subclass stands alone in `scenario/steps/<verb>.py`, which declares it as `STEP`. Its docstring is the step's
    help text, and so are those of its fields, given as `msgspec.Meta(description=…)`.

    Attributes:
        shorthand: Field that a bare scalar stands for, as in `- kill_app: bob_phone`.
        takes_time: It begins at once and time may pass during it; other steps begin after the pause and take none.
        expects: It can fail the scenario. A scenario without such a step proves nothing and is refused.
    """

    shorthand: ClassVar[str | None] = "phone"
    takes_time: ClassVar[bool] = False
    expects: ClassVar[bool] = False

    def ends_after(self, begun: datetime) -> datetime:
        """Return the calendar instant that it ends at or after, begun at *begun* or after.

        Raises:
            ValueError: It has to begin before; what is wrong, and what to do.
        """
        return begun

    def play(self, stage: "Stage") -> Waits | None:
        """Do it; a step during which time passes yields each wait (`yield stage.wait(…)`).

        Raises:
            ExpectationFailed: What the scenario expects did not come about.
        """
        raise NotImplementedError  # only subclasses stand on the shelf, and each plays
