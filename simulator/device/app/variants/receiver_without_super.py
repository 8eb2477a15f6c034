"""An app whose push receiver overrides `onReceive` and forgets to call `super.onReceive`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="overrides onReceive in its push receiver and does not call super.onReceive",
    is_mistake=True,
    source=Source("Meizu push demo", "issues, onReceive", ("M01",), Grade.OBSERVED),
    calls_super_in_receivers=False,
)
