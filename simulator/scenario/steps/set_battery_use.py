"""The user says what the app may use in the background."""

from simulator.device.android.power_manager import BatteryUse
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetBatteryUse(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let Doze, standby and what the phone's system cleans by itself leave the app alone, or not."""

    shorthand = None

    phone: PhoneName
    to: BatteryUse

    def play(self, stage: Stage) -> None:
        """Do it."""
        life = stage.phone(self.phone).life
        life.battery_use = self.to
        life.device.settings.changed("battery_use", to=self.to)
        life.refresh_network()


STEP = SetBatteryUse
