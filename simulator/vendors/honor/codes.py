"""What Honor's numbers mean. Its table of server codes is not public: answers follow HTTP, as its clients expect."""

from simulator.push.code import Code, CodeTable

_NO_CAUSE = "no cause is known: only its name is"

CODES = CodeTable(
    server=(
        Code(0, "receipt: delivered to the phone", "回执：已送达终端", is_success=True),
        Code(2, "receipt: the app is not installed", "回执：应用未安装"),
        Code(6, "receipt: the notification was not shown", "回执：通知栏消息未展示"),
        Code(
            27, "receipt: data message kept, since the app's process is absent", "回执：应用进程不存在，透传消息已缓存"
        ),
        Code(102, "receipt: dropped over a limit of the day", "回执：超出当日限额被丢弃"),
        Code(200, "taken; failTokens were not sent to, expireTokens are no longer valid", "请求成功", is_success=True),
        Code(400, "a field of the request is wrong", "请求参数错误"),
        Code(401, "access token missing, unknown, expired or of another app; client unknown", "鉴权失败"),
        Code(403, "the push service of the app is not enabled", "应用未开通推送服务"),
        Code(429, "too many sends in a second", "请求过于频繁"),
        Code(503, "too many sends in a second, where the cloud answers so instead of 429", "服务繁忙"),
        Code(80000000, "taken, where the cloud answers so instead of 200", "请求成功", is_success=True),
    ),
    client=(
        Code(0, "success", "成功"),
        Code(10214, "too many HTTP requests", "HTTP 请求过于频繁"),
        Code(8001000, "the device does not support Honor push", "设备不支持荣耀推送"),
        Code(8001001, "called on the main thread", "在主线程调用"),
        Code(8001002, "no app id in the configuration", "未配置 app id"),
        Code(8001003, "the certificate fingerprint is not configured", "证书指纹为空或未配置"),
        Code(8001004, "there is no push token", "没有 PushToken"),
        Code(8001005, "the SDK is not initialised", "SDK 未初始化"),
        Code(8002001, "binding to the push service failed", "绑定推送服务失败"),
        Code(8002002, "the push service disconnected", "推送服务连接断开"),
        Code(8002003, "connecting to the push service timed out", "连接推送服务超时"),
        Code(8002004, "the push service was given wrong arguments", "推送服务参数错误"),
        Code(8002005, "the push service gave a null binding", "推送服务返回空绑定"),
        Code(8002006, "the push service is invalid", "推送服务无效"),
        Code(8002007, "the push service is disabled", "推送服务被禁用"),
        Code(8002008, "the push service is missing", "推送服务缺失"),
        Code(8003001, "server error", "服务端错误"),
        Code(8003002, "unknown error", "未知错误", left_out=_NO_CAUSE),
        Code(8003003, "internal error", "内部错误", left_out=_NO_CAUSE),
        Code(8003004, "app id, package or fingerprint do not fit the console", "参数无效"),
        Code(8003005, "too many requests of one device", "请求过于频繁"),
        Code(8003006, "no network", "无网络"),
        Code(8003007, "the user statement is not agreed to", "未同意用户声明"),
        Code(8003008, "the request timed out", "请求超时"),
    ),
    server_fields=("code", "status"),
    client_fields=("code",),
)
