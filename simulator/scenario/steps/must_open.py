"""A tap must have opened something."""

from typing import Literal

from simulator.kernel.trace import Outcome, Record
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.explaining import refusal_lines
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
            raise ExpectationFailed(
                f"no notification was tapped on {self.phone}", [("next", "add tap_notification before this step")]
            )
        if record.outcome is not Outcome.OK:
            raise ExpectationFailed(f"the tap on {self.phone} opened nothing", refusal_lines(record), stopped_by=record)
        self._demand_page(record)
        ext = "none" if record.data["ext"] is None else record.data["ext"]
        if self.ext not in {None, ext}:
            raise self._other_ext(record)
        if self.because is not None and record.reason != self.because:
            raise ExpectationFailed(
                f"the app on {self.phone} lost nothing of the message, expected {self.because}",
                [("next", "send the message with an ext that this click action does not pass on")],
            )

    def _demand_page(self, record: Record) -> None:
        """Compare what is in front now.

        Raises:
            ExpectationFailed: It is something else.
        """
        opened = record.data["activity"]
        expected = [quoted(wanted) for wanted in (self.activity, self.url) if wanted not in {None, opened}]
        if self.app == "main" and not record.data["is_launcher"]:
            expected = ["the launcher page"]
        if expected:
            raise ExpectationFailed(
                f"the tap on {self.phone} opened {quoted(opened)}, expected {expected[0]}",
                [("next", "correct on_click: of the certificate, or what this step expects")],
            )

    def _other_ext(self, record: Record) -> ExpectationFailed:
        read = record.data["ext"]
        wanted = "none" if self.ext == "none" else quoted(str(self.ext))
        what = f"the app on {self.phone} read {'no ext' if read is None else f'ext {quoted(read)}'}, expected {wanted}"
        if record.reason:
            return ExpectationFailed(what, refusal_lines(record), stopped_by=record)
        return ExpectationFailed(
            what, [("next", "correct ext: of offline_push, on_click: of the certificate, or what this step expects")]
        )


STEP = MustOpen
