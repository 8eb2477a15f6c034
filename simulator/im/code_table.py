"""What the numbers of the IM server mean, in English and Chinese; those too that nothing here provokes."""

from collections.abc import Iterator

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.push.code import Code, CodeTable

CLIENT_CODES_END = 10_000
"""Below are codes of the client's SDK, from here on those of the server."""

_CHINESE = {
    -10003: "票据已过期，需要重新登录",
    6208: "其他终端登录同一帐号，被踢下线",
    10002: "群组：服务内部错误",
    10004: "群组：参数非法",
    10005: "群组：请求中的帐号过多",
    10007: "群组：操作权限不足",
    10010: "群组不存在或已解散",
    10011: "群组：请求包 JSON 解析失败",
    10014: "群成员已满",
    10015: "群组 ID 非法",
    10016: "群组：被 App 后台的第三方回调拒绝",
    10017: "因被禁言而不能发送群消息",
    10019: "群组：请求的 UserID 不存在",
    10021: "群组 ID 已被他人使用",
    10023: "群消息发送过快",
    10025: "群组 ID 已被使用，且操作者就是群主",
    10030: "要撤回的群消息不存在",
    10031: "群消息已超过可撤回的时间",
    10032: "该群消息不支持撤回",
    10033: "该群组类型不支持撤回",
    10041: "应用关闭了群消息撤回",
    10053: "@ 的对象超过上限",
    10058: "体验版群组数已达 100 个",
    20002: "UserSig 或票据失效",
    20003: "收发双方的 UserID 无效或不存在",
    20004: "网络异常",
    20005: "服务内部错误",
    20006: "被发消息前的第三方回调拒绝",
    20007: "被对方拉黑",
    20009: "双方互不是好友",
    20010: "自己不是对方的好友",
    20011: "对方不是自己的好友",
    20012: "因被禁言而不能发送单聊消息",
    20022: "要撤回的消息不存在",
    20023: "该消息已被撤回",
    21005: "登录之前就上报了 token",
    22001: "没有上传过离线推送证书",
    22003: "上报的 token 为空",
    22004: "上报的 token 超过 256 字节",
    22005: "登录数据超过 1024 字节",
    22006: "token 上报过于频繁",
    30006: "关系链：内部错误",
    30007: "关系链：网络超时",
    30008: "关系链：并发写冲突",
    40006: "资料：内部错误",
    40601: "资料字段超过 500 字节",
    60002: "HTTP 解析错误，检查请求 URL",
    60003: "请求包不是 JSON",
    60004: "URL 或请求体中的帐号缺失或错误",
    60005: "URL 或请求体中的签名缺失或错误",
    60006: "SDKAppID 无效",
    60007: "该 REST 接口调用过于频繁",
    60008: "服务超时或请求格式错误",
    60009: "请求的资源不存在，检查 URL",
    60010: "需要 App 管理员权限",
    60012: "URL 中缺少 SDKAppID",
    60013: "后端返回的不是 JSON",
    60014: "帐号转换超时",
    60015: "请求体中的帐号类型错误，应为字符串",
    60016: "SDKAppID 已被禁用",
    60020: "套餐已到期",
    70001: "UserSig 已过期",
    70002: "UserSig 长度为 0",
    70003: "UserSig 非法，无法解析",
    70005: "UserSig 非法，其中没有应有的字段",
    70009: "UserSig 校验失败，可能用了其他应用的密钥",
    70013: "请求中的 UserID 与 UserSig 中的不一致",
    70014: "请求中的 SDKAppID 与 UserSig 中的不一致",
    70052: "UserSig 已失效，请重新生成",
    70107: "帐号不存在",
    70169: "服务内部超时",
    70202: "服务内部超时",
    70206: "批量请求中的帐号数不合法",
    70398: "体验版帐号数超过 100 个",
    70402: "参数非法",
    70403: "需要 App 管理员权限",
    70500: "服务内部错误",
    71000: "只有体验版应用可以删除帐号",
    72001: "控制台未开启在线状态查询",
    80001: "文本含有敏感词",
    80002: "消息过长",
    80003: "发消息前的第三方回调失败或超时",
    90001: "JSON 解析失败",
    90002: "MsgBody 格式错误",
    90003: "To_Account 缺失或不是字符串",
    90004: "MsgSeq 不是整数",
    90005: "MsgRandom 缺失或不是整数",
    90006: "MsgTimeStamp 缺失或不是整数",
    90007: "MsgBody 不是数组",
    90008: "From_Account 缺失或不存在",
    90009: "需要 App 管理员权限",
    90010: "消息元素格式错误",
    90011: "批量发送的目标超过 500 个",
    90012: "To_Account 未注册",
    90018: "请求的帐号过多",
    90020: "推送条件中的标签超过 50 字节",
    90022: "TagsOr 与 TagsAnd 有相同的标签",
    90024: "两次推送的间隔必须大于 1 秒",
    90026: "消息保存时间错误",
    90030: "属性长度为 0 或超过 50 字节",
    90031: "SyncOtherMachine 不是整数",
    90032: "标签超过 10 个",
    90033: "属性无效",
    90034: "标签超过 50 字节",
    90039: "推送条件不能同时有标签和属性",
    90040: "标签为空",
    90043: "OfflinePushInfo 格式错误",
    90044: "MsgLifeTime 不是整数",
    90045: "未开通全员推送",
    90047: "当天推送次数已用完",
    90048: "请求的帐号不存在",
    90049: "要撤回的推送不存在",
    90050: "推送重复撤回",
    90051: "推送撤回过于频繁",
    90052: "推送超过 24 小时",
    90053: "撤回缺少 OfflinePushInfo",
    90054: "撤回请求中的 MsgKey 不合法",
    90055: "批量消息超过 8 KB",
    90056: "推送请求超过 10 KB",
    90992: "服务内部错误",
    90994: "服务内部错误",
    90995: "服务内部错误",
    91000: "服务内部错误",
    93000: "消息超过 12 KB",
    130001: "禁言：JSON 解析失败",
    130002: "禁言：缺少 Get_Account",
    130003: "禁言：Get_Account 无效",
    130004: "禁言：缺少 Set_Account",
    130005: "禁言：Set_Account 无效",
    130008: "禁言：没有给出任何禁言时间",
    130014: "禁言：系统错误",
}

