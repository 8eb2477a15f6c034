"""vivo's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

from datetime import date, time

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "vivo server API 2.9.2"
OLD_API = "vivo server SDK 2.2"
OLD_RULES = "vivo limits before 2023"
RULES_2023 = "vivo message rules of 2023"
API_2024 = "vivo server API 2024"
RECEIPTS = "vivo receipts"
LIVE = "vivo live notifications"
CLIENT = "vivo client SDK 3.0"
OLD_CLIENT = "vivo client SDK 2.9"

NAME = "vivo"

CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("app_key", "AppKey"),
        CertificateField("app_id", "AppID"),
        CertificateField("app_secret", "AppSecret", secret=True),
    ),
    pages=frozenset({ClickKind.INTENT}),
)
CERTIFICATE = Fact("vivo.certificate_form", CERTIFICATE_FORM, Source("vivo guide", "step 2", ("V01",)))

# -- authentication ---------------------------------------------------------------------------------------------------

TOKEN_LIFE_MS = Fact("vivo.token_life_ms", 24 * HOUR_MS, Source(API, "auth"))
TIMESTAMP_SKEW_MS_MAX = Fact("vivo.timestamp_skew_ms_max", 10 * MINUTE_MS, Source(API, "auth"))
# Assumed: the day on which the limit of auth calls changed from a number a day to a number a second.
AUTH_LIMIT_PER_SECOND_SINCE = date(2022, 6, 1)
AUTH_CALLS_PER_DAY_MAX = Fact("vivo.auth_calls_per_day_max", 10_000, Source(API, "auth, older edition"))
AUTH_CALLS_PER_SECOND_MAX = Fact(
    "vivo.auth_calls_per_second_max", 10, Source(API, "auth"), effective_from=AUTH_LIMIT_PER_SECOND_SINCE
)

# -- fields -----------------------------------------------------------------------------------------------------------

# Assumed: the day of the change; texts before 2021 count a Chinese character as two, those of 2024 as one.
COUNTS_CHARACTERS_SINCE = date(2022, 1, 1)
COUNTS_WIDE_AS_TWO = Dated(
    Fact("vivo.wide_characters_count_two", True, Source(OLD_API, "title, content")),
    Fact("vivo.characters_count_one", False, Source(API, "title, content"), effective_from=COUNTS_CHARACTERS_SINCE),
)
TITLE_LENGTH_MAX = Fact("vivo.title_length_max", 40, Source(API, "title"))
CONTENT_LENGTH_MAX = Fact("vivo.content_length_max", 100, Source(API, "content"))
REQUEST_ID_LENGTH_MAX = Fact("vivo.request_id_length_max", 64, Source(API, "requestId"))
ALIAS_LENGTH_MAX = Dated(
    Fact("vivo.alias_length_max_old", 40, Source(OLD_API, "alias")),
    Fact("vivo.alias_length_max", 70, Source(CLIENT, "alias"), effective_from=COUNTS_CHARACTERS_SINCE),
)
SINGLE_TTL_S_MIN = Fact("vivo.single_ttl_s_min", 60, Source(API, "timeToLive"))
LIST_TTL_S_MIN = Fact("vivo.list_ttl_s_min", 900, Source(API, "timeToLive"))
DAY_S = DAY_MS // 1_000
# Assumed: the day on which the longest life fell from seven days to one, and longer ones are cut instead of refused.
TTL_CUT_SINCE = date(2023, 4, 1)
TTL_S_MAX = Dated(
    Fact("vivo.ttl_s_max_old", 7 * DAY_S, Source(OLD_API, "timeToLive")),
    Fact("vivo.ttl_s_max", DAY_S, Source(API, "timeToLive"), effective_from=TTL_CUT_SINCE),
)
OPERATION_TTL_S = Dated(
    Fact("vivo.operation_ttl_s_old", DAY_S, Source(OLD_API, "timeToLive")),
    Fact("vivo.operation_ttl_s", 8 * 3_600, Source("vivo server API 2025", "timeToLive"), date(2025, 1, 1)),
)
SYSTEM_TTL_S = Fact("vivo.system_ttl_s", DAY_S, Source(API, "timeToLive"))
URL_LENGTH_MAX = Fact("vivo.url_length_max", 1_000, Source(API, "skipContent"))
PAGE_LENGTH_MAX = Dated(
    Fact("vivo.page_length_max_old", 1_024, Source(API, "skipContent")),
    Fact("vivo.page_length_max", 2_048, Source("vivo server API 2025", "skipContent"), date(2025, 1, 1)),
)
CUSTOM_PAIRS_MAX: Dated[int | None] = Dated(
    Fact("vivo.custom_pairs_max_old", 10, Source(OLD_API, "clientCustomMap")),
    Fact("vivo.custom_pairs_unlimited", None, Source(API, "clientCustomMap"), effective_from=COUNTS_CHARACTERS_SINCE),
)
"""How many pairs; `None` for any number."""
CUSTOM_LENGTH_MAX = Fact("vivo.custom_length_max", 1_024, Source(API, "clientCustomMap"))
CALLBACK_LENGTH_MAX = Fact("vivo.callback_length_max", 128, Source(API, "extra"))
CALLBACK_PARAM_LENGTH_MAX = Dated(
    Fact("vivo.callback_param_length_max_old", 64, Source(OLD_API, "extra")),
    Fact("vivo.callback_param_length_max", 192, Source(API, "extra"), effective_from=date(2023, 1, 10)),
)
NOTIFY_ID_MAX = Fact("vivo.notify_id_max", 2**31 - 1, Source(API, "notifyId"))
LIST_TARGETS_MIN = Fact("vivo.list_targets_min", 2, Source(API, "pushToList"))
LIST_TARGETS_MAX = Fact("vivo.list_targets_max", 1_000, Source(API, "pushToList"))
LIST_PAYLOAD_LIFE_MS = Fact("vivo.list_payload_life_ms", DAY_MS, Source(API, "saveListPayload", grade=Grade.ASSUMED))
LIST_PAYLOADS_PER_DAY_MAX = Fact(
    "vivo.list_payloads_per_day_max", 10_000, Source(API, "code 10252", grade=Grade.ASSUMED)
)
DEFAULT_CLASS = Dated(
    Fact("vivo.default_class_old", 0, Source(API, "classification")),
    Fact("vivo.default_class", 1, Source("vivo server API 2025", "classification"), date(2025, 1, 1)),
)
SYSTEM_CATEGORIES = frozenset({"IM", "ACCOUNT", "TODO", "DEVICE_REMINDER", "ORDER", "SUBSCRIPTION"})
OPERATION_CATEGORIES = frozenset({"CONTENT", "MARKETING", "SOCIAL", "NEWS"})

# -- classes, quotas, hours -------------------------------------------------------------------------------------------

RULES_OF_2023 = date(2023, 4, 1)
RULES_OF_2026 = date(2026, 5, 1)
SENDS_PER_SECOND_MAX: Dated[tuple[tuple[int, int], ...]] = Dated(
    Fact("vivo.sends_per_second_max_old", ((0, 500),), Source(OLD_RULES, "QPS")),
    Fact(
        "vivo.sends_per_second_max",
        ((0, 3_000), (5_000_000, 4_000), (8_000_000, 5_000)),
        Source(RULES_2023, "QPS"),
        RULES_OF_2023,
    ),
)
"""From so many counting users on, so many sends a second."""
COUNTING_BASE_MIN = Fact("vivo.counting_base_min", 10_000, Source(RULES_2023, "counting base"))
"""Users that count for the daily volume: an app with fewer than this is counted as having so many."""
OPERATION_PER_USER = Dated(
    Fact("vivo.operation_per_user_old", 1, Source(OLD_RULES, "operation messages")),
    Fact("vivo.operation_per_user", 2, Source(RULES_2023, "operation messages"), RULES_OF_2023),
)
NEWS_PER_USER = Dated(
    Fact("vivo.news_per_user_old", 1, Source(OLD_RULES, "operation messages")),
    Fact("vivo.news_per_user", 3, Source(RULES_2023, "operation messages of news apps"), RULES_OF_2023),
)
SYSTEM_PER_USER = Dated(
    Fact("vivo.system_per_user_old", 1, Source(OLD_RULES, "system messages")),
    Fact("vivo.system_per_user", 3, Source(RULES_2023, "system messages"), RULES_OF_2023),
    Fact("vivo.system_per_user_2026", 20, Source("vivo limits of 2026-05", "system messages"), RULES_OF_2026),
)
"""Messages of a class that an app may send in a day, for each user that counts."""
NEWS_RIGHT = "news"
UNLIMITED_RIGHT = "unlimited_system_messages"
LIVE_RIGHT = "live_messages"
"""Rights of a push app in vivo's console: a news app, no limit to system messages, live notifications."""
TEST_OPERATION_PER_DAY_MAX: Dated[int | None] = Dated(
    Fact("vivo.test_operation_per_day_old", 100, Source(OLD_RULES, "test messages")),
    Fact("vivo.test_operation_unlimited", None, Source(RULES_2023, "test messages"), RULES_OF_2023),
)
TEST_SYSTEM_PER_DAY_MAX: Dated[int | None] = Dated(
    Fact("vivo.test_system_per_day_old", 10_000, Source(OLD_RULES, "test messages")),
    Fact("vivo.test_system_unlimited", None, Source(RULES_2023, "test messages"), RULES_OF_2023),
)
"""Test pushes (`pushMode` 1) a day; `None` for any number."""
OPERATION_PER_DEVICE_MAX = Dated(
    Fact("vivo.operation_per_device_old", 5, Source(OLD_RULES, "operation messages")),
    Fact("vivo.operation_per_device", 2, Source(RULES_2023, "operation messages"), RULES_OF_2023),
)
NEWS_PER_DEVICE_MAX = Fact("vivo.news_per_device", 5, Source(RULES_2023, "operation messages of news apps"))
BROADCASTS_PER_DAY_MAX = Fact("vivo.broadcasts_per_day_max", 1, Source(API, "code 10254"))
DROPS_DUPLICATES = Dated(
    Fact("vivo.keeps_duplicates", False, Source(OLD_RULES, "operation messages", grade=Grade.ASSUMED)),
    Fact("vivo.drops_duplicates", True, Source(RULES_2023, "operation messages"), RULES_OF_2023),
)
"""Operation messages of one title and content to one phone. Assumed: they are compared within one calendar day."""
OPERATION_IS_SILENT = Dated(
    Fact("vivo.operation_rings", False, Source(OLD_API, "notifyType")),
    Fact("vivo.operation_is_silent", True, Source(RULES_2023, "operation messages"), RULES_OF_2023),
)
"""Operation messages neither ring nor vibrate, nor drop down over the screen, nor stand on a locked one."""
OPERATION_FROM = time(7, 0)
OPERATION_UNTIL = time(23, 0)
QUIET_HOURS = Fact("vivo.operation_hours", (OPERATION_UNTIL, OPERATION_FROM), Source(API, "code 10071"))
BURST_PER_DEVICE_MAX = Fact(
    "vivo.burst_per_device_max", 5, Source("vivo guide", "FAQ checks 1", ("C22",), Grade.ASSUMED)
)
"""The guide says that a fast burst can lose one or two messages, and not how fast that is."""
BURST_MS = Fact("vivo.burst_ms", SECOND_MS, Source("vivo guide", "FAQ checks 1", ("C22",), Grade.ASSUMED))
# Assumed: the day from which a phone counts as inactive after 14 days, and no longer as an invalid user after 90: that
# on which the receipts came that tell of it.
INACTIVE_SINCE = date(2023, 1, 10)
INACTIVE_MS: Dated[int | None] = Dated(
    Fact("vivo.inactive_never", None, Source(OLD_API, "invalidUser", grade=Grade.ASSUMED)),
    Fact("vivo.inactive_ms", 14 * DAY_MS, Source("vivo receipts", "20006"), INACTIVE_SINCE),
)
INVALID_AFTER_MS: Dated[int | None] = Dated(
    Fact("vivo.invalid_after_ms", 90 * DAY_MS, Source(OLD_API, "invalidUser, status 3")),
    Fact("vivo.invalid_never", None, Source(API, "invalidUser"), INACTIVE_SINCE),
)
"""How long a phone may be away before vivo takes no message for it; `None` where that has no end."""
TIMED_AHEAD_MS_MIN = Fact("vivo.timed_ahead_ms_min", 10 * MINUTE_MS, Source(API_2024, "timedDisplay"))
TIMED_AHEAD_MS_MAX = Fact("vivo.timed_ahead_ms_max", DAY_MS, Source(API_2024, "timedDisplay"))
TIMED_SPAN_MS = Fact("vivo.timed_span_ms", 120 * MINUTE_MS, Source(API_2024, "timedDisplay"))
"""A message with a time of its own is shown at least ten minutes from now, within a day, in less than two hours."""

