"""An app that is signed with another key than the vendors' consoles know: debug and release builds have their own."""

from dataclasses import replace

from simulator.device.app.variant import Constants
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="is signed with a key whose fingerprint no vendor's console has",
    is_mistake=True,
    source=Source("Huawei client SDK", "code 907135702", ("H01",), Grade.ASSUMED),
    constants=Constants.OF_DEBUG_BUILD,
)
