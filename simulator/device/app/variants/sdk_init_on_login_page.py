"""An app that initialises the vendor's SDK on its login page, which a remembered user never sees."""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="initialises the vendor's SDK on the login page alone",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("C28", "C35"), Grade.ASSUMED),
    starts_sdk_in=Place.LOGIN_PAGE,
)
