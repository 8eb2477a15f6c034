"""An app with Tencent's closed plugin TIMPush, which registers and reports by itself after each login.

Differs: nothing is known of what it logs, so it logs nothing; what it calls the app back with has its own codes.
"""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variants import tui_offline_push
from simulator.kernel.source import Grade, Source

# Assumed: it registers when the user has logged in, as the module before it did.
VARIANT = replace(
    tui_offline_push.VARIANT,
    about="an app with Tencent's plugin TIMPush, which registers and reports by itself",
    source=Source("Tencent IM push plugin", "registerPush", ("C12", "C28"), Grade.OBSERVED),
    generation=Generation.TIM_PUSH,
    im_sdk="8.1.6122",
    receiver_package="com.tencent.qcloud.tim.push",
)
