"""An app from before Honor had a push service of its own: its `onCreate` knows no such branch."""

from dataclasses import replace

from simulator.device.app.variant import Branches
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="has no branch for Honor phones in Application.onCreate",
    is_mistake=True,
    source=Source("Tencent IM demo", "IMFunc", ("C12",), Grade.ASSUMED),
    init_brands=Branches(left_out=("honor",)),
)
