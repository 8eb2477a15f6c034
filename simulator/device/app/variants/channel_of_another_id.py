"""An app that creates a channel, with another ID than the certificate names."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="creates its notification channel with another ID than the certificate names",
    is_mistake=True,
    source=Source("OPPO guide", "steps 2 and 3", ("O02",), Grade.ASSUMED),
    channel_id="chat",
)
