"""IM refuses the UserSig that the app logs in with."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "IM refuses the UserSig that the app logs in with: it has run out, or was made with another app's key",
        "IM 拒绝了登录使用的 UserSig：已过期，或由其他 SDKAppID、密钥生成",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.IM_LOGIN,
    reasons=(Reason.LOGIN_FAILED,),
    inject=lambda _: (Change("log_in", {"sig_life": "1ms"}),),
    repairs=(
        Repair(
            text=Words(
                "get a fresh UserSig from your own server at every login, made with this SDKAppID and its key",
                "每次登录都从业务服务器获取新的 UserSig，并用当前 SDKAppID 的密钥生成",
            ),
            edits=lambda _: (Change("log_in", {"sig_life": None}),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "which code does login return, and what does the console's tool say of the UserSig?",
                "login 返回什么错误码？控制台的 UserSig 校验工具怎么说？",
            ),
            how=Words(
                "adb logcat -d | grep -E '7000[0-9]|7001[0-9]|6206'; IM console > development tools > UserSig check",
                "adb logcat -d | grep -E '7000[0-9]|7001[0-9]|6206'；IM 控制台 > 开发辅助工具 > UserSig 校验",
            ),
        ),
    ),
    prior=2.0,
)
