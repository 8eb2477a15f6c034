"""What does not fit among the settings that were looked up; `diagnose/settings.py` compares them."""

from simulator.diagnose.sign import Sign, sign


def _trace(code: int, en: str, zh: str, speaks: str) -> Sign:
    """Return the sign that IM's tool for pushes ends with *code*."""
    told = rf"(?:InstanceTrace|OfflineStat|ChannelStat|推送排查|push (?:query|trace)).{{0,80}}?(?<![\d-]){code}\b"
    return sign(f"trace.{code}", f"the push trace: {en}", f"推送排查：{zh}", speaks, patterns=(told,))


SIGNS: tuple[Sign, ...] = (
    sign(
        "set.certificate_none",
        "no certificate of this vendor is hosted in the IM console",
        "IM 控制台没有该厂商的证书",
        "certificate_config 6",
    ),
    sign(
        "set.certificate_id_unset",
        "the certificate ID that the app has, or reported, is 0",
        "应用填写或上报的证书 ID 为 0",
        "certificate_config 6, token_report 1",
        patterns=(r"(?:businessID|bussinessID|busi_?id|certificate_?id|证书 ?ID)\W{1,4}0(?!\d)", r"setToken: token=0:"),
    ),
    sign(
        "set.certificate_id_unknown",
        "the reported certificate ID is none of the console's",
        "上报的证书 ID 在控制台不存在",
        "certificate_config 6",
    ),
    sign(
        "set.certificate_of_other_vendor",
        "the reported certificate ID is another vendor's",
        "上报的是其他厂商的证书 ID",
        "certificate_config 4, token_report 3",
    ),
    sign(
        "set.constant_names_no_certificate",
        "the app's constant names no certificate of the console",
        "应用里的证书 ID 在控制台不存在",
        "certificate_config 4",
    ),
    sign(
        "set.user_offline",
        "IM takes the receiver for logged out",
        "IM 认为接收者未登录",
        "kicked_or_logged_out 4, im_login 2",
    ),
    sign(
        "set.user_online",
        "IM takes the receiver for online",
        "IM 认为接收者在线",
        "expected_behaviour 3, im_server_decision 2",
    ),
    sign(
        "set.no_token_bound",
        "no token is bound to the receiver",
        "该用户没有绑定 token",
        "token_report 2, vendor_registration 1",
    ),
    sign(
        "set.binding_ended",
        "the receiver's token does not count any more",
        "该用户的 token 已失效",
        "kicked_or_logged_out 4",
    ),
    sign(
        "set.secret_differs",
        "the secret in the certificate is not the vendor's",
        "证书密钥与厂商后台不一致",
        "vendor_auth 6, certificate_config 3",
    ),
    sign(
        "set.certificate_field_differs",
        "a field of the certificate is not the vendor's",
        "证书字段与厂商后台不一致",
        "certificate_config 4, vendor_auth 3",
    ),
    sign(
        "set.constants_differ",
        "AppID or AppKey in the app are not the vendor's",
        "应用里的 AppID/AppKey 与厂商后台不一致",
        "vendor_registration 6",
    ),
    sign(
        "set.constants_missing",
        "the app has no AppID or AppKey",
        "应用里没有 AppID/AppKey",
        "app_integration 4, manifest 2, vendor_registration 1.5",
    ),
    sign(
        "set.constants_swapped",
        "AppKey and secret are swapped in the app",
        "应用里 AppKey 与密钥填反",
        "vendor_registration 6",
    ),
    sign(
        "set.package_differs",
        "the package at the vendor is not the app's",
        "厂商后台包名与应用不一致",
        "vendor_registration 6",
    ),
    sign("set.vendor_app_closed", "push is not switched on at the vendor", "厂商后台未开通推送", "vendor_auth 5"),
    sign(
        "set.vendor_app_under_review", "the app is under review at the vendor", "应用在厂商后台审核中", "vendor_auth 5"
    ),
    sign(
        "set.no_right_to_system_messages",
        "the vendor has not granted the class that chats need",
        "厂商未授予系统消息权限",
        "vendor_message_class 4",
    ),
    sign("set.quota_used_up", "messages of the day were sent before", "当日额度已用", "vendor_quota_or_frequency 5"),
    sign("set.not_installed", "the app is not on the phone", "手机上未安装该应用", "vendor_regid_invalid 5"),
    sign(
        "set.notifications_off",
        "the app's notifications are off in the phone's settings",
        "手机设置里通知已关闭",
        "os_notification_permission 6",
    ),
    sign("set.phone_offline", "the phone has no network", "手机没有网络", "network 5"),
    sign("set.app_running", "the app runs", "应用正在运行", ""),
    sign("set.app_in_front", "the app is in front", "应用在前台", "expected_behaviour 2"),
    sign(
        "set.another_user",
        "another user is logged in on the phone",
        "手机上登录的是另一个账号",
        "kicked_or_logged_out 5",
    ),
    sign("set.sub_brand", "a phone of a sub-brand", "子品牌手机", "app_integration 1"),
    sign(
        "set.sdk_absent",
        "the vendor's SDK is not among the app's libraries",
        "应用没有集成厂商 SDK",
        "app_integration 5",
    ),
    sign(
        "set.nobody_logged_in",
        "nobody is logged in on the phone",
        "手机上没有登录任何账号",
        "kicked_or_logged_out 4, im_login 2",
    ),
    sign(
        "set.permission_not_granted",
        "the permission to show notifications is not granted",
        "通知权限未授予",
        "os_notification_permission 5",
    ),
    sign(
        "set.token_not_current",
        "the bound token is not the phone's regId of today",
        "绑定的 token 不是手机当前的 regId",
        "vendor_regid_invalid 4, token_report 1.5, app_integration 1",
    ),
    sign(
        "set.token_not_known",
        "the vendor's console does not know the bound token any more",
        "厂商后台查询已绑定的 token 无效",
        "vendor_regid_invalid 4",
    ),
    sign(
        "set.certificate_of_another_package",
        "the certificate in the IM console is for another package than the app's",
        "IM 控制台证书的包名与应用包名不一致",
        "certificate_config 4, vendor_auth 2, vendor_registration 1",
    ),
    sign(
        "set.certificate_of_another_app",
        "an id or key in the app is not the one of the certificate in the IM console",
        "应用里的 AppID/AppKey 与 IM 控制台证书不一致",
        "certificate_config 3, vendor_registration 2.5, vendor_auth 2",
    ),
    sign("set.other_push_sdk", "the app has another push SDK too", "应用还集成了其他推送 SDK", "app_integration 3"),
    sign(
        "set.receiver_renamed",
        "the push receiver has another name in the build",
        "推送 receiver 被混淆改名",
        "proguard 5",
    ),
    sign(
        "set.reported_other_than_constant",
        "another certificate ID was reported than the app has for this vendor",
        "上报的证书 ID 与应用中该厂商的常量不同",
        "token_report 3, certificate_config 2",
    ),
    sign("set.several_channels", "the app has several notification channels", "应用有多个通知渠道", ""),
    sign("set.no_channel", "the app has no notification channel", "应用没有创建通知渠道", "os_channel 2"),
    sign("set.channel_off", "a notification channel is switched off", "通知渠道被关闭", "os_channel 5"),
    sign(
        "set.channel_of_another_name",
        "the app has no channel of the ID that the push or the certificate names",
        "应用没有创建推送或证书 ChannelID 指定的渠道",
        "os_channel 5",
    ),
    sign(
        "set.permission_undeclared",
        "the manifest lacks POST_NOTIFICATIONS",
        "清单缺少 POST_NOTIFICATIONS",
        "os_notification_permission 5",
    ),
    sign("set.receiver_not_exported", "the push receiver is not exported", "推送 receiver 未导出", "manifest 1"),
    sign(
        "set.receiver_of_the_sample",
        "the manifest names the sample's receiver",
        "清单里是示例工程的 receiver",
        "manifest 5",
    ),
    sign(
        "set.no_own_receiver",
        "the manifest declares no push receiver of the app",
        "清单没有声明推送 receiver",
        "manifest 2",
    ),
    sign("set.shrinks", "the build shrinks its code", "开启了代码混淆", "proguard 3"),
    sign(
        "set.page_not_in_manifest",
        "the page that the certificate opens is not in the manifest",
        "证书配置的页面不在清单中",
        "click_action 6",
    ),
    sign(
        "set.address_without_scheme",
        "the web address has no http:// before it",
        "网页地址缺少 http://",
        "click_action 6",
    ),
    sign("set.opens_web_page", "the tap opens a web page", "点击打开网页", "ext_payload 2"),
    sign("set.opens_intent", "the tap opens a page by an intent", "点击通过 intent 打开页面", ""),
    sign(
        "set.intent_malformed",
        "the intent in the certificate is malformed",
        "证书里的 intent 格式错误",
        "click_action 6",
    ),
    sign("set.push_flag_1", "the message says that it is not to be pushed", "消息设置了不推送", "im_payload 6"),
    sign("set.online_only", "the message goes to online users only", "消息仅发给在线用户", "im_payload 6"),
    sign(
        "set.custom_without_desc",
        "a custom message without a text for the push",
        "自定义消息没有设置推送文案",
        "im_payload 6",
    ),
    sign("set.text_long", "a long title or text", "标题或内容过长", "im_payload 3"),
    sign("set.text_is_a_test", "the text looks like a test", "文案像测试内容", "im_payload 1.5"),
    sign(
        "set.group_without_push",
        "a group whose messages are never pushed",
        "该群类型不支持离线推送",
        "expected_behaviour 5",
    ),
    sign(
        "set.muted",
        "the receiver has the conversation without notification",
        "接收者对该会话设置了免打扰",
        "im_server_decision 6",
    ),
    sign(
        "set.send_refused_not_friends",
        "IM refuses the message: the two are not friends",
        "IM 拒绝：双方不是好友",
        "im_server_decision 6",
    ),
    sign(
        "set.send_refused_text_stopped",
        "IM refuses the message for a forbidden word",
        "IM 拒绝：命中敏感词",
        "im_server_decision 6",
    ),
    _trace(-1, "no certificate ID", "未设置证书 ID", "certificate_config 5, token_report 1"),
    _trace(-2, "no token was reported", "未上报 token", "token_report 4, vendor_registration 1.5"),
    _trace(-197, "certificate error", "证书错误", "vendor_auth 4, certificate_config 4"),
    _trace(
        -198,
        "the vendor refused",
        "厂商返回错误",
        "vendor_message_class 1.5, vendor_quota_or_frequency 1.5, im_payload 1.5, vendor_auth 1.5, vendor_regid_invalid 1",
    ),
    _trace(-199, "the vendor cannot be reached", "无法连接厂商", "network 5"),
    _trace(-201, "bad token or certificate ID", "token 或证书 ID 错误", "certificate_config 3, vendor_regid_invalid 3"),
    sign(
        "trace.vendor_took_it",
        "the push trace: the vendor took the push",
        "推送排查：厂商已接收",
        "os_channel 1, os_notification_permission 1, certificate_config -3, vendor_auth -4,"
        " token_report -4, im_server_decision -4, im_payload -2, im_login -4, kicked_or_logged_out -4, vendor_registration -4",
        good=True,
    ),
)
