"""What the numbers of the client's side mean: of the IM SDK, below 10,000, and of Tencent's push plugin."""

from simulator.push.code import Code

_NOT_SAID = "the IM SDK here comes to no such end"
_NO_PLUGIN_CODES = "the push plugin here tells the vendor's own code"

CODES = (
    Code(6012, "the IM SDK waited in vain for an answer", "IM 请求超时"),
    Code(6013, "the IM SDK is not initialised", "IM SDK 未初始化"),
    Code(6014, "nobody is logged in at IM", "IM 未登录或已被踢"),
    Code(6015, "the same call is under way already", "重复调用，正在执行中", _NOT_SAID),
    Code(6017, "a call has illegal parameters", "接口参数无效"),
    Code(6023, "logged out before the login had finished", "登录完成前已登出"),
    Code(6026, "no earlier login to take up", "没有可用的自动登录", _NOT_SAID),
    Code(6200, "no network when the request was to go", "请求时没有网络", _NOT_SAID),
    Code(6201, "no network when the answer was to come", "回包时没有网络", _NOT_SAID),
    Code(6205, "the IM SDK's network service is not ready", "IM 网络服务未就绪", _NOT_SAID),
    Code(6206, "the UserSig has expired", "UserSig 已过期", _NOT_SAID),
    Code(6207, "the login is not admitted", "登录鉴权失败", _NOT_SAID),
    Code(6209, "no connection since the start", "启动后从未连上网络", _NOT_SAID),
    Code(6221, "the Wi-Fi wants a login of its own", "Wi-Fi 需要认证"),
    Code(6226, "the stored ticket has expired", "本地票据过期", _NOT_SAID),
    Code(7501, "a login is under way", "正在登录"),
    Code(7502, "a logout is under way", "正在登出"),
    Code(9508, "the link to IM is down", "网络连接断开", _NOT_SAID),
    Code(9510, "the connection took too long", "连接超时", _NOT_SAID),
    Code(9511, "the connection was refused", "连接被拒绝", _NOT_SAID),
    Code(9514, "the connection was reset", "连接被重置", _NOT_SAID),
    Code(9523, "the request ran out of time without a network", "无网络请求超时", _NOT_SAID),
    Code(800001, "the plugin does not know this appKey", "appKey 非法", _NO_PLUGIN_CODES),
    Code(800002, "the plugin does not know this SDKAppID", "SDKAppID 非法", _NO_PLUGIN_CODES),
    Code(800003, "the plugin could not initialise the IM SDK", "SDK 初始化失败", _NO_PLUGIN_CODES),
    Code(800004, "the plugin's own long link failed", "长连接失败", _NO_PLUGIN_CODES),
    Code(800005, "the vendor's channel did not register", "厂商通道注册失败", _NO_PLUGIN_CODES),
    Code(800006, "neither the vendor's channel nor FCM registered", "厂商通道与 FCM 均注册失败", _NO_PLUGIN_CODES),
    Code(800007, "no channel registered", "所有通道注册失败", _NO_PLUGIN_CODES),
    Code(800008, "the registration took too long", "注册超时", _NO_PLUGIN_CODES),
    Code(800009, "the plugin was given an empty token", "token 为空", _NO_PLUGIN_CODES),
    Code(800010, "the plugin could not hand the token to IM", "token 设置失败"),
    Code(800013, "the plugin could not create its channel", "创建通知渠道失败", _NO_PLUGIN_CODES),
    Code(800014, "the plugin could not read its settings", "配置设置失败", _NO_PLUGIN_CODES),
    Code(800016, "the user refused the notification permission", "用户拒绝了通知权限", _NO_PLUGIN_CODES),
)
"""Those that the server hands to the app are in its own table."""
