"""An app whose manifest does not name its `Application`, so that nothing of that class runs."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="is not named in its own manifest, so that onCreate never runs",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("C11",), Grade.ASSUMED),
    is_named_in_manifest=False,
)
