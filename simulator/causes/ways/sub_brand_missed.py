"""The app tells vendors by the brand alone and knows no sub-brand."""

from typing import Final

from simulator.causes.app_mistake import made, mended
from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Put
from simulator.causes.questions import REGISTRATION
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

_SUB_BRANDS: Final = {"oppo": "realme GT", "vivo": "iQOO 7", "xiaomi": "Redmi Note 9"}

CAUSE = Cause(
    about=Words(
        "the app compares Build.BRAND with the vendors' names alone, so phones of a sub-brand get no token",
        "应用只按 Build.BRAND 判断厂商，子品牌手机（如 iQOO、Redmi、realme）没有初始化厂商 SDK",
    ),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.WRONG_BRAND, Reason.NO_TOKEN),
    inject=lambda setting: (
        Put(("phones", PHONE, "model"), _SUB_BRANDS[setting.vendor]),
        made("brand_without_manufacturer"),
    ),
    repairs=(
        Repair(
            text=Words(
                "ask Build.MANUFACTURER too, or the vendor's own isSupport()",
                "改用 Build.MANUFACTURER 或厂商 SDK 的 isSupport() 判断",
            ),
            edits=lambda _: (mended("brand_without_manufacturer"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("which brand and manufacturer does the phone report?", "手机的品牌和制造商是什么？"),
            how=command("adb shell getprop ro.product.brand; adb shell getprop ro.product.manufacturer"),
        ),
        REGISTRATION,
    ),
    vendors=tuple(_SUB_BRANDS),
)
