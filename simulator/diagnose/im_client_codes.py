"""Numbers that the IM SDK and Tencent's push plugin call the app back with; the server's stand in IM's own table."""

from collections.abc import Mapping
from typing import Final

from simulator.diagnose.sign import Weights, weights
from simulator.push.code import Code, Side
from simulator.report.codes import IM, CodeEntry

_NETWORK: Final = "network 3"
_LOGIN: Final = "im_login 4.5"
_REGISTRATION: Final = "vendor_registration 2, vendor_sdk_init 1.2, app_integration 1, device_unsupported 0.7"

# Number, what it means, and where it points (Tencent IM error codes; TIMPush error codes).
_CODES: Final = (
    (6012, "the IM SDK waited in vain for an answer", "IM 请求超时", "network 1.5, undecided 1"),
    (6013, "the IM SDK is not initialised", "IM SDK 未初始化", "app_integration 3, vendor_sdk_init 2, im_login 1.5"),
    (6014, "nobody is logged in at IM", "IM 未登录或已被踢", "im_login 3, token_report 3, kicked_or_logged_out 1.5"),
    (6015, "the same call is under way already", "重复调用，正在执行中", "app_integration 1.5"),
    (6017, "a call has illegal parameters", "接口参数无效", "app_integration 2.5, token_report 1"),
    (6023, "logged out before the login had finished", "登录完成前已登出", "im_login 2, kicked_or_logged_out 2"),
    (6026, "no earlier login to take up", "没有可用的自动登录", "im_login 3"),
    (6200, "no network when the request was to go", "请求时没有网络", _NETWORK),
    (6201, "no network when the answer was to come", "回包时没有网络", _NETWORK),
    (6205, "the IM SDK's network service is not ready", "IM 网络服务未就绪", "im_login 2, network 1.5"),
    (6206, "the UserSig has expired", "UserSig 已过期", _LOGIN),
    (6207, "the login is not admitted", "登录鉴权失败", _LOGIN),
    (6209, "no connection since the start", "启动后从未连上网络", _NETWORK),
    (6221, "the Wi-Fi wants a login of its own", "Wi-Fi 需要认证", _NETWORK),
    (6226, "the stored ticket has expired", "本地票据过期", _LOGIN),
    (7501, "a login is under way", "正在登录", "im_login 1.5, token_report 1"),
    (7502, "a logout is under way", "正在登出", "kicked_or_logged_out 2, im_login 1"),
    (9508, "the link to IM is down", "网络连接断开", _NETWORK),
    (9510, "the connection took too long", "连接超时", _NETWORK),
    (9511, "the connection was refused", "连接被拒绝", _NETWORK),
    (9514, "the connection was reset", "连接被重置", _NETWORK),
    (9523, "the request ran out of time without a network", "无网络请求超时", _NETWORK),
    (800001, "the plugin does not know this appKey", "appKey 非法", "app_integration 3, certificate_config 1.5"),
    (800002, "the plugin does not know this SDKAppID", "SDKAppID 非法", "app_integration 3, certificate_config 1.5"),
    (800003, "the plugin could not initialise the IM SDK", "SDK 初始化失败", "app_integration 2.5, vendor_sdk_init 2"),
    (800004, "the plugin's own long link failed", "长连接失败", _NETWORK),
    (800005, "the vendor's channel did not register", "厂商通道注册失败", _REGISTRATION),
    (800006, "neither the vendor's channel nor FCM registered", "厂商通道与 FCM 均注册失败", _REGISTRATION),
    (800007, "no channel registered", "所有通道注册失败", _REGISTRATION),
    (800008, "the registration took too long", "注册超时", "network 2, vendor_registration 1.5, vendor_sdk_init 1"),
    (800009, "the plugin was given an empty token", "token 为空", _REGISTRATION),
    (800010, "the plugin could not hand the token to IM", "token 设置失败", "token_report 3.5, im_login 1.5"),
    (800013, "the plugin could not create its channel", "创建通知渠道失败", "os_channel 4"),
    (800014, "the plugin could not read its settings", "配置设置失败", "app_integration 3, manifest 1"),
    (800016, "the user refused the notification permission", "用户拒绝了通知权限", "os_notification_permission 6"),
)
ENTRIES: Final = tuple(CodeEntry(IM, Side.CLIENT, Code(number, en, zh), (), ()) for number, en, zh, _ in _CODES)
SPEAKS: Final[Mapping[int, Weights]] = {number: weights(speaks) for number, _, _, speaks in _CODES}
"""By number: where it points."""
