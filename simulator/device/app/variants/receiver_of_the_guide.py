"""An app whose manifest still has the guide's package in front of its receivers."""

from dataclasses import replace

from simulator.device.app.variant import ReceiverEntry
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="declares its push receivers under the package of the guide's demo",
    is_mistake=True,
    source=Source("vivo guide", "step 3.2", ("V03", "X04"), Grade.ASSUMED),
    receiver_entry=ReceiverEntry.ANOTHER_PACKAGE,
)
