"""OPPO's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

from datetime import date

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "OPPO PUSH server API"
OLD_API = "OPPO PUSH server API V1.6"
SERVER_SDK = "OPPO server SDK 1.0.6"
CODES = "OPPO PUSH return codes"
LIMITS = "OPPO PUSH limits"
LIMITS_2023 = "OPPO PUSH limits of 2023"
CLASSES_2024 = "OPPO PUSH message classes of 2024-11"
RECEIPTS = "OPPO PUSH receipts"
CLIENT = "OPPO client SDK 3.1"
OLD_CLIENT = "OPPO client SDK 2.0"
CLIENT_CODES = "OPPO PUSH client codes"
GUIDE = "OPPO guide"

NAME = "oppo"

CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("app_key", "AppKey"),
        CertificateField("app_id", "AppID", is_sent=False),
        CertificateField("master_secret", "MasterSecret", secret=True),
        CertificateField("channel_id", "ChannelID", required=False),
    ),
    pages=frozenset({ClickKind.ACTIVITY, ClickKind.ACTION}),
    app_only=("app_secret",),
)
CERTIFICATE = Fact("oppo.certificate_form", CERTIFICATE_FORM, Source(GUIDE, "steps 1 and 3", ("O01",)))

# -- authentication ---------------------------------------------------------------------------------------------------

TOKEN_LIFE_MS = Fact("oppo.token_life_ms", 24 * HOUR_MS, Source(API, "auth"))
TOKEN_CHARACTERS = Fact("oppo.token_characters", 24, Source(API, "auth"))
TIMESTAMP_SKEW_MS_MAX = Fact("oppo.timestamp_skew_ms_max", 10 * MINUTE_MS, Source(API, "auth"))
TIMESTAMP_DIGITS = Fact("oppo.timestamp_digits", 13, Source(API, "auth"))

# -- fields -----------------------------------------------------------------------------------------------------------

# Assumed: the day on which V1.6 of the server API, with its shorter titles and lives, was replaced.
AFTER_V16 = date(2021, 1, 1)
# Assumed: the day on which texts were cut to what the notification bar shows and addresses grew.
SHORT_TEXTS_SINCE = date(2023, 1, 15)
TITLE_LENGTH_MAX = Dated(
    Fact("oppo.title_length_max_old", 32, Source(OLD_API, "title")),
    Fact("oppo.title_length_max", 50, Source(API, "title"), effective_from=AFTER_V16),
)
SUB_TITLE_LENGTH_MAX = Fact("oppo.sub_title_length_max", 10, Source(API, "sub_title"))
CONTENT_LENGTH_MAX = Dated(
    Fact("oppo.content_length_max_old", 200, Source(SERVER_SDK, "content")),
    Fact("oppo.content_length_max", 50, Source(API, "content, style 1"), effective_from=SHORT_TEXTS_SINCE),
)
LONG_CONTENT_LENGTH_MAX = Dated(
    Fact("oppo.long_content_length_max_old", 200, Source(SERVER_SDK, "content")),
    Fact("oppo.long_content_length_max", 128, Source(API, "content, style 2"), effective_from=SHORT_TEXTS_SINCE),
)
PAGE_LENGTH_MAX = Fact("oppo.page_length_max", 500, Source(API, "click_action_activity"))
URL_LENGTH_MAX = Dated(
    Fact("oppo.url_length_max_old", 500, Source(SERVER_SDK, "click_action_url")),
    Fact("oppo.url_length_max", 2_000, Source(API, "click_action_url"), effective_from=SHORT_TEXTS_SINCE),
)
PARAMETERS_LENGTH_MAX = Fact("oppo.parameters_length_max", 4_000, Source(API, "action_parameters"))
CALLBACK_LENGTH_MAX = Fact("oppo.callback_length_max", 200, Source(API, "call_back_url"))
CALLBACK_PARAM_LENGTH_MAX = Dated(
    Fact("oppo.callback_param_length_max_old", 50, Source(SERVER_SDK, "call_back_parameter")),
    Fact("oppo.callback_param_length_max", 100, Source(API, "call_back_parameter"), effective_from=SHORT_TEXTS_SINCE),
)
TTL_S = Fact("oppo.ttl_s", 3_600, Source(API, "off_line_ttl"))
"""How long a message waits for its phone where the sender says nothing."""
TTL_S_MAX = Dated(
    Fact("oppo.ttl_s_max_old", 3 * DAY_MS // SECOND_MS, Source(OLD_API, "off_line_ttl")),
    Fact("oppo.ttl_s_max", 10 * DAY_MS // SECOND_MS, Source(API, "off_line_ttl"), effective_from=AFTER_V16),
)
"""A longer life is cut, not refused."""
SHOW_TTL_S_MAX_PUBLIC = Fact("oppo.show_ttl_s_max_public", 12 * HOUR_MS // SECOND_MS, Source(API, "show_ttl"))
SHOW_TTL_S_MAX_PRIVATE = Fact("oppo.show_ttl_s_max_private", DAY_MS // SECOND_MS, Source(API, "show_ttl"))
NOTIFY_ID_MAX = Fact("oppo.notify_id_max", 2**31 - 1, Source(API, "notify_id", grade=Grade.ASSUMED))
FIX_SPEED_RATE_MIN = Fact("oppo.fix_speed_rate_min", 1_000, Source(API, "fix_speed_rate"))
FIX_SPEED_RATE_MAX = Fact("oppo.fix_speed_rate_max", 10_000, Source(API, "fix_speed_rate"))
TARGETS_MAX = Fact("oppo.targets_max", 1_000, Source(OLD_API, "unicast_batch, broadcast"))
BUTTONS_RIGHT = "secondary_action"
"""Right to buttons below the text, which has to be paid for."""
STORED_LIFE_MS = Fact("oppo.stored_life_ms", DAY_MS, Source(API, "save_message_content, code 31", grade=Grade.ASSUMED))
MESSAGE_ID_CHARACTERS = Fact("oppo.message_id_characters", 24, Source(API, "unicast"))

# -- pictures ---------------------------------------------------------------------------------------------------------

BIG_PICTURE_BYTES_MAX = Fact(
    "oppo.big_picture_bytes_max", 1_048_576, Source(SERVER_SDK, "uploadBigPicture", grade=Grade.OBSERVED)
)
SMALL_PICTURE_BYTES_MAX = Fact(
    "oppo.small_picture_bytes_max", 51_200, Source(SERVER_SDK, "uploadSmallPicture", grade=Grade.OBSERVED)
)
PICTURE_MAGIC = Fact(
    "oppo.picture_formats",
    (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"),
    Source(SERVER_SDK, "PNG, JPG, JPEG", (), Grade.OBSERVED),
)
"""How a file of each format begins."""
PICTURE_TTL_S = Fact("oppo.picture_ttl_s", DAY_MS // SECOND_MS, Source(OLD_API, "picture_ttl", grade=Grade.ASSUMED))
"""How long a picture is kept where the upload does not say."""
PICTURE_URL_LENGTH_MAX = Fact("oppo.picture_url_length_max", 300, Source(API, "big_picture_url"))
PICTURES_PER_DAY_MAX = Fact("oppo.pictures_per_day_max", 100, Source(CODES, "code 34", grade=Grade.ASSUMED))
"""That there is a limit is listed, its figure is not."""

# -- classes, quotas --------------------------------------------------------------------------------------------------

CATEGORIES_SINCE = date(2024, 11, 20)
HAS_CATEGORIES = Dated(
    Fact("oppo.has_no_categories", False, Source(LIMITS, "public and private class")),
    Fact("oppo.has_categories", True, Source(CLASSES_2024, "category"), effective_from=CATEGORIES_SINCE),
)
SERVICE_CATEGORIES = frozenset({"IM", "ACCOUNT", "TODO", "DEVICE_REMINDER", "ORDER", "SUBSCRIPTION"})
MARKETING_CATEGORIES = frozenset({"NEWS", "CONTENT", "MARKETING", "SOCIAL"})
TEMPLATE_CATEGORIES = frozenset({"IM"})
"""Categories that need the number of an approved template."""
NOTIFY_LEVELS = frozenset({1, 2, 16})
SILENT_NOTIFY_LEVELS = frozenset({1, 2})
"""Levels without banner, sound and vibration: in the shade, and with 2 on the lock screen too."""
PUBLIC_PER_DAY_MAX = Fact("oppo.public_per_day_max", 100_000, Source(LIMITS, "public class, fewer than 50,000 users"))
PUBLIC_PER_USER_MAX = Fact("oppo.public_per_user_max", 2, Source(LIMITS, "public class, 50,000 users and more"))
"""Messages a day for each cumulative user of an app that has at least `MANY_USERS`."""
MANY_USERS = Fact("oppo.many_users", 50_000, Source(LIMITS, "public class"))
PUBLIC_PER_DEVICE_MAX = Dated(
    Fact("oppo.public_per_device_max_old", 5, Source(LIMITS, "public class before 2023")),
    Fact("oppo.public_per_device_max", 2, Source(LIMITS_2023, "public class, device"), date(2023, 1, 15)),
)
"""Assumed: before 2023 single messages counted like those to lists."""
NEWS_RIGHT = "news"
"""What the console notes of an app that OPPO counts among news apps."""
NEWS_PER_DEVICE_MAX = Fact("oppo.news_per_device_max", 5, Source(LIMITS_2023, "public class, device, news apps"))
STORE_ONLY_SINCE = date(2024, 7, 29)
STORE_ONLY = Dated(
    Fact("oppo.any_store", False, Source(LIMITS, "public class")),
    Fact("oppo.store_only", True, Source(LIMITS, "public class, OPPO's store"), effective_from=STORE_ONLY_SINCE),
)
"""Whether public messages reach only apps that were installed from OPPO's own store."""
OUTSIDE_STORE = "public_messages"
"""What the console bars an app from that people do not get from OPPO's store."""
SERVICE_LOAD_MAX = Fact("oppo.service_load_max", 30_000, Source(CODES, "code -2", grade=Grade.ASSUMED))
"""Calls a second of all apps together from which on everybody is told to slow down: those of the largest app."""
SERVICE_CAPACITY = Fact("oppo.service_capacity", 60_000, Source(CODES, "code -1", grade=Grade.ASSUMED))
"""Calls a second, refused ones among them, from which on the service is down."""
SENDS_PER_SECOND_MAX = Fact("oppo.sends_per_second_max", 5_000, Source(LIMITS, "QPS, fewer than 10 million users"))
QPS_HAS_OWN_CODE = Dated(
    # Assumed: which of the two codes the older cloud gave, and the day of the change; both are listed for it.
    Fact("oppo.qps_is_call_limit", False, Source(LIMITS, "QPS", grade=Grade.ASSUMED)),
    Fact("oppo.qps_has_own_code", True, Source(CODES, "code 55", grade=Grade.ASSUMED), date(2023, 1, 15)),
)
BURST_PER_DEVICE_MAX = Fact("oppo.burst_per_device_max", 5, Source(GUIDE, "FAQ checks 1", ("C22",), Grade.ASSUMED))
"""The guide says that a fast burst can lose one or two messages, and not how fast that is."""
BURST_MS = Fact("oppo.burst_ms", SECOND_MS, Source(GUIDE, "FAQ checks 1", ("C22",), Grade.ASSUMED))
INACTIVE_MS = Fact("oppo.inactive_ms", 30 * DAY_MS, Source(RECEIPTS, "regid_invalid"))
"""A phone that has been away for longer has no valid registration id any more."""

