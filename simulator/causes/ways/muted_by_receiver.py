"""The receiver has muted the conversation."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE, SENDER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the receiver has set this conversation to be received without a notification", "接收者把该会话设为消息免打扰"
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.IM_SERVER_DECISION,
    reasons=(Reason.NOT_NOTIFIED,),
    inject=lambda _: (
        Insert("kill_app", ({"set_receive_option": {"phone": PHONE, "user": SENDER, "to": "not_notify"}},)),
    ),
    repairs=(
        Repair(
            text=Words("set the conversation's receive option back", "将会话的接收选项恢复为接收并提醒"),
            edits=lambda _: (Remove("set_receive_option"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("which receive option does the conversation have?", "该会话的接收选项是什么？"),
            how=Words(
                "in the app, what getC2CReceiveMessageOpt says of the conversation",
                "在应用中调用 getC2CReceiveMessageOpt，查看该会话的消息接收选项",
            ),
        ),
    ),
)
