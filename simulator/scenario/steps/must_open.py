"""A tap must have opened something."""

from typing import Literal

from simulator.kernel.trace import Outcome
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class MustOpen(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The latest tap opened this, and the app's code read this custom content.

    Attributes:
        app: `main` for the launcher page.
        activity: Full class name of a page.
        url: Address in the browser.
        ext: Custom content as the app read it; `none` when it must have got none.
        because: Why what came with the message did not reach the app: `ext_not_passed`.
    """

    takes_time = True
    expects = True

    phone: PhoneName
    app: Literal["main"] | None = None
    activity: str | None = None
    url: str | None = None
    ext: str | None = None
    because: Reason | None = None

    def play(self, stage: Stage) -> None:
        """Look at what the tap did.

        Raises:
            ExpectationFailed: It opened something else, or nothing.
        """
        record = stage.last_handled(self.phone)
        if record is None:
            raise ExpectationFailed(f"no notification was tapped on {self.phone}", [("next", "add tap_notification")])
        opened = record.data["activity"]
        if record.outcome is not Outcome.OK:
            raise ExpectationFailed(
                f"the tap on {self.phone} opened nothing", [("because", f"{record.reason}: {record.data['detail']}")]
            )
        if self.app == "main" and not record.data["is_launcher"]:
            raise ExpectationFailed(f'the tap on {self.phone} opened "{opened}", expected the launcher page')
        for wanted in (self.activity, self.url):
            if wanted not in {None, opened}:
                raise ExpectationFailed(f'the tap on {self.phone} opened "{opened}", expected "{wanted}"')
        ext = "none" if record.data["ext"] is None else record.data["ext"]
        if self.ext not in {None, ext}:
            raise ExpectationFailed(f'the app on {self.phone} read ext "{ext}", expected "{self.ext}"')
        if self.because is not None and record.reason != self.because:
            found = record.reason or "nothing kept back"
            raise ExpectationFailed(f"the tap on {self.phone} had {found}, expected {self.because}")


STEP = MustOpen
