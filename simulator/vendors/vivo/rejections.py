"""vivo's refusals: code, text, and our reason.

Texts are vivo's; where none was seen they follow the pattern of its own table.
"""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST)


def _auth(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.AUTH_REFUSED)


TOKEN_INVALID = _auth(10000, "权限认证失败")
APP_ID_EMPTY = _auth(10200, "appId不能为空")
APP_KEY_EMPTY = _auth(10201, "appKey不能为空")
APP_KEY_WRONG = _auth(10202, "appKey不合法")
TIMESTAMP_EMPTY = _auth(10203, "timestamp不能为空")
SIGN_EMPTY = _auth(10204, "sign不能为空")
APP_ID_UNKNOWN = _auth(10205, "appId不存在")
SIGN_WRONG = _auth(10206, "sign错误")
TIMESTAMP_WRONG = _auth(10207, "timestamp不合法")
APP_OF_OTHER_TOKEN = _auth(10094, "appId与authToken不匹配")
AUTH_TOO_MANY_TODAY = Rejection(10250, "鉴权次数超过限制", Reason.FREQUENCY_CONTROL)
AUTH_TOO_FAST = Rejection(10093, "鉴权请求过于频繁", Reason.FREQUENCY_CONTROL)

PUSH_CLOSED = Rejection(10043, "应用已关闭推送", Reason.APP_NOT_OPEN)
UNDER_REVIEW = Rejection(10045, "审核中的应用不能发送正式消息", Reason.APP_NOT_OPEN)

TARGET_EMPTY = _invalid(10050, "alias和regId 不能都为空")
NOTIFY_TYPE_WRONG = _invalid(10054, "notifyType 不合法")
TITLE_EMPTY = _invalid(10055, "title 不能为空")
TITLE_TOO_LONG = _invalid(10056, "title 长度不能超过40个字符")
CONTENT_EMPTY = _invalid(10057, "content 不能为空")
CONTENT_TOO_LONG = _invalid(10058, "content 长度不能超过100个字符")
TTL_WRONG = _invalid(10059, "timeToLive 不合法")
SKIP_TYPE_WRONG = _invalid(10060, "skipType 不合法")
URL_EMPTY = _invalid(10061, "skipType为2时skipContent 不能为空")
URL_TOO_LONG = _invalid(10062, "skipType为2时skipContent 过长")
CUSTOM_EMPTY = _invalid(10063, "skipType为3时skipContent 不能为空")
CUSTOM_TOO_LONG = _invalid(10064, "skipType为3时skipContent 过长")
NETWORK_TYPE_WRONG = _invalid(10065, "networkType 不合法")
CUSTOM_MAP_TOO_MANY = _invalid(10066, "clientCustomMap 不能超过10对")
CUSTOM_MAP_WRONG = _invalid(10067, "clientCustomMap 不合法")
PAGE_EMPTY = _invalid(10068, "skipType为4时skipContent 不能为空")
PAGE_TOO_LONG = _invalid(10069, "skipType为4时skipContent 过长")
NOTIFY_ID_WRONG = _invalid(10095, "notifyId 不合法")
CATEGORY_WRONG = _invalid(10096, "category 不合法")
EXTRA_KEY_UNKNOWN = _invalid(10304, "extra 含有未知的key")
CALLBACK_TOO_LONG = _invalid(10305, "callback 过长")
CALLBACK_PARAM_TOO_LONG = _invalid(10306, "callback.param 过长")
ALIAS_TOO_LONG = _invalid(10301, "alias 过长")
REQUEST_ID_EMPTY = _invalid(10352, "requestId 不能为空")
REQUEST_ID_TOO_LONG = _invalid(10353, "requestId 过长")
LIST_EMPTY = _invalid(10150, "regIds和aliases 不能都为空")
TASK_ID_EMPTY = _invalid(10151, "taskId 不能为空")
TASK_ID_UNKNOWN = _invalid(10152, "taskId 不存在")
REG_IDS_WRONG_COUNT = _invalid(10153, "regIds 个数不在指定范围[2-1000]")
ALIASES_WRONG_COUNT = _invalid(10154, "aliases 个数不在指定范围[2-1000]")
PAYLOAD_EXPIRED = _invalid(10155, "消息体不存在或已过期")

OPERATION_USED_UP = Rejection(10070, "当日运营消息总量超过限制", Reason.QUOTA_USED)
QUIET = Rejection(10071, "不在允许的发送时间段内", Reason.QUIET_HOURS)
TOO_FAST = Rejection(10072, "发送速度过快", Reason.FREQUENCY_CONTROL)
SYSTEM_USED_UP = Rejection(10073, "当日系统消息总量超过限制", Reason.QUOTA_USED)
SYSTEM_NOT_GRANTED = Rejection(10082, "系统消息开关未打开", Reason.MESSAGE_CLASS_LIMITED)
CATEGORY_MISFIT = Rejection(10097, "category与classification 不匹配", Reason.MESSAGE_CLASS_LIMITED)
CLASS_WRONG = Rejection(11000, "消息类型错误", Reason.MESSAGE_CLASS_LIMITED)
SENSITIVE = Rejection(10103, "消息内容包含敏感信息", Reason.CONTENT_REFUSED)
LOOKS_LIKE_A_TEST = Rejection(10104, "请发送正式消息", Reason.CONTENT_REFUSED)
PAYLOADS_USED_UP = Rejection(10252, "群推消息体数量超过限制", Reason.QUOTA_USED)
BROADCASTS_USED_UP = Rejection(10254, "全量发送超过次数限制", Reason.QUOTA_USED)
PUSH_MODE_WRONG = _invalid(10051, "暂不支持该消息类型")
REG_ID_INVALID = Rejection(10302, "regId不合法", Reason.REG_ID_INVALID)
ALIAS_INVALID = Rejection(10307, "alias不合法", Reason.REG_ID_INVALID)
NOT_A_TEST_DEVICE = Rejection(10302, "regId不合法", Reason.NOT_A_TEST_DEVICE)
DEVICE_UNREACHABLE = Rejection(10311, "设备不可触达", Reason.DEVICE_INACTIVE)
TASK_IDS_TOO_MANY = _invalid(10471, "taskIds 个数不能超过100")
TASK_IDS_EMPTY = _invalid(10473, "taskIds 不能为空")
TAG_NAME_EMPTY = _invalid(10601, "标签名称 不能为空")
TAG_IDS_EMPTY = _invalid(10609, "ids 不能为空")
TAG_IDS_TOO_MANY = _invalid(10614, "ids 个数不能超过1000")
TAG_TYPE_WRONG = _invalid(10616, "type 不合法")

USER_UNKNOWN = 1
USER_GONE = 2
USER_AWAY = 3
USER_NOT_A_TEST_DEVICE = 4
"""`status` of an invalid user: not in the app; uninstalled, unsubscribed or data cleared; away for 90 days; no test
device."""
