"""MiPush's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

from datetime import date
from typing import NamedTuple

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, HOUR_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "MiPush server API"
OLD_API = "MiPush server API of 2019"
QUOTAS = "MiPush quota rules"
CODES = "MiPush error codes of 2024-10"
_RULES_OF_2026 = "MiPush message rules of 2026"
RECEIPTS = "MiPush receipts"
CLIENT = "MiPush client SDK 6.0"
GUIDE = "Xiaomi guide"

NAME = "xiaomi"

CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("package", "应用包名称"),
        CertificateField("app_id", "AppID", is_sent=False),
        CertificateField("app_secret", "AppSecret", secret=True),
        CertificateField("channel_id", "ChannelID", required=False),
    ),
    pages=frozenset({ClickKind.INTENT}),
    app_only=("app_key",),
)
CERTIFICATE = Fact("xiaomi.certificate_form", CERTIFICATE_FORM, Source(GUIDE, "step 2", ("X01", "X14")))

# -- fields -----------------------------------------------------------------------------------------------------------

# Assumed: the day on which titles grew from fewer than 16 characters to fewer than 50; texts of 2018 have the first.
LONG_TITLES_SINCE = date(2019, 1, 1)
TITLE_LENGTH_MAX = Dated(
    Fact("xiaomi.title_length_max_old", 15, Source(OLD_API, "title")),
    Fact("xiaomi.title_length_max", 49, Source(API, "title"), effective_from=LONG_TITLES_SINCE),
)
DESCRIPTION_LENGTH_MAX = Fact("xiaomi.description_length_max", 127, Source(API, "description"))
PAYLOAD_BYTES_MAX = Fact("xiaomi.payload_bytes_max", 4_096, Source(API, "payload"))
EXTRAS_MAX = Fact("xiaomi.extras_max", 10, Source(API, "extra"))
"""Pairs of one's own; those that mean something to Xiaomi do not count."""
EXTRAS_LENGTH_MAX = Fact("xiaomi.extras_length_max", 1_024, Source(API, "extra"))
TARGETS_MAX = Fact("xiaomi.targets_max", 1_000, Source(API, "registration_id"))
TOPICS_MAX = Fact("xiaomi.topics_max", 5, Source(API, "topics"))
NOTIFY_ID_MAX = Fact("xiaomi.notify_id_max", 2**31 - 1, Source(API, "notify_id"))
JOB_KEY_LENGTH_MAX = Fact("xiaomi.job_key_length_max", 20, Source(API, "jobkey"))
CALLBACK_LENGTH_MAX = Fact("xiaomi.callback_length_max", 256, Source(RECEIPTS, "callback", grade=Grade.ASSUMED))
CALLBACK_PARAM_BYTES_MAX = Dated(
    Fact("xiaomi.callback_param_bytes_max_old", 64, Source(RECEIPTS, "callback.param, older edition")),
    # Assumed: the day of the change.
    Fact("xiaomi.callback_param_bytes_max", 256, Source(RECEIPTS, "callback.param"), effective_from=date(2022, 1, 1)),
)
SEND_AHEAD_MS_MAX = Dated(
    Fact("xiaomi.send_ahead_ms_max_old", 7 * DAY_MS, Source(API, "time_to_send")),
    # Assumed: the day of the change; a guide of 2026 has the second.
    Fact(
        "xiaomi.send_ahead_ms_max",
        30 * DAY_MS,
        Source(_RULES_OF_2026, "time_to_send"),
        effective_from=date(2026, 1, 1),
    ),
)

