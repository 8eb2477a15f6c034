"""An app that asks for notifications only when it is started a second time."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="asks for notifications only at its second start",
    is_mistake=True,
    source=Source("Android developer guide", "notification runtime permission", grade=Grade.ASSUMED),
    asks_from_start=2,
)
