"""An app that initialises the vendor's SDK on its main page: allowed, only later than advised."""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Source

VARIANT = replace(
    careful.VARIANT,
    about="initialises the vendor's SDK on the main page instead of in Application.onCreate",
    source=Source("vivo guide", "step 3.4", ("C28",)),
    starts_sdk_in=Place.MAIN_PAGE,
)
