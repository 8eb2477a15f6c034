"""An app that keeps what it has reported over a logout: the next login of the same user reports nothing."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not reset its flags at logout",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C16", "C19"), Grade.ASSUMED),
    resets_at_logout=False,
)
