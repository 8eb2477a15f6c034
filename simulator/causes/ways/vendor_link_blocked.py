"""A firewall or proxy keeps the vendor's service on the phone from its cloud."""

from simulator.causes.cause import Ask
from simulator.causes.cut_link import cut_link
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = cut_link(
    f"{{vendor}}>{PHONE}",
    about=Words("the phone's network blocks the vendor's own long connection", "手机所在网络屏蔽了厂商推送的长连接"),
    hop=Hop.DISPATCHED,
    reason=Reason.DEVICE_OFFLINE,
    repair=Words(
        "try another network, and open the vendor's ports in this one",
        "换用其他网络验证，并在当前网络放行厂商推送端口",
    ),
    ask=Ask(
        question=Words("does it work over mobile data?", "切换到移动数据后是否正常？"),
        how=Words("switch Wi-Fi off on the phone and send again", "关闭手机 Wi-Fi，切到移动数据后重新发送"),
    ),
)