# -- receipts ---------------------------------------------------------------------------------------------------------

RECEIPTS_ACTIVE_MS = Fact("vivo.receipts_active_ms", HOUR_MS, Source(RECEIPTS, "callback.id", grade=Grade.OBSERVED))
"""What passes from entering an address in the console to the first receipt."""
RECEIPT_BATCH_MS = Fact("vivo.receipt_batch_ms", SECOND_MS, Source(RECEIPTS, "targets", grade=Grade.ASSUMED))
"""Receipts of one kind are put together for so long: their targets come as one list."""

LIVE_BURSTS = Fact(
    "vivo.live_bursts", ((5 * MINUTE_MS, 10), (HOUR_MS, 60)), Source(LIVE, "frequency control", grade=Grade.OBSERVED)
)
"""In each span, so many live messages of one app are shown on a phone."""

# -- aliases, tags, statistics ----------------------------------------------------------------------------------------

TAG_IDS_MAX = Fact("vivo.tag_ids_max", 1_000, Source(OLD_API, "code 10614"))
GROUP_TAGS_MAX = Fact("vivo.group_tags_max", 100, Source(OLD_API, "tagGroup/addToGroup"))
TAG_MEMBER_AWAY_MS = Fact("vivo.tag_member_away_ms", 7 * DAY_MS, Source(OLD_API, "tag members, status 3"))
TASK_IDS_MAX = Fact("vivo.task_ids_max", 100, Source(API, "code 10471"))
CLIENT_NAME_LENGTH_MAX = Fact("vivo.client_name_length_max", 70, Source(CLIENT, "states 30003, 20003"))
"""Of an alias or a topic, as the SDK counts before it sends."""
TOPICS_MAX = Fact("vivo.topics_max", 500, Source(CLIENT, "state 20004"))

