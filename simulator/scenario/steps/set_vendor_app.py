"""Somebody changes the push app in the vendor's console."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewPhoneName, PackageName, VendorName


class SetVendorApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change what the vendor knows of the push app; what is left out stays."""

    shorthand = None

    vendor: VendorName | None = None
    state: Literal["open", "closed", "under_review"] | None = None
    package: PackageName | None = None
    test_devices: tuple[NewPhoneName, ...] | None = None
    system_messages: bool | None = None

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.set_vendor_app(self.vendor, self.state, self.package, self.test_devices, self.system_messages)


STEP = SetVendorApp
