"""What OPPO's numbers mean: those of its server API, and those that its client SDK calls the app back with."""

from simulator.push.code import Code, CodeTable

_SDK_ONLY = "OPPO's server SDK makes it itself, of an answer that it cannot read; the server never sends it"
_NO_CAUSE = "it is listed, and no text says when it comes"
_NO_ADDRESS = "phones here have no addresses of their own that could be blocked"
_SDK_CHOOSES = "the SDK alone chooses its HTTP method, and always the right one"

CODES = CodeTable(
    server=(
        Code(-3, "the answer could not be read", "返回结果解析失败", left_out=_SDK_ONLY),
        Code(-2, "the whole service is busy: slow down", "服务流控中，请降低发送速度"),
        Code(-1, "the service is down: try again later", "服务不可用，请稍后重试"),
        Code(0, "success: taken, which does not mean shown", "成功（仅表示已受理）", is_success=True),
        Code(11, "auth_token unknown, expired, or of the other cluster", "auth_token 无效、过期或属于另一集群"),
        Code(12, "another HTTP method than the call has", "HTTP 方法不正确"),
        Code(13, "more calls a second than allowed (until 2023)", "应用调用次数受限"),
        Code(14, "no push app has this app_key", "无效的 AppKey"),
        Code(15, "app_key missing", "缺少 AppKey"),
        Code(16, "wrong MasterSecret, or the parts are joined wrongly", "签名错误：MasterSecret 不对或拼接有误"),
        Code(17, "sign missing", "缺少签名"),
        Code(18, "timestamp missing", "缺少时间戳"),
        Code(
            19, "timestamp not of 13 digits, or more than ten minutes off", "时间戳无效：不是 13 位或偏差超过 10 分钟"
        ),
        Code(20, "no such call", "无效的方法名"),
        Code(21, "the path names a version and no call", "缺少方法名"),
        Code(22, "the path names no version", "缺少版本号"),
        Code(23, "what stands for the version is none", "无效的版本号"),
        Code(24, "a version that there is not", "不支持的版本号"),
        Code(25, "the body is not UTF-8", "编码错误，请求体不是 UTF-8"),
        Code(26, "the caller's address is on the black list", "调用方 IP 在黑名单中"),
        Code(27, "access denied", "没有权限访问", left_out=_NO_CAUSE),
        Code(28, "the push app is switched off in the console", "应用被禁用"),
        Code(29, "auth_token neither in the form, nor in the query, nor in a header", "缺少 auth_token"),
        Code(30, "the right to push has not been granted yet", "应用没有推送权限"),
        Code(31, "no such stored message, or it has ended", "数据不存在"),
        Code(32, "duplicated data", "数据重复冲突", left_out=_NO_CAUSE),
        Code(33, "public messages of the day used up", "公信消息条数超过日限额"),
        Code(34, "picture uploads of the day used up", "图片上传次数超过日限额"),
        Code(40, "a field that must be there is not", "缺少必选参数"),
        Code(41, "broken JSON, or a field that is too long or out of range", "参数错误：JSON 有误、过长或越界"),
        Code(51, "a picture that is none, too big, or unknown", "图片无效"),
        Code(54, "the category needs the number of an approved template", "该分类需要私信模板 ID"),
        Code(55, "more calls a second than allowed (since 2023)", "应用调用频率受限"),
        Code(59, "the app has no right to buttons", "没有二级按钮权限"),
        Code(
            67,
            "category, notify_level and the class of the channel do not fit",
            "category 错误，或与通道类别、提醒等级不符",
        ),
        Code(10000, "registration id malformed, unknown, ended, of another app or cluster", "registration_id 无效"),
    ),
    client=(
        Code(-2, "the phone has no push service of OPPO's, or too old a one", "机型不支持，或推送服务缺失、过旧"),
        Code(-1, "no answer from OPPO", "推送服务不可用或无网络"),
        Code(0, "success", "成功"),
        Code(11, "the right to push is not granted, or the package is another app's", "没有推送权限，或包名不符"),
        Code(12, "another HTTP method than the call has", "HTTP 方法不正确", left_out=_SDK_CHOOSES),
        Code(13, "more commands a second than the cloud takes", "调用次数受限"),
        Code(14, "no push app has this AppKey", "无效的 AppKey"),
        Code(15, "AppKey empty", "缺少 AppKey"),
        Code(16, "wrong AppSecret, often the MasterSecret", "签名错误，常见于误填 MasterSecret"),
        Code(17, "AppSecret empty", "缺少签名（AppSecret 为空）"),
        Code(18, "the phone's clock has never been set", "缺少时间戳（手机时间未设置）"),
        Code(19, "the phone's clock is wrong", "时间戳无效（手机时间不准）"),
        Code(20, "a command that the cloud no longer knows", "无效的方法名（已下线的接口）"),
        Code(21, "the phone's push service has no name for the command", "缺少方法名（系统推送服务过旧）"),
        Code(22, "the SDK in the app names no version", "缺少 SDK 版本号"),
        Code(23, "what the SDK names as its version is none", "无效的 SDK 版本号"),
        Code(24, "an SDK that is no longer served", "不支持的 SDK 版本"),
        Code(25, "a text that cannot be written in UTF-8", "编码错误"),
        Code(26, "the caller's address is on the black list", "IP 在黑名单中", left_out=_NO_ADDRESS),
        Code(40, "an empty list of aliases, tags or accounts", "缺少必选参数"),
        Code(41, "an alias, tag or account that is too long, or holds a separator", "参数错误：过长或含分隔符"),
    ),
    server_fields=("code", "errorCode"),
    client_fields=("code",),
)
