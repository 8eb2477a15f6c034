"""The closed set of reasons for a no, each with its hop, its meaning and what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from simulator.push.journey import CLICK_HOPS, TOKEN_HOPS, Hop


class Reason(StrEnum):
    """Why something stopped. The word is the same in code, YAML, reports and documents."""

    # On the way to a bound token.
    SDK_MISSING = "sdk_missing"
    AUTOSTART_OFF = "autostart_off"
    BEFORE_FIRST_UNLOCK = "before_first_unlock"
    WRONG_BRAND = "wrong_brand"
    IM_NOT_INITIALISED = "im_not_initialised"
    SDK_NOT_INITIALISED = "sdk_not_initialised"
    MANIFEST_INCOMPLETE = "manifest_incomplete"
    PUSH_NOT_OPENED = "push_not_opened"
    MODEL_UNSUPPORTED = "model_unsupported"
    REGISTRATION_TOO_FREQUENT = "registration_too_frequent"
    REGISTRATION_TIMEOUT = "registration_timeout"
    REGISTRATION_REFUSED = "registration_refused"
    RECEIVER_MISSING = "receiver_missing"
    RECEIVER_RENAMED = "receiver_renamed"
    CALLBACK_IGNORED = "callback_ignored"
    TOKEN_EMPTY = "token_empty"
    NOT_LOGGED_IN = "not_logged_in"
    ALREADY_REPORTED = "already_reported"
    REPORT_FAILED = "report_failed"
    ENDED_BEFORE_REG_ID = "ended_before_reg_id"
    ENDED_BEFORE_LOGIN = "ended_before_login"
    ENDED_BEFORE_REPORT = "ended_before_report"
    TOKEN_REFUSED = "token_refused"

    # Of the push itself.
    CALL_REFUSED = "call_refused"
    NOT_IN_GROUP = "not_in_group"
    SENDER_MUTED = "sender_muted"
    SENDER_BLOCKED = "sender_blocked"
    STOPPED_BY_WEBHOOK = "stopped_by_webhook"
    NOT_FRIENDS = "not_friends"
    GROUP_TOO_FAST = "group_too_fast"
    TEXT_STOPPED = "text_stopped"
    SYSTEM_MESSAGE = "system_message"
    HISTORY_IMPORTED = "history_imported"
    OWN_MESSAGE = "own_message"
    SENT_TO_ONLINE_ONLY = "sent_to_online_only"
    PUSH_SWITCHED_OFF = "push_switched_off"
    NO_PUSH_TEXT = "no_push_text"
    RECALLED = "recalled"
    MESSAGE_DISCARDED = "message_discarded"
    NOT_NOTIFIED = "not_notified"
    LOGIN_FAILED = "login_failed"
    LOGGED_OUT = "logged_out"
    KICKED = "kicked"
    SESSION_EXPIRED = "session_expired"
    DEAD_LINK = "dead_link"
    ENDED_BY_ROM = "ended_by_rom"
    DOZE = "doze"
    APP_STANDBY = "app_standby"
    PROCESS_FROZEN = "process_frozen"
    CONNECTION_FORGOTTEN = "connection_forgotten"
    ONLINE_INSTEAD = "online_instead"
    NO_TOKEN = "no_token"
    TOKEN_TAKEN_OVER = "token_taken_over"
    CERTIFICATE_REFUSED = "certificate_refused"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    CERTIFICATE_OF_OTHER_VENDOR = "certificate_of_other_vendor"
    CERTIFICATE_NOT_IN_EFFECT = "certificate_not_in_effect"
    VENDOR_UNREACHABLE = "vendor_unreachable"
    VENDOR_FAULT = "vendor_fault"
    AUTH_REFUSED = "auth_refused"
    APP_NOT_OPEN = "app_not_open"
    INVALID_REQUEST = "invalid_request"
    CONTENT_REFUSED = "content_refused"
    MESSAGE_CLASS_LIMITED = "message_class_limited"
    QUIET_HOURS = "quiet_hours"
    FREQUENCY_CONTROL = "frequency_control"
    QUOTA_USED = "quota_used"
    REG_ID_INVALID = "reg_id_invalid"
    NOT_A_TEST_DEVICE = "not_a_test_device"
    DEVICE_OFFLINE = "device_offline"
    DEVICE_INACTIVE = "device_inactive"
    TTL_EXPIRED = "ttl_expired"
    COLLAPSED = "collapsed"
    DUPLICATE_CONTENT = "duplicate_content"
    WITHDRAWN = "withdrawn"
    PUSH_DISABLED = "push_disabled"
    LOST_ON_LINK = "lost_on_link"
    NETWORK_TYPE = "network_type"
    FILTERED = "filtered"
    OUTSIDE_ACCEPT_TIME = "outside_accept_time"
    APP_NOT_INSTALLED = "app_not_installed"
    APP_STOPPED = "app_stopped"
    FOREGROUND_HIDDEN = "foreground_hidden"
    PASS_THROUGH = "pass_through"
    CHANNEL_MISSING = "channel_missing"
    CHANNEL_REFUSED = "channel_refused"
    CHANNEL_BLOCKED = "channel_blocked"
    CHANNEL_GROUP_BLOCKED = "channel_group_blocked"
    NOTIFICATIONS_DISABLED = "notifications_disabled"
    PERMISSION_MISSING = "permission_missing"
    TOO_MANY_NOTIFICATIONS = "too_many_notifications"
    POSTED_TOO_FAST = "posted_too_fast"
    MUTABILITY_MISSING = "mutability_missing"
    SNOOZED = "snoozed"
    NOTIFICATION_TOO_OLD = "notification_too_old"
    APP_PAUSED = "app_paused"
    ICON_MISSING = "icon_missing"
    DO_NOT_DISTURB = "do_not_disturb"
    GONE_UNSEEN = "gone_unseen"
    ALERTED_BEFORE = "alerted_before"
    SCREEN_LOCKED = "screen_locked"
    BADGE_SWITCHED_OFF = "badge_switched_off"
    NOT_ON_LOCK_SCREEN = "not_on_lock_screen"

    # Of the tap.
    URL_NOT_LEGAL = "url_not_legal"
    INTENT_MALFORMED = "intent_malformed"
    OTHER_PACKAGE = "other_package"
    NO_ACTIVITY = "no_activity"
    ACTIVITY_NOT_EXPORTED = "activity_not_exported"
    ACTIVITY_GUARDED = "activity_guarded"
    TRAMPOLINE_BLOCKED = "trampoline_blocked"
    BACKGROUND_POPUP_OFF = "background_popup_off"
    NOTHING_TO_OPEN = "nothing_to_open"
    EXT_NOT_PASSED = "ext_not_passed"
    APP_CRASHED = "app_crashed"


class Scope(StrEnum):
    """What a reason ends."""

    TOKEN = "token"
    PUSH = "push"
    CLICK = "click"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a reason means and what to do about it, in both languages.

    Attributes:
        hop: The station at which it stops things.
        meaning: One sentence.
        repair: What the customer changes; begins with a verb.
    """

    hop: Hop
    meaning: str
    repair: str
    meaning_zh: str
    repair_zh: str

    @property
    def scope(self) -> Scope:
        """What this reason ends."""
        if self.hop in TOKEN_HOPS:
            return Scope.TOKEN
        return Scope.CLICK if self.hop in CLICK_HOPS else Scope.PUSH


