"""Somebody adds a certificate in the IM console."""

from typing import ClassVar

from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import VendorName
from simulator.world.spec import ClickSpec


class SaveCertificate(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Save a new certificate, which gets its own ID and takes effect within ten minutes. Fields left out are right.

    Attributes:
        id: Certificate ID; a new one where it is left out.
        values: Fields of the vendor's form.
    """

    shorthand = None
    rest: ClassVar[str | None] = "values"

    vendor: VendorName | None = None
    id: int | None = None
    on_click: ClickSpec | None = None
    values: dict[str, str] = {}

    def play(self, stage: Stage) -> None:
        """Do it; a refusal by the console is a record, not a failure.

        Raises:
            ExpectationFailed: The world has nothing to do with this vendor.
        """
        world = stage.world
        consoles.add_certificate(world, self.vendor or world.vendor, self.id, self.values, self.on_click)


STEP = SaveCertificate
