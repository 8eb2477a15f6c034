"""An app that forgot to initialise the IM SDK."""

from dataclasses import replace

from simulator.device.app.variant import Guard, Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="never initialises the IM SDK",
    source=Source("vivo guide", "step 3", ("C34",), Grade.ASSUMED),
    initialises_im=False,
    guards=(Guard.EMPTY,),
    opens_push_on=Place.LOGIN_PAGE,
)
