"""Huawei's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "Huawei Push Kit server API"
OAUTH = "Huawei OAuth 2.0"
LIMITS = "Huawei message limits"
RECEIPTS = "Huawei receipts"
CLIENT = "HMS Core Push SDK"
OLD_CLIENT = "HMS SDK 2.6 with HMSAgent"
OLD_API = "Huawei push gateway of HMS 2.x"
TOPICS = "Huawei topic API"
SCENARIO_API = "Huawei Push Kit scenario messages"
GUIDE = "Huawei guide"

NAME = "huawei"

CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("package", "应用包名称", is_sent=False),
        CertificateField("app_id", "AppID"),
        CertificateField("app_secret", "AppSecret", secret=True),
        # The last three are sent, and a wrong value goes unnoticed: Huawei takes any, and the notification is shown.
        CertificateField("badge_class", "角标参数", required=False, is_sent=False),
        CertificateField("channel_id", "ChannelID", required=False, is_sent=False),
        CertificateField("category", "Category", required=False, is_sent=False),
    ),
    pages=frozenset({ClickKind.INTENT}),
    app_only=(
        "fingerprint",
        # Of the project and its service account, in the developer console.
        "project_id",
        "key_id",
        "sub_account",
        "public_key",
        "data_storage",
        # Of the receipt configuration there.
        "receipt_id",
        "receipt_version",
        "callback_user",
        "callback_key",
    ),
)
CERTIFICATE = Fact("huawei.certificate_form", CERTIFICATE_FORM, Source(GUIDE, "step 2", ("H02",)))

# -- authentication ---------------------------------------------------------------------------------------------------

TOKEN_LIFE_MS = Fact("huawei.token_life_ms", 3_600 * SECOND_MS, Source(OAUTH, "expires_in"))
TOKENS_PER_WINDOW_MAX = Fact("huawei.tokens_per_5_minutes_max", 1_000, Source(OAUTH, "flow control"))
JWT_LIFE_S_MAX = Fact("huawei.jwt_life_s_max", 3_600, Source(OAUTH, "service account"))
TOKEN_WINDOW_MS = Fact("huawei.token_window_ms", 5 * MINUTE_MS, Source(OAUTH, "flow control"))

# -- fields -----------------------------------------------------------------------------------------------------------

BODY_BYTES_MAX = Fact("huawei.body_bytes_max", 4_096, Source(API, "code 80300008"))
"""Of the message without its tokens."""
TOKENS_MAX = Fact("huawei.tokens_max", 1_000, Source(API, "code 80300010"))
TTL_S_DEFAULT = Fact("huawei.ttl_s_default", 86_400, Source(API, "ttl"))
TTL_S_MAX = Fact("huawei.ttl_s_max", 15 * 86_400, Source(API, "ttl"))
COLLAPSE_KEY_MAX = Fact("huawei.collapse_key_max", 100, Source(API, "collapse_key"))
BADGE_ADD_MAX = Fact("huawei.badge_add_max", 99, Source(API, "badge"))
INBOX_LINES_MAX = Fact("huawei.inbox_lines_max", 5, Source(API, "inbox_content"))
INBOX_LINE_LENGTH_MAX = Fact("huawei.inbox_line_length_max", 1_024, Source(API, "inbox_content"))
BUTTONS_MAX = Fact("huawei.buttons_max", 3, Source(API, "buttons"))
BUTTON_NAME_LENGTH_MAX = Fact("huawei.button_name_length_max", 40, Source(API, "buttons"))
BUTTON_DATA_LENGTH_MAX = Fact("huawei.button_data_length_max", 1_024, Source(API, "buttons"))
LANGUAGES_MAX = Fact("huawei.languages_max", 3, Source(API, "multi_lang_key"))
VIBRATIONS_MAX = Fact("huawei.vibrations_max", 10, Source(API, "vibrate_config"))
VIBRATION_S_MAX = Fact("huawei.vibration_s_max", 60, Source(API, "vibrate_config"))
PROFILE_ID_LENGTH_MAX = Fact("huawei.profile_id_length_max", 64, Source(API, "profile_id"))
NOTIFY_ID_MAX = Fact("huawei.notify_id_max", 2**31 - 1, Source(API, "notify_id"))
REVIEWER = "tuibian"
"""Who reviews messages for others, as `review` names it."""
MARKETING_CATEGORY = "MARKETING"
DATA_ONLY_CATEGORY = "PLAY_VOICE"
SERVICE_CATEGORIES = frozenset(
    {
        "IM",
        "VOIP",
        "MISS_CALL",
        "SUBSCRIPTION",
        "TRAVEL",
        "HEALTH",
        "WORK",
        "ACCOUNT",
        "EXPRESS",
        "FINANCE",
        "DEVICE_REMINDER",
        "SYSTEM_REMINDER",
        "MAIL",
        "PLAY_VOICE",
    }
)

# -- classes, quotas --------------------------------------------------------------------------------------------------

HAS_CLASSES = Dated(
    Fact("huawei.no_class_limits", False, Source(LIMITS, "before 2023")),
    Fact("huawei.has_class_limits", True, Source(LIMITS, "marketing class"), effective_from=date(2023, 1, 5)),
)
"""From then on marketing messages are counted by phone, and shown without a sound."""
UNCLASSED_IS_MARKETING = Fact(
    "huawei.unclassed_is_marketing", True, Source(LIMITS, "smart classification", grade=Grade.ASSUMED)
)
"""A message without a category that Huawei accepts is classed by its text; here that always ends in the lower class."""
MARKETING_PER_DEVICE_MAX = Fact("huawei.marketing_per_device_max", 2, Source(LIMITS, "marketing class"))
"""Of an app that is no news app."""
NEWS_MARKETING_PER_DEVICE_MAX = Fact("huawei.news_marketing_per_device_max", 5, Source(LIMITS, "marketing class"))
NEWS_APP = "news"
"""A news app, as a scenario names that right."""
ABUSE_MAX = Fact("huawei.abuse_per_device_max", 100_000, Source(LIMITS, "abuse"))
"""More messages than this to one phone in a day, delivered or not, and the app may not push any more."""
PER_DEVICE_MAX = Fact("huawei.per_device_max", 3_000, Source(RECEIPTS, "status 102"))
TEST_MESSAGES_MAX = Fact("huawei.test_messages_max", 500, Source(LIMITS, "target_user_type"))
SCENARIO_TESTS_MAX = Fact("huawei.scenario_test_messages_max", 1_000, Source(SCENARIO_API, "testMessage"))
SCENARIO_TEST_TOKENS_MAX = Fact("huawei.scenario_test_tokens_max", 10, Source(SCENARIO_API, "testMessage"))
# Assumed: the day of the change; older texts give the first figure.
SENDS_PER_SECOND_MAX = Dated(
    Fact("huawei.sends_per_second_max_old", 3_000, Source(LIMITS, "QPS, older edition")),
    Fact("huawei.sends_per_second_max", 6_000, Source(LIMITS, "QPS"), effective_from=date(2022, 1, 1)),
)
"""The least that any app is allowed."""
KEPT_MAX = Fact("huawei.kept_max", 120, Source(RECEIPTS, "status 15"))
"""Messages of one app that wait for one phone; the oldest gives way."""
INACTIVE_MS = Fact("huawei.inactive_ms", 30 * DAY_MS, Source(RECEIPTS, "status 10"))
NIGHT_ENDS = time(6)
NIGHT_CONTROL = Fact("huawei.night_control_screen_off_ms", 30 * MINUTE_MS, Source(LIMITS, "night control"))
"""From 00:00 to 06:00 a phone that nobody has used for so long gets nothing before it is used again."""
HIGH_IMPORTANCE = "high_importance"
"""The right to notifications of importance HIGH, as a scenario names it."""
SENDING_BARRED, TOKENS_BARRED = "sending", "tokens"
"""What a scenario may have Huawei forbid an app, as it does with one that breaks its rules."""
HIGH_URGENCY = "high_urgency"
"""The right to data messages that start the app's process."""

