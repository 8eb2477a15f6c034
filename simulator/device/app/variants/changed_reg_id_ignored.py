"""An app that looks at `mIsTokenSet` first, and so never reports a regId that has changed."""

from dataclasses import replace

from simulator.device.app.variant import Guard
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports once in a process and ignores a changed regId",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C16", "V14"), Grade.ASSUMED),
    guards=(Guard.ALREADY_SET, Guard.EMPTY, Guard.NOT_LOGGED_IN),
)
