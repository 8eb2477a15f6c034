"""An app whose `Application.onCreate` does not ask whether it runs in the main process."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="initialises the vendor's SDK in every process of the app",
    is_mistake=True,
    source=Source("Xiaomi guide", "step 3.4", ("C11",), Grade.ASSUMED),
    runs_in_every_process=True,
)
