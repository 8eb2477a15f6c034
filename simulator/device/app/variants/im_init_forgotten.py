"""An app that never initialises the IM SDK."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="never initialises the IM SDK, and is written with care in all else",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("C34",), Grade.ASSUMED),
    initialises_im=False,
)