# -- topics, receipts, the old gateway --------------------------------------------------------------------------------

TOPICS_PER_TOKEN_MAX = Fact("huawei.topics_per_token_max", 2_000, Source(TOPICS, "code 82000009"))
TOPICS_PER_APP_MAX = Fact("huawei.topics_per_app_max", 10_000, Source(TOPICS, "code 82000006", grade=Grade.ASSUMED))
TOPIC_TASKS_MAX = Fact("huawei.topic_tasks_max", 100, Source(API, "code 80100017"))
TOPIC_TASK_MS = Fact("huawei.topic_task_ms", SECOND_MS, Source(API, "code 80100017", grade=Grade.ASSUMED))
"""What one message to a topic takes; so long it counts as being sent."""
TOPIC_NAME = re.compile(r"[a-zA-Z0-9\-_.~%]{1,900}")
TOPICS_OF_CONDITION_MAX = Fact("huawei.topics_of_condition_max", 5, Source(API, "condition", grade=Grade.ASSUMED))
RECEIPTS_AT_ONCE_MAX = Fact("huawei.receipts_at_once_max", 100, Source(RECEIPTS, "statuses"))
RECEIPT_BATCH_MS = Fact("huawei.receipt_batch_ms", SECOND_MS, Source(RECEIPTS, "statuses", grade=Grade.ASSUMED))
"""How long receipts wait for others to go with."""
OLD_CALLS_PER_DAY_MAX = Fact(
    "huawei.old_calls_per_day_max", 1_000_000, Source(OLD_API, "NSP_STATUS 7", grade=Grade.ASSUMED)
)
OLD_CALLS_OF_ALL_MAX = Fact(
    "huawei.old_calls_of_all_per_second_max", 60_000, Source(OLD_API, "NSP_STATUS 4", grade=Grade.ASSUMED)
)
"""Of all apps together."""
NSP_STATUS_MAX = Fact("huawei.nsp_status_max", 111, Source(OLD_API, "NSP_STATUS"))
OLD_TOKENS_MAX = Fact("huawei.old_tokens_max", 100, Source(OLD_API, "device_token_list"))
NSP_TS_OFF_S_MAX = Fact("huawei.nsp_ts_off_s_max", 300, Source(OLD_API, "NSP_STATUS 109", grade=Grade.ASSUMED))

