"""An app that initialises the vendor's SDK and never switches push on (`turnOnPush`)."""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="initialises the vendor's SDK and never switches push on",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("V04", "V15"), Grade.ASSUMED),
    opens_push_on=Place.NOWHERE,
)
