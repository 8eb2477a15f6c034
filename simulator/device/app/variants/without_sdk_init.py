"""An app that never calls the vendor's init (`initialize()`, `registerPush`)."""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="never initialises the vendor's SDK",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("C28", "V04"), Grade.ASSUMED),
    starts_sdk_in=Place.NOWHERE,
)
