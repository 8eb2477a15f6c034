"""The certificate that phones are bound to was deleted in the console."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the certificate that the phone reported was deleted in the IM console",
        "手机上报所用的证书已在 IM 控制台被删除",
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.CERTIFICATE_CONFIG,
    reasons=(Reason.CERTIFICATE_UNKNOWN,),
    inject=lambda setting: (Insert("kill_app", ({"delete_certificate": {"vendor": setting.vendor}},)),),
    repairs=(
        Repair(
            text=Words(
                "host it again, write the new ID into the app, and have users start it once",
                "重新添加证书，把新的证书 ID 写入应用并让用户重新启动",
            ),
            edits=lambda _: (Remove("delete_certificate"),),
        ),
    ),
    ask=(CERTIFICATE_IDS,),
)
