"""An app whose `onCreate` has no branch for OPPO, as that of the vivo and Xiaomi guides."""

from dataclasses import replace

from simulator.device.app.variant import Branches
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="has no branch for OPPO phones in Application.onCreate",
    is_mistake=True,
    source=Source("vivo guide", "step 3.4", ("O10", "C12"), Grade.ASSUMED),
    init_brands=Branches(left_out=("oppo",)),
)