_INTERNAL = "a fault inside the service: `fail_next` makes one, and no request does"
_NO_FIGURE = "no document says how often or how many is too much"
_INVITATIONS = "invitations and applications to groups are not simulated"

_LEFT_OUT = (
    Code(10003, "group: unknown command", "群组：请求命令字错误", "60009 answers before"),
    Code(10006, "group: too frequent", "群组：操作过于频繁", "60007 answers before"),
    Code(10009, "group: its owner cannot leave", "群主不能退出群组", "leaving a group is not simulated"),
    Code(10012, "group: the operator is illegal", "群组：操作者 UserID 非法", "the UserSig's check answers before"),
    Code(10013, "group: a member already", "已经是群成员", "add_group_member answers Result 2 for him"),
    Code(10018, "group: the answer is longer than 1 MB", "回包超过 1 MB", "no command here answers that much"),
    Code(10024, "group: the invitation has been dealt with", "邀请或申请已被处理", _INVITATIONS),
    Code(10026, "group: the command is switched off", "该命令字已被禁用", _NO_FIGURE),
    Code(10036, "too many live rooms", "直播群数量超过限制", _NO_FIGURE),
    Code(10037, "a user has too many groups", "单个用户的群组数超过限制", _NO_FIGURE),
    Code(10038, "a group has too many members for the edition", "群成员数超过套餐限制", _NO_FIGURE),
    Code(20001, "the packet is illegal", "请求包非法", "the SDK's own wire is private"),
    Code(
        20008, "sender and receiver are of two applications", "收发双方 SDKAppID 不一致", "a world has one application"
    ),
    Code(20016, "too late to recall", "超过可撤回时间", "apps here recall nothing; the administrator has no limit"),
    Code(20018, "roaming messages cannot be deleted", "删除漫游失败", _INTERNAL),
    Code(20028, "the message is being changed already", "消息正在被并发修改", "changing messages is not simulated"),
    Code(
        22002,
        "network fault at the report of a token",
        "上报 token 网络异常",
        "the SDK says so by itself of a report that met a fault on its way; the server never does",
    ),
    Code(60011, "the application calls too often", "该应用调用过于频繁", _NO_FIGURE),
    Code(60017, "requests are forbidden", "请求被禁止", "60016 stands for an application that is barred"),
    Code(60018, "too frequent", "请求过于频繁", _NO_FIGURE),
    Code(60019, "too frequent", "请求过于频繁", _NO_FIGURE),
    Code(60021, "the caller's address is not allowed", "来源 IP 不合法", "requests here come from no address"),
    Code(70016, "no public key", "公钥不存在", "applications here have a secret key, as all since 2019"),
    Code(70020, "the application does not exist", "SDKAppID 不存在", "60006 answers before"),
    Code(
        70050, "the UserSig was wrong too often, wait a minute", "UserSig 校验失败次数过多，请一分钟后再试", _NO_FIGURE
    ),
    Code(70051, "the account is on a blocklist", "帐号被列入黑名单", "no document says what puts an account there"),
    Code(70114, "the login is restricted", "登录受安全限制", _NO_FIGURE),
    Code(72000, "a trial has too many users a day", "体验版日活超过限制", _NO_FIGURE),
    Code(80004, "the image was stopped", "图片被安全打击", "images have no content here"),
    Code(91101, "the browser's polling was taken over", "Web 长轮询被踢", "browsers are not simulated that far"),
)


def _modelled() -> Iterator[Code]:
    """Walk what `codes` declares, each number once; the text of an answer is its meaning."""
    seen = {codes.OK.code}
    for code in vars(codes).values():
        if isinstance(code, ImCode) and code.code not in seen:
            seen.add(code.code)
            yield Code(code.code, code.text, _CHINESE[code.code])


def _sorted(found: Iterator[Code]) -> tuple[Code, ...]:
    return tuple(sorted(found, key=lambda code: code.number))


CODES = CodeTable(
    server=_sorted(code for code in (*_modelled(), *_LEFT_OUT) if code.number >= CLIENT_CODES_END),
    client=_sorted(code for code in _modelled() if code.number < CLIENT_CODES_END),
    server_fields=("ErrorCode", "ResultCode", "RetCode"),
    client_fields=("code",),
)
"""All that the documents list for this server; its access layer and its client SDK have others."""
