"""The vendor gives the app another regId."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class RenewRegId(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the vendor replace the regId of the app on this phone; a running app is called back with the new one."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app has no regId yet.
        """
        phone = stage.phone(self.phone)
        cloud = stage.cloud_of(phone)
        if cloud.registrations.current(phone.name, phone.app.package) is None:
            raise ExpectationFailed(
                f"{self.phone} has no regId to renew", [("next", f"set_up {self.phone} before this step")]
            )
        reg_id = cloud.renew(phone.name, phone.app.package)
        process = phone.app.process
        if process is not None:
            stage.vendor_code(process).reg_id_renewed(process, reg_id)


STEP = RenewRegId
