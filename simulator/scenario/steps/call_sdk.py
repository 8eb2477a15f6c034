"""The app calls a method of the vendor's SDK."""

from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.scenario.calling import Every, Times
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import PhoneName


class CallSdk(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Call a method of the vendor's SDK in the running app, by the SDK's own name, beside what the guide's code calls.

    Attributes:
        arguments: Without the context.
    """

    shorthand = None

    phone: PhoneName
    method: str
    arguments: tuple[str, ...] = ()
    times: Times = 1
    every: Every = None

    def play(self, stage: Stage) -> Waits:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run, has no code for this phone's vendor, or its SDK no such method.
        """
        process = stage.running_app(self.phone, "call the vendor's SDK")
        try:
            for number in range(self.times):
                if number and self.every:
                    yield stage.wait(self.every)
                stage.vendor_code(process).call_sdk(process, self.method, self.arguments)
        except SdkMethodUnknown as unknown:
            raise ExpectationFailed(
                f'the vendor\'s SDK has no "{unknown.method}" with {len(self.arguments)} arguments here',
                [("known", ", ".join(unknown.known) or "none"), ("next", "correct method: or arguments:")],
            ) from unknown


STEP = CallSdk
