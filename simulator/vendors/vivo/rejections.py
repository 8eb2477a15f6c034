"""vivo's server codes. Texts are vivo's; where none was seen they follow the pattern of its own table."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST, meaning)


def _auth(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.AUTH_REFUSED, meaning)


TOKEN_INVALID = _auth(10000, "权限认证失败", "authToken missing, wrong or expired")
APP_ID_EMPTY = _auth(10200, "appId不能为空", "appId missing")
APP_KEY_EMPTY = _auth(10201, "appKey不能为空", "appKey missing")
APP_KEY_WRONG = _auth(10202, "appKey不合法", "appKey does not belong to appId")
TIMESTAMP_EMPTY = _auth(10203, "timestamp不能为空", "timestamp missing")
SIGN_EMPTY = _auth(10204, "sign不能为空", "sign missing")
APP_ID_UNKNOWN = _auth(10205, "appId不存在", "no push app has this appId")
SIGN_WRONG = _auth(10206, "sign错误", "wrong AppSecret, or the parts are joined wrongly")
TIMESTAMP_WRONG = _auth(10207, "timestamp不合法", "more than ten minutes off the server's time")
APP_OF_OTHER_TOKEN = _auth(10094, "appId与authToken不匹配", "appId does not match the token")
AUTH_TOO_MANY_TODAY = Rejection(10250, "鉴权次数超过限制", Reason.FREQUENCY_CONTROL, "auth calls of the day used up")
AUTH_TOO_FAST = Rejection(10093, "鉴权请求过于频繁", Reason.FREQUENCY_CONTROL, "more than ten auth calls a second")

PUSH_CLOSED = Rejection(10043, "应用已关闭推送", Reason.APP_NOT_OPEN, "push is switched off in the console")
UNDER_REVIEW = Rejection(
    10045, "审核中的应用不能发送正式消息", Reason.APP_NOT_OPEN, "only test pushes while under review"
)

TARGET_EMPTY = _invalid(10050, "alias和regId 不能都为空", "regId and alias empty")
NOTIFY_TYPE_WRONG = _invalid(10054, "notifyType 不合法", "notifyType is not 1 to 4")
TITLE_EMPTY = _invalid(10055, "title 不能为空", "title missing")
TITLE_TOO_LONG = _invalid(10056, "title 长度不能超过40个字符", "title longer than 40")
CONTENT_EMPTY = _invalid(10057, "content 不能为空", "content missing")
CONTENT_TOO_LONG = _invalid(10058, "content 长度不能超过100个字符", "content longer than 100")
TTL_WRONG = _invalid(10059, "timeToLive 不合法", "timeToLive out of range")
SKIP_TYPE_WRONG = _invalid(10060, "skipType 不合法", "skipType is not 1 to 4")
URL_EMPTY = _invalid(10061, "skipType为2时skipContent 不能为空", "skipType 2 without skipContent")
URL_TOO_LONG = _invalid(10062, "skipType为2时skipContent 过长", "skipType 2, skipContent too long")
CUSTOM_EMPTY = _invalid(10063, "skipType为3时skipContent 不能为空", "skipType 3 without skipContent")
CUSTOM_TOO_LONG = _invalid(10064, "skipType为3时skipContent 过长", "skipType 3, skipContent too long")
NETWORK_TYPE_WRONG = _invalid(10065, "networkType 不合法", "networkType is not -1 or 1")
CUSTOM_MAP_TOO_MANY = _invalid(10066, "clientCustomMap 不能超过10对", "clientCustomMap has too many pairs")
CUSTOM_MAP_WRONG = _invalid(10067, "clientCustomMap 不合法", "clientCustomMap is too long or not text to text")
PAGE_EMPTY = _invalid(10068, "skipType为4时skipContent 不能为空", "skipType 4 without skipContent")
PAGE_TOO_LONG = _invalid(10069, "skipType为4时skipContent 过长", "skipType 4, skipContent too long")
NOTIFY_ID_WRONG = _invalid(10095, "notifyId 不合法", "notifyId is not 1 to 2147483647")
CATEGORY_WRONG = _invalid(10096, "category 不合法", "no such category")
EXTRA_KEY_UNKNOWN = _invalid(10304, "extra 含有未知的key", "extra has an unknown key")
CALLBACK_TOO_LONG = _invalid(10305, "callback 过长", "callback address longer than 128")
CALLBACK_PARAM_TOO_LONG = _invalid(10306, "callback.param 过长", "callback.param too long")
ALIAS_TOO_LONG = _invalid(10301, "alias 过长", "alias too long")
REQUEST_ID_EMPTY = _invalid(10352, "requestId 不能为空", "requestId missing")
REQUEST_ID_TOO_LONG = _invalid(10353, "requestId 过长", "requestId longer than 64")
LIST_EMPTY = _invalid(10150, "regIds和aliases 不能都为空", "no targets")
TASK_ID_EMPTY = _invalid(10151, "taskId 不能为空", "taskId missing")
TASK_ID_UNKNOWN = _invalid(10152, "taskId 不存在", "no stored message has this taskId")
REG_IDS_WRONG_COUNT = _invalid(10153, "regIds 个数不在指定范围[2-1000]", "not 2 to 1000 regIds")
ALIASES_WRONG_COUNT = _invalid(10154, "aliases 个数不在指定范围[2-1000]", "not 2 to 1000 aliases")
PAYLOAD_EXPIRED = _invalid(10155, "消息体不存在或已过期", "the stored message has expired")

OPERATION_USED_UP = Rejection(
    10070, "当日运营消息总量超过限制", Reason.QUOTA_USED, "operation messages of the day used up"
)
QUIET = Rejection(10071, "不在允许的发送时间段内", Reason.QUIET_HOURS, "operation messages only from 7:00 to 23:00")
TOO_FAST = Rejection(10072, "发送速度过快", Reason.FREQUENCY_CONTROL, "more sends a second than allowed")
SYSTEM_USED_UP = Rejection(10073, "当日系统消息总量超过限制", Reason.QUOTA_USED, "system messages of the day used up")
SYSTEM_NOT_GRANTED = Rejection(
    10082, "系统消息开关未打开", Reason.MESSAGE_CLASS_LIMITED, "the right to system messages is not granted"
)
CATEGORY_MISFIT = Rejection(
    10097, "category与classification 不匹配", Reason.MESSAGE_CLASS_LIMITED, "category and classification do not fit"
)
CLASS_WRONG = Rejection(11000, "消息类型错误", Reason.MESSAGE_CLASS_LIMITED, "classification is not 0 or 1")
SENSITIVE = Rejection(10103, "消息内容包含敏感信息", Reason.CONTENT_REFUSED, "sensitive content")
LOOKS_LIKE_A_TEST = Rejection(10104, "请发送正式消息", Reason.CONTENT_REFUSED, "title or content looks like a test")
PAYLOADS_USED_UP = Rejection(
    10252, "群推消息体数量超过限制", Reason.QUOTA_USED, "stored list messages of the day used up"
)
REG_ID_INVALID = Rejection(10302, "regId不合法", Reason.REG_ID_INVALID, "regId not of this app, or no longer valid")
ALIAS_INVALID = Rejection(10307, "alias不合法", Reason.REG_ID_INVALID, "no phone has this alias")
NOT_A_TEST_DEVICE = Rejection(
    10302, "regId不合法", Reason.NOT_A_TEST_DEVICE, "a test push for a phone that is not registered"
)

USER_UNKNOWN = 1
USER_GONE = 2
USER_NOT_A_TEST_DEVICE = 4
"""`status` of an invalid user: not in the app; uninstalled, unsubscribed or data cleared; not a test device."""
