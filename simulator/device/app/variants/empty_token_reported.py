"""An app whose report does not ask whether there is a token."""

from dataclasses import replace

from simulator.device.app.variant import Guard
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports after each login whether or not there is a token yet",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C15",), Grade.ASSUMED),
    guards=(Guard.NOT_LOGGED_IN,),
)
