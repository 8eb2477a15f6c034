"""An app whose page asks its intent's extras for their keys without asking whether there are any."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="crashes in the page that a tap opens when there is no custom content",
    is_mistake=True,
    source=Source("OPPO guide", "ext 2", ("O11",), Grade.ASSUMED),
    checks_extras=False,
)
