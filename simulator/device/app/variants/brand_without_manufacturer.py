"""An app that looks at `Build.BRAND` alone and so misses sub-brands such as iQOO."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="picks the vendor by Build.BRAND alone and misses sub-brands",
    is_mistake=True,
    source=Source("Tencent IM demo", "IMFunc", ("C12",), Grade.ASSUMED),
    tests_brand_alone=True,
)