# -- receipts ---------------------------------------------------------------------------------------------------------

RECEIPTS_FOR_ALIASES = Dated(
    Fact("oppo.receipts_for_aliases_old", True, Source(OLD_API, "call_back_url")),
    Fact("oppo.receipts_for_aliases", False, Source(API, "call_back_url"), effective_from=AFTER_V16),
)
"""Whether pushes to aliases have receipts; those to registration ids always have, those to everybody never."""
RECEIPT_BATCH_MS = Fact("oppo.receipt_batch_ms", SECOND_MS, Source(RECEIPTS, "array", grade=Grade.ASSUMED))
"""How long events for one address are gathered; that several may come together is documented, the time is not."""

# -- client -----------------------------------------------------------------------------------------------------------

SERVICE_VERSION_MIN = Fact("oppo.service_version_min", 1_019, Source(CLIENT, "isSupportPush", ("O04",), Grade.OBSERVED))
"""System push services below this version are not supported."""
CALLS_PER_SECOND_MAX = Fact(
    "oppo.calls_per_second_max", 2, Source(CLIENT, "api_call_too_frequently", (), Grade.OBSERVED)
)
RATE_LIMIT_SDK = Fact("oppo.rate_limit_sdk", (3, 0), Source(CLIENT, "onError", (), Grade.OBSERVED))
"""The first SDK that counts the app's calls."""
NEW_SERVICES_SDK = Fact("oppo.new_services_sdk", (2, 1), Source(CLIENT, "manifest", (), Grade.OBSERVED))
"""From this SDK on the callback services have `com.heytap.msp.push.service` names."""
OWN_CHANNEL_SDK = Fact("oppo.own_channel_sdk", (3, 0), Source(CLIENT, "default channel", ("O09",), Grade.OBSERVED))
"""From this SDK on there is a channel for messages that name none."""
OWN_CHANNEL_ID = Fact("oppo.own_channel_id", "Heytap PUSH", Source(CLIENT, "default channel", (), Grade.OBSERVED))
OWN_CHANNEL_NAME = "System Default Channel"
NEW_SERVICE_API = Fact("oppo.new_service_api", 29, Source(CLIENT, "callback service for Android Q", (), Grade.OBSERVED))
"""From this level on the system calls the newer of the two callback services."""
GUIDE_CHANNEL_ID = Fact("oppo.guide_channel_id", "tuikit", Source(GUIDE, "step 2", ("O02", "O08")))
REG_ID_CHARACTERS = Fact("oppo.reg_id_characters", 32, Source(SERVER_SDK, "registration id", grade=Grade.OBSERVED))
REG_ID_PATTERN = Fact(
    "oppo.reg_id_pattern",
    r"((([0-9A-Za-z]{2,10})_)?([A-Z]{2}|EUEX)_)?([0-9a-fA-F]{32}|[0-9a-fA-F]{24})",
    Source(SERVER_SDK, "registration id", grade=Grade.OBSERVED),
)
NO_CUSTOM_SOUND = Fact("oppo.no_custom_sound", True, Source(GUIDE, "FAQ sound", ("C09",)))


