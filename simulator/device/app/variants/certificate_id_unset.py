"""An app that still has the demo's 0 where the certificate ID belongs."""

from dataclasses import replace

from simulator.device.app.variant import CertificateConstant
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports certificate ID 0",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C02", "C30"), Grade.ASSUMED),
    certificate_constant=CertificateConstant.UNSET,
)