ALIAS_LENGTH_MAX = Fact("xiaomi.alias_length_max", 255, Source(CODES, "code 65008", grade=Grade.ASSUMED))
TOPIC_LENGTH_MAX = Fact("xiaomi.topic_length_max", 255, Source(CODES, "code 65010", grade=Grade.ASSUMED))
ACCOUNT_LENGTH_MAX = Fact("xiaomi.account_length_max", 255, Source(CODES, "code 65017", grade=Grade.ASSUMED))
"""The codes say that a name can be too long, no text says how long that is."""
REQUEST_BYTES_MAX = Fact("xiaomi.request_bytes_max", 10_000_000, Source(CODES, "code 10018", grade=Grade.ASSUMED))
SEND_LATE_MS_MAX = Fact("xiaomi.send_late_ms_max", HOUR_MS, Source(CODES, "code 10037", grade=Grade.ASSUMED))
"""How long ago the instant may be at which a message was to be sent."""
CALLBACK_TYPES = Fact("xiaomi.callback_types", (1, 2, 16, 32, 64, 128, 1_024), Source(RECEIPTS, "callback.type"))
CALLBACK_TYPE_USUAL = Fact("xiaomi.callback_type_usual", 3, Source(RECEIPTS, "callback.type"))
RECEIPT_BATCH_MS = Fact("xiaomi.receipt_batch_ms", SECOND_MS, Source(RECEIPTS, "batches of about a second"))
TOPIC_TOKEN_FROM = Fact("xiaomi.topic_token_from", 10_000, Source(API, "X-PUSH-AUDIT-TOKEN"))
"""A topic of more users than this wants a token beside the secret."""
CHANNELS_MAX = Fact("xiaomi.channels_max", 30, Source(_RULES_OF_2026, "channels of an app"))
CHANNEL_TEXT_LENGTH_MAX = Fact(
    "xiaomi.channel_text_length_max", 255, Source(CODES, "codes 22005 and 22020", grade=Grade.ASSUMED)
)

# -- names ------------------------------------------------------------------------------------------------------------

TOPICS_PER_DEVICE_MAX = Fact("xiaomi.topics_per_device_max", 30, Source(_RULES_OF_2026, "topics of a device and app"))
ALIASES_PER_DEVICE_MAX = Fact(
    "xiaomi.aliases_per_device_max", 15, Source(_RULES_OF_2026, "aliases of a device and app")
)
"""The oldest makes place for another one."""
DEVICES_PER_ACCOUNT_MAX = Fact(
    "xiaomi.devices_per_account_max", 20, Source(_RULES_OF_2026, "devices of a user account")
)
NAMES_PER_HOUR_MAX = Fact("xiaomi.names_per_hour_max", 100, Source(CODES, "codes 65006 and 26005", grade=Grade.ASSUMED))

# -- how often --------------------------------------------------------------------------------------------------------

QUOTA_READS_PER_SECOND_MAX = Fact("xiaomi.quota_reads_per_second_max", 1, Source(API, "quota/get"))
READS_PER_SECOND_MAX = Fact(
    "xiaomi.reads_per_second_max", 100, Source(CODES, "codes 10027, 10030, 10032 and 10039", grade=Grade.ASSUMED)
)
COUNTER_DAYS = Fact("xiaomi.counter_days", 30, Source(API, "stats/message/counters"))
"""A span of days must be shorter."""
BROADCASTS_PER_MINUTE_MAX = Fact(
    "xiaomi.broadcasts_per_minute_max", 100, Source(CODES, "code 26004", grade=Grade.ASSUMED)
)
CHANNEL_CHANGES_PER_MINUTE_MAX = Fact(
    "xiaomi.channel_changes_per_minute_max", 60, Source(CODES, "code 10023", grade=Grade.ASSUMED)
)
UPLOADS_PER_MINUTE_MAX = Fact("xiaomi.uploads_per_minute_max", 60, Source(CODES, "code 10024", grade=Grade.ASSUMED))
CALLS_PER_DAY_MAX = Fact("xiaomi.calls_per_day_max", 100_000_000, Source(CODES, "code 10028", grade=Grade.ASSUMED))
JOBS_MAX = Fact("xiaomi.jobs_max", 1_000, Source(CODES, "code 10009", grade=Grade.ASSUMED))
"""Messages of one app that are to be sent later, at any one time."""

# -- classes, quotas, lives -------------------------------------------------------------------------------------------

