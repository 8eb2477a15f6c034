"""An app whose page does not call `setIntent` in `onNewIntent`, as the guides' reading code does not."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reads getIntent() without setting the new intent first",
    is_mistake=True,
    source=Source("vivo guide", "click", ("C33",), Grade.ASSUMED),
    reads_new_intent=False,
)
