"""The user switches do-not-disturb."""

from typing import Annotated, Literal

import msgspec

from simulator.device.android.zen import HIDING_API, ZEN_API, Effect, InterruptionFilter, Zen
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName

_FILTERS = {
    "off": InterruptionFilter.ALL,
    "priority": InterruptionFilter.PRIORITY,
    "alarms": InterruptionFilter.ALARMS,
    "none": InterruptionFilter.NONE,
}


class SetDnd(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Switch do-not-disturb: notifications are still posted, without sound, and without what it hides."""

    shorthand = None

    phone: PhoneName
    to: Annotated[
        Literal["off", "priority", "alarms", "none"],
        msgspec.Meta(description="what may make itself heard; off ends do-not-disturb"),
    ]
    hides: Annotated[
        tuple[Effect, ...], msgspec.Meta(description="what of the rest is not even seen, from Android 9 on")
    ] = ()

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone's Android cannot do it.
        """
        phone = stage.phone(self.phone)
        needed = HIDING_API.value if self.hides else ZEN_API.value
        if phone.settings.api_level < needed:
            what = "hides nothing while it does not disturb" if self.hides else "has no do-not-disturb"
            raise ExpectationFailed(
                f"{self.phone} {what}", [("next", f"give the phone android: {9 if self.hides else 6} or later")]
            )
        phone.notifications.set_zen(Zen(_FILTERS[self.to], frozenset(self.hides)))


STEP = SetDnd
