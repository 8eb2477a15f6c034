"""An app whose push receivers are declared with `exported=false` for every vendor."""

from dataclasses import replace

from simulator.device.app.variant import ReceiverEntry
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="declares its push receivers with exported=false",
    is_mistake=True,
    source=Source("Xiaomi guide", "step 3.2", ("X04",), Grade.ASSUMED),
    receiver_entry=ReceiverEntry.NOT_EXPORTED,
)
