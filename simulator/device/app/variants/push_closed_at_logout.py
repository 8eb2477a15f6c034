"""An app that gives the vendor's regId back at logout, and whose next user registers only at the next start."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="switches the vendor's push off at logout",
    is_mistake=True,
    source=Source("vivo guide", "step 5", ("C13", "C19"), Grade.ASSUMED),
    closes_push_at_logout=True,
)
