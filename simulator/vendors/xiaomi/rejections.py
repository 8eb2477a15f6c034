"""Xiaomi's refusals: its codes, its descriptions in Chinese, and its reasons in English.

What each code means stands in `codes`. Reasons that nobody has quoted are assumed in their wording.
"""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


class XiaomiRejection(Rejection, frozen=True, kw_only=True):
    """One of Xiaomi's codes; `text` is the English `reason` of its answers.

    Attributes:
        description: In Chinese, as in its list of codes.
    """

    description: str


def _no(code: int, reason: Reason, description: str, text: str) -> XiaomiRejection:
    return XiaomiRejection(code=code, text=text, reason=reason, description=description)


def _invalid(code: int, description: str, text: str) -> XiaomiRejection:
    return _no(code, Reason.INVALID_REQUEST, description, text)


# -- authenticate -----------------------------------------------------------------------------------------------------

SECRET_WRONG = _no(21301, Reason.AUTH_REFUSED, "认证失败", "Invalid application secret.")
PACKAGE_MISSING = _invalid(21305, "缺失必选参数", "Missing restricted_package_name.")
AUDIT_TOKEN_WRONG = _no(21302, Reason.AUTH_REFUSED, "token认证失败", "Invalid audit token.")
REQUEST_RESTRICTED = _no(21303, Reason.AUTH_REFUSED, "受限的请求", "Restricted request.")
PACKAGE_WRONG = _no(22022, Reason.AUTH_REFUSED, "非法应用包名", "Invalid package name")

# -- the app in the console -------------------------------------------------------------------------------------------

APP_ILLEGAL = _no(22000, Reason.APP_NOT_OPEN, "非法应用", "Invalid application.")
APP_MISSING = _no(22001, Reason.APP_NOT_OPEN, "应用不存在", "Application does not exist.")
APP_REVOKED = _no(22002, Reason.APP_NOT_OPEN, "应用已被撤销", "Application is revoked.")
APP_INCOMPLETE = _no(22004, Reason.APP_NOT_OPEN, "应用信息缺失", "Application info is missing.")
APP_ID_ILLEGAL = _no(22006, Reason.AUTH_REFUSED, "非法应用ID", "Invalid application id.")
USER_NOT_AUTHORISED = _no(22021, Reason.APP_NOT_OPEN, "用户未授权", "User is not authorized.")
UNDER_REVIEW = _no(26006, Reason.APP_NOT_OPEN, "需要审核才能发送", "Need to be audited before sending.")
PAUSED = _no(10002, Reason.APP_NOT_OPEN, "服务暂停", "Service is paused.")
API_CLOSED = _no(10026, Reason.APP_NOT_OPEN, "应用被加入黑名单，不能调用API", "AppId in the blacklist, API is closed.")
SENDING_FORBIDDEN = _no(
    10031, Reason.APP_NOT_OPEN, "应用在黑名单中，禁止发送消息", "in the blacklist, forbid to send messages"
)
FEEDBACK_FORBIDDEN = _no(
    10033, Reason.APP_NOT_OPEN, "应用在黑名单中，禁止调用feedback", "In the blacklist, forbid to fetch feedback."
)
STATISTICS_FORBIDDEN = _no(10038, Reason.APP_NOT_OPEN, "禁止获取统计或追踪", "Forbid to get stats or trace.")

# -- the request as such ----------------------------------------------------------------------------------------------