# -- client -----------------------------------------------------------------------------------------------------------

OLD_HMS_VERSION_MIN = Fact("huawei.old_hms_version_min", 20_401_300, Source(GUIDE, "step 1", ("H01",)))
"""HMS 2.4.1.300, for the SDK of the guides' time."""
HMS_VERSION_MIN = Fact("huawei.hms_version_min", 30_000_000, Source(CLIENT, "versions", grade=Grade.ASSUMED))
"""HMS Core 3.0, for `HmsInstanceId`."""
OWN_CHANNEL_VERSION = Fact(
    "huawei.own_channel_version",
    30_000_000,
    Source("README of react-native-xinge-push", "No Channel found", grade=Grade.ASSUMED),
)
"""From this version on the push service brings a channel of its own; before it posts without any."""
FOREGROUND_CALLBACK_SDK = Fact("huawei.foreground_callback_sdk", (5, 0, 2), Source(API, "foreground_show"))
"""From this SDK on the app itself gets a message that is not to be shown over it."""
TOKEN_RETURNED_API = Fact("huawei.token_returned_api", 29, Source(CLIENT, "getToken", ("H01",), Grade.OBSERVED))
"""EMUI 10 came with this API level. Below it `getToken` returns an empty text, and the token comes by `onNewToken`."""
UPLINK_BYTES_MAX = Fact("huawei.uplink_bytes_max", 4_096, Source(CLIENT, "code 907122041", grade=Grade.ASSUMED))
UPLINK_LIFE_MS = Fact("huawei.uplink_life_ms", DAY_MS, Source(CLIENT, "code 907122044", grade=Grade.ASSUMED))
UPLINKS_WAITING_MAX = Fact("huawei.uplinks_waiting_max", 20, Source(CLIENT, "code 907122043", grade=Grade.ASSUMED))
"""Uplink messages that wait for the network."""
EMUI_API_MIN = Fact("huawei.emui_api_min", 23, Source(CLIENT, "907122049", grade=Grade.ASSUMED))
"""Android 6.0: EMUI 4."""
TOKEN_CHARACTERS = Fact("huawei.token_characters", 120, Source(CLIENT, "token", grade=Grade.OBSERVED))
"""More than a hundred today; 32 in logs of the guides' time."""
CHANNEL_ID = Fact("huawei.channel_id", "hms_push_default", Source(CLIENT, "channels", grade=Grade.ASSUMED))
LOW_CHANNEL_ID = "hms_push_marketing"
SOUND_AT_CREATION = Fact("huawei.sound_at_channel_creation", True, Source(API, "sound", ("C09",)))
"""A sound set by the sender holds for the channel that the message creates; an existing one keeps its own."""
SOUND_PER_NOTIFICATION = Fact("huawei.sound_per_notification", True, Source(API, "sound", ("C09",)))
"""Below Android 8.0 there are no channels, and each notification has its own sound."""
OUTLIVES_APPS = Fact("huawei.shown_by_the_system", True, Source(CLIENT, "notification messages", ("H02",)))


