"""Flyme push's limits, lives and client codes, as plain data that every side may read. No paths and no field names."""

from collections.abc import Mapping
from datetime import date

from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

API = "Meizu push API"
QUOTAS = "Tencent push quotas, Meizu"
CLASSES = "Tencent IM vendor message classes, Meizu"
CLIENT = "Meizu client SDK 4.1"
DEMO = "Meizu push demo"
TIM = "Tencent IM guide, Meizu"
GUIDE = "vivo guide"

NAME = "meizu"

CERTIFICATE_FORM = CertificateForm(
    fields=(
        CertificateField("package", "应用包名称", is_sent=False),
        CertificateField("app_id", "AppID"),
        CertificateField("app_secret", "AppSecret", secret=True),
    ),
    pages=frozenset({ClickKind.ACTIVITY}),
    app_only=("app_key",),
)
CERTIFICATE = Fact("meizu.certificate_form", CERTIFICATE_FORM, Source(TIM, "step 2", ("M02",)))

# -- fields -----------------------------------------------------------------------------------------------------------

TITLE_LENGTH_MAX = Fact("meizu.title_length_max", 32, Source(API, "title"))
CONTENT_LENGTH_MAX = Fact("meizu.content_length_max", 100, Source(API, "content"))
SUBTITLE_LENGTH_MAX = Fact("meizu.subtitle_length_max", 16, Source(API, "subtitle"))
CUSTOM_BYTES_MAX = Fact("meizu.custom_bytes_max", 1_000, Source(API, "customAttribute"))
NOTIFY_KEY_LENGTH_MAX = Fact("meizu.notify_key_length_max", 8, Source(API, "notifyKey"))
CALLBACK_BYTES_MAX = Fact("meizu.callback_bytes_max", 128, Source(API, "extra.callback"))
CALLBACK_PARAM_BYTES_MAX = Fact("meizu.callback_param_bytes_max", 64, Source(API, "extra.callback.param"))
TARGETS_MAX = Fact("meizu.targets_max", 1_000, Source(API, "pushIds", grade=Grade.OBSERVED))
"""The present text says 100; clients in use send up to 1000, the older limit."""
ALIAS_LENGTH_MAX = Fact("meizu.alias_length_max", 60, Source(API, "alias"))
CLIENT_ALIAS_LENGTH_MAX = Fact("meizu.client_alias_length_max", 20, Source(CLIENT, "subScribeAlias"))
TAGS_MAX = Fact("meizu.tags_max", 100, Source(API, "tags"))
TAG_LENGTH_MAX = Fact("meizu.tag_length_max", 20, Source(API, "tags"))
PINNED_S_MIN = Fact("meizu.pinned_s_min", 1_800, Source(API, "vipInfo"))
PINNED_S_MAX = Fact("meizu.pinned_s_max", 7_200, Source(API, "vipInfo"))
APP_TAGS_MAX = Fact("meizu.app_tags_max", 100, Source(QUOTAS, "tags of an app"))
STATISTICS_DAYS_MAX = Fact("meizu.statistics_days_max", 30, Source(API, "daily statistics"))
PICTURE_BAR = Dated(
    Fact("meizu.picture_bar", True, Source(API, "noticeBarType 1")),
    Fact("meizu.no_picture_bar", False, Source(API, "noticeBarType 1"), effective_from=date(2022, 5, 27)),
)

# -- classes, quotas, lives -------------------------------------------------------------------------------------------

HAS_CLASSES = Dated(
    Fact("meizu.no_classes", False, Source(CLASSES, "before 2025-04")),
    # Assumed: the day in April 2025.
    Fact("meizu.has_classes", True, Source(CLASSES, "since 2025-04"), effective_from=date(2025, 4, 1)),
)
PUBLIC_PER_DEVICE_MAX: Dated[int | None] = Dated(
    Fact("meizu.public_per_device_unlimited", None, Source(CLASSES, "before 2025-05-07")),
    Fact("meizu.public_per_device_max", 3, Source(CLASSES, "public class"), effective_from=date(2025, 5, 7)),
)
"""Of an app that is not a news app, to one phone in a day; `None` for any number."""
NEWS_PER_DEVICE_MAX = Fact("meizu.news_per_device_max", 5, Source(CLASSES, "public class, news apps"))
NEWS = "news"
"""The right that makes an app a news app."""
OVERSEAS = "overseas"
"""The right that makes an app one of the platform for other countries."""
CALLS_PER_DAY_MAX = Fact("meizu.calls_per_day_max", 1_000, Source(QUOTAS, "calls a day, 2021"))
MESSAGES_PER_SECOND_MAX = Fact("meizu.messages_per_second_max", 500, Source(QUOTAS, "QPS, 2021"))
REQUESTS_PER_SECOND_MAX: Dated[int | None] = Dated(
    Fact("meizu.requests_per_second_unlimited", None, Source(QUOTAS, "QPS, 2021", grade=Grade.ASSUMED)),
    # Assumed: the day from which the figure holds.
    Fact(
        "meizu.requests_per_second_max",
        200,
        Source("Aliyun vendor quotas", "Meizu", grade=Grade.ASSUMED),
        effective_from=date(2023, 1, 1),
    ),
)
WAITING_MAX = Fact("meizu.waiting_max", 200, Source(API, "code 519", grade=Grade.ASSUMED))
"""Messages that wait for one phone at a time."""
BURST_PER_DEVICE_MAX = Fact("meizu.burst_per_device_max", 5, Source(API, "code 520"))
BURST_MS = Fact("meizu.burst_ms", MINUTE_MS, Source(API, "code 520"))
LIFE_HOURS_MIN = Fact("meizu.life_hours_min", 1, Source(API, "validTime"))
LIFE_HOURS_MAX = Fact("meizu.life_hours_max", 72, Source(API, "validTime"))
LIFE_HOURS = Fact("meizu.life_hours", 24, Source(API, "validTime"))
HOUR = Fact("meizu.life_unit_ms", HOUR_MS, Source(API, "validTime"))
INACTIVE_MS = Fact("meizu.inactive_ms", 30 * DAY_MS, Source(QUOTAS, "one month without activity"))
PICTURE_KEPT_MS = Fact("meizu.picture_kept_ms", 3 * DAY_MS, Source(API, "uploadImg"))
PICTURE_HOST = Fact("meizu.picture_host", "img-push.meizu.com", Source(API, "uploadImg", grade=Grade.ASSUMED))
RECEIPT_BATCH_MS = Fact("meizu.receipt_batch_ms", SECOND_MS, Source(API, "receipts"))
"""What has been gathered in this time is posted in one request, once."""
NOTIFY_ID_MAX = Fact("meizu.notify_id_max", 2**31 - 1, Source(CLIENT, "notifyId", grade=Grade.OBSERVED))