BLANK = _invalid(100, "参数不能为空", "Parameter must not be blank.")
KEY_NOT_ENTITLED = _invalid(10005, "该资源需要appkey拥有授权", "Permission denied, need appkey authority.")
KEY_MISSING = _invalid(10006, "缺少appkey参数", "Appkey is missing.")
MIME_TYPE_UNSUPPORTED = _invalid(10007, "不支持的MediaType", "Unsupported mime type.")
PARAMETER_ERROR = _invalid(10008, "参数错误", "Parameter error.")
REQUEST_ILLEGAL = _invalid(10012, "非法请求", "Illegal request.")
USER_ILLEGAL = _invalid(10013, "不合法的用户", "Invalid user.")
API_RESTRICTED = _no(10014, Reason.AUTH_REFUSED, "应用的接口访问权限受限", "Insufficient app permissions.")
PARAMETER_MISSING = _invalid(10016, "缺失必选参数", "Missing required parameter.")
VALUE_ILLEGAL = _invalid(10017, "参数值非法", "Invalid parameter value.")
REQUEST_TOO_LONG = _invalid(10018, "请求长度超过限制", "Request body length over limit.")
ENDPOINT_UNKNOWN = _invalid(10020, "接口不存在", "API does not exist.")
METHOD_UNSUPPORTED = _invalid(10021, "请求的HTTP方法不支持", "HTTP method is not supported.")
DEVICE_ILLEGAL = _invalid(10029, "非法的设备", "Invalid device.")
FORBIDDEN = _invalid(10036, "禁止操作", "Operation is forbidden.")
EXPIRED = _invalid(10037, "请求已过期", "Request expired.")
JSON_WRONG = _invalid(65030, "构造json异常", "Build json error.")
INTERNAL_API = _no(26003, Reason.AUTH_REFUSED, "调用了内部推送接口", "Internal push API called.")

# -- how often --------------------------------------------------------------------------------------------------------

TASKS_TOO_MANY = _no(10009, Reason.FREQUENCY_CONTROL, "任务过多，系统繁忙", "Too many pending tasks, system is busy.")
JOB_OVER = _invalid(10010, "任务超时", "Job expired.")
USER_TOO_FAST = _no(10023, Reason.FREQUENCY_CONTROL, "用户请求频次超过上限", "User requests out of rate limit.")
USER_TOO_FAST_HERE = _no(
    10024, Reason.FREQUENCY_CONTROL, "用户请求特殊接口频次超过上限", "User requests of this API out of rate limit."
)
API_TOO_FAST = _no(10027, Reason.FREQUENCY_CONTROL, "该应用调用此API过于频繁", "Application API call too frequently.")
CALLS_TOO_MANY = _no(10028, Reason.FREQUENCY_CONTROL, "应用调用总次数过多", "Application total calls too frequently.")
REG_IDS_TOO_OFTEN = _no(
    10030, Reason.FREQUENCY_CONTROL, "获取失效regId列表过于频繁", "Fetch invalid regids too frequently."
)
ALIASES_TOO_OFTEN = _no(
    10032, Reason.FREQUENCY_CONTROL, "获取失效alias列表过于频繁", "Fetch invalid aliases too frequently."
)
MESSAGES_TOO_MANY = _no(10034, Reason.QUOTA_USED, "今日发送消息过多", "Too many messages today.")
NO_MORE_ALIASES = _invalid(10035, "没有更多失效alias", "No more invalid aliases.")
STATISTICS_TOO_OFTEN = _no(
    10039, Reason.FREQUENCY_CONTROL, "获取统计或追踪过于频繁", "Get stats or trace too frequently."
)
BROADCASTS_TOO_OFTEN = _no(26004, Reason.FREQUENCY_CONTROL, "发送广播过于频繁", "Broadcast too frequently.")
QUOTA_USED = _no(200001, Reason.QUOTA_USED, "超过当日发送配额", "exceed quota")
TOO_FAST = _no(200002, Reason.FREQUENCY_CONTROL, "超过QPS限制", "exceed qps limit")

# -- names ------------------------------------------------------------------------------------------------------------

