"""What people say of what they send: the message, its limits, and whether IM asked the vendor at all."""

from simulator.diagnose.sign import Sign, sign

SIGNS: tuple[Sign, ...] = (
    sign(
        "limits.quota",
        "a limit of the vendor is met: so many a day, or too many in a short time",
        "触发数量限制或频控",
        "vendor_quota_or_frequency 4.5, vendor_message_class 2",
        prose=(
            "quota + push - size",
            "quota + arrives - size",
            "quota + negative - size",
            "sentence: quota + push - size",
        ),
        patterns=(
            r"频控|限流|配额|频率(?:超限|过高|限制)|(?:发送|推送)(?:太|过于|过)频繁|每(?:人|个人|用户)?(?:每)?(?:天|日).{0,10}\d+ ?条",
            r"\bdaily (?:\w+ )?(?:limit|quota|cap)\b|(?:每日|单日|当日)(?:\S{0,4})(?:限额|上限|限制|总量)",
            r"frequency control|rate limit|quota|\d{1,9} (?:messages )?per (?:user|day)",
        ),
    ),
    sign(
        "limits.per_day",
        "so many a day arrive, and no more",
        "每人每天只能收到固定条数",
        "vendor_quota_or_frequency 5, vendor_message_class 1.5",
        patterns=(
            r"(?:每|一)(?:人|个人|个?用户|台?设备)?(?:每)?(?:天|日).{0,10}\d+ ?条",
            r"\b(?:\d+|two|three|five|ten) (?:messages |pushes |notifications )?(?:per|a|each) (?:user|device|phone)? ?(?:and |per |a )?day\b|\b(?:two|three|five|ten|\d+) per user and day\b",
        ),
    ),
    sign(
        "limits.after_many",
        "it stops after several pushes in a short time",
        "连续发送多条之后就收不到",
        "vendor_quota_or_frequency 3.5, vendor_message_class 1, vendor_auth 0.5",
        patterns=(
            r"after (?:a few|some|several|(?:very )?many|\d+) (?:test )?(?:push\w*|messages?|notifications?).{0,60}(?:stop|nothing|no more|block|not)",
            r"for the rest of the day|until the next day",
            r"(?:连续|短时间内?|频繁|大量)(?:大量)?(?:发送|推送|测试).{0,16}(?:收不到|没有|不|失败)|发(?:了|送)?(?:几|多|\d+) ?条(?:之|以)?后.{0,10}(?:收不到|没|不)|第[三四五六七八九十\d]+条(?:以|之)?后|第二天(?:又)?(?:能|可以|恢复|正常)",
        ),
    ),
    sign(
        "limits.class",
        "the vendor's message class matters",
        "涉及消息分类",
        "vendor_message_class 2.2, vendor_quota_or_frequency 1.2, im_payload 0.7",
        prose=("class",),
        patterns=(
            r"\bcategory\b(?!\W{1,5}(?:null|None|,|\}|$))",
            r"Importance\W+\w*(?:HIGH|NORMAL|LOW)",
            r"classification",
        ),
    ),
    sign(
        "payload.pass_through",
        "it is a pass-through message",
        "使用透传消息",
        "im_payload 2, os_process_or_autostart 2, app_integration 0.7, expected_behaviour 0.5",
        prose=("pass_through - extra",),
    ),
    sign(
        "payload.custom_message",
        "only custom messages are missing",
        "自定义消息没有离线推送",
        "im_payload 5, im_server_decision 0.5",
        prose=("custom_message + negative", "sentence: custom_message + push"),
    ),
    sign(
        "payload.foreground_field",
        "the field that says whether a push is shown while the app is in front",
        "涉及前台是否展示的字段",
        "im_payload 2.5, expected_behaviour 1.5",
        patterns=(r"\bforeground_?show\b|\bnotify_?foreground\b",),
    ),
    sign(
        "payload.too_long",
        "the message is too long",
        "消息内容过长",
        "im_payload 5",
        prose=("size + quota", "size + mismatch", "size + negative + content"),
    ),
    sign(
        "payload.wrong_text",
        "the text of the notification is not what it should be",
        "通知的标题/内容不对",
        "im_payload 3.5, app_integration 1.5, expected_behaviour 1",
        prose=("content + instead - tap", "content + mismatch + push - tap", "content + mismatch + shows - tap"),
    ),
    sign(
        "payload.without_text",
        "the message carries nothing to be shown",
        "消息没有填写推送标题/内容",
        "im_payload 4",
        patterns=(
            r"(?:没有?|未|忘记)(?:填写?|设置|传|带) ?(?:\w+ ?的? ?)?(?:title|desc|body|content|OfflinePushInfo|标题|内容|描述)",
            r"offlinePushInfo\W{0,3}(?:传|设为|为|is|was)?\W{0,3}(?:null|nil|空)",
            r"\bwithout (?:an? |the |any )?(?:title|desc\w*|body|OfflinePushInfo)\b|\bno (?:title|desc|OfflinePushInfo)\b",
        ),
    ),
    sign(
        "payload.push_disabled",
        "the message itself says that it is not to be pushed",
        "消息设置了不推送",
        "im_payload 5.5",
        patterns=(
            r"PushFlag\W{1,4}1\b",
            r"setDisablePush|(?:消息|message|OfflinePushInfo).{0,16}disablePush",
            r"\bonlineUserOnly\W{1,4}(?:true|1)|OnlineOnlyFlag\W{1,4}1|仅在线",
        ),
    ),
    sign(
        "im.still_online",
        "IM takes the user for one who is there",
        "IM 认为用户仍然在线",
        "im_server_decision 4, expected_behaviour 1.5, kicked_or_logged_out -1",
        patterns=(
            r"(?:还|仍)(?:然)?(?:显示|是|算|认为|判断为?).{0,3}在线",
            r"\bstill (?:\w+ ){0,3}online\b|\btaken for online\b",
        ),
    ),
    sign(
        "im.disturb",
        "the receiver has the conversation muted",
        "会话设置了免打扰",
        "im_server_decision 4, expected_behaviour 2",
        prose=("disturb",),
    ),
    sign(
        "im.not_asked",
        "the server never asked the vendor",
        "服务端没有触发离线推送",
        "im_server_decision 3.5, token_report 1.5, kicked_or_logged_out 0.7, vendor_auth -2, vendor_message_class -2",
        prose=("server_idle",),
    ),
)