class ClientCode:
    """What the newer SDK throws, or `onTokenError` gets."""

    OK = 0
    HMS_MISSING = 1001
    NO_TOKEN = 907122030
    NO_NETWORK = 907122031
    TOKEN_INVALID = 907122032
    TOO_MANY_TOPICS = 907122034
    TOPIC_FAILED = 907122035
    UPLINK_FAILED = 907122056
    PUSH_NOT_ENABLED = 907122036
    TOKEN_FAILED = 907122037
    NO_DATA_STORAGE = 907122038
    UPLINK_TOO_BIG = 907122041
    PARAMETER_INVALID = 907122042
    UPLINKS_TOO_MANY = 907122043
    UPLINK_EXPIRED = 907122044
    EMUI_TOO_OLD = 907122049
    ON_MAIN_THREAD = 907122050
    AUTO_INITIALISING = 907122054
    UPLINK_WAITS = 907122059
    SERVER_OFFLINE = 907122060
    TOKEN_RESTRICTED = 907122065
    ARGUMENTS_INVALID = 907135000
    HMS_TOO_OLD = 907135003
    SCOPE_EMPTY = 907135701
    FINGERPRINT_WRONG = 907135702


class AgentCode:
    """What HMSAgent's `onConnect` and `onResult` say, where its own codes differ from those of the newer SDK."""

    SUCCESS = 0
    SERVICE_MISSING = 1
    SERVICE_VERSION_UPDATE_REQUIRED = 2
    BINDFAIL_RESOLUTION_BACKGROUND = 7
    DEVELOPER_ERROR = 10
    CANCELED = 13
    NETWORK_ERROR = 9000
    RESOLUTION_REQUIRED = 9001
    NO_INIT = -1000
    NO_ACTIVITY_FOR_USE = -1001
    START_ACTIVITY_ERROR = -1004
    ON_ACTIVITY_RESULT_ERROR = -1005
    REQUEST_REPEATED = -1006
    APICLIENT_TIMEOUT = -1007
    CALL_EXCEPTION = -1008
    EMPTY_PARAM = -1009
    CERTIFICATE_FINGERPRINT_ERROR = 6003
    TOKEN_SUCCESS = 907122001
    PARAMETER_INVALID = 907122003
    TOKEN_INVALID = 907122004
    NETWORK_INVALID = 907122005
    TERMS_NOT_ACCEPTED = 907122006
    TERMS_ACCEPTED = 907122007
    TERMS_REFUSED = 907122008
    NO_RIGHT = 907122011
    IDENTITY_EMPTY = 907122012
    IDENTITY_INVALID = 907122013
    CLIENT_SYSTEM_ERROR = 907122018


class ConditionCodes(NamedTuple):
    """What the two SDKs say in one condition of HMS: HMSAgent's `onConnect`, and the newer `getToken`."""

    agent: int
    newer: int


WORKING = "working"
LOCKED = "locked"
"""What is told of a message that waits for the phone to be unlocked for the first time."""
OTHER_USER = "other_user"
"""What is told of a message for somebody who is not at the phone, but another of its users."""
BROKEN = "broken"
BIND_FAILED = "bind_failed"
HMS_CONDITIONS: Mapping[str, ConditionCodes] = {
    # Assumed: which condition has which code; the codes' names say as much.
    "disabled": ConditionCodes(3, 907122046),
    "account_invalid": ConditionCodes(5, 6005),
    BIND_FAILED: ConditionCodes(6, 907122052),
    BROKEN: ConditionCodes(8, 907135001),
    "not_genuine": ConditionCodes(9, 907122051),
    "licence_refused": ConditionCodes(11, 6002),
    "slow": ConditionCodes(14, 907135004),
    "interrupted": ConditionCodes(15, 907122048),
    "permission_missing": ConditionCodes(19, 6004),
    "region_not_served": ConditionCodes(21, 907135005),
    "api_missing": ConditionCodes(1000, 907135002),
    "storage_missing": ConditionCodes(9002, 907122045),
    "restricted_profile": ConditionCodes(9003, 907135703),
    "session_ended": ConditionCodes(6006, 907135006),
    "answers_nothing": ConditionCodes(-1002, 907122047),
    "answers_without_status": ConditionCodes(-1003, 907122045),
    "of_another_region": ConditionCodes(21, 907122053),
    "busy": ConditionCodes(14, 907122055),
    "data_restricted": ConditionCodes(9000, 907135700),
}
"""Conditions in which HMS may be on a phone, beside `working`."""
