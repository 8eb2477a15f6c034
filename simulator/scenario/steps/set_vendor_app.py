"""Somebody changes the push app in the vendor's console."""

from typing import ClassVar, Literal

from simulator.cloud.registrations import AppState
from simulator.kernel.trace import Kind
from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewPhoneName, PackageNameOrNone, VendorName


class SetVendorApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change what the vendor knows of the push app; what is left out stays.

    Attributes:
        vendor: The case's where it is left out.
        barred: What the vendor has forbidden from now on, such as `sending`.
        receipts: Address that receipts are posted to from now on.
        values: Credentials, by the names of the certificate form.
    """

    shorthand = None
    rest: ClassVar[str | None] = "values"

    vendor: VendorName | None = None
    state: Literal["open", "closed", "under_review"] | None = None
    package: PackageNameOrNone | None = None
    test_devices: tuple[NewPhoneName, ...] | None = None
    system_messages: bool | None = None
    barred: tuple[str, ...] | None = None
    receipts: str | None = None
    values: dict[str, str] = {}

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The world has nothing to do with this vendor.
        """
        name = self.vendor or stage.world.vendor
        app = consoles.cloud_of(stage.world, name).apps[0]
        app.values = {**app.values, **self.values}
        if self.state is not None:
            app.state = AppState(self.state)
        if self.package is not None:
            app.package = self.package
        if self.test_devices is not None:
            app.test_devices = frozenset(self.test_devices)
        if self.system_messages is not None:
            app.has_system_messages = self.system_messages
        if self.barred is not None:
            app.barred = frozenset(self.barred)
        if self.receipts is not None:
            app.receipt_url = self.receipts
        data = {"state": app.state, "package": app.package, "changed": tuple(self.values)}
        stage.world.trace.write(f"{name} console", Kind.STATE, "push_app_changed", data=data)


STEP = SetVendorApp
