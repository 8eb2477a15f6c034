"""Somebody deletes a certificate in the IM console."""

from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import VendorName


class DeleteCertificate(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete a certificate: pushes with its ID stop at once.

    Attributes:
        id: Certificate ID; the vendor's first where it is left out.
    """

    shorthand = "vendor"

    vendor: VendorName | None = None
    id: int | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is none with this ID.
        """
        consoles.delete_certificate(stage.world, self.vendor or stage.world.vendor, self.id)


STEP = DeleteCertificate