EXPLANATIONS: Mapping[Reason, Explanation] = {
    Reason.SDK_MISSING: Explanation(
        Hop.SDK_STARTED,
        "the vendor's SDK library is not in the app",
        "add the vendor's SDK to libs and reference it in the build",
        "应用里没有厂商推送 SDK",
        "把厂商 SDK 加入 libs 并在工程中引用",
    ),
    Reason.AUTOSTART_OFF: Explanation(
        Hop.SDK_STARTED,
        "the phone's system does not let the app start by itself, nor be started by another app",
        "ask the user to allow autostart for the app in the phone's settings, or leave it to the vendor's push",
        "系统未允许该应用自启动或关联启动",
        "引导用户在系统设置中允许自启动，或依赖厂商离线推送",
    ),
    Reason.BEFORE_FIRST_UNLOCK: Explanation(
        Hop.SDK_STARTED,
        "the phone has restarted and nobody has unlocked it yet, so only components made for direct boot run",
        "wait until the phone is unlocked",
        "手机重启后尚未首次解锁，仅支持直接启动的组件可运行",
        "等待用户首次解锁",
    ),
    Reason.WRONG_BRAND: Explanation(
        Hop.SDK_STARTED,
        "no branch of the app's code fits this phone's brand, so no vendor SDK is started",
        "test BRAND and MANUFACTURER for every brand and sub-brand of the vendor",
        "应用代码里没有匹配该手机品牌的分支，未启动任何厂商 SDK",
        "判断品牌时同时看 BRAND 与 MANUFACTURER，并包含子品牌",
    ),
    Reason.IM_NOT_INITIALISED: Explanation(
        Hop.SDK_STARTED,
        "the IM SDK was used before it was initialised",
        "initialise the IM SDK in Application.onCreate, in the main process, before the vendor SDK",
        "IM SDK 未初始化就被使用",
        "在主进程 Application.onCreate 中先初始化 IM SDK，再初始化厂商 SDK",
    ),
    Reason.SDK_NOT_INITIALISED: Explanation(
        Hop.SDK_STARTED,
        "the vendor's SDK was used before it was initialised",
        "call the vendor's init in Application.onCreate, in the main process",
        "厂商 SDK 未初始化就被使用",
        "在主进程 Application.onCreate 中调用厂商初始化接口",
    ),
    Reason.MANIFEST_INCOMPLETE: Explanation(
        Hop.SDK_STARTED,
        "AndroidManifest.xml lacks something that the vendor's SDK needs",
        "add what the record names to AndroidManifest.xml",
        "AndroidManifest.xml 缺少厂商 SDK 需要的配置",
        "按记录中的提示补全 AndroidManifest.xml",
    ),
    Reason.PUSH_NOT_OPENED: Explanation(
        Hop.SDK_STARTED,
        "the app never switched the vendor's push on, or switched it off",
        "call the vendor's register or turn-on call on the first page that every user reaches",
        "应用从未打开（或关闭了）厂商推送",
        "在每个用户都会到达的页面调用注册/打开推送接口",
    ),
    Reason.MODEL_UNSUPPORTED: Explanation(
        Hop.REG_ID_ISSUED,
        "this model or its system version has no push of this vendor",
        "update the phone's system, or use another phone; there is no repair in the app",
        "该机型或系统版本不支持厂商推送",
        "升级手机系统或更换机型，应用侧无法修复",
    ),
    Reason.REGISTRATION_TOO_FREQUENT: Explanation(
        Hop.REG_ID_ISSUED,
        "the app asked the vendor's SDK for registration too often",
        "register once per process start and keep the regId",
        "应用注册过于频繁",
        "每次进程启动只注册一次，并保存 regId",
    ),
    Reason.REGISTRATION_TIMEOUT: Explanation(
        Hop.REG_ID_ISSUED,
        "the vendor did not answer the registration in time",
        "check the phone's network, then start the app again",
        "厂商注册超时",
        "检查手机网络后重新打开应用",
    ),
    Reason.REGISTRATION_REFUSED: Explanation(
        Hop.REG_ID_ISSUED,
        "the vendor refused the registration: application id, key, package or state does not fit its console",
        "compare package name, application id and key with the vendor's console",
        "厂商拒绝注册：应用 ID、Key、包名或状态与厂商后台不符",
        "核对包名、AppID、AppKey 与厂商开放平台是否一致",
    ),
    Reason.RECEIVER_MISSING: Explanation(
        Hop.REG_ID_RECEIVED,
        "the app's push receiver is not declared in AndroidManifest.xml as the vendor needs it",
        "declare the receiver with its full class name and the vendor's action",
        "AndroidManifest.xml 未按要求声明推送 receiver",
        "用完整类名和厂商 action 声明 receiver",
    ),
    Reason.RECEIVER_RENAMED: Explanation(
        Hop.REG_ID_RECEIVED,
        "code shrinking renamed the app's push receiver, so the declared class does not exist",
        "keep the receiver class in the shrinking rules",
        "混淆改掉了 receiver 类名，清单声明的类不存在",
        "在混淆规则中 keep 该 receiver 类",
    ),
    Reason.CALLBACK_IGNORED: Explanation(
        Hop.REG_ID_RECEIVED,
        "the regId came in a callback that the app neither stores nor reports",
        "store and report the regId in that callback too",
        "regId 在回调中返回，但应用没有保存也没有上报",
        "在该回调中同样保存并上报 regId",
    ),
    Reason.TOKEN_EMPTY: Explanation(
        Hop.TOKEN_REPORTED,
        "there was no regId to report when the app wanted to report it",
        "report again from the callback that brings the regId",
        "上报时 regId 为空",
        "在拿到 regId 的回调里再次上报",
    ),
    Reason.NOT_LOGGED_IN: Explanation(
        Hop.TOKEN_REPORTED,
        "the token was to be reported before the IM login had succeeded",
        "report the token after each successful login",
        "IM 登录成功之前就上报 token",
        "每次登录成功之后再上报 token",
    ),
    Reason.ALREADY_REPORTED: Explanation(
        Hop.TOKEN_REPORTED,
        "the app remembers an earlier report and does not report for the new login",
        "reset the app's own flag at logout and report after every login",
        "应用记得已上报过，新登录后不再上报",
        "退出登录时重置标志，每次登录后重新上报",
    ),
    Reason.REPORT_FAILED: Explanation(
        Hop.TOKEN_REPORTED,
        "the report of the token did not reach IM, and the app did not try again",
        "retry the report when its callback says error",
        "token 上报失败，应用没有重试",
        "在上报失败回调中重试",
    ),
    Reason.ENDED_BEFORE_REG_ID: Explanation(
        Hop.REG_ID_RECEIVED,
        "the app's process ended before the vendor's regId reached it, so nothing was reported",
        "open the app again and leave it open until its token is bound",
        "应用进程在收到 regId 之前已结束，没有上报",
        "重新打开应用，等 token 上报成功后再退出",
    ),
    Reason.ENDED_BEFORE_LOGIN: Explanation(
        Hop.TOKEN_REPORTED,
        "the app's process ended before its login was answered, so nothing was reported",
        "open the app again and leave it open until its token is bound",
        "应用进程在登录返回之前已结束，没有上报",
        "重新打开应用，等 token 上报成功后再退出",
    ),
    Reason.ENDED_BEFORE_REPORT: Explanation(
        Hop.TOKEN_REPORTED,
        "the app's process ended while its report was on the way, and the message came before the report",
        "wait until the report has arrived; what was sent before is not pushed",
        "应用进程结束时上报仍在途中，消息先于上报到达",
        "等上报到达后再发送；此前的消息不会推送",
    ),
    Reason.TOKEN_REFUSED: Explanation(
        Hop.TOKEN_BOUND,
        "IM refused the reported token",
        "look at the error code of the report and correct certificate or token",
        "IM 拒绝了上报的 token",
        "根据上报错误码修正证书或 token",
    ),
    Reason.CALL_REFUSED: Explanation(
        Hop.IM_ACCEPTED,
        "IM refused the call for a field, a name or a right in it",
        "correct what the ErrorCode of the answer names",
        "IM 拒绝了该请求：字段、帐号或权限有误",
        "按返回的 ErrorCode 修正请求",
    ),
    Reason.NOT_IN_GROUP: Explanation(
        Hop.IM_ACCEPTED,
        "the sender is not a member of the group, so IM does not take the message",
        "add the sender to the group before sending",
        "发送者不是群成员，IM 拒绝该消息",
        "发送前先让发送者加入群组",
    ),
    Reason.SENDER_MUTED: Explanation(
        Hop.IM_ACCEPTED,
        "the sender has been muted, so IM does not take the message",
        "set the muting to 0 with setnospeaking, or wait until it ends",
        "发送者被全局禁言，IM 拒绝该消息",
        "调用 setnospeaking 解除禁言，或等待禁言到期",
    ),
    Reason.SENDER_BLOCKED: Explanation(
        Hop.IM_ACCEPTED,
        "the receiver has the sender on the blocklist, so IM does not take the message",
        "ask the receiver to take the sender off the blocklist",
        "接收者已将发送者拉黑，IM 拒绝该消息",
        "把发送者移出黑名单",
    ),
    Reason.STOPPED_BY_WEBHOOK: Explanation(
        Hop.IM_ACCEPTED,
        "the customer's server refused the message at the webhook before it, or did not answer there",
        "make the server answer ErrorCode 0 within 2 s to what is to be sent, or switch the webhook off in the console",
        "发消息前回调被业务后台拒绝，或业务后台未应答",
        "对应放行的消息在 2 秒内应答 ErrorCode 0，或在控制台关闭该回调",
    ),
    Reason.NOT_FRIENDS: Explanation(
        Hop.IM_ACCEPTED,
        "the console lets only friends write to each other, and these two are none",
        "make the two users friends, or switch the check of relations off in the console",
        "控制台开启了好友关系检查，而双方不是好友",
        "先互加好友，或在控制台关闭单聊好友关系检查",
    ),
    Reason.GROUP_TOO_FAST: Explanation(
        Hop.IM_ACCEPTED,
        "more messages were sent to the group within a second than IM takes, so it dropped this one",
        "space the messages to the group out over more seconds",
        "群内每秒消息数超过限制，该消息被 IM 丢弃",
        "把群消息分散到更多秒内发送",
    ),
    Reason.TEXT_STOPPED: Explanation(
        Hop.IM_ACCEPTED,
        "the review of texts that the console has on stopped the message",
        "send a text without the words that the review takes for sensitive",
        "消息文本命中了控制台开启的内容审核",
        "去掉敏感词后重新发送",
    ),
    Reason.SYSTEM_MESSAGE: Explanation(
        Hop.OFFLINE_DECIDED,
        "it is a tip or a notification of the system, which is never pushed",
        "send an ordinary message where the user is to be notified",
        "群提示与系统通知不触发离线推送",
        "需要提醒用户时发送普通消息",
    ),
    Reason.HISTORY_IMPORTED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the message was imported as history, which reaches no device",
        "use SyncFromOldSystem 5 where the message is new",
        "以历史消息导入，不下发到设备",
        "实时消息请用 SyncFromOldSystem=5 导入",
    ),
    Reason.OWN_MESSAGE: Explanation(
        Hop.OFFLINE_DECIDED,
        "it is the user's own message, brought to another phone of theirs",
        "nothing to mend; nobody is notified of what they wrote themselves",
        "自己发送的消息同步到其他设备，不推送",
        "无需修复；自己发的消息不会提醒自己",
    ),
    Reason.SENT_TO_ONLINE_ONLY: Explanation(
        Hop.OFFLINE_DECIDED,
        "the message was sent to online users only",
        "leave out MsgLifeTime 0 / onlineUserOnly",
        "消息仅发送给在线用户",
        "不要使用 MsgLifeTime=0 或仅在线发送",
    ),
    Reason.PUSH_SWITCHED_OFF: Explanation(
        Hop.OFFLINE_DECIDED,
        "the sender switched the offline push of this message off",
        "send with PushFlag 0",
        "发送方关闭了该消息的离线推送",
        "PushFlag 置 0 后发送",
    ),
    Reason.NO_PUSH_TEXT: Explanation(
        Hop.OFFLINE_DECIDED,
        "a custom message has no text to push",
        "set OfflinePushInfo.Desc for custom messages",
        "自定义消息没有可推送的文案",
        "为自定义消息设置 OfflinePushInfo.Desc",
    ),
    Reason.RECALLED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the message was recalled before IM had decided about the push",
        "send the message again",
        "消息在 IM 判定推送之前已被撤回",
        "重新发送消息",
    ),
    Reason.MESSAGE_DISCARDED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the receiver has chosen to get no messages from there",
        "choose AcceptAndNotify for this group or user",
        "接收者设置了不接收该会话的消息",
        "把该群或该用户的接收选项改为接收并提醒",
    ),
    Reason.NOT_NOTIFIED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the receiver gets such messages without being notified, by own choice or by the type of the group",
        "choose AcceptAndNotify for this group or user, or use a group type that notifies",
        "接收者设置了免打扰，或该群类型默认不推送",
        "将接收选项改为接收并提醒，或使用会推送的群类型",
    ),
    Reason.LOGIN_FAILED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the user's login on this phone never succeeded",
        "look at the login's error code: UserSig, SDKAppID or network",
        "用户在该手机上从未登录成功",
        "检查登录错误码：UserSig、SDKAppID 或网络",
    ),
    Reason.LOGGED_OUT: Explanation(
        Hop.OFFLINE_DECIDED,
        "the user has logged out on this phone",
        "log in and report the token again",
        "用户已在该手机上退出登录",
        "重新登录并上报 token",
    ),
    Reason.KICKED: Explanation(
        Hop.OFFLINE_DECIDED,
        "IM has taken the user offline on this phone, by a login elsewhere or by the administrator",
        "log in again on this phone, or allow several devices in the console",
        "用户在该手机上被踢下线",
        "在该手机重新登录，或在控制台放开多端登录",
    ),
    Reason.SESSION_EXPIRED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the user was away for longer than IM keeps pushing",
        "open the app once",
        "用户离线超过 IM 保留推送的天数",
        "打开一次应用",
    ),
    Reason.DEAD_LINK: Explanation(
        Hop.OFFLINE_DECIDED,
        "IM still took the phone for online and sent the message into a connection that was already dead",
        "wait until IM notices (at most 400 s after the last heartbeat); the message is there when the app opens",
        "IM 仍认为手机在线，消息发到了已断开的连接",
        "等待 IM 感知（最后一次心跳后最多 400 秒）；打开应用后可看到消息",
    ),
    Reason.ENDED_BY_ROM: Explanation(
        Hop.OFFLINE_DECIDED,
        "the phone's system ended the app's process, so that messages no longer reach it over its own connection",
        "nothing to mend where the vendor's push is integrated; else ask the user to let the app run in the background",
        "系统清理了应用进程，消息无法再通过应用自身长连接到达",
        "已集成厂商推送则无需处理；否则引导用户允许后台运行",
    ),
    Reason.DOZE: Explanation(
        Hop.OFFLINE_DECIDED,
        "the phone lies idle (Doze), and the app has no network until a maintenance window or until it is used",
        "leave it to the vendor's push, which IM uses once it notices the silence",
        "手机处于 Doze 休眠，应用网络被挂起至维护窗口或亮屏",
        "依赖厂商离线推送；IM 感知静默后会走离线推送",
    ),
    Reason.APP_STANDBY: Explanation(
        Hop.OFFLINE_DECIDED,
        "the app is seldom used, and in the background Android keeps it from the network",
        "leave it to the vendor's push, which IM uses once it notices the silence",
        "应用处于不常用的待机分组，后台网络被系统限制",
        "依赖厂商离线推送；IM 感知静默后会走离线推送",
    ),
    Reason.PROCESS_FROZEN: Explanation(
        Hop.OFFLINE_DECIDED,
        "the app's process is frozen in the background: its connection stays and nobody answers on it",
        "leave it to the vendor's push, which IM uses once it notices the silence",
        "应用进程在后台被冻结，连接仍在但无人应答",
        "依赖厂商离线推送；IM 感知静默后会走离线推送",
    ),
    Reason.CONNECTION_FORGOTTEN: Explanation(
        Hop.OFFLINE_DECIDED,
        "the network has forgotten the app's idle connection, and the app finds out with its next heartbeat only",
        "wait for the next heartbeat (at most 120 s); the message is there then",
        "网络 NAT 超时丢弃了空闲长连接，应用到下次心跳才会发现",
        "等待下一次心跳（最多 120 秒）；届时会收到消息",
    ),
    Reason.ONLINE_INSTEAD: Explanation(
        Hop.OFFLINE_DECIDED,
        "the app is online and got the message itself, so no vendor push is made",
        "nothing to mend; kill the app to see a vendor push",
        "应用在线，消息直接送达应用，不走厂商推送",
        "无需修复；杀掉应用后才会走厂商推送",
    ),
    Reason.NO_TOKEN: Explanation(
        Hop.OFFLINE_DECIDED,
        "no token is bound to this user on this phone; the root says what stopped it",
        "mend what stopped the token",
        "该用户在该手机上没有绑定 token，根因见 root",
        "按根因修复 token 上报",
    ),
    Reason.TOKEN_TAKEN_OVER: Explanation(
        Hop.OFFLINE_DECIDED,
        "another user has since reported this phone's token",
        "log this user in again on the phone and report the token",
        "该手机的 token 已被其他用户上报",
        "让该用户在该手机重新登录并上报 token",
    ),
    Reason.CERTIFICATE_REFUSED: Explanation(
        Hop.OFFLINE_DECIDED,
        "the IM console did not save the certificate",
        "fill in every required field, and give a web page with http:// or https://",
        "控制台拒绝保存证书",
        "填写所有必填项，网页地址以 http:// 或 https:// 开头",
    ),
    Reason.CERTIFICATE_UNKNOWN: Explanation(
        Hop.OFFLINE_DECIDED,
        "the reported certificate ID does not exist in the IM console of this app",
        "report the ID that the console shows for this vendor's certificate",
        "上报的证书 ID 在该应用的控制台不存在",
        "上报控制台中该厂商证书的 ID",
    ),
    Reason.CERTIFICATE_OF_OTHER_VENDOR: Explanation(
        Hop.OFFLINE_DECIDED,
        "the reported certificate ID belongs to another vendor than the token",
        "report the ID of the certificate of the phone's own vendor",
        "上报的证书 ID 属于另一家厂商",
        "上报与手机厂商一致的证书 ID",
    ),
    Reason.CERTIFICATE_NOT_IN_EFFECT: Explanation(
        Hop.OFFLINE_DECIDED,
        "the certificate was saved less than ten minutes ago and is not in effect yet",
        "wait ten minutes after saving",
        "证书保存不足 10 分钟，尚未生效",
        "保存后等待 10 分钟",
    ),
    Reason.VENDOR_UNREACHABLE: Explanation(
        Hop.PUSH_REQUESTED,
        "IM could not reach the vendor's cloud",
        "nothing in the app; look at the vendor's status page",
        "IM 无法连接厂商推送服务器",
        "应用侧无需修改，查看厂商服务状态",
    ),
    Reason.VENDOR_FAULT: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the vendor's cloud answered with a fault of its own",
        "nothing in the app; look at the vendor's status page",
        "厂商服务器自身故障",
        "应用侧无需修改，查看厂商服务状态",
    ),
    Reason.AUTH_REFUSED: Explanation(
        Hop.PUSH_REQUESTED,
        "the vendor refused the credentials of the certificate",
        "copy the credentials from the vendor's console into the IM certificate again",
        "厂商拒绝了证书中的凭据",
        "从厂商后台重新复制凭据到 IM 证书",
    ),
    Reason.APP_NOT_OPEN: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the push app is switched off, or still under review, in the vendor's console",
        "open the push service in the vendor's console and wait for the approval",
        "厂商后台推送应用未开启或仍在审核",
        "在厂商后台开通推送并等待审核通过",
    ),
    Reason.INVALID_REQUEST: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the vendor refused a field of the request",
        "correct the field that the vendor's code names",
        "厂商拒绝了请求中的某个字段",
        "按厂商错误码修正对应字段",
    ),
    Reason.CONTENT_REFUSED: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the vendor takes title or text for a test or for forbidden content",
        "send a real sentence, without brackets, bare numbers or the word test",
        "厂商认为标题或内容是测试/违规内容",
        "使用正式文案，避免纯数字、括号或“测试”字样",
    ),
    Reason.MESSAGE_CLASS_LIMITED: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the message class does not allow this message",
        "ask the vendor for the right of the class, and set class and category to fit",
        "消息分类不允许该消息",
        "向厂商申请对应分类权益，并正确设置分类",
    ),
    Reason.QUIET_HOURS: Explanation(
        Hop.VENDOR_ACCEPTED,
        "marketing messages are not delivered at this time of day",
        "send in the allowed hours, or as a system message where it is one",
        "该时段不投放运营消息",
        "在允许时段发送，或按系统消息发送",
    ),
    Reason.FREQUENCY_CONTROL: Explanation(
        Hop.VENDOR_ACCEPTED,
        "too many messages in a short time",
        "space the messages out",
        "短时间内消息过多（频控）",
        "降低发送频率",
    ),
    Reason.QUOTA_USED: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the day's number of messages is used up",
        "wait for the next day, or ask the vendor for a higher quota or another class",
        "当日配额已用完",
        "等待次日，或申请提高配额/变更分类",
    ),
    Reason.REG_ID_INVALID: Explanation(
        Hop.VENDOR_ACCEPTED,
        "the vendor does not know this regId for this app, or no longer",
        "report the regId that the phone's SDK returns now",
        "厂商不认识该 regId（或已失效）",
        "上报手机 SDK 当前返回的 regId",
    ),
    Reason.NOT_A_TEST_DEVICE: Explanation(
        Hop.VENDOR_ACCEPTED,
        "a test push goes to registered test phones only",
        "register the phone as a test device in the vendor's console",
        "测试推送只能发给已登记的测试设备",
        "在厂商后台添加测试设备",
    ),
    Reason.DEVICE_OFFLINE: Explanation(
        Hop.DISPATCHED,
        "the phone is not connected to the vendor's service",
        "connect the phone; the message waits until its time to live ends",
        "手机未连接厂商推送服务",
        "让手机联网；消息会等待到过期时间",
    ),
    Reason.DEVICE_INACTIVE: Explanation(
        Hop.DISPATCHED,
        "the phone was not connected for so long that the vendor no longer pushes to it",
        "connect the phone and open the app",
        "手机长期未连接，厂商不再推送",
        "让手机联网并打开应用",
    ),
    Reason.TTL_EXPIRED: Explanation(
        Hop.DISPATCHED,
        "the message's time to live ended before the phone was connected",
        "send with a longer time to live",
        "消息在手机上线前已过期",
        "设置更长的有效期",
    ),
    Reason.COLLAPSED: Explanation(
        Hop.DISPATCHED,
        "a later message with the same notification id took its place before it was delivered",
        "use different notification ids for messages that must all be seen",
        "未送达前被相同通知 ID 的后续消息覆盖",
        "需要全部展示的消息使用不同通知 ID",
    ),
    Reason.DUPLICATE_CONTENT: Explanation(
        Hop.DISPATCHED,
        "the vendor takes it for a repetition: marketing of the same text, or a message with the same number",
        "vary the text, give each message a number of its own, or send it as a system message where it is one",
        "厂商判为重复消息：运营消息文案相同，或消息编号相同",
        "变更文案、使用不同的消息编号，或按系统消息发送",
    ),
    Reason.WITHDRAWN: Explanation(
        Hop.DISPATCHED,
        "the sender took the message back before it left for the phone",
        "nothing to mend: the sender wanted it so",
        "消息下发前被发送方撤回或取消",
        "无需修复：发送方主动撤回",
    ),
    Reason.PUSH_DISABLED: Explanation(
        Hop.DISPATCHED,
        "the app has switched the vendor's push off on this phone, and kept its regId",
        "call the SDK's switch that turns push on again",
        "应用在该手机上关闭了厂商推送（regId 仍保留）",
        "调用 SDK 的开启接口重新打开推送",
    ),
    Reason.LOST_ON_LINK: Explanation(
        Hop.DEVICE_RECEIVED,
        "the message was lost between the vendor's cloud and the phone",
        "nothing to mend: no push is certain",
        "消息在厂商服务器与手机之间丢失",
        "无需修复：推送不保证必达",
    ),
    Reason.NETWORK_TYPE: Explanation(
        Hop.POSTED,
        "the message is for Wi-Fi only and the phone is on mobile data",
        "send without the network restriction",
        "消息限 Wi-Fi，而手机使用移动网络",
        "去掉网络类型限制",
    ),
    Reason.FILTERED: Explanation(
        Hop.POSTED,
        "the message is for other models, languages or app versions than this phone's",
        "send without the filter, or with one that fits",
        "消息限定了其他机型、语言或应用版本",
        "去掉过滤条件，或改为匹配该手机",
    ),
    Reason.OUTSIDE_ACCEPT_TIME: Explanation(
        Hop.POSTED,
        "the app has told the vendor's SDK to take no messages at this time of day",
        "call the SDK to resume, or to widen its hours",
        "应用设置了该时段不接收推送",
        "调用 SDK 恢复接收或放宽时段",
    ),
    Reason.APP_NOT_INSTALLED: Explanation(
        Hop.POSTED,
        "the app is not installed on the phone any more",
        "install the app and log in",
        "应用已卸载",
        "安装应用并登录",
    ),
    Reason.APP_STOPPED: Explanation(
        Hop.POSTED,
        "the app is in the stopped state, after a force stop, and this phone's system shows nothing for such an app",
        "open the app once",
        "应用处于强行停止状态，该系统不为其展示通知",
        "手动打开一次应用",
    ),
    Reason.FOREGROUND_HIDDEN: Explanation(
        Hop.POSTED,
        "the message asks not to be shown while the app is in front, and it is",
        "send with the vendor's foreground switch on",
        "消息要求应用在前台时不展示",
        "打开厂商的前台展示开关",
    ),
    Reason.PASS_THROUGH: Explanation(
        Hop.POSTED,
        "it is a pass-through message, which the vendor hands to the running app and never shows",
        "send a notification instead",
        "透传消息只交给运行中的应用，不会展示为通知",
        "改为发送通知栏消息",
    ),
    Reason.CHANNEL_MISSING: Explanation(
        Hop.POSTED,
        "the notification channel does not exist on this phone",
        "create the channel in Application.onCreate, with the very ID that is configured",
        "手机上不存在该通知渠道",
        "在 Application.onCreate 中用相同 ID 创建渠道",
    ),
    Reason.CHANNEL_REFUSED: Explanation(
        Hop.POSTED,
        "Android throws an exception when the app creates this channel: its ID, name or group is wrong",
        "give the channel a name and an ID of its own, and create its group first",
        "应用创建该通知渠道时系统抛出异常：ID、名称或分组不合法",
        "使用自有的渠道 ID 和非空名称，并先创建渠道分组",
    ),
    Reason.CHANNEL_GROUP_BLOCKED: Explanation(
        Hop.POSTED,
        "the user has switched off the group that the notification channel is in",
        "ask the user to allow the group in the system settings",
        "用户关闭了该通知渠道所在的分组",
        "请用户在系统设置中打开该分组",
    ),
    Reason.CHANNEL_BLOCKED: Explanation(
        Hop.POSTED,
        "the user has switched off the notification channel",
        "ask the user to allow the channel in the system settings",
        "用户关闭了该通知渠道",
        "请用户在系统设置中打开该渠道",
    ),
    Reason.NOTIFICATIONS_DISABLED: Explanation(
        Hop.POSTED,
        "the app's notifications are switched off on this phone",
        "ask the user to allow notifications in the system settings",
        "手机上关闭了该应用的通知",
        "请用户在系统设置中打开通知",
    ),
    Reason.PERMISSION_MISSING: Explanation(
        Hop.POSTED,
        "Android 13 and above: the app does not hold POST_NOTIFICATIONS",
        "declare POST_NOTIFICATIONS and ask the user for it",
        "Android 13 及以上：应用没有 POST_NOTIFICATIONS 权限",
        "声明并向用户申请 POST_NOTIFICATIONS",
    ),
    Reason.TOO_MANY_NOTIFICATIONS: Explanation(
        Hop.POSTED,
        "the app has as many notifications in the shade as Android allows",
        "reuse notification ids, or clear old notifications",
        "应用通知数量已达系统上限",
        "复用通知 ID 或清理旧通知",
    ),
    Reason.POSTED_TOO_FAST: Explanation(
        Hop.POSTED,
        "the app has posted faster than Android takes, so it sheds the update of a notification",
        "post fewer updates, at most a few a second, over all of the app's notifications",
        "应用发布通知过快，系统丢弃了对通知的更新",
        "降低通知更新频率，整个应用每秒不超过几次",
    ),
    Reason.MUTABILITY_MISSING: Explanation(
        Hop.POSTED,
        "Android 12 and above: a PendingIntent of the notification does not say whether it is mutable",
        "pass FLAG_IMMUTABLE, or take a version of the vendor's SDK that does",
        "Android 12 及以上：通知的 PendingIntent 未声明可变性",
        "传入 FLAG_IMMUTABLE，或升级厂商 SDK",
    ),
    Reason.SNOOZED: Explanation(
        Hop.POSTED,
        "the user has put off the notification with the same id, and this one comes back with it",
        "use different notification ids for messages that must all be seen at once",
        "用户暂缓了相同 ID 的通知，本条到时一并展示",
        "需要立即展示的消息使用不同通知 ID",
    ),
    Reason.NOTIFICATION_TOO_OLD: Explanation(
        Hop.POSTED,
        "the time that the notification shows is more than two weeks ago",
        "set the time of the notification to that of the message, or leave it out",
        "通知的 when 时间早于两周前",
        "设置正确的通知时间或不设置",
    ),
    Reason.APP_PAUSED: Explanation(
        Hop.POSTED,
        "the app is paused on this phone, by a timer, a focus mode or an administrator; its notifications wait unseen",
        "ask the user to end the pause",
        "应用被暂停（使用时长限制、专注模式或管理员），通知暂不展示",
        "请用户结束暂停",
    ),
    Reason.DO_NOT_DISTURB: Explanation(
        Hop.POSTED,
        "do-not-disturb is on: it silences the notification, or hides it until it ends",
        "ask the user to end do-not-disturb, or to let the app's channel through",
        "勿扰模式已开启：通知被静音或在勿扰结束前隐藏",
        "请用户关闭勿扰，或允许该渠道打扰",
    ),
    Reason.GONE_UNSEEN: Explanation(
        Hop.POSTED,
        "the notification was replaced or taken away while it was out of sight",
        "use different notification ids for messages that must all be seen",
        "通知在隐藏期间被替换或移除，用户未看到",
        "需要全部展示的消息使用不同通知 ID",
    ),
    Reason.ALERTED_BEFORE: Explanation(
        Hop.POSTED,
        "it updates a notification that alerts once only, so it makes no sound",
        "leave FLAG_ONLY_ALERT_ONCE out where each update is to be heard",
        "该通知仅首次提醒，更新时不再发声",
        "需要每次提醒时不要设置仅提醒一次",
    ),
    Reason.SCREEN_LOCKED: Explanation(
        Hop.POSTED,
        "the screen is off or locked, so the notification does not drop down",
        "nothing to mend; it is in the shade",
        "锁屏或熄屏状态下不弹出悬浮通知",
        "无需修复；通知在通知栏中",
    ),
    Reason.BADGE_SWITCHED_OFF: Explanation(
        Hop.POSTED,
        "the channel's badge is switched off",
        "ask the user to allow the badge, or create the channel with setShowBadge(true)",
        "该渠道关闭了桌面角标",
        "请用户打开角标，或创建渠道时允许角标",
    ),
    Reason.NOT_ON_LOCK_SCREEN: Explanation(
        Hop.POSTED,
        "the notification, its channel or the user's setting keeps it, or its content, off the lock screen",
        "set the notification to VISIBILITY_PUBLIC, or ask the user to allow it on the lock screen",
        "通知、渠道或用户设置使其内容不在锁屏展示",
        "设置 VISIBILITY_PUBLIC，或请用户允许锁屏展示",
    ),
    Reason.ICON_MISSING: Explanation(
        Hop.POSTED,
        "the app lacks the drawable that this phone's system shows beside its notifications",
        "add the vendor's small icon to the app's drawables",
        "应用缺少该系统通知所需的小图标资源",
        "请在应用的 drawable 中加入厂商要求的小图标",
    ),
    Reason.URL_NOT_LEGAL: Explanation(
        Hop.HANDLED,
        "the web page to open does not begin with http:// or https://",
        "correct the address in the certificate",
        "网页地址不以 http:// 或 https:// 开头",
        "修正证书中的网页地址",
    ),
    Reason.INTENT_MALFORMED: Explanation(
        Hop.HANDLED,
        "the page to open is not an intent URI that Android can read",
        "paste exactly what toUri(URI_INTENT_SCHEME) printed",
        "页面地址不是合法的 intent URI",
        "原样粘贴 toUri(URI_INTENT_SCHEME) 的输出",
    ),
    Reason.OTHER_PACKAGE: Explanation(
        Hop.HANDLED,
        "the page to open belongs to another application id",
        "use the app's own application id in component=",
        "页面属于另一个包名",
        "component= 使用本应用的包名",
    ),
    Reason.NO_ACTIVITY: Explanation(
        Hop.HANDLED,
        "no activity of the manifest matches the page to open",
        "make class, action, data and category of the filter fit the configured page",
        "清单中没有匹配的 Activity",
        "让 intent-filter 的 action/data/category 与配置一致",
    ),
    Reason.ACTIVITY_NOT_EXPORTED: Explanation(
        Hop.HANDLED,
        "the page to open is not exported, and the system opens it from outside",
        'set android:exported="true" on the activity',
        "目标 Activity 未导出",
        '为该 Activity 设置 android:exported="true"',
    ),
    Reason.ACTIVITY_GUARDED: Explanation(
        Hop.HANDLED,
        "the page to open demands a permission of whoever opens it, and the system's push service does not hold it",
        "take android:permission off the activity that notifications open",
        "目标 Activity 要求调用方持有权限，推送服务没有该权限",
        "去掉该 Activity 的 android:permission",
    ),
    Reason.TRAMPOLINE_BLOCKED: Explanation(
        Hop.HANDLED,
        "Android 12 and above: the tap goes to a receiver or service, which must not open a page",
        "let the notification's PendingIntent open the activity itself",
        "Android 12 及以上：点击经广播或服务中转，系统禁止其打开页面",
        "通知的 PendingIntent 直接打开 Activity",
    ),
    Reason.BACKGROUND_POPUP_OFF: Explanation(
        Hop.HANDLED,
        "the app's own code opens the page from the background, which the phone's system does not allow the app",
        "ask the user to allow background pop-ups, or let the system open the page",
        "系统未允许应用后台弹出界面，应用无法自行打开页面",
        "引导用户允许后台弹出界面，或由系统直接打开页面",
    ),
    Reason.NOTHING_TO_OPEN: Explanation(
        Hop.HANDLED,
        "the tap is left to the app's callback, and the app opens nothing there",
        "open the page in the SDK's click callback",
        "点击交由应用回调处理，而应用没有打开任何页面",
        "在 SDK 点击回调中自行打开页面",
    ),
    Reason.EXT_NOT_PASSED: Explanation(
        Hop.HANDLED,
        "the custom content does not reach the app with this click action, or on this way of opening",
        "choose open-the-app or open-a-page in the certificate, and read ext where this vendor puts it",
        "该点击方式下自定义内容不会传给应用",
        "证书选择打开应用或应用内页面，并在正确位置读取 ext",
    ),
    Reason.APP_CRASHED: Explanation(
        Hop.HANDLED,
        "the app's own code crashed on the page that the tap opened",
        "check the intent's extras for null before reading them",
        "点击打开的页面中应用代码崩溃",
        "读取前先判断 intent 的 extras 是否为空",
    ),
}
