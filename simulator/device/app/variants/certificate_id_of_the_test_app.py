"""An app for customers with the certificate ID of the IM application for tests."""

from dataclasses import replace

from simulator.device.app.variant import CertificateConstant
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports the certificate ID of the IM application for tests",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C02", "C30"), Grade.ASSUMED),
    certificate_constant=CertificateConstant.OF_TEST_APP,
)
