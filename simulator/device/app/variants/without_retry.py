"""A careful app whose callback only logs a failed report, as the guides' code does."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Source

VARIANT = replace(
    careful.VARIANT,
    about="logs a failed report and never makes it again",
    is_mistake=True,
    source=Source("vivo guide", "step 4, onError", ("C17",)),
    retries_report=False,
)
