"""An app whose callback stores whatever it is given, an empty regId after a failure too."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="stores the empty regId of a failed registration over the good one",
    is_mistake=True,
    source=Source("Xiaomi guide", "step 3.3", ("X12", "C15"), Grade.ASSUMED),
    stores_failed_results=True,
)
