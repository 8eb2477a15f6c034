"""An app whose push receivers stand in the code and not in the manifest."""

from dataclasses import replace

from simulator.device.app.variant import ReceiverEntry
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not declare its push receivers in the manifest",
    is_mistake=True,
    source=Source("vivo guide", "step 3.2", ("V03", "X04"), Grade.ASSUMED),
    receiver_entry=ReceiverEntry.MISSING,
)
