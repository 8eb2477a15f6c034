"""The closed list of words for where a customer's pushes break, as support people sort their cases."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from simulator.causes.words import Words
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import Hop
from simulator.push.reason import Reason


class CauseHop(StrEnum):
    """Where it breaks. Coarser than a hop of the journey on some stretches, finer on others."""

    APP_INTEGRATION = "app_integration"
    MANIFEST = "manifest"
    PROGUARD = "proguard"
    VENDOR_SDK_INIT = "vendor_sdk_init"
    DEVICE_UNSUPPORTED = "device_unsupported"
    VENDOR_REGISTRATION = "vendor_registration"
    TOKEN_REPORT = "token_report"
    IM_LOGIN = "im_login"
    KICKED_OR_LOGGED_OUT = "kicked_or_logged_out"
    IM_PAYLOAD = "im_payload"
    IM_SERVER_DECISION = "im_server_decision"
    CERTIFICATE_CONFIG = "certificate_config"
    VENDOR_AUTH = "vendor_auth"
    VENDOR_REGID_INVALID = "vendor_regid_invalid"
    VENDOR_MESSAGE_CLASS = "vendor_message_class"
    VENDOR_QUOTA_OR_FREQUENCY = "vendor_quota_or_frequency"
    NETWORK = "network"
    OS_PROCESS_OR_AUTOSTART = "os_process_or_autostart"
    OS_NOTIFICATION_PERMISSION = "os_notification_permission"
    OS_CHANNEL = "os_channel"
    CLICK_ACTION = "click_action"
    EXT_PAYLOAD = "ext_payload"
    EXPECTED_BEHAVIOUR = "expected_behaviour"


MEANINGS: Final[Mapping[CauseHop, Words]] = {
    CauseHop.APP_INTEGRATION: Words("the app's own code or plugin is wired wrongly", "应用自身的代码或插件接入有误"),
    CauseHop.MANIFEST: Words(
        "AndroidManifest.xml lacks or misnames a component, permission or value", "AndroidManifest.xml 缺少或写错配置"
    ),
    CauseHop.PROGUARD: Words(
        "code shrinking renamed or removed push classes in the release build", "混淆或资源压缩改掉了推送相关类"
    ),
    CauseHop.VENDOR_SDK_INIT: Words(
        "the vendor's SDK is not initialised, or too late, or in the wrong order", "厂商 SDK 未初始化、时机或顺序不对"
    ),
    CauseHop.DEVICE_UNSUPPORTED: Words(
        "this phone, system or push service has no such vendor push", "该机型、系统或推送服务不支持厂商推送"
    ),
    CauseHop.VENDOR_REGISTRATION: Words(
        "the vendor issues no regId to this app: id, key, package, fingerprint or state", "厂商未向应用下发 regId"
    ),
    CauseHop.TOKEN_REPORT: Words(
        "the regId exists and is not reported to, or not bound by, the server that pushes", "regId 未上报或未绑定成功"
    ),
    CauseHop.IM_LOGIN: Words("the IM login fails or has run out", "IM 登录失败或已失效"),
    CauseHop.KICKED_OR_LOGGED_OUT: Words(
        "the user was logged out, kicked, or another took the phone over", "用户已登出、被踢或换了账号"
    ),
    CauseHop.IM_PAYLOAD: Words(
        "what the sender put into the message keeps it from being pushed or shown", "发送方的消息参数导致不推送或不展示"
    ),
    CauseHop.IM_SERVER_DECISION: Words(
        "the server decides not to push: it takes the receiver for online, muted, or not in the group",
        "服务端判定不推送：认为对方在线、免打扰等",
    ),
    CauseHop.CERTIFICATE_CONFIG: Words(
        "the certificate in the console is missing, wrong, of another vendor, or not the one reported",
        "控制台证书缺失、填错或证书 ID 不匹配",
    ),
    CauseHop.VENDOR_AUTH: Words(
        "the vendor refuses the sender: id, secret, signature, rights, blocklist", "厂商鉴权失败：ID、密钥或权限有误"
    ),
    CauseHop.VENDOR_REGID_INVALID: Words(
        "the vendor does not know the regId, or not any more", "厂商认为 regId 无效或已失效"
    ),
    CauseHop.VENDOR_MESSAGE_CLASS: Words(
        "the vendor grades the message into a class that is silent, limited or held back",
        "消息被厂商归入静默或受限的分类",
    ),
    CauseHop.VENDOR_QUOTA_OR_FREQUENCY: Words(
        "a daily quota is used up, or too many messages came in a short time", "超出厂商配额或频控"
    ),
    CauseHop.NETWORK: Words("a link is down, slow, proxied or blocked", "网络不通、超时或被代理拦截"),
    CauseHop.OS_PROCESS_OR_AUTOSTART: Words(
        "the system has stopped the app and lets nothing start it", "系统杀死应用且禁止自启动"
    ),
    CauseHop.OS_NOTIFICATION_PERMISSION: Words(
        "notifications of the app are off, or the permission is missing", "通知开关关闭或缺少通知权限"
    ),
    CauseHop.OS_CHANNEL: Words(
        "the notification channel is missing, misnamed or switched off", "通知渠道不存在、ID 不符或被关闭"
    ),
    CauseHop.CLICK_ACTION: Words("the tap opens nothing, or the wrong page", "点击通知无反应或跳转错误"),
    CauseHop.EXT_PAYLOAD: Words("the custom content does not reach the app", "自定义内容（ext）没有传到应用"),
    CauseHop.EXPECTED_BEHAVIOUR: Words("everything works as it is meant to", "属于预期行为"),
}
"""What each word means, in both languages."""

_OF_HOP: Final[Mapping[Hop, CauseHop]] = {
    Hop.SDK_STARTED: CauseHop.VENDOR_SDK_INIT,
    Hop.REG_ID_ISSUED: CauseHop.VENDOR_REGISTRATION,
    Hop.REG_ID_RECEIVED: CauseHop.APP_INTEGRATION,
    Hop.TOKEN_REPORTED: CauseHop.TOKEN_REPORT,
    Hop.TOKEN_BOUND: CauseHop.TOKEN_REPORT,
    Hop.IM_ACCEPTED: CauseHop.IM_PAYLOAD,
    Hop.OFFLINE_DECIDED: CauseHop.IM_SERVER_DECISION,
    Hop.PUSH_REQUESTED: CauseHop.VENDOR_AUTH,
    Hop.VENDOR_ACCEPTED: CauseHop.VENDOR_AUTH,
    Hop.DISPATCHED: CauseHop.NETWORK,
    Hop.DEVICE_RECEIVED: CauseHop.NETWORK,
    Hop.POSTED: CauseHop.OS_NOTIFICATION_PERMISSION,
    Hop.TAPPED: CauseHop.CLICK_ACTION,
    Hop.HANDLED: CauseHop.CLICK_ACTION,
}
"""The usual word for what stops at a hop."""

_OF_REASON: Final[Mapping[Reason, CauseHop]] = {
    Reason.WRONG_BRAND: CauseHop.APP_INTEGRATION,
    Reason.IM_NOT_INITIALISED: CauseHop.APP_INTEGRATION,
    Reason.MANIFEST_INCOMPLETE: CauseHop.MANIFEST,
    Reason.MODEL_UNSUPPORTED: CauseHop.DEVICE_UNSUPPORTED,
    Reason.REGISTRATION_TIMEOUT: CauseHop.NETWORK,
    Reason.RECEIVER_MISSING: CauseHop.MANIFEST,
    Reason.RECEIVER_RENAMED: CauseHop.PROGUARD,
    Reason.PUSH_SWITCHED_OFF: CauseHop.IM_PAYLOAD,
    Reason.NO_PUSH_TEXT: CauseHop.IM_PAYLOAD,
    Reason.SENT_TO_ONLINE_ONLY: CauseHop.IM_PAYLOAD,
    Reason.LOGIN_FAILED: CauseHop.IM_LOGIN,
    Reason.SESSION_EXPIRED: CauseHop.KICKED_OR_LOGGED_OUT,
    Reason.LOGGED_OUT: CauseHop.KICKED_OR_LOGGED_OUT,
    Reason.KICKED: CauseHop.KICKED_OR_LOGGED_OUT,
    Reason.TOKEN_TAKEN_OVER: CauseHop.KICKED_OR_LOGGED_OUT,
    Reason.NO_TOKEN: CauseHop.TOKEN_REPORT,
    Reason.NOT_FRIENDS: CauseHop.IM_SERVER_DECISION,
    Reason.NOT_IN_GROUP: CauseHop.IM_SERVER_DECISION,
    Reason.SENDER_BLOCKED: CauseHop.IM_SERVER_DECISION,
    Reason.SENDER_MUTED: CauseHop.IM_SERVER_DECISION,
    Reason.STOPPED_BY_WEBHOOK: CauseHop.IM_SERVER_DECISION,
    Reason.TEXT_STOPPED: CauseHop.IM_SERVER_DECISION,
    Reason.APP_STOPPED: CauseHop.OS_PROCESS_OR_AUTOSTART,
    Reason.CERTIFICATE_REFUSED: CauseHop.CERTIFICATE_CONFIG,
    Reason.CERTIFICATE_UNKNOWN: CauseHop.CERTIFICATE_CONFIG,
    Reason.CERTIFICATE_OF_OTHER_VENDOR: CauseHop.CERTIFICATE_CONFIG,
    Reason.CERTIFICATE_NOT_IN_EFFECT: CauseHop.CERTIFICATE_CONFIG,
    Reason.VENDOR_UNREACHABLE: CauseHop.NETWORK,
    Reason.VENDOR_FAULT: CauseHop.NETWORK,
    Reason.INVALID_REQUEST: CauseHop.IM_PAYLOAD,
    Reason.CONTENT_REFUSED: CauseHop.IM_PAYLOAD,
    Reason.MESSAGE_CLASS_LIMITED: CauseHop.VENDOR_MESSAGE_CLASS,
    Reason.QUIET_HOURS: CauseHop.VENDOR_MESSAGE_CLASS,
    Reason.FREQUENCY_CONTROL: CauseHop.VENDOR_QUOTA_OR_FREQUENCY,
    Reason.QUOTA_USED: CauseHop.VENDOR_QUOTA_OR_FREQUENCY,
    Reason.REG_ID_INVALID: CauseHop.VENDOR_REGID_INVALID,
    Reason.DEVICE_INACTIVE: CauseHop.VENDOR_REGID_INVALID,
    Reason.COLLAPSED: CauseHop.IM_PAYLOAD,
    Reason.DUPLICATE_CONTENT: CauseHop.IM_PAYLOAD,
    Reason.TTL_EXPIRED: CauseHop.IM_PAYLOAD,
    Reason.PUSH_DISABLED: CauseHop.APP_INTEGRATION,
    Reason.FOREGROUND_HIDDEN: CauseHop.EXPECTED_BEHAVIOUR,
    Reason.ONLINE_INSTEAD: CauseHop.EXPECTED_BEHAVIOUR,
    Reason.OWN_MESSAGE: CauseHop.EXPECTED_BEHAVIOUR,
    Reason.PASS_THROUGH: CauseHop.IM_PAYLOAD,
    Reason.CHANNEL_MISSING: CauseHop.OS_CHANNEL,
    Reason.CHANNEL_BLOCKED: CauseHop.OS_CHANNEL,
    Reason.ICON_MISSING: CauseHop.APP_INTEGRATION,
    Reason.EXT_NOT_PASSED: CauseHop.EXT_PAYLOAD,
}


def usual_word(reason: Reason) -> CauseHop:
    """Return the word under which a case that ended for *reason* is most often sorted."""
    return _OF_REASON.get(reason) or _OF_HOP[EXPLANATIONS[reason].hop]
