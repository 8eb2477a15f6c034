"""What works beside what does not: the comparisons that people make by themselves."""

from simulator.diagnose.sign import Sign, sign

SIGNS: tuple[Sign, ...] = (
    sign(
        "compare.console_works",
        "a push from the vendor's own console arrives",
        "厂商控制台直接推送能收到",
        "certificate_config 2, im_server_decision 2, token_report 1.7, im_payload 1.5, vendor_auth 1.5, im_login 1,"
        " vendor_message_class 1.2, os_process_or_autostart -2.5, os_channel -1, os_notification_permission -3,"
        " device_unsupported -4, vendor_registration -4, vendor_sdk_init -4, manifest -3, proguard -3, network -2,"
        " app_integration -1.5, vendor_regid_invalid 0.3, undecided 3",
        prose=(
            "console + arrives - negative - statistics - running - quota - provider_console",
            "console + fine - negative - statistics - running - register - provider_console",
            "console + arrives + killed - negative - statistics - provider_console",
            "console + push + shows - negative - statistics - running - provider_console",
            "sentence: console + fine - negative - statistics - running - register - provider_console",
        ),
        good=True,
    ),
    sign(
        "compare.console_fails",
        "a push from the vendor's own console does not arrive either",
        "厂商控制台推送也收不到",
        "os_notification_permission 1, os_channel 1, vendor_registration 1, device_unsupported 1, vendor_regid_invalid 1,"
        " network 1, vendor_message_class 0.5, certificate_config -2, im_server_decision -3, im_payload -2, im_login -2, vendor_auth -2",
        prose=(
            "console + push + negative - register - fine - certificate - provider_console - token - credential",
            "console + arrives + negative - register - fine - certificate - provider_console - token - credential - server_token",
        ),
    ),
    sign(
        "compare.provider_console_works",
        "a push from the provider's own console arrives",
        "从推送服务商后台发送能收到",
        "im_payload 2, vendor_auth 0.7, vendor_message_class 1, app_integration 0.3, os_process_or_autostart -1,"
        " os_notification_permission -2, vendor_registration -2.5, vendor_sdk_init -2.5, token_report -0.5, undecided 1.5",
        prose=(
            "provider_console + arrives - negative - statistics - running",
            "provider_console + fine - negative - statistics",
        ),
        good=True,
    ),
    sign(
        "compare.provider_console_fails",
        "a push from the provider's own console does not arrive",
        "从推送服务商后台发送收不到",
        "certificate_config 1.2, app_integration 1, token_report 0.7, im_payload 0.7, vendor_registration 0.5, undecided -1",
        prose=("provider_console + nothing - statistics - token",),
    ),
    sign(
        "compare.other_phones_work",
        "phones of other makers or models work with the same app",
        "其他机型正常，个别机型不行",
        "device_unsupported 1.2, vendor_sdk_init 0.7, certificate_config 0.7, app_integration 0.7, os_process_or_autostart 0.6,"
        " vendor_registration 0.6, os_channel 0.5, im_server_decision -2, im_login -2, network -0.5",
        prose=("other_phone + works", "sentence: other_phone + works + nothing", "sentence: other_phone + nothing"),
        patterns=(
            r"\b(?:works?|fine|ok|normal)\b.{0,20}\bon\b.{0,30}\b(?:huawei|samsung|pixel|xiaomi|oppo|vivo|oneplus|meizu|honor)",
            r"(?:小米|华为|荣耀|vivo|oppo|魅族|三星|一加)(?:、|和|,|，|都|手机|离线|推送|的){0,6}.{0,6}(?:正常|没问题|能收到|可以|都好)",
            r"\b(?:huawei|samsung|pixel|xiaomi|oppo|vivo|oneplus|meizu|honor)\b(?:, | and |\w|\s){0,24}\b(?:are|is|were|get|works?) ?(?:fine|ok|good|one|normal\w*|well)\b",
            r"\bworks (?:for|on|with) (?:huawei|samsung|pixel|xiaomi|oppo|vivo|oneplus|meizu|honor)",
        ),
        makers_min=2,
        good=True,
    ),
    sign(
        "compare.ios_works",
        "iPhones get the same push, so the sender asks for one",
        "iOS 正常，只有 Android 收不到",
        "app_integration 1, certificate_config 1, vendor_registration 0.7, token_report 0.5, im_server_decision -1.5, im_payload -0.5,"
        " im_login -1, network -1",
        prose=(
            "ios + works - negative",
            "pair: ios + works - negative | android + negative",
            "sentence: ios + works + android + nothing",
        ),
        good=True,
    ),
    sign(
        "compare.newer_android_fails",
        "on newer Android nothing is shown, on older it is",
        "高版本 Android 不弹，低版本正常",
        "os_channel 3.5, os_notification_permission 2, app_integration 0.5",
        prose=("text: android_8 + android_old + nothing", "text: android_8 + android_old + negative"),
    ),
    sign(
        "compare.debug_works",
        "the debug build works, the release build does not",
        "debug 包正常、release 包不行",
        "proguard 4.5, vendor_registration 2, certificate_config 0.5, app_integration 0.5, os_channel -2, network -2",
        prose=(
            "sentence: debug + release",
            "text: debug + release + nothing",
            "sentence: release + nothing",
            "text: debug + release",
            "pair: debug + fine | release + negative",
        ),
    ),
    sign(
        "compare.same_signature",
        "both builds are signed with the same key",
        "两个包签名相同",
        "proguard 1.5, vendor_registration -2",
        patterns=(
            r"signingConfig\W+signingConfigs\.release",
            r"same (?:signing )?(?:key|keystore|signature)",
            r"签名(?:一样|相同|一致)",
        ),
    ),
    sign(
        "compare.demo_works",
        "the vendor's demo works, the own app does not",
        "官方 demo 正常，自己的应用不行",
        "app_integration 2, manifest 1.5, proguard 1, vendor_registration 1, certificate_config 0.5, device_unsupported -2, network -1",
        prose=("demo + works - negative",),
    ),
    sign(
        "compare.demo_fails",
        "the demo shows the same",
        "官方 demo 也一样",
        "certificate_config 0.7, device_unsupported 0.8, os_process_or_autostart 0.6, im_server_decision 0.5, app_integration -1.5,"
        " manifest -1, proguard -1.5",
        opposite="compare.demo_works",
        patterns=(
            r"\b(?:demo|example|sample)\b.{0,24}\b(?:alike|the same(?! (?:phone|device|model))|neither|as well|too|either)\b",
            r"(?:demo|示例).{0,4}也(?:是|一样|不|收不|没)",
        ),
    ),
    sign(
        "compare.after_upgrade",
        "it began with an update",
        "升级之后出现",
        "app_integration 1.5, proguard 0.7, manifest 0.7, device_unsupported 0.7, vendor_registration 0.5, os_channel 0.5",
        prose=("sentence: upgrade + nothing", "upgrade + negative - sudden"),
    ),
    sign(
        "compare.stopped_by_itself",
        "it worked before and stopped with nobody changing anything",
        "以前正常，没有改动突然不行",
        "vendor_auth 0.8, vendor_quota_or_frequency 1, certificate_config 0.8, device_unsupported 1, vendor_message_class 0.7,"
        " vendor_registration 0.7, kicked_or_logged_out 0.3, manifest -1",
        prose=("sentence: sudden + negative", "sentence: before_ok + nothing", "sentence: sudden + push"),
    ),
    sign(
        "compare.two_apps",
        "two apps share the phone or the service",
        "同一手机上有两个应用",
        "im_server_decision 2, token_report 1.7, app_integration 1.7, kicked_or_logged_out 0.7, vendor_regid_invalid 0.7",
        prose=("two_apps",),
    ),
    sign(
        "compare.two_apps_log_in",
        "two apps on one phone log in at one service",
        "同一手机两个应用登录同一 IM 服务",
        "im_server_decision 2.5, kicked_or_logged_out 1.5, token_report 1",
        prose=("sentence: two_apps + login", "text: two_apps + login - token"),
    ),
    sign(
        "compare.other_provider_works",
        "the same phone and SDK get pushes through another provider",
        "同一手机/SDK 走其他推送服务是通的",
        "certificate_config 2, im_payload 1, im_server_decision 1, token_report 0.5, device_unsupported -3, vendor_registration -3,"
        " vendor_sdk_init -2, os_notification_permission -2, undecided 1.5",
        patterns=(
            r"(?:through|via|with) (?:another |other |a different )?(?:push )?(?:provider|getui|jpush|umeng|onesignal|firebase|fcm|aliyun|mobpush)\b.{0,16}(?:deliver|work|arriv|fine|receiv)",
            r"(?:走|用|换(?:成)?|接)(?:了)?(?:个推|极光|友盟|信鸽|阿里|其他推送|别的推送).{0,8}(?:通|正常|可以|能收|没问题)",
        ),
        good=True,
    ),
    sign(
        "compare.group_only",
        "only messages of groups are missing",
        "只有群消息收不到",
        "im_server_decision 2.5, im_payload 1.5, expected_behaviour 1",
        prose=("group + nothing",),
    ),
    sign(
        "compare.multi_terminal",
        "the user is online on another terminal too",
        "用户同时在 PC/网页端在线",
        "im_server_decision 3, expected_behaviour 2, kicked_or_logged_out 1",
        prose=("multi_terminal",),
    ),
    sign(
        "compare.statistics_reached",
        "the statistics count it as reached and the phone shows nothing",
        "统计显示已到达但手机没有显示",
        "expected_behaviour 1.5, os_channel 0.7, os_process_or_autostart 0.7, app_integration 1, os_notification_permission 0.7",
        prose=("statistics + arrives", "sentence: statistics + nothing", "statistics + shows"),
        patterns=(r"到达(?:设备)?\s*[1-9]", r"delivered\W{1,4}[1-9]"),
    ),
    sign(
        "compare.failure_rate",
        "the vendor's own figures show many failures",
        "厂商统计的失败率很高",
        "vendor_sdk_init 1.5, vendor_regid_invalid 1.5, vendor_registration 1, app_integration 0.7",
        prose=("statistics + negative - arrives", "sentence: statistics + push + negative"),
        patterns=(r"失败率", r"failure rate"),
    ),
    sign(
        "compare.no_error",
        "the log shows no error",
        "日志没有报错",
        "vendor_sdk_init 1, os_process_or_autostart 0.3, certificate_config 0.5, im_server_decision 0.3, vendor_auth -1, undecided 0.7",
        prose=("no_error",),
    ),
)
