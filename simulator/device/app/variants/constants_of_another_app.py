"""An app with the AppID and AppKey of another app of the same company."""

from dataclasses import replace

from simulator.device.app.variant import Constants
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="has the vendor's credentials of another app",
    is_mistake=True,
    source=Source("vivo guide", "step 3.2", ("C02", "V02"), Grade.ASSUMED),
    constants=Constants.OF_ANOTHER_APP,
)