# -- client -----------------------------------------------------------------------------------------------------------

PUSH_ID_HEX = Fact("meizu.push_id_hex", 42, Source(API, "pushId", grade=Grade.OBSERVED))
"""Lower-case hexadecimal characters behind the three capitals or digits of a pushId."""
PUSH_ID_KEPT_MS = Fact("meizu.push_id_kept_ms", 7 * DAY_MS, Source(CLIENT, "expireTime", ("M01",), Grade.OBSERVED))
DEVICE_ID_WAITS_MS = Fact(
    "meizu.device_id_waits_ms",
    (10 * SECOND_MS, 20 * SECOND_MS),
    Source(CLIENT, "RegisterStatusStrategy, retries", ("M01",), Grade.OBSERVED),
)
"""How long the SDK waits before it looks for the device identifier again, each time."""
NO_PHONE_STATE_SDK = Fact("meizu.no_phone_state_sdk", (3, 8, 7), Source(DEMO, "releases", ("M01",)))
"""The first SDK that needs no READ_PHONE_STATE to tell devices apart."""
NO_TRAMPOLINE_API = Fact("meizu.no_trampoline_api", 31, Source(API, "clickType 3"))
"""From this level on a receiver opens no page, so that clickType 3 has no effect."""
FLYME_OF_API: Fact[Mapping[int, int]] = Fact(
    "meizu.flyme_of_api",
    {21: 4, 22: 5, 23: 5, 24: 6, 25: 6, 26: 7, 27: 7, 28: 8, 29: 8, 30: 9, 31: 9, 32: 9, 33: 10},
    Source("Flyme releases", "Android base", grade=Grade.ASSUMED),
)
"""Version of Flyme that a Meizu phone of an API level has; a newer one has 11."""
FLYME_NEWEST = Fact("meizu.flyme_newest", 11, Source("Flyme releases", "Android base", grade=Grade.ASSUMED))
OLD_FLYME = Fact("meizu.old_flyme", 5, Source(DEMO, "manifest", ("M01",)))
"""Up to this version an app needs the push permissions in its manifest."""
CLOCK_OFF_MAX_MS = Fact(
    "meizu.clock_off_max_ms", 90 * DAY_MS, Source(DEMO, "questions, the phone's clock", ("M01",), Grade.ASSUMED)
)
"""How far a phone's clock may be off before it takes Meizu's TLS certificate for one that is not valid."""
ICON_FLYME = Fact("meizu.icon_flyme", 6, Source(DEMO, "small icon"))
"""Up to this version a notification shows the app's own drawable, and without one nothing is shown."""
BRANDS = Fact(
    "meizu.brands",
    frozenset({"meizu", "22c4185e"}),
    Source(CLIENT, "MzSystemUtils.isBrandMeizu", ("M01", "C12"), Grade.OBSERVED),
)
"""In lower case."""
SYSTEM_SERVICE = Fact(
    "meizu.system_service", True, Source(DEMO, "push service app of the system", ("M02", "C24"), Grade.OBSERVED)
)
"""A system app draws the notifications; while it is disabled or missing nothing comes."""
NO_CUSTOM_SOUND = Fact("meizu.no_custom_sound", True, Source(API, "notificationType", ("C09", "M02")))


class ClientCode:
    """`code` of the status objects (M01)."""

    SUCCESS = 200
    NO_CONNECTION = 0
    """Assumed: no text says what an unreachable server is called."""
    DEVICE_ID_EMPTY = 20000
    ARGUMENT_EMPTY = 20001
    APP_ID_ILLEGAL = 110000
    APP_KEY_ILLEGAL = 110001
    PACKAGE_ILLEGAL = 110031
