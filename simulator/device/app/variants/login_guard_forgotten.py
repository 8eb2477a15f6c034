"""An app whose report does not ask whether anybody is logged in."""

from dataclasses import replace

from simulator.device.app.variant import Guard
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports a token without asking whether the user is logged in",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C14",), Grade.ASSUMED),
    guards=(Guard.EMPTY,),
)
