"""An app with Tencent's module TUIOfflinePush of 2022 to 2024, which starts after each login and knows every brand.

A login starts it and a logout stops it; it has no flags, and an error of a report is told and not mended.
"""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variant import Guard, Place, RegIdFrom
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

# Assumed: the app around the module asks for POST_NOTIFICATIONS; what is known of the module does not.
VARIANT = replace(
    careful.VARIANT,
    about="an app with Tencent's module TUIOfflinePush, which registers after each login",
    source=Source(
        "Tencent IM demo", "TUIOfflinePushManager, 2022 to 2024", ("C12", "C17", "C28", "C35"), Grade.OBSERVED
    ),
    generation=Generation.TUI_OFFLINE_PUSH,
    guards=(Guard.EMPTY,),
    starts_sdk_in=Place.MAIN_PAGE,
    reports_after_login=False,
    reg_id_from=RegIdFrom.RESULT,
    skips_repeats=False,
    retries_report=False,
    checks_manifest=False,
    tells_background=True,
    im_sdk="7.0.3754",
    page_tag="OEMPushSetting",
    receiver_package="com.tencent.qcloud.tim.tuiofflinepush.OEMPush",
)
