"""Xiaomi's server codes: its description in Chinese, and its reason in English where one was seen."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


class XiaomiRejection(Rejection, frozen=True):
    """One of Xiaomi's codes; `text` is the field `reason`.

    Attributes:
        description: Xiaomi's own words for the code.
    """

    description: str = ""


def _no(code: int, reason: Reason, description: str, text: str, meaning: str) -> XiaomiRejection:
    return XiaomiRejection(code, text, reason, meaning, description)


def _invalid(code: int, description: str, text: str, meaning: str) -> XiaomiRejection:
    return _no(code, Reason.INVALID_REQUEST, description, text, meaning)


SECRET_WRONG = _no(
    21301,
    Reason.AUTH_REFUSED,
    "认证失败",
    "Invalid application secret.",
    "AppSecret missing or wrong; AppKey is not it",
)
PACKAGE_MISSING = _invalid(
    21305, "缺失必选参数", "Missing restricted_package_name.", "neither package nor target named"
)
PACKAGE_WRONG = _no(
    22022, Reason.AUTH_REFUSED, "非法应用包名", "Invalid package name", "the package is not this app's in the console"
)
APP_ILLEGAL = _no(22000, Reason.APP_NOT_OPEN, "非法应用", "Invalid application.", "push is switched off in the console")
UNDER_REVIEW = _no(
    26006, Reason.APP_NOT_OPEN, "需要审核才能发送", "Need to be audited before sending.", "the app is under review"
)

PARAMETER_ERROR = _invalid(10008, "参数错误", "Parameter error.", "a malformed request")
PARAMETER_MISSING = _invalid(10016, "缺失必选参数", "Missing required parameter.", "a field that must be there is not")
VALUE_ILLEGAL = _invalid(
    10017, "参数值非法", "Invalid parameter value.", "a number, flag, page or time out of its bounds"
)
ENDPOINT_UNKNOWN = _invalid(10020, "接口不存在", "API does not exist.", "no such path")
NOT_COMPLIANT = _no(
    10041, Reason.CONTENT_REFUSED, "标题或内容不合规", "Title or description is not compliant.", "the content check"
)
TEXT_MISSING = _invalid(65011, "未提供参数", "Title or Description is empty!", "blank title or description")
TOO_LONG = _invalid(65009, "内容过长", "Content is too long.", "title, description or payload too long")
ALIAS_EMPTY = _invalid(65012, "别名为空", "Alias is empty.", "no alias named")
TOPIC_EMPTY = _invalid(65013, "主题为空", "Topic is empty.", "no topic named")
EXTRAS_TOO_MANY = _invalid(65014, "键值对过多", "Too many key-values.", "more than 10 pairs of one's own")
EXTRAS_TOO_LONG = _invalid(65015, "键值对过长", "Key-value is too long.", "pairs longer than 1024 together")
ACCOUNT_EMPTY = _invalid(65016, "用户账号为空", "User account is empty.", "no account named")
MESSAGE_UNKNOWN = _invalid(65028, "消息不存在", "Message not found.", "no message has this id")
TOPICS_TOO_MANY = _invalid(65035, "主题过多", "Too many topics.", "more than 5 topics")
CALLBACK_PARAM_TOO_LONG = _invalid(65036, "回调参数过长", "Callback param is too long.", "callback.param too long")
CALLBACK_TOO_LONG = _invalid(65037, "回调地址过长", "Callback url is too long.", "callback address too long")
CALLBACK_WRONG = _invalid(65038, "回调地址非法", "Callback url is invalid.", "callback is no http address")

CHANNEL_WRONG = _no(
    27001,
    Reason.MESSAGE_CLASS_LIMITED,
    "channel信息不匹配",
    "invalid channel info!",
    "channel missing where one is needed, unknown, or not approved",
)
QUOTA_USED = _no(
    200001, Reason.QUOTA_USED, "超过当日发送配额", "exceed quota", "the class's number of the day is used up"
)
TOO_FAST = _no(200002, Reason.FREQUENCY_CONTROL, "超过QPS限制", "exceed qps limit", "too many queries in one second")
NO_TARGET = _no(20301, Reason.REG_ID_INVALID, "发送消息失败", "No valid targets!", "no target of the call is valid")
