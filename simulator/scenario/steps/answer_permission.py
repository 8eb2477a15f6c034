"""The user answers the dialog for notifications."""

from simulator.device.android.permission_manager import Answer
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class AnswerPermission(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer Android 13's dialog that asks whether the app may show notifications."""

    shorthand = None

    phone: PhoneName
    answer: Answer

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: No dialog is open.
        """
        if not stage.phone(self.phone).answer_permission(self.answer):
            raise ExpectationFailed(
                f"no permission dialog is open on {self.phone}",
                [("next", "an app asks on Android 13 and above, on its main page, when it is not granted yet")],
            )


STEP = AnswerPermission