# -- client -----------------------------------------------------------------------------------------------------------

SERVICE_VERSION_MIN = Fact(
    "vivo.service_version_min", 1_230, Source(OLD_CLIENT, "isSupport", ("V05", "V07"), Grade.OBSERVED)
)
"""System push services below this version are not supported."""
CALL_GAP_MS_MIN = Fact("vivo.call_gap_ms_min", 2 * SECOND_MS, Source(CLIENT, "turnOnPush", grade=Grade.OBSERVED))
CALLS_PER_DAY_MAX = Fact("vivo.calls_per_day_max", 100, Source(CLIENT, "turnOnPush", grade=Grade.OBSERVED))
BIND_TIMEOUT_MS = Fact("vivo.bind_timeout_ms", 15 * SECOND_MS, Source(CLIENT, "state 1003", ("V05",)))
DIRECT_CLICK_SDK = Fact(
    "vivo.direct_click_sdk_version", 480, Source(CLIENT, "sdk_version_vivo", ("V16",), Grade.OBSERVED)
)
"""An app that declares this SDK version or a later one lets the system open the target itself."""
NO_CLICK_CALLBACK_SDK = Fact("vivo.no_click_callback_sdk", (3, 0, 0, 0), Source(CLIENT, "onNotificationMessageClicked"))
CLICK_CALLBACK_BACK_SDK = Fact(
    "vivo.click_callback_back_sdk", (3, 0, 0, 2), Source(CLIENT, "onNotificationMessageClicked")
)
"""The receiver's click callback went with the first of these SDKs and came back with the second."""
MANIFEST_SDK_VERSIONS = Fact(
    "vivo.manifest_sdk_versions", ("305", "1305"), Source(OLD_CLIENT, "checkManifest", grade=Grade.OBSERVED)
)
"""What SDK 2.9 wants to read in the manifest as its own version."""
CHANNEL_ID = Fact("vivo.channel_id", "vivo_push_channel", Source(CLIENT, "notification channel", grade=Grade.OBSERVED))
CHANNEL_NAME = "PUSH"
REG_ID_DIGITS = Fact("vivo.reg_id_digits", 23, Source(OLD_API, "regId"))
NO_CUSTOM_SOUND = Fact("vivo.no_custom_sound", True, Source("vivo guide", "FAQ sound", ("C09",)))


