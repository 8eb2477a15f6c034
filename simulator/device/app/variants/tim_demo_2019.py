"""The app as Tencent's demo of June to August 2019 has it: two flags that nothing resets, and push on the first page.

The first page, `SplashActivity`, switches push on before anybody has logged in; whichever comes last, the login or the
vendor's token, makes the report.
"""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variant import Place
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Grade, Source

# Assumed: the versions of the vendors' libraries are those of the guides of that year.
VARIANT = replace(
    vivo_guide.VARIANT,
    about="the app as Tencent's demo of summer 2019 has it, with two flags that nothing resets",
    source=Source(
        "Tencent IM demo", "2019-08, SplashActivity, ThirdPushTokenMgr", ("C16", "C30", "C35"), Grade.OBSERVED
    ),
    generation=Generation.DEMO_2019_06,
    opens_push_on=Place.LOGIN_PAGE,
    page_tag="SplashActivity",
    sdk_versions={"vivo": "2.9.0.0", "xiaomi": "3.7.5", "huawei": "2.6.3.301"},
)
