"""Somebody edits a certificate in the IM console."""

from simulator.scenario.consoles import CertificateStep, edit_certificate
from simulator.scenario.stage import Stage


class EditCertificate(CertificateStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change a certificate in place: same ID, new values in effect within ten minutes. Fields left out are kept.

    Attributes:
        id: Certificate ID; the vendor's first where it is left out.
    """

    def play(self, stage: Stage) -> None:
        """Do it; a refusal by the console is a record, not a failure.

        Raises:
            ExpectationFailed: There is no certificate to edit.
        """
        world = stage.world
        edit_certificate(world, self.vendor or world.vendor, self.id, self.values, self.on_click)


STEP = EditCertificate
