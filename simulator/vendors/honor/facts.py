"""Honor's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

from datetime import date, time

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "Honor push server API"
QUOTAS = "Honor push quota rules of 2024-12"
CLIENT = "Honor push client SDK"
GUIDE = "Honor push guide"
IM_CONSOLE = "Tencent IM console"

NAME = "honor"

# Assumed: the fields. Nobody has shown the whole form.
CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("package", "应用包名称", is_sent=False),
        CertificateField("app_id", "AppID"),
        CertificateField("client_id", "ClientID"),
        CertificateField("client_secret", "ClientSecret", secret=True),
        CertificateField("badge_class", "角标参数", required=False, is_sent=False),
    ),
    pages=frozenset({ClickKind.INTENT}),
    app_only=("fingerprint", "success_code", "busy_code"),
)
CERTIFICATE = Fact(
    "honor.certificate_form", CERTIFICATE_FORM, Source(IM_CONSOLE, "Honor certificate", grade=Grade.ASSUMED)
)

# -- authentication ---------------------------------------------------------------------------------------------------

TOKEN_LIFE_MS = Fact("honor.token_life_ms", 3_600 * SECOND_MS, Source(API, "token, expires_in", grade=Grade.ASSUMED))

# -- fields -----------------------------------------------------------------------------------------------------------

TARGETS_MAX = Fact("honor.targets_max", 1_000, Source(API, "token", grade=Grade.ASSUMED))
DAY_S = DAY_MS // SECOND_MS
TTL_S_DEFAULT = Fact("honor.ttl_s_default", DAY_S, Source(API, "android.ttl"))
TTL_S_MAX = Fact("honor.ttl_s_max", 15 * DAY_S, Source(API, "android.ttl"))
BUTTONS_MAX = Fact("honor.buttons_max", 3, Source(API, "buttons"))
BUTTON_NAME_LENGTH_MAX = Fact("honor.button_name_length_max", 40, Source(API, "buttons"))
BUTTON_DATA_LENGTH_MAX = Fact("honor.button_data_length_max", 1_024, Source(API, "buttons"))
BADGE_MAX = Fact("honor.badge_max", 99, Source(API, "badge"))
NOTIFY_ID_MAX = Fact("honor.notify_id_max", 2**31 - 1, Source(API, "notifyId", grade=Grade.ASSUMED))

# -- classes and quotas -----------------------------------------------------------------------------------------------

MARKETING = "LOW"
SERVICE = "NORMAL"
DEFAULT_CLASS = Fact("honor.default_class", MARKETING, Source(API, "importance", grade=Grade.ASSUMED))
"""Class of a message that names none."""
SENDS_PER_SECOND_MAX = Fact("honor.sends_per_second_max", 3_000, Source(QUOTAS, "QPS", ("C22",)))
_ANY_NUMBER: Fact[int | None] = Fact(
    "honor.marketing_per_device_unlimited", None, Source(QUOTAS, "before 2023", grade=Grade.ASSUMED)
)
MARKETING_PER_DEVICE_MAX: Dated[int | None] = Dated(
    _ANY_NUMBER,
    Fact("honor.marketing_per_device", 2, Source(QUOTAS, "marketing class"), effective_from=date(2023, 2, 1)),
)
"""Marketing messages of one app to one phone a day; `None` for any number."""
NEWS_PER_DEVICE_MAX: Dated[int | None] = Dated(
    _ANY_NUMBER,
    Fact(
        "honor.news_marketing_per_device",
        5,
        Source(QUOTAS, "marketing class, news apps"),
        effective_from=date(2023, 2, 1),
    ),
)
"""The same for an app of the news category."""
NEWS_APP = "news_app"
"""Right of a push app that Honor has put into the news category."""
TESTS_PER_DAY_MAX = Fact("honor.tests_per_day_max", 1_000, Source(API, "targetUserType"))
RECLASSED = Fact("honor.reclassed", True, Source(QUOTAS, "self-classification", grade=Grade.ASSUMED))
"""A service message of an app without the right to that class counts as marketing."""
MARKETING_IS_SILENT = Fact("honor.marketing_is_silent", True, Source(QUOTAS, "marketing class"))

# -- night and receipts -----------------------------------------------------------------------------------------------

HELD_FROM, HELD_UNTIL = time(0), time(6)
HELD_AT_NIGHT = Fact("honor.held_at_night", (HELD_FROM, HELD_UNTIL), Source(QUOTAS, "night"))
"""Between these times every message is held back while its phone is idle."""
RECEIPTS = Fact(
    "honor.receipts", True, Source("Honor push receipts", "callback address in the console", grade=Grade.ASSUMED)
)
"""Layout and numbers are those of Huawei's receipts, from which Honor's come; its own table is not public."""

# -- client -----------------------------------------------------------------------------------------------------------

SERVICE_VERSION_MIN = Fact("honor.service_version_min", 1, Source(GUIDE, "Magic UI 4.0 and its push service"))
"""A system without Honor's push service, or with Magic UI before 4.0, has version 0."""
# Assumed: names of the channels; the system draws the notification and no document names its channel.
CHANNEL_IDS = Fact(
    "honor.channel_ids",
    {MARKETING: "honor_push_marketing", SERVICE: "honor_push_service"},
    Source(CLIENT, "notification channel", grade=Grade.ASSUMED),
)
REGISTRATIONS_PER_MINUTE_MAX = Fact(
    "honor.registrations_per_minute_max", 10, Source(CLIENT, "code 8003005", grade=Grade.ASSUMED)
)
"""Of one phone. Assumed: the figure; that there is a limit is documented by its code."""
REGISTRATIONS_PER_SECOND_MAX = Fact(
    "honor.registrations_per_second_max", 10_000, Source(CLIENT, "code 10214", grade=Grade.ASSUMED)
)
"""Of all phones of one app. Assumed: the figure, as above."""
LEGACY_BEFORE = Fact("honor.legacy_sdk_before", 7, Source(CLIENT, "com.hihonor.mcs.push", grade=Grade.ASSUMED))
"""First number of the SDK's version from which its classes are `com.hihonor.push.sdk`."""
REG_ID_PREFIX = "BAEAAAAAB."
REG_ID_CHARACTERS = Fact("honor.reg_id_characters", 64, Source(CLIENT, "getPushToken", grade=Grade.ASSUMED))
NO_SOUND_FIELD = Fact("honor.no_sound_field", True, Source(API, "android.notification", ("C09",)))


class ClientCode:
    """`errorCode` of a callback's `onFailure`; what each one means stands in `codes`."""

    SUCCESS = 0
    HTTP_TOO_FREQUENT = 10214
    UNSUPPORTED = 8001000
    ON_MAIN_THREAD = 8001001
    NO_APP_ID = 8001002
    NO_FINGERPRINT = 8001003
    NO_TOKEN = 8001004
    NOT_INITIALISED = 8001005
    BIND_FAILED = 8002001
    DISCONNECTED = 8002002
    CONNECT_TIMEOUT = 8002003
    SERVICE_ARGUMENTS_WRONG = 8002004
    NULL_BINDING = 8002005
    SERVICE_INVALID = 8002006
    SERVICE_DISABLED = 8002007
    SERVICE_MISSING = 8002008
    SERVER_ERROR = 8003001
    ARGUMENTS_INVALID = 8003004
    TOO_FREQUENT = 8003005
    NO_NETWORK = 8003006
    STATEMENT_NOT_AGREED = 8003007
    REQUEST_TIMEOUT = 8003008
