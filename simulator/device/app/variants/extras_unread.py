"""An app whose page never looks for custom content in its intent."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not read the custom content in the page that a tap opens",
    is_mistake=True,
    source=Source("OPPO guide", "ext 2", ("C08", "O11"), Grade.ASSUMED),
    reads_intent_extras=False,
)
