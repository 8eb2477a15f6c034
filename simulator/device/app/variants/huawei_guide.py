"""The app as Tencent's Huawei guide of 2019 to 2021 has it: HMSAgent in `onCreate`, connect and token on the main page.

`onToken` stores the token and calls `setPushTokenToTIM()`, whose guards are those of the vivo guide; so does a
successful login. Nothing ever resets a flag, so a second user in the same process is never reported. The page that a
tap opens reads `ext` out of its extras.
"""

from dataclasses import replace

from simulator.device.app.variant import RegIdFrom
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the app as the Huawei guide has it, with HMSAgent and the guards of its time",
    source=Source("Huawei guide", "steps 3 to 5, ext 2", ("H01", "H02", "C16", "C30"), Grade.OBSERVED),
    reg_id_from=RegIdFrom.EVERYWHERE,
    reads_intent_extras=True,
    sdk_versions={"huawei": "2.6.3.301"},
)
