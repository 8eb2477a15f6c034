"""Somebody edits a certificate in the IM console."""

from typing import ClassVar

from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import VendorName
from simulator.world.spec import ClickSpec


class EditCertificate(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change a certificate in place: same ID, new values in effect within ten minutes. Fields left out are kept.

    Attributes:
        id: Certificate ID; the vendor's first where it is left out.
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
            ExpectationFailed: There is no certificate to edit.
        """
        world = stage.world
        consoles.edit_certificate(world, self.vendor or world.vendor, self.id, self.values, self.on_click)


STEP = EditCertificate
