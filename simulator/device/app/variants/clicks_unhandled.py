"""An app whose receiver overrides no click callback."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not open anything in its receiver's click callback",
    is_mistake=True,
    source=Source("Xiaomi guide", "step 3.3, click", ("X07", "X11"), Grade.ASSUMED),
    handles_clicks=False,
)