class ClientCode:
    """What `onStateChanged(int)` says (V05)."""

    OK = 0
    UNSUPPORTED = 101
    NOT_INITIALISED = 102
    TOO_MANY_TODAY = 1001
    TOO_SOON = 1002
    TIMEOUT = 1003
    BLACKLISTED = 1004
    SERVICE_UNAVAILABLE = 1005
    UNKNOWN = 10000
    PACKAGE_MISMATCH = 10003
    APP_KEY_MISMATCH = 10004
    APP_ID_WRONG = 10005
    TOPIC_WITHOUT_REG_ID = 20001
    TOPIC_EMPTY = 20002
    TOPIC_TOO_LONG = 20003
    TOPICS_TOO_MANY = 20004
    ALIAS_WITHOUT_REG_ID = 30001
    ALIAS_EMPTY = 30002
    ALIAS_TOO_LONG = 30003


class UpsCode:
    """What the calls of `VUpsManager` return beside 0."""

    REGISTER_FAILED = 10800
    UNREGISTER_FAILED = 10801


class ReportCode:
    """What vivo's service on the phone reports of a message that was not shown, or of a tap that failed."""

    NIGHT = 1017
    PUSH_DISABLED = 1020
    RECEIVER_MISSING = 2101
    SWITCHED_OFF = 2104
    CHANNEL_OFF = 2121
    DUPLICATE = 2124
    EXPIRED = 2144
    BAD_DEEP_LINK = 2158
    NOT_EXPORTED = 2161
    NO_ACTIVITY = 2162
    REG_ID_INVALID = 2183


class LiveCode:
    """Why a phone does not show a live message."""

    OTHER = 32000
    SWITCHED_OFF = 32001
    NO_CARD = 32002
    APP_REMOVED = 32005
    BAD_PAGE = 32006
    TOO_MANY = 32007
    NOT_GRANTED = 32008
    FELL_BACK = 32009
