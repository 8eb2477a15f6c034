"""An app whose token manager compares `Build.BRAND` with the vendors' names alone."""

from dataclasses import replace

from simulator.device.app.variant import Branches
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="picks the certificate ID by Build.BRAND alone and reports nothing for sub-brands",
    is_mistake=True,
    source=Source("Tencent IM demo", "IMFunc", ("C12", "C30"), Grade.ASSUMED),
    report_brands=Branches(by_brand_alone=True),
)
