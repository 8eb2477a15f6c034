"""An app whose token manager takes vivo phones for OPPO's: vivo's token goes out with OPPO's certificate ID."""

from dataclasses import replace

from simulator.device.app.variant import Branches, BrandTest
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="its token manager takes vivo phones for OPPO phones and reports OPPO's certificate ID",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C30", "C31"), Grade.ASSUMED),
    report_brands=Branches(own=(BrandTest("oppo", ("oppo", "vivo"), ("oppo", "vivo")),)),
)
