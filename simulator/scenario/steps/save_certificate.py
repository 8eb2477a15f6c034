"""Somebody adds a certificate in the IM console."""

from simulator.scenario.consoles import CertificateStep, add_certificate
from simulator.scenario.stage import Stage


class SaveCertificate(CertificateStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Save a new certificate, which gets its own ID and takes effect within ten minutes. Fields left out are right.

    Attributes:
        id: Certificate ID; a new one where it is left out.
    """

    def play(self, stage: Stage) -> None:
        """Do it; a refusal by the console is a record, not a failure.

        Raises:
            ExpectationFailed: The world has nothing to do with this vendor.
        """
        world = stage.world
        add_certificate(world, self.vendor or world.vendor, self.id, self.values, self.on_click)


STEP = SaveCertificate