# Assumed: the day from which Xiaomi tells classes of messages apart by their channel; texts of 2021 know none.
CLASSES_SINCE = date(2023, 1, 1)
HAS_CLASSES = Dated(
    Fact("xiaomi.no_classes", False, Source("MiPush limits of 2021", "classes", grade=Grade.ASSUMED)),
    Fact("xiaomi.has_classes", True, Source(QUOTAS, "classes", grade=Grade.ASSUMED), effective_from=CLASSES_SINCE),
)
COUNTING_BASE = Fact("xiaomi.counting_base", 10_000, Source(QUOTAS, "counting base"))
"""Devices that count for the daily volume: an app with fewer than this is counted as having so many."""
UNCLASSED_PER_DAY_MAX = Fact("xiaomi.unclassed_per_day_max", 50_000, Source("MiPush limits of 2021", "daily volume"))


class Allowance(NamedTuple):
    """What an app may send in a day.

    Attributes:
        percent: Of its counting base.
        per_device: To one phone.
    """

    percent: int
    per_device: int


DEFAULT_ALLOWANCE = Fact("xiaomi.default_allowance", Allowance(100, 1), Source(QUOTAS, "default class"))
PUBLIC_ALLOWANCE = Fact("xiaomi.public_allowance", Allowance(200, 5), Source(QUOTAS, "public class"))
NEWS_ALLOWANCE = Fact("xiaomi.news_allowance", Allowance(300, 8), Source(QUOTAS, "public class with the news licence"))
DOWNGRADED_ALLOWANCE = Fact(
    "xiaomi.downgraded_allowance", Allowance(150, 3), Source(_RULES_OF_2026, "downgrade by close rate")
)
DOWNGRADED_NEWS_ALLOWANCE = Fact(
    "xiaomi.downgraded_news_allowance", Allowance(250, 5), Source(_RULES_OF_2026, "downgrade by close rate, licensed")
)
DOWNGRADES = Dated(
    Fact("xiaomi.no_downgrades", False, Source(QUOTAS, "public class")),
    Fact(
        "xiaomi.downgrades",
        True,
        Source(_RULES_OF_2026, "downgrade by close rate"),
        effective_from=date(2026, 8, 1),
    ),
)
"""Since then Xiaomi lowers the public class of apps whose users switch their notifications off too often."""
QUERIES_PER_SECOND = Fact(
    "xiaomi.queries_per_second",
    ((10_000_000, 3_000), (5_000_000, 2_500), (1_000_000, 2_000), (100_000, 1_000), (0, 500)),
    Source(QUOTAS, "QPS by devices a day"),
)
"""An app of at least so many devices may make so many queries in a second."""
BURST_PER_DEVICE_MAX = Fact("xiaomi.burst_per_device_max", 5, Source(GUIDE, "FAQ checks 1", ("C22",), Grade.ASSUMED))
"""The guide says that a fast burst can lose one or two messages, and not how fast that is."""
BURST_MS = Fact("xiaomi.burst_ms", SECOND_MS, Source(GUIDE, "FAQ checks 1", ("C22",), Grade.ASSUMED))
LIFE_MS_MAX_OLD = Fact("xiaomi.life_ms_max_old", 14 * DAY_MS, Source(OLD_API, "time_to_live"))
LIFE_MS_MAX_PUBLIC = Fact("xiaomi.life_ms_max_public", DAY_MS, Source(API, "time_to_live"))
LIFE_MS_MAX_PRIVATE = Fact("xiaomi.life_ms_max_private", 10 * DAY_MS, Source(API, "time_to_live"))
LIVES_BY_CLASS = Dated(
    Fact("xiaomi.lives_alike", False, Source(OLD_API, "time_to_live")),
    Fact("xiaomi.lives_by_class", True, Source(API, "time_to_live"), effective_from=date(2025, 1, 1)),
)
INACTIVE_MS = Fact("xiaomi.inactive_ms", 90 * DAY_MS, Source(RECEIPTS, "type 16"))
"""A phone that has been away for longer has no valid regId any more; another text says 30 days."""
FETCHED_MAX = Fact("xiaomi.fetched_max", 1_000, Source(API, "invalid regIds"))

