"""An app that never creates the notification channel which the certificate names."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="never creates the notification channel that the certificate names",
    is_mistake=True,
    source=Source("OPPO guide", "step 2", ("O02",), Grade.ASSUMED),
    creates_channel=False,
)
