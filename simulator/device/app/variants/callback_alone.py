"""An app that takes the regId from the vendor's callback alone and never asks for it (`getRegId()`)."""

from dataclasses import replace

from simulator.device.app.variant import RegIdFrom
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="takes the regId from the vendor's callback alone and never calls getRegId()",
    is_mistake=True,
    source=Source("vivo guide", "step 3.3", ("V06",), Grade.ASSUMED),
    reg_id_from=RegIdFrom.CALLBACK,
)