CURRENT_SDK = Fact("oppo.current_sdk", "3.1.0", Source(CLIENT, "getSDKVersionName", (), Grade.OBSERVED))
SUPPORTED_SDK = Fact("oppo.supported_sdk", (2, 0), Source(CLIENT_CODES, "code 24", ("O04",), Grade.ASSUMED))
"""The first SDK that is still served: no guide names an older one."""
COMMANDS_PER_SECOND_MAX = Fact(
    "oppo.commands_per_second_max", 5, Source(CLIENT_CODES, "code 13", ("O04",), Grade.ASSUMED)
)
"""Commands of one phone that the cloud takes; an SDK that counts the app's calls itself never makes so many."""
APP_SWITCH_SERVICE = Fact("oppo.app_switch_service", 2_000, Source(CLIENT_CODES, "code 21", (), Grade.ASSUMED))
"""The first push service of the system that has a name for the commands of the app's own switch."""
HAS_USER_ACCOUNTS = Dated(
    Fact("oppo.has_user_accounts", True, Source(OLD_CLIENT, "setUserAccounts", grade=Grade.OBSERVED)),
    Fact(
        "oppo.has_no_user_accounts",
        False,
        Source(CLIENT_CODES, "code 20", (), Grade.ASSUMED),
        effective_from=AFTER_V16,
    ),
)
"""Whether the cloud knows accounts; newer documents have no way to push to one."""
SUBSCRIPTION_LENGTH_MAX = Fact("oppo.subscription_length_max", 64, Source(API, "set_alias"))
"""Characters of an alias, tag or account."""


class ClientCode:
    """What the app is called back with, such as `onRegister(int, String)` (O04)."""

    SUCCESS = 0
    ERROR = -2
    SERVICE_UNAVAILABLE = -1
    INSUFFICIENT_PERMISSIONS = 11
    CALL_LIMITED = 13
    INVALID_APP_KEY = 14
    MISSING_APP_KEY = 15
    INVALID_SIGNATURE = 16
    MISSING_SIGNATURE = 17
    MISSING_TIMESTAMP = 18
    INVALID_TIMESTAMP = 19
    INVALID_METHOD = 20
    MISSING_METHOD = 21
    MISSING_VERSION = 22
    INVALID_VERSION = 23
    UNSUPPORTED_VERSION = 24
    INVALID_ENCODING = 25
    MISSING_ARGUMENTS = 40
    INVALID_ARGUMENTS = 41
