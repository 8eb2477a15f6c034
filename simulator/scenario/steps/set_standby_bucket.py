"""Android finds that the app is used more, or less."""

from simulator.device.android.power_manager import StandbyBucket
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetStandbyBucket(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put the app into a standby bucket; from Android 9 on the two last have no network in the background."""

    shorthand = None

    phone: PhoneName
    to: StandbyBucket

    def play(self, stage: Stage) -> None:
        """Do it."""
        life = stage.phone(self.phone).life
        life.bucket = self.to
        life.device.settings.changed("standby_bucket", to=self.to)
        life.refresh_network()


STEP = SetStandbyBucket
