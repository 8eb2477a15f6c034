"""The app as Tencent's demo of July 2020 to 2021 has it: OPPO and HMS 4 added, the V2 interface, `doBackground`.

Its OPPO callback reports whatever it is given, so that a failed registration shows as an empty token. The page that a
tap opens reads ext with `OfflineMessageDispatcher`.
"""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variant import Branches, BrandTest
from simulator.device.app.variants import tim_demo_2019_autumn, vivo_guide
from simulator.kernel.source import Grade, Source

OPPO = BrandTest("oppo", ("oppo",), ("oppo",))

# Assumed: the versions of the vendors' libraries; the demo names none in what is known of it.
VARIANT = replace(
    tim_demo_2019_autumn.VARIANT,
    about="the app as Tencent's demo of 2020 has it, with OPPO, HMS 4 and doBackground",
    source=Source("Tencent IM demo", "2020-07, MainActivity, OPPOPushImpl", ("C18", "C30", "O04"), Grade.OBSERVED),
    generation=Generation.DEMO_2020,
    init_brands=Branches((*vivo_guide.INIT_BRANDS, OPPO), follow_guides=False),
    report_brands=Branches(vivo_guide.REPORT_BRANDS, follow_guides=False),
    stores_failed_results=True,
    tells_background=True,
    reads_intent_extras=True,
    im_sdk="5.1.10",
    sdk_versions={"vivo": "2.9.0.0", "xiaomi": "3.7.5", "huawei": "4.0.4.301", "oppo": "2.1.0"},
)