TOPIC_ILLEGAL = _invalid(20209, "非法的topic", "Invalid topic.")
SUBSCRIBE_FAILED = _invalid(20215, "订阅失败", "Subscribe failed.")
UNSUBSCRIBE_FAILED = _invalid(20216, "取消订阅失败", "Unsubscribe failed.")
ACCOUNT_TOO_OFTEN = _no(26005, Reason.FREQUENCY_CONTROL, "设置account过于频繁", "Set account too frequently.")
ALIAS_TOO_OFTEN = _no(65006, Reason.FREQUENCY_CONTROL, "设置alias过于频繁", "Set alias too frequently.")
ALIAS_BLACKLISTED = _invalid(65007, "alias在黑名单中", "Alias is in the blacklist.")
ALIAS_TOO_LONG = _invalid(65008, "alias过长", "Alias is too long.")
TOPIC_TOO_LONG = _invalid(65010, "topic过长", "Topic is too long.")
ALIAS_EMPTY = _invalid(65012, "别名为空", "Alias is empty.")
TOPIC_EMPTY = _invalid(65013, "主题为空", "Topic is empty.")
ACCOUNT_EMPTY = _invalid(65016, "用户账号为空", "User account is empty.")
ACCOUNT_TOO_LONG = _invalid(65017, "user account过长", "User account is too long.")
TOPICS_TOO_MANY = _invalid(65035, "主题过多", "Too many topics.")
UNREGISTER_FAILED = _invalid(65040, "注销失败", "Unregister failed.")
IMEI_EMPTY = _invalid(65041, "imeiMd5为空", "ImeiMd5 is empty.")
REGISTER_FAILED = _no(66006, Reason.APP_NOT_OPEN, "注册失败", "Register failed.")
REG_ID_ILLEGAL = _no(66007, Reason.REG_ID_INVALID, "非法的regId", "Invalid regId.")
DEVICE_UNKNOWN = _no(65003, Reason.REG_ID_INVALID, "设备不存在", "Device not found.")

# -- messages ---------------------------------------------------------------------------------------------------------

NOT_COMPLIANT = _no(10041, Reason.CONTENT_REFUSED, "标题或内容不合规", "Title or description is not compliant.")
NO_TARGET = _no(20301, Reason.REG_ID_INVALID, "发送消息失败", "No valid targets!")
DELETE_FAILED = _invalid(20315, "删除广播失败", "Delete broadcast failed.")
CHANNEL_NAME_WRONG = _invalid(22005, "名称不合法", "Invalid name.")
CHANNEL_DESCRIPTION_WRONG = _invalid(22020, "描述不合法", "Invalid description.")
STYLE_WRONG = _invalid(22100, "通知格式错误", "Invalid notification format.")
NOTIFICATIONS_TOO_MANY = _invalid(22101, "通知过多", "Too many notifications.")
NOTIFICATION_FAILED = _no(22102, Reason.REG_ID_INVALID, "发送通知失败", "Send notification failed.")
NOTIFY_ID_WRONG = _invalid(22103, "notify_id错误", "Invalid notify id.")
CHANNEL_WRONG = _no(27001, Reason.MESSAGE_CLASS_LIMITED, "channel信息不匹配", "invalid channel info!")
TOO_LONG = _invalid(65009, "内容过长", "Content is too long.")
TEXT_MISSING = _invalid(65011, "未提供参数", "Title or Description is empty!")
EXTRAS_TOO_MANY = _invalid(65014, "键值对过多", "Too many key-values.")
EXTRAS_TOO_LONG = _invalid(65015, "键值对过长", "Key-value is too long.")
MESSAGE_UNKNOWN = _invalid(65028, "消息不存在", "Message not found.")
CALLBACK_HOST_WRONG = _invalid(10025, "回调地址非法", "Callback url is illegal.")
CALLBACK_PARAM_TOO_LONG = _invalid(65036, "回调参数过长", "Callback param is too long.")
CALLBACK_TOO_LONG = _invalid(65037, "回调地址过长", "Callback url is too long.")
CALLBACK_WRONG = _invalid(65038, "回调地址非法", "Callback url is invalid.")
