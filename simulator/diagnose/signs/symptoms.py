"""What people say that they see, in Chinese or English."""

from simulator.diagnose.sign import Sign, sign

SIGNS: tuple[Sign, ...] = (
    # -- whether anything is shown --------------------------------------------------------------------------------------
    sign(
        "shown.nothing",
        "no push is seen",
        "收不到推送",
        prose=("push + nothing - tap", "killed + nothing - tap", "sentence: arrives + nothing - tap"),
    ),
    sign(
        "shown.received_not_shown",
        "the message reaches the phone and no notification is shown",
        "消息已到达手机但不弹通知",
        "os_channel 3, os_notification_permission 2, im_payload 1, app_integration 0.5, vendor_message_class 0.5",
        prose=(
            "sentence: works + shows + nothing - tap - killed - running",
            "shows + nothing + push - tap - badge - sound",
            "arrives + shows + negative - tap - badge - killed",
        ),
    ),
    sign(
        "shown.silent",
        "it is shown without sound, banner or light",
        "有通知但没有声音、横幅或亮屏",
        "vendor_message_class 3, os_channel 2.5, im_payload 0.5, expected_behaviour 0.5",
        prose=("sound + negative", "sentence: sound + negative + push"),
    ),
    sign(
        "shown.badge",
        "only the badge is not as expected",
        "只有角标不更新",
        "expected_behaviour 4, im_payload 2, app_integration 1",
        prose=("badge", "sentence: badge + negative"),
    ),
    sign(
        "shown.icon",
        "the icon is not as expected",
        "图标显示不对",
        "expected_behaviour 2, app_integration 2, manifest 1",
        prose=("icon + negative", "sentence: icon + mismatch"),
    ),
    sign(
        "shown.twice",
        "the same message is notified more than once",
        "同一条消息弹出多次",
        "app_integration 2, im_server_decision 2, expected_behaviour 2",
        prose=("twice + push", "twice + arrives", "twice + shows"),
    ),
    sign(
        "shown.late",
        "it comes late",
        "推送延迟到达",
        "network 1.5, vendor_message_class 1.5, os_process_or_autostart 1.5, vendor_quota_or_frequency 1",
        prose=("delay + push", "delay + arrives"),
    ),
    sign(
        "shown.sometimes",
        "it comes sometimes and sometimes not",
        "时有时无",
        "vendor_quota_or_frequency 2, network 1.5, token_report 1, im_server_decision 1, vendor_message_class 1",
        prose=("sometimes",),
    ),
    sign(
        "shown.after_logout",
        "pushes go on after the logout",
        "退出登录后仍收到推送",
        "kicked_or_logged_out 5, token_report 1, app_integration 1.5",
        prose=("sentence: logout + goes_on + push", "logout + goes_on", "sentence: logout + works + push - nothing"),
    ),
    # -- when ----------------------------------------------------------------------------------------------------------
    sign(
        "killed.nothing",
        "nothing comes while the app is killed",
        "应用被杀后收不到",
        "os_process_or_autostart 2, certificate_config 0.6, app_integration 0.5, im_server_decision 0.3,"
        " os_notification_permission -1, click_action -2, ext_payload -2",
        prose=("killed + nothing", "sentence: killed + nothing - logout"),
    ),
    sign(
        "killed.running_works",
        "while the app runs it works",
        "应用运行时正常",
        "os_process_or_autostart 1.5, certificate_config 0.5, app_integration 0.5, token_report 0.5, os_channel -1,"
        " os_notification_permission -1.5",
        prose=(
            "running + works",
            "sentence: running + works + killed",
            "sentence: foreground + works + killed",
            "sentence: background + fine + killed",
        ),
        good=True,
    ),
    sign(
        "killed.backlog",
        "what was missing appears when the app is opened",
        "打开应用后才一次收到之前的消息",
        "os_process_or_autostart 1.5, certificate_config 1.2, app_integration 0.7, expected_behaviour 0.3",
        prose=(
            "sentence: reopen + backlog",
            "sentence: reopen + arrives + killed",
            "reopen + backlog",
            "backlog + shows",
            "sentence: reopen + works + nothing",
        ),
    ),
    sign(
        "killed.offline_fails",
        "for users who are away the push fails, for those who are there it works",
        "在线正常、离线失败",
        "token_report 1.5, vendor_regid_invalid 0.7, certificate_config 0.7, im_server_decision 0.5",
        prose=(
            "sentence: offline + negative + works",
            "sentence: offline + negative + running",
            "offline + push + negative - killed",
            "sentence: online + killed + nothing",
        ),
    ),
    sign(
        "foreground.nothing",
        "nothing is shown while the app is in front",
        "应用在前台时不弹通知",
        "expected_behaviour 3.5, app_integration 1, im_server_decision 1, os_channel 0.5",
        prose=("foreground + nothing - killed - works", "foreground + negative + shows"),
    ),
    sign(
        "locked.nothing",
        "nothing comes while the screen is off",
        "锁屏或息屏后收不到",
        "os_process_or_autostart 2.5, os_channel 1, vendor_message_class 1",
        prose=("screen + nothing",),
    ),
    # -- the tap -------------------------------------------------------------------------------------------------------
    sign(
        "tap.nothing",
        "the tap opens nothing, or not what it should",
        "点击通知没有反应或打不开应用",
        "click_action 6, manifest 1, app_integration 1.5, im_payload 0.5, ext_payload 0.5",
        prose=(
            "tap + negative - extra - empty",
            "tap + open + negative - extra - empty",
            "sentence: tap + open + negative - extra - empty",
            "sentence: tap + callback_silent - extra",
        ),
    ),
    sign(
        "tap.wrong_page",
        "the tap opens another page than it should",
        "点击跳转的页面不对",
        "click_action 5, im_payload 1, certificate_config 1, ext_payload 0.5",
        prose=("tap + mismatch", "sentence: tap + open + mismatch"),
    ),
    sign(
        "tap.ext_missing",
        "the custom content does not reach the app",
        "点击后拿不到自定义数据",
        "ext_payload 7, im_payload 1.5, click_action 1.5, app_integration 0.5",
        prose=(
            "extra + negative",
            "sentence: tap + extra + negative",
            "sentence: tap + extra",
            "tap + content + empty",
            "sentence: tap + content + empty",
        ),
        patterns=(r"\bon\w{0,20}(?:Opened|Click\w*|Tap\w*)\b.{0,30}(?:\{\s*\}|\bnull\b|undefined)",),
    ),
    sign(
        "tap.crash",
        "the app crashes on the tap",
        "点击后应用崩溃",
        "click_action 3.5, ext_payload 2, app_integration 1.5, proguard 1",
        prose=("tap + exception", "sentence: tap + exception"),
    ),
    sign(
        "tap.works",
        "the tap opens the app",
        "点击可以打开应用",
        "click_action -2, ext_payload 1",
        prose=("tap + open + works - negative", "sentence: tap + works + open - negative"),
        good=True,
    ),
    # -- the token -----------------------------------------------------------------------------------------------------
    sign(
        "token.not_obtained",
        "the app gets no regId",
        "拿不到 regId/token",
        "vendor_registration 1.8, vendor_sdk_init 1.6, app_integration 1.5, device_unsupported 0.6, manifest 0.5, proguard 0.3,"
        " token_report -0.5, os_channel -3, os_notification_permission -3, click_action -3, certificate_config -0.5",
        prose=(
            "token + obtain + negative - report - mismatch - server_token - stored",
            "token + empty - report - certificate - mismatch - server_token - stored",
            "token + negative - report - certificate - mismatch - server_token - stored",
            "sentence: token + obtain + negative - report - works - mismatch - server_token - stored",
        ),
    ),
    sign(
        "token.obtained",
        "the app has a regId",
        "已拿到 regId/token",
        "vendor_sdk_init -2, vendor_registration -1, device_unsupported -2, proguard -1.5, token_report 1, manifest -1,"
        " certificate_config 0.7",
        prose=("token + obtain - negative - report", "token + fine - negative - report"),
        good=True,
    ),
    sign(
        "token.refused",
        "the target is called invalid",
        "目标 regId/token 被判定无效",
        "vendor_regid_invalid 3, token_report 1, certificate_config 0.5",
        prose=("token + mismatch - credential - fingerprint - server_token - certificate",),
    ),
    sign(
        "token.not_stored",
        "the server has no token of this user",
        "服务端没有保存该用户的 token",
        "token_report 4, vendor_registration 1, app_integration 1, kicked_or_logged_out 0.5",
        prose=("token + stored + negative", "token + stored + empty", "sentence: token + stored + negative"),
        patterns=(r"(?:device|push)_?\s?token (?:does not exist|not exist|不存在)|token\W{0,3}不存在",),
    ),
    sign(
        "token.registration_fails",
        "the registration at the vendor fails",
        "向厂商注册失败",
        "vendor_registration 2.2, device_unsupported 1, network 1, app_integration 0.7, vendor_sdk_init 0.7, certificate_config 0.3",
        prose=(
            "register + negative - token - console - login - manifest - push - fine - no_error",
            "register + callback_silent - tap",
        ),
        patterns=(
            r"\b(?:not|never) subscribed\b",
            r"register(?:ing|ation)?\b.{0,16}(?:fail|refus|reject|result null)",
            r"注册(?:不上|不成功|失败|不了|报错)",
        ),
    ),
    sign(
        "token.console_denies",
        "the app has an id, and the vendor's platform says that it is not registered",
        "客户端已拿到 ID，平台却显示未注册",
        "vendor_regid_invalid 2.5, vendor_registration 2.5, token_report 0.5, undecided 3",
        prose=(
            "console + register + negative - callback_silent",
            "sentence: console + register + negative + token - callback_silent",
        ),
    ),
    sign(
        "token.report_fails",
        "the report of the token fails or never happens",
        "token 上报失败或没有上报",
        "token_report 5, im_login 1.5, app_integration 1, certificate_config 0.5, kicked_or_logged_out 0.5",
        prose=(
            "token + report + negative",
            "report + negative + register",
            "sentence: token + report + negative - killed - obtain - works",
        ),
    ),
    sign(
        "token.reported",
        "the report of the token succeeds",
        "token 上报成功",
        "certificate_config 1.2, im_server_decision 1, im_payload 0.5, token_report -1.5, vendor_registration -3,"
        " vendor_sdk_init -3, device_unsupported -3, manifest -1.5, proguard -2, app_integration -1, undecided 1",
        prose=(
            "token + report + fine - negative",
            "token + report - negative",
            "sentence: token + report + fine - negative",
        ),
        good=True,
    ),
    sign(
        "token.alias_fails",
        "binding the alias or account fails",
        "绑定别名/账号失败",
        "token_report 4, vendor_regid_invalid 1",
        patterns=(
            r"\b(?:bind|set|unbind)_?-?(?:alias|account|tag)\w*.{0,40}(?:fail|error|invalid|not)",
            r"(?:绑定|设置)(?:别名|账号|帐号).{0,12}(?:失败|不|错误)",
        ),
    ),
    # -- logins --------------------------------------------------------------------------------------------------------
    sign(
        "login.fails",
        "the login fails",
        "登录失败",
        "im_login 5, app_integration 0.5",
        prose=("login + negative - relogin - logout - token - report - push - works",),
    ),
    sign(
        "login.works",
        "the login works",
        "登录正常",
        "im_login -2",
        prose=("login + works - negative",),
        good=True,
    ),
    sign(
        "login.again_nothing",
        "after a logout, another login or another account nothing comes",
        "退出重登或切换账号后收不到",
        "kicked_or_logged_out 5, token_report 2, app_integration 0.5",
        prose=(
            "sentence: relogin + nothing",
            "sentence: logout + nothing",
            "sentence: switch_user + nothing",
            "sentence: switch_user + arrives",
        ),
    ),
    sign(
        "login.kicked",
        "the user was kicked",
        "账号被踢下线",
        "kicked_or_logged_out 5, im_login 1.5",
        prose=("kicked",),
    ),
)
