"""A healthy beginning in one step."""

from simulator.device.android.permission_manager import Answer
from simulator.kernel.units import MINUTE_MS
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.explaining import stop_lines
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import NewPhoneName, NewUserName
from simulator.world.verdicts import root_of_no_token

PATIENCE_MS = MINUTE_MS


class SetUp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Launch the app, log in, allow notifications, and wait until the token is bound."""

    shorthand = None
    takes_time = True

    phone: NewPhoneName
    user: NewUserName

    def play(self, stage: Stage) -> Waits:
        """Do it.

        Raises:
            ExpectationFailed: The token is not bound within a minute.
        """
        phone = stage.phone(self.phone)
        bindings = stage.world.im.bindings
        # What an earlier process of the app has bound says nothing about the one that starts now.
        earlier = None if phone.app.is_running else bindings.find(self.user, self.phone)
        phone.app.launch()
        process = phone.app.start()
        process.log_in(self.user)

        def is_bound() -> bool:
            binding = bindings.find(self.user, self.phone)
            return binding is not None and not binding.ended and binding is not earlier

        is_done = yield stage.wait(PATIENCE_MS, is_bound)
        if not is_done:
            root = root_of_no_token(self.phone, stage.world.trace)
            raise ExpectationFailed(
                f"{self.phone} bound no token for {self.user} within a minute",
                _unanswered(self.phone) if root is None else stop_lines(root),
                stopped_by=root,
            )
        phone.answer_permission(Answer.ALLOW)


def _unanswered(phone: str) -> list[tuple[str, str]]:
    """Return what there is to tell where nothing is known to have stopped the token."""
    then = f"look at the network of {phone} and at the link im>{phone}; behind log_out add wait: 1s"
    return [("got as far as", "the login or the report of the token, still without an answer"), ("next", then)]


STEP = SetUp
