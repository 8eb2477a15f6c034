"""The app as Tencent's demo `uipojo` of April 2019 has it: push is switched on by the login page, and logs raw tags."""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variants import vivo_guide_login_page
from simulator.kernel.source import Grade, Source

# Assumed: its token manager has the guards that the guides of that year print.
VARIANT = replace(
    vivo_guide_login_page.VARIANT,
    about="the app as Tencent's demo uipojo of April 2019 has it, with raw log tags",
    source=Source("Tencent IM demo", "2019-04, uipojo", ("C30", "C35"), Grade.OBSERVED),
    generation=Generation.DEMO_2019_04,
    page_tag="vivopush",
    sdk_versions={"vivo": "2.9.0.0", "xiaomi": "3.7.5", "huawei": "2.6.3.301"},
    receiver_package="com.tencent.qcloud.uipojo.thirdpush",
)
