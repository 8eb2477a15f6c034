"""An app whose token manager has no branch for vivo: the chain of brands ends, without log and without report."""

from dataclasses import replace

from simulator.device.app.variant import Branches
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="its token manager has no branch for vivo phones",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C30",), Grade.ASSUMED),
    report_brands=Branches(left_out=("vivo",)),
)