# -- client -----------------------------------------------------------------------------------------------------------

REGISTER_GAP_MS_MIN = Fact(
    "xiaomi.register_gap_ms_min", 5 * SECOND_MS, Source(CLIENT, "registerPush", ("C11",), Grade.OBSERVED)
)
JOB_SERVICE_SDK = Fact("xiaomi.job_service_sdk", (3, 0, 1), Source(GUIDE, "step 3.2", ("X10", "X03")))
HANDLE_SERVICE_SDK = Fact("xiaomi.handle_service_sdk", (2, 2, 5), Source(GUIDE, "step 3.2", ("X10", "X03")))
"""From these SDKs on, both included, the manifest needs `XMJobService` and `MessageHandleService`."""
CLICKED_ACTIVITY_SDK = Fact("xiaomi.clicked_activity_sdk", (4, 9, 1), Source(API, "Android client, target 31"))
"""The first SDK that can open an app made for Android 12 by way of the app's own callback."""
TRAMPOLINE_API = Fact("xiaomi.trampoline_api", 31, Source("Android developer guide", "Android 12 behavior changes"))
"""From this level on a service or receiver must not open a page when its notification is tapped."""
ALIAS_REPEAT_MS = Fact("xiaomi.alias_repeat_ms", DAY_MS, Source(CLIENT, "setAlias", grade=Grade.OBSERVED))
REG_ID_BYTES = Fact("xiaomi.reg_id_bytes", 48, Source(API, "registration_id", grade=Grade.OBSERVED))
"""Before they are written as 64 characters of base64."""
ACCOUNT_REPEAT_MS = Fact("xiaomi.account_repeat_ms", HOUR_MS, Source(CLIENT, "setUserAccount", grade=Grade.OBSERVED))
LOCALE = Fact("xiaomi.locale", "zh_CN", Source(API, "locale", grade=Grade.ASSUMED))
APP_VERSION = Fact("xiaomi.app_version", "1.0", Source(API, "app_version", grade=Grade.ASSUMED))
"""What phones and apps here are to the filters of a message, beside their models."""
SHOWN_MS = Fact(
    "xiaomi.shown_ms",
    {"no_channel": DAY_MS, "public": DAY_MS, "private": 2 * DAY_MS},
    Source(_RULES_OF_2026, "notifications that nobody taps"),
)
"""How long MIUI shows a notification that nobody taps, by class."""
NO_CUSTOM_SOUND = Fact("xiaomi.no_custom_sound", True, Source(GUIDE, "FAQ sound", ("C09",)))
SYSTEM_SERVICE = Fact("xiaomi.system_service", True, Source(GUIDE, "intro", ("X15", "C24")))
"""On MIUI the system holds the connection; on any other Android the app's own process does."""


class ClientCode:
    """`resultCode` of the register result (X05), beside the codes of the server that the SDK passes on."""

    SUCCESS = 0
    SERVICE_UNAVAILABLE = 70000001
    AUTHENTICATION_ERROR = 70000002
    APP_ILLEGAL = 22000
    APP_ID_ILLEGAL = 22006
    APP_KEY_ILLEGAL = 22007
    PACKAGE_ILLEGAL = 22022
    REGISTER_FAILED = 66006


class Command:
    """What the SDK asks its cloud for, in the words of `MiPushCommandMessage`."""

    SET_ALIAS = "set-alias"
    UNSET_ALIAS = "unset-alias"
    SET_ACCOUNT = "set-account"
    UNSET_ACCOUNT = "unset-account"
    SUBSCRIBE = "subscribe-topic"
    UNSUBSCRIBE = "unsubscibe-topic"
    """Xiaomi's own spelling."""
    ACCEPT_TIME = "accept-time"
    # Assumed: the word; the SDK has calls for it and its list of commands does not name it.
    PUSH_STATE = "push-state"
