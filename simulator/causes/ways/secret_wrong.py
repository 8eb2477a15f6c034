"""The secret in the console's certificate is not the one that the vendor knows."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Edits, Put
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

_RIGHT = "the-secret-of-the-vendors-console"


def _inject(setting: Setting) -> Edits:
    name = setting.secret_field
    return (
        Put(("certificates", setting.vendor, name), "not-the-secret"),
        Put(("vendor_apps", setting.vendor, name), _RIGHT),
    )


CAUSE = Cause(
    about=Words(
        "the secret hosted in the console is not the one of the vendor's platform", "控制台证书里的密钥与厂商后台不一致"
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_AUTH,
    reasons=(Reason.AUTH_REFUSED,),
    inject=_inject,
    repairs=(
        Repair(
            text=Words(
                "copy the secret from the vendor's platform into the certificate, and wait ten minutes",
                "从厂商开放平台重新复制密钥填入控制台证书，约 10 分钟后生效",
            ),
            edits=lambda setting: (Put(("certificates", setting.vendor, setting.secret_field), _RIGHT),),
        ),
    ),
    ask=(
        Ask(
            question=Words("what does the vendor answer to the send?", "厂商对发送请求返回什么错误码？"),
            how=Words(
                "IM console > offline push > push query: code of the vendor for one lost message",
                "IM 控制台 > 离线推送 > 推送排查：查看一条丢失消息的厂商返回码",
            ),
        ),
    ),
)
