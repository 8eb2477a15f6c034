"""An app that only logs the regId, wherever it comes from."""

from dataclasses import replace

from simulator.device.app.variant import RegIdFrom
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="only logs the regId and never stores or reports it",
    is_mistake=True,
    source=Source("vivo guide", "step 3.3", ("V06", "V12"), Grade.ASSUMED),
    reg_id_from=RegIdFrom.NOWHERE,
)
