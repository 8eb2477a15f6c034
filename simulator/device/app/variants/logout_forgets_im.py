"""An app that goes back to its login page and never calls IM's `logout`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not log out of IM when its user logs out",
    is_mistake=True,
    source=Source("vivo guide", "step 5", ("C19",), Grade.ASSUMED),
    logs_out_of_im=False,
)
