"""The build is signed with a key whose fingerprint the vendor's platform does not have."""

from simulator.causes.app_mistake import made, mended
from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "this build is signed with a key whose SHA-256 fingerprint is not on the vendor's platform",
        "该安装包的签名证书 SHA-256 指纹没有登记在厂商平台",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.VENDOR_REGISTRATION,
    reasons=(Reason.REGISTRATION_REFUSED,),
    vendors=("huawei", "honor"),
    inject=lambda _: (made("signed_with_the_debug_key"),),
    repairs=(
        Repair(
            text=Words(
                "add the SHA-256 fingerprint of the key that signs this build, or the store, on the vendor's platform",
                "在厂商平台该应用下登记当前签名（含应用市场重签名）的 SHA-256 指纹",
            ),
            edits=lambda _: (mended("signed_with_the_debug_key"),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "which SHA-256 fingerprint does the installed build have, and which has the vendor's platform?",
                "安装包的 SHA-256 指纹是什么，厂商平台登记的是哪个？",
            ),
            how=Words(
                "apksigner verify --print-certs app.apk; AppGallery Connect > project settings > SHA-256 fingerprint",
                "apksigner verify --print-certs app.apk；AppGallery Connect > 项目设置 > SHA256 证书指纹",
            ),
        ),
    ),
)
