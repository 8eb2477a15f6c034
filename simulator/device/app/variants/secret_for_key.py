"""An app with AppKey and AppSecret in each other's place."""

from dataclasses import replace

from simulator.device.app.variant import Constants
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="has AppKey and AppSecret swapped in its constants",
    is_mistake=True,
    source=Source("Xiaomi guide", "step 3.4", ("C02", "X14"), Grade.ASSUMED),
    constants=Constants.SECRET_FOR_KEY,
)
