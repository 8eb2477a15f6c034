"""Meizu's server codes: those of a whole call, and those of single targets, which stand in an accepted call's answer.

The words are those of Meizu's interface text and server SDKs.
"""

from collections.abc import Callable
from typing import TypeVar

from simulator.kernel.rule import Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.vendors.meizu import facts

CaseT = TypeVar("CaseT")


def rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[CaseT], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[CaseT]:
    """Return a rule that answers with *rejection*, and has its source where Meizu lists that code."""
    return Rule(
        f"meizu.{name}",
        rejection.reason,
        says_no,
        Source(facts.API, f"code {rejection.code}", statements, grade),
        rejection,
    )


# -- of a call --------------------------------------------------------------------------------------------------------

OTHER_PLATFORM = Rejection(300, "请求重定向", Reason.AUTH_REFUSED)
CANCEL_TOO_LATE = Rejection(500, "任务已取消[已完成]，无法取消", Reason.INVALID_REQUEST)
DAYS_REVERSED = Rejection(500, "结束时间不能早于开始时间", Reason.INVALID_REQUEST)
DAYS_TOO_MANY = Rejection(500, "开始时间和结束时间不能相差30天以上", Reason.INVALID_REQUEST)
SYSTEM_ERROR = Rejection(1001, "系统错误", Reason.VENDOR_FAULT)
BUSY = Rejection(1003, "服务器忙", Reason.VENDOR_FAULT)
PARAMETER_WRONG = Rejection(1005, "参数错误，请参考API文档", Reason.INVALID_REQUEST)
SIGN_WRONG = Rejection(1006, "签名认证失败", Reason.AUTH_REFUSED)
APP_ID_ILLEGAL = Rejection(110000, "appId不合法", Reason.AUTH_REFUSED)
APP_KEY_ILLEGAL = Rejection(110001, "appKey不合法", Reason.AUTH_REFUSED)
SUBSCRIBER_GONE = Rejection(110002, "pushId未注册", Reason.REG_ID_INVALID)
SUBSCRIBER_ILLEGAL = Rejection(110003, "pushId非法", Reason.REG_ID_INVALID)
PARAMETER_EMPTY = Rejection(110004, "参数不能为空", Reason.INVALID_REQUEST)
APP_BLACKLISTED = Rejection(110009, "应用被加入黑名单", Reason.APP_NOT_OPEN)
TOO_FAST = Rejection(110010, "应用请求频率超过限制", Reason.FREQUENCY_CONTROL)
CALLS_USED = Rejection(110019, "超过该应用每天推送次数限制", Reason.QUOTA_USED)
PACKAGE_ILLEGAL = Rejection(110031, "packageName不合法", Reason.AUTH_REFUSED)
TASK_ILLEGAL = Rejection(110032, "非法的taskId", Reason.INVALID_REQUEST)
SECRET_ILLEGAL = Rejection(110033, "非法的appSecret", Reason.AUTH_REFUSED)
TAGS_USED = Rejection(110051, "超过该应用的次数限制", Reason.QUOTA_USED)
PASS_THROUGH = Rejection(110053, "透传超过限制", Reason.MESSAGE_CLASS_LIMITED)

# -- of a target, where only the code is told -------------------------------------------------------------------------

NO_RIGHT = Rejection(201, "没有权限，服务器主动拒绝", Reason.MESSAGE_CLASS_LIMITED)
NOT_KEPT = Rejection(513, "推送消息失败", Reason.DEVICE_OFFLINE)
OVER_SPEED = Rejection(518, "推送超过配置的速率", Reason.FREQUENCY_CONTROL)
OVERLOADED = Rejection(519, "推送消息失败服务过载", Reason.FREQUENCY_CONTROL)
FOLDED = Rejection(520, "消息折叠", Reason.FREQUENCY_CONTROL)
TARGET_GONE = Rejection(110002, "pushId未订阅", Reason.REG_ID_INVALID)
TARGET_ILLEGAL = Rejection(110003, "pushId非法", Reason.REG_ID_INVALID)
ALIAS_UNKNOWN = Rejection(110005, "alias失效", Reason.REG_ID_INVALID)
SWITCHED_OFF = Rejection(110010, "pushId消息开关已关闭", Reason.REG_ID_INVALID)
DEVICE_LIMIT = Rejection(110011, "公信消息超过单设备限制", Reason.QUOTA_USED)
