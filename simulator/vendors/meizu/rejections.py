"""Meizu's server codes: those of a whole call, and those of single targets, which stand in an accepted call's answer.

Assumed: the words of codes for which no example is known.
"""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST, meaning)


# -- of a call --------------------------------------------------------------------------------------------------------

CANCEL_TOO_LATE = _invalid(500, "任务已取消[已完成]，无法取消", "the task is not waiting any more")
DAYS_WRONG = _invalid(500, "开始时间不能大于结束时间，且间隔不能超过30天", "days in the wrong order, or too many")
PARAMETER_WRONG = _invalid(1005, "参数错误", "a field is missing, too long, or no JSON")
SIGN_WRONG = Rejection(1006, "签名认证失败", Reason.AUTH_REFUSED, "sign does not fit the parameters and the appSecret")
APP_ID_ILLEGAL = Rejection(110000, "appId不合法", Reason.AUTH_REFUSED, "Meizu does not know this appId")
SUBSCRIBER_GONE = Rejection(110002, "pushId未注册", Reason.REG_ID_INVALID, "the pushId is no longer registered")
SUBSCRIBER_ILLEGAL = Rejection(110003, "pushId非法", Reason.REG_ID_INVALID, "this app has no such pushId")
PARAMETER_EMPTY = _invalid(110004, "参数不能为空", "a parameter that must be there is not")
APP_BLACKLISTED = Rejection(110009, "应用被加入黑名单", Reason.APP_NOT_OPEN, "the app may not push")
TOO_FAST = Rejection(110010, "应用请求频率超过限制", Reason.FREQUENCY_CONTROL, "too many messages in one second")
CALLS_USED = Rejection(110019, "应用当日推送次数超过限制", Reason.QUOTA_USED, "the calls of the day are used up")
TASK_ILLEGAL = _invalid(110032, "非法的taskId", "this app has no such task")
PASS_THROUGH = Rejection(
    110053, "透传消息超过限制", Reason.MESSAGE_CLASS_LIMITED, "pass-through messages are not sent any more"
)

# -- of a target ------------------------------------------------------------------------------------------------------

NO_RIGHT = Rejection(201, "没有权限", Reason.MESSAGE_CLASS_LIMITED, "the app has no right to the private class")
FOLDED = Rejection(520, "折叠消息", Reason.FREQUENCY_CONTROL, "more than 5 messages to the phone in one minute")
TARGET_GONE = Rejection(110002, "pushId未订阅", Reason.REG_ID_INVALID, "the pushId is no longer subscribed")
TARGET_ILLEGAL = Rejection(110003, "pushId非法", Reason.REG_ID_INVALID, "this app has no such pushId")
ALIAS_UNKNOWN = Rejection(
    110005, "alias未订阅", Reason.REG_ID_INVALID, "nobody has the alias, or its phone has switched messages off"
)
SWITCHED_OFF = Rejection(110010, "pushId消息开关已关闭", Reason.REG_ID_INVALID, "the app has switched messages off")
DEVICE_LIMIT = Rejection(
    110011, "公信消息超过单设备限制", Reason.QUOTA_USED, "the phone has had its public messages of the day"
)
