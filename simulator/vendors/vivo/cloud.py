"""vivo's simulated cloud: authentication, single send, list payload, push to a list, and the SDK's registration."""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec

from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.cloud.tokens import AccessToken, Tokens
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.push.click import Click, ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, Register, Registered
from simulator.vendors.vivo import facts
from simulator.vendors.vivo import rejections as no

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_DOCUMENT = facts.API
_EXTRA_KEYS = frozenset({"callback", "callback.param", "callback.id"})
_CLICK_KINDS = {1: ClickKind.OPEN_APP, 2: ClickKind.URL, 3: ClickKind.CUSTOM, 4: ClickKind.INTENT}

_encode = msgspec.json.encode
_decode = msgspec.json.decode


@dataclass(slots=True)
class Payload:
    """A message that `saveListPayload` keeps for `pushToList`."""

    body: Mapping[str, Any]
    app_id: str
    ends_ms: int


class VivoCall:
    """One request as the steps look at it. Numbers may come as text, as several public clients send them."""

    def __init__(self, cloud: "VivoCloud", request: Request) -> None:
        """Read *request*; a body that is not a JSON object counts as empty."""
        self.cloud = cloud
        self.request = request
        self.body = _object_or_empty(request.body)
        self.token: AccessToken | None = cloud.tokens.valid(request.header("authToken"))

    # -- fields -----------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Return whether the field is there and not empty."""
        return self.body.get(name) not in {None, ""}

    def text(self, name: str) -> str:
        """Return the field as text; numbers too, since some clients send identifiers so."""
        value = self.body.get(name)
        return "" if value is None or isinstance(value, dict | list) else str(value)

    def number(self, name: str, default: int) -> int | None:
        """Return the field as a whole number, *default* when it is absent, `None` when it is something else."""
        value = self.body.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, bool) or not isinstance(value, int | str):
            return None
        try:
            return int(value)
        except ValueError:
            return None

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return the field as a map, empty when it is absent, `None` when it is something else."""
        value = self.body.get(name)
        if value is None:
            return {}
        return value if isinstance(value, dict) else None

    def texts(self, name: str) -> list[str]:
        """Return the field as a list of texts; empty when it is not one."""
        value = self.body.get(name)
        return [str(item) for item in value] if isinstance(value, list) else []

    # -- what follows from them -------------------------------------------------------------------------------------

    @cached_property
    def app(self) -> PushApp | None:
        """The push app of the token, or of `appId` where there is no token yet."""
        app_id = self.token.app_id if self.token else self.text("appId")
        return self.cloud.app_with("app_id", app_id)

    @property
    def push_app(self) -> PushApp:
        """The push app, once it is known to exist."""
        app = self.app
        assert app is not None
        return app

    @property
    def app_id(self) -> str:
        """Identifier of the push app."""
        return self.push_app.values["app_id"]

    @property
    def is_test(self) -> bool:
        """Whether this is a test push (`pushMode` 1)."""
        return self.number("pushMode", 0) == 1

    @property
    def message_class(self) -> int | None:
        """0 operation, 1 system; which one is meant when the field is absent changed over the years."""
        return self.number("classification", self.edition(facts.DEFAULT_CLASS))

    @property
    def is_operation(self) -> bool:
        """Whether this is an operation (marketing) message."""
        return self.message_class == 0

    @property
    def click_kind(self) -> int | None:
        """`skipType`."""
        return self.number("skipType", 0)

    def edition(self, dated: Dated[Any]) -> Any:  # noqa: ANN401  # each caller knows what its fact holds
        """Return the value of *dated* that holds today."""
        return dated.on(self.cloud.kit.clock.today).value

    def length(self, name: str) -> int:
        """Return the length of a shown text, as vivo counts it on this day."""
        text = self.text(name)
        if not self.edition(facts.COUNTS_WIDE_AS_TWO):
            return len(text)
        return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

    @property
    def page_too_long(self) -> bool:
        """Whether `skipContent` exceeds what a custom action or a page may have."""
        return len(self.text("skipContent")) > self.edition(facts.PAGE_LENGTH_MAX)

    def ttl_is_wrong(self, seconds_min: int) -> bool:
        """Return whether `timeToLive` is outside its bounds; above today's longest life it is cut, not refused."""
        seconds = self.number("timeToLive", seconds_min)
        if seconds is None or seconds < seconds_min:
            return True
        longest = facts.TTL_S_MAX.on(self.cloud.kit.clock.today)
        return longest.effective_from is None and seconds > longest.value

    @property
    def ttl_s(self) -> int:
        """Seconds the message lives."""
        default = self.edition(facts.OPERATION_TTL_S) if self.is_operation else facts.SYSTEM_TTL_S.value
        seconds = self.number("timeToLive", default)
        assert seconds is not None
        return min(seconds, self.edition(facts.TTL_S_MAX))

    @property
    def custom_map_is_wrong(self) -> bool:
        """Whether `clientCustomMap` is too long, or holds anything but text."""
        pairs = self.mapping("clientCustomMap")
        if pairs is None or not all(isinstance(value, str) for value in pairs.values()):
            return True
        return sum(len(key) + len(value) for key, value in pairs.items()) > facts.CUSTOM_LENGTH_MAX.value

    @property
    def targets(self) -> list[str]:
        """The regIds of a list push."""
        return self.texts("regIds")


def _object_or_empty(body: bytes) -> dict[str, Any]:
    try:
        value = _decode(body)
    except msgspec.DecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _rule(
    name: str, rejection: Rejection, says_no: Callable[[VivoCall], bool], section: str, *statements: str
) -> Rule[VivoCall]:
    return Rule(f"vivo.{name}", rejection.reason, says_no, Source(_DOCUMENT, section, statements), rejection)


# -- authenticate -------------------------------------------------------------------------------------------------------


def _timestamp_is_off(call: VivoCall) -> bool:
    timestamp = call.number("timestamp", 0)
    return timestamp is None or abs(timestamp - call.cloud.kit.clock.epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value


def _sign_is_wrong(call: VivoCall) -> bool:
    values = call.push_app.values
    parts = (values["app_id"], values["app_key"], call.text("timestamp"), values["app_secret"])
    expected = hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return call.text("sign").strip() != expected


def _counts_by_second(call: VivoCall) -> bool:
    return call.cloud.kit.clock.today >= facts.AUTH_LIMIT_PER_SECOND_SINCE


# Assumed: the order of these checks; no document gives it.
AUTH = Decision(
    "vivo.auth",
    (
        _rule("app_id_empty", no.APP_ID_EMPTY, lambda call: not call.has("appId"), "code 10200"),
        _rule("app_key_empty", no.APP_KEY_EMPTY, lambda call: not call.has("appKey"), "code 10201"),
        _rule("timestamp_empty", no.TIMESTAMP_EMPTY, lambda call: not call.has("timestamp"), "code 10203"),
        _rule("sign_empty", no.SIGN_EMPTY, lambda call: not call.has("sign"), "code 10204"),
        _rule("app_id_unknown", no.APP_ID_UNKNOWN, lambda call: call.app is None, "code 10205", "C06", "V01"),
        _rule(
            "app_key_wrong",
            no.APP_KEY_WRONG,
            lambda call: call.text("appKey").strip() != call.push_app.values["app_key"],
            "code 10202",
            "C06",
            "V01",
        ),
        _rule("timestamp_wrong", no.TIMESTAMP_WRONG, _timestamp_is_off, "code 10207"),
        _rule("sign_wrong", no.SIGN_WRONG, _sign_is_wrong, "code 10206", "C06", "V01"),
    ),
)
AUTH_METER = Decision(
    "vivo.auth_meter",
    (
        _rule(
            "auth_too_many_today",
            no.AUTH_TOO_MANY_TODAY,
            lambda call: (
                not _counts_by_second(call)
                and call.cloud.today.count(("auth", call.app_id)) >= facts.AUTH_CALLS_PER_DAY_MAX.value
            ),
            "code 10250",
        ),
        _rule(
            "auth_too_fast",
            no.AUTH_TOO_FAST,
            lambda call: (
                _counts_by_second(call)
                and call.cloud.this_second.count(("auth", call.app_id)) >= facts.AUTH_CALLS_PER_SECOND_MAX.value
            ),
            "code 10093",
        ),
    ),
)
NOTHING: Decision[VivoCall] = Decision("vivo.nothing_to_ask", ())

TOKEN = Decision(
    "vivo.token",
    (
        _rule("token_invalid", no.TOKEN_INVALID, lambda call: call.token is None, "code 10000"),
        _rule(
            "app_of_other_token",
            no.APP_OF_OTHER_TOKEN,
            lambda call: call.has("appId") and call.text("appId") != call.app_id,
            "code 10094",
        ),
        _rule(
            "push_closed",
            no.PUSH_CLOSED,
            lambda call: call.push_app.state is AppState.CLOSED,
            "code 10043",
            "C23",
        ),
        _rule(
            "under_review",
            no.UNDER_REVIEW,
            lambda call: call.push_app.state is AppState.UNDER_REVIEW and not call.is_test,
            "code 10045",
            "C23",
            "V11",
        ),
    ),
)

# -- validate -----------------------------------------------------------------------------------------------------------


def _custom_map_has_too_many(call: VivoCall) -> bool:
    return len(call.mapping("clientCustomMap") or {}) > call.edition(facts.CUSTOM_PAIRS_MAX)


def _extra_has_unknown_key(call: VivoCall) -> bool:
    extra = call.mapping("extra")
    return extra is None or bool(set(extra) - _EXTRA_KEYS)


def _extra_longer(call: VivoCall, key: str, limit: int) -> bool:
    return len(str((call.mapping("extra") or {}).get(key, ""))) > limit


def _category_is_unknown(call: VivoCall) -> bool:
    known = facts.SYSTEM_CATEGORIES | facts.OPERATION_CATEGORIES
    return call.has("category") and call.text("category") not in known


_REQUEST = (
    _rule("request_id_empty", no.REQUEST_ID_EMPTY, lambda call: not call.has("requestId"), "code 10352"),
    _rule(
        "request_id_too_long",
        no.REQUEST_ID_TOO_LONG,
        lambda call: len(call.text("requestId")) > facts.REQUEST_ID_LENGTH_MAX.value,
        "code 10353",
    ),
)
_TARGET = (
    _rule("target_empty", no.TARGET_EMPTY, lambda call: not call.has("regId") and not call.has("alias"), "code 10050"),
    _rule(
        "alias_too_long",
        no.ALIAS_TOO_LONG,
        lambda call: len(call.text("alias")) > call.edition(facts.ALIAS_LENGTH_MAX),
        "code 10301",
    ),
)
# The order is that of the validator in vivo's own server SDK 2.2.
_CONTENT = (
    _rule("title_empty", no.TITLE_EMPTY, lambda call: not call.has("title"), "code 10055"),
    _rule(
        "title_too_long",
        no.TITLE_TOO_LONG,
        lambda call: call.length("title") > facts.TITLE_LENGTH_MAX.value,
        "code 10056",
    ),
    _rule("content_empty", no.CONTENT_EMPTY, lambda call: not call.has("content"), "code 10057"),
    _rule(
        "content_too_long",
        no.CONTENT_TOO_LONG,
        lambda call: call.length("content") > facts.CONTENT_LENGTH_MAX.value,
        "code 10058",
    ),
    _rule(
        "notify_type_wrong",
        no.NOTIFY_TYPE_WRONG,
        lambda call: call.number("notifyType", 0) not in {1, 2, 3, 4},
        "code 10054",
    ),
)
_ACTION = (
    _rule("skip_type_wrong", no.SKIP_TYPE_WRONG, lambda call: call.click_kind not in _CLICK_KINDS, "code 10060"),
    _rule("url_empty", no.URL_EMPTY, lambda call: call.click_kind == 2 and not call.has("skipContent"), "code 10061"),
    _rule(
        "url_too_long",
        no.URL_TOO_LONG,
        lambda call: call.click_kind == 2 and len(call.text("skipContent")) > facts.URL_LENGTH_MAX.value,
        "code 10062",
    ),
    _rule(
        "custom_empty", no.CUSTOM_EMPTY, lambda call: call.click_kind == 3 and not call.has("skipContent"), "code 10063"
    ),
    _rule(
        "custom_too_long", no.CUSTOM_TOO_LONG, lambda call: call.click_kind == 3 and call.page_too_long, "code 10064"
    ),
    _rule("page_empty", no.PAGE_EMPTY, lambda call: call.click_kind == 4 and not call.has("skipContent"), "code 10068"),
    _rule("page_too_long", no.PAGE_TOO_LONG, lambda call: call.click_kind == 4 and call.page_too_long, "code 10069"),
    _rule(
        "network_type_wrong",
        no.NETWORK_TYPE_WRONG,
        lambda call: call.number("networkType", -1) not in {-1, 1},
        "code 10065",
    ),
    _rule("custom_map_too_many", no.CUSTOM_MAP_TOO_MANY, _custom_map_has_too_many, "code 10066"),
    _rule("custom_map_wrong", no.CUSTOM_MAP_WRONG, lambda call: call.custom_map_is_wrong, "code 10067"),
    _rule("extra_key_unknown", no.EXTRA_KEY_UNKNOWN, _extra_has_unknown_key, "code 10304"),
    _rule(
        "callback_too_long",
        no.CALLBACK_TOO_LONG,
        lambda call: _extra_longer(call, "callback", facts.CALLBACK_LENGTH_MAX.value),
        "code 10305",
    ),
    _rule(
        "callback_param_too_long",
        no.CALLBACK_PARAM_TOO_LONG,
        lambda call: _extra_longer(call, "callback.param", call.edition(facts.CALLBACK_PARAM_LENGTH_MAX)),
        "code 10306",
    ),
    _rule("category_wrong", no.CATEGORY_WRONG, _category_is_unknown, "code 10096"),
    _rule(
        "notify_id_wrong",
        no.NOTIFY_ID_WRONG,
        lambda call: not 1 <= (call.number("notifyId", 1) or 0) <= facts.NOTIFY_ID_MAX.value,
        "code 10095",
    ),
    _rule("class_wrong", no.CLASS_WRONG, lambda call: call.message_class not in {0, 1}, "code 11000"),
)


def _ttl_rule(kind: str, seconds_min: int) -> Rule[VivoCall]:
    return _rule(f"{kind}_ttl_wrong", no.TTL_WRONG, lambda call: call.ttl_is_wrong(seconds_min), "code 10059")


SINGLE_FIELDS = Decision(
    "vivo.single_fields",
    (*_REQUEST, *_TARGET, *_CONTENT, _ttl_rule("single", facts.SINGLE_TTL_S_MIN.value), *_ACTION),
)
PAYLOAD_FIELDS = Decision(
    "vivo.payload_fields", (*_REQUEST, *_CONTENT, _ttl_rule("list", facts.LIST_TTL_S_MIN.value), *_ACTION)
)


def _count_is_wrong(call: VivoCall, name: str) -> bool:
    count = len(call.texts(name))
    return call.has(name) and not facts.LIST_TARGETS_MIN.value <= count <= facts.LIST_TARGETS_MAX.value


def _payload_has_ended(call: VivoCall) -> bool:
    return call.cloud.payloads[call.text("taskId")].ends_ms <= call.cloud.kit.scheduler.now_ms


LIST_FIELDS = Decision(
    "vivo.list_fields",
    (
        *_REQUEST,
        _rule(
            "list_empty",
            no.LIST_EMPTY,
            lambda call: not call.texts("regIds") and not call.texts("aliases"),
            "code 10150",
        ),
        _rule("task_id_empty", no.TASK_ID_EMPTY, lambda call: not call.has("taskId"), "code 10151"),
        _rule(
            "task_id_unknown",
            no.TASK_ID_UNKNOWN,
            lambda call: (
                call.text("taskId") not in call.cloud.payloads
                or call.cloud.payloads[call.text("taskId")].app_id != call.app_id
            ),
            "code 10152",
        ),
        _rule("payload_expired", no.PAYLOAD_EXPIRED, _payload_has_ended, "code 10155"),
        _rule(
            "reg_ids_wrong_count", no.REG_IDS_WRONG_COUNT, lambda call: _count_is_wrong(call, "regIds"), "code 10153"
        ),
        _rule(
            "aliases_wrong_count", no.ALIASES_WRONG_COUNT, lambda call: _count_is_wrong(call, "aliases"), "code 10154"
        ),
    ),
)

# -- meter --------------------------------------------------------------------------------------------------------------


def _is_quiet_time(call: VivoCall) -> bool:
    time_of_day = call.cloud.kit.clock.now.time()
    return call.is_operation and not facts.OPERATION_FROM <= time_of_day < facts.OPERATION_UNTIL


def _category_misfits(call: VivoCall) -> bool:
    if not call.has("category"):
        return False
    fitting = facts.OPERATION_CATEGORIES if call.is_operation else facts.SYSTEM_CATEGORIES
    return call.text("category") not in fitting


def _looks_like_a_test(call: VivoCall) -> bool:
    """Return whether vivo's review takes the text for a test: the list is that of one public client."""
    if not call.push_app.has_content_review or call.is_test:
        return False
    text = call.text("content")
    has_brackets = any(bracket in text for bracket in "{}[]【】")
    is_bare = text.isascii() and (not any(map(str.isalpha, text)) or text.isalpha())
    return is_bare or has_brackets or "测试" in text + call.text("title")


def _used_up(call: VivoCall, message_class: int, limit: Dated[int]) -> bool:
    if call.is_test or call.message_class != message_class:
        return False
    return call.cloud.today.count((call.app_id, message_class)) >= call.edition(limit)


CLASS_AND_QUOTA = Decision(
    "vivo.class_and_quota",
    (
        _rule(
            "system_not_granted",
            no.SYSTEM_NOT_GRANTED,
            lambda call: call.message_class == 1 and not call.push_app.has_system_messages,
            "code 10082",
        ),
        _rule("quiet_hours", no.QUIET, _is_quiet_time, "code 10071"),
        _rule("category_misfit", no.CATEGORY_MISFIT, _category_misfits, "code 10097"),
        _rule(
            "sensitive",
            no.SENSITIVE,
            lambda call: any(
                word in call.text("title") + call.text("content") for word in call.push_app.forbidden_words
            ),
            "code 10103",
        ),
        _rule("looks_like_a_test", no.LOOKS_LIKE_A_TEST, _looks_like_a_test, "code 10104"),
        _rule(
            "too_fast",
            no.TOO_FAST,
            lambda call: call.cloud.this_second.count(call.app_id) >= facts.SENDS_PER_SECOND_MAX.value,
            "code 10072",
        ),
        _rule(
            "operation_used_up",
            no.OPERATION_USED_UP,
            lambda call: _used_up(call, 0, facts.OPERATION_PER_DAY_MAX),
            "code 10070",
        ),
        _rule(
            "system_used_up", no.SYSTEM_USED_UP, lambda call: _used_up(call, 1, facts.SYSTEM_PER_DAY_MAX), "code 10073"
        ),
    ),
)
PAYLOAD_METER = Decision(
    "vivo.payload_meter",
    (
        *(rule for rule in CLASS_AND_QUOTA if rule.name in {"vivo.category_misfit", "vivo.sensitive"}),
        _rule(
            "payloads_used_up",
            no.PAYLOADS_USED_UP,
            lambda call: call.cloud.today.count(("payload", call.app_id)) >= facts.LIST_PAYLOADS_PER_DAY_MAX.value,
            "code 10252",
        ),
    ),
)

# -- look up ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TargetCase:
    """One target of a call."""

    call: VivoCall
    reg_id: str
    registration: Registration | None


def _target_rule(
    name: str, rejection: Rejection, says_no: Callable[[TargetCase], bool], *statements: str
) -> Rule[TargetCase]:
    return Rule(f"vivo.{name}", rejection.reason, says_no, Source(_DOCUMENT, "code 10302", statements), rejection)


def _belongs_elsewhere(case: TargetCase) -> bool:
    return case.registration is None or case.registration.app_id != case.call.app_id


TARGETS = Decision(
    "vivo.targets",
    (
        _target_rule("reg_id_unknown", no.REG_ID_INVALID, _belongs_elsewhere, "C02", "C13"),
        _target_rule(
            "reg_id_gone",
            no.REG_ID_INVALID,
            lambda case: case.registration is not None and not case.registration.is_valid,
            "C13",
            "V12",
        ),
        _target_rule(
            "not_a_test_device",
            no.NOT_A_TEST_DEVICE,
            lambda case: (
                case.call.is_test
                and case.registration is not None
                and case.registration.phone not in case.call.push_app.test_devices
            ),
            "V11",
        ),
    ),
)
USER_STATUS = {
    "vivo.reg_id_unknown": no.USER_UNKNOWN,
    "vivo.reg_id_gone": no.USER_GONE,
    "vivo.not_a_test_device": no.USER_NOT_A_TEST_DEVICE,
}
"""`status` of an invalid user, by the rule that found it."""

# -- enqueue ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceCase:
    """An accepted message before it goes into the outbox: limits that only receipts tell of."""

    call: VivoCall
    registration: Registration

    @property
    def cloud(self) -> "VivoCloud":
        """The cloud that decides."""
        return self.call.cloud


def _device_rule(
    name: str,
    reason: Reason,
    says_no: Callable[[DeviceCase], bool],
    section: str,
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[DeviceCase]:
    return Rule(f"vivo.{name}", reason, says_no, Source("vivo receipts", section, statements, grade))


def _device_limit_reached(case: DeviceCase) -> bool:
    if not case.call.is_operation or case.call.is_test:
        return False
    count = case.cloud.today.count(("device", case.registration.reg_id))
    return bool(count >= case.call.edition(facts.OPERATION_PER_DEVICE_MAX))


DEVICE_LIMITS = Decision(
    "vivo.device_limits",
    (
        _device_rule(
            "device_inactive",
            Reason.DEVICE_INACTIVE,
            lambda case: (
                not case.cloud.outbox.is_connected(case.registration.phone)
                and case.cloud.kit.scheduler.now_ms - case.registration.seen_ms > facts.INACTIVE_MS.value
            ),
            "102/20006",
        ),
        _device_rule(
            "device_burst",
            Reason.FREQUENCY_CONTROL,
            lambda case: case.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value,
            "100/12000",
            "C22",
            grade=Grade.ASSUMED,
        ),
        _device_rule("device_daily_limit", Reason.QUOTA_USED, _device_limit_reached, "100/12000"),
        _device_rule(
            "duplicate_content",
            Reason.DUPLICATE_CONTENT,
            lambda case: (
                case.call.is_operation
                and not case.call.is_test
                and case.cloud.today.count(
                    ("seen", case.registration.reg_id, case.call.text("title"), case.call.text("content"))
                )
                > 0
            ),
            "104/2124",
        ),
    ),
)

# -- the SDK's registration ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterCase:
    """A phone that wants a regId."""

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    return Rule(
        f"vivo.{name}", Reason.REGISTRATION_REFUSED, says_no, Source(facts.CLIENT, f"state {code}", statements), code
    )


REGISTER = Decision(
    "vivo.register",
    (
        _register_rule("register_app_id", facts.ClientCode.APP_ID_WRONG, lambda case: case.app is None, "V02", "V13"),
        _register_rule(
            "register_app_key",
            facts.ClientCode.APP_KEY_MISMATCH,
            lambda case: case.app is not None and case.app.values["app_key"] != case.question.app_key,
            "V02",
            "V13",
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.PACKAGE_MISMATCH,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            "V02",
        ),
    ),
)
REGISTERED = Fact("vivo.reg_id_per_app_and_phone", True, Source("vivo guide", "step 3.4", ("C13", "V04", "V06")))


class VivoCloud(VendorCloud[VivoCall]):
    """vivo's push cloud.

    Attributes:
        tokens: Access tokens given out.
        payloads: Stored list messages, by taskId.
        today: Counters that start again at midnight.
        this_second: Counters over the last second.
        bursts: Messages for one phone in a short time.
    """

    vendor = facts.NAME
    hosts = ("api-push.vivo.com.cn",)

    def __init__(self, kit: CloudKit) -> None:
        """Stand on *kit*."""
        super().__init__(kit)
        self.tokens = Tokens(
            life_ms=facts.TOKEN_LIFE_MS.value, characters=32, scheduler=kit.scheduler, stream=kit.stream
        )
        self.payloads: dict[str, Payload] = {}
        self.today = DailyCounters(kit.clock)
        self.this_second = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts = SlidingWindow(kit.scheduler, facts.BURST_MS.value)

    def add_app(self, app: PushApp) -> None:
        """Have *app* in the console, with what it has sent today already."""
        super().add_app(app)
        for message_class in (0, 1):
            self.today.add((app.values["app_id"], message_class), app.used_today)

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
        """What is built: authentication, single send, list payload, push to a list."""
        return {
            ("POST", "/message/auth"): Endpoint(AUTH, NOTHING, AUTH_METER, self._auth),
            ("POST", "/message/send"): Endpoint(TOKEN, SINGLE_FIELDS, CLASS_AND_QUOTA, self._send),
            ("POST", "/message/saveListPayload"): Endpoint(TOKEN, PAYLOAD_FIELDS, PAYLOAD_METER, self._save_payload),
            ("POST", "/message/pushToList"): Endpoint(TOKEN, LIST_FIELDS, NOTHING, self._push_to_list),
        }

    def read(self, request: Request) -> VivoCall:
        """Return *request* as the steps look at it."""
        return VivoCall(self, request)

    def targets_of(self, call: VivoCall) -> Sequence[str]:
        """Return the regIds that the call names."""
        if call.request.path == "/message/send":
            return [call.text("regId")] if call.has("regId") else []
        return call.targets

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: VivoCall, rejection: Rejection) -> Response:
        """Return `result` and `desc`; HTTP status is 200 for a refusal too."""
        return _answer({"result": rejection.code, "desc": rejection.text, **_echo(call)})

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in vivo's form of an answer."""
        # Assumed: what vivo answers to a path it does not have; clients take anything but 200 for a broken transport.
        return Response(404, _HEADERS, _encode({"result": 404, "desc": f"Not Found: {request.path}"}))

    def server_error(self) -> Response:
        """Return vivo's words for a fault of its own."""
        return Response(500, (("Content-Type", "text/plain;charset=UTF-8"),), b"Internet server error!")

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _auth(self, call: VivoCall) -> Response:
        self.today.add(("auth", call.app_id))
        self.this_second.add(("auth", call.app_id))
        return _answer({"result": 0, "desc": "请求成功", "authToken": self.tokens.issue(call.app_id)})

    def _send(self, call: VivoCall) -> Response:
        reg_id = call.text("regId")
        [push_id] = self.pushes_for([reg_id])
        rule = self._look_up(call, reg_id)
        if rule is not None:
            rejection = rule.answer
            assert isinstance(rejection, Rejection)
            self.write_refusal(push_id, rule, rejection)
            invalid = {"status": USER_STATUS[rule.name], "userid": reg_id}
            return _answer({"result": rejection.code, "desc": rejection.text, "invalidUser": invalid})
        task_id = self._new_task_id()
        self._enqueue(call, push_id, reg_id, task_id)
        return _answer({"result": 0, "desc": "请求成功", "taskId": task_id})

    def _look_up(self, call: VivoCall, reg_id: str) -> Rule[TargetCase] | None:
        registration = self.registrations.find(reg_id)
        phone = None if registration is None else registration.phone
        return self.kit.rules.first_no(TARGETS, TargetCase(call, reg_id, registration), phone)

    def _save_payload(self, call: VivoCall) -> Response:
        self.today.add(("payload", call.app_id))
        task_id = self._new_task_id()
        ends_ms = self.kit.scheduler.now_ms + facts.LIST_PAYLOAD_LIFE_MS.value
        self.payloads[task_id] = Payload(call.body, call.app_id, ends_ms)
        return _answer({"result": 0, "desc": "请求成功", "taskId": task_id})

    def _push_to_list(self, call: VivoCall) -> Response:
        payload = self.payloads[call.text("taskId")]
        whole = VivoCall(self, call.request)
        whole.body = {**payload.body, **call.body}
        go_back = self.kit.trace.branch()
        invalid = []
        for reg_id, push_id in zip(call.targets, self.pushes_for(call.targets), strict=True):
            status = self._push_one(whole, reg_id, push_id)
            if status is not None:
                invalid.append({"status": status, "userid": reg_id})
            go_back()
        return _answer({"result": 0, "desc": "请求成功", **_echo(call), "invalidUsers": invalid})

    def _push_one(self, call: VivoCall, reg_id: str, push_id: int) -> int | None:
        """Enqueue one message of a list; return the status of an invalid user."""
        phone = self.phone_of(reg_id) or None
        quota = self.kit.rules.first_no(CLASS_AND_QUOTA, call, phone)
        if quota is not None:
            assert isinstance(quota.answer, Rejection)
            self.write_refusal(push_id, quota, quota.answer)
            return None
        rule = self._look_up(call, reg_id)
        if rule is not None:
            assert isinstance(rule.answer, Rejection)
            self.write_refusal(push_id, rule, rule.answer)
            return USER_STATUS[rule.name]
        self._enqueue(call, push_id, reg_id, call.text("taskId"))
        return None

    def _new_task_id(self) -> str:
        return self.kit.stream.digits(18)

    def _enqueue(self, call: VivoCall, push_id: int, reg_id: str, task_id: str) -> None:
        registration = self.registrations.find(reg_id)
        assert registration is not None
        limit = self.kit.rules.first_no(DEVICE_LIMITS, DeviceCase(call, registration), registration.phone)
        self._count(call, registration)
        notify_id = call.number("notifyId", 0) or self._fresh_notify_id()
        stored = Stored(
            delivery=self._delivery(call, push_id, registration, task_id, notify_id),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + call.ttl_s * 1_000,
            collapse_key=(reg_id, notify_id) if call.has("notifyId") else None,
            only_if_online=call.body.get("sendOnline") is True,
        )
        if limit is None:
            self.accept(stored, rule=CLASS_AND_QUOTA.name)
        else:
            self._drop_accepted(push_id, task_id, limit)

    def _fresh_notify_id(self) -> int:
        return self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)

    def _count(self, call: VivoCall, registration: Registration) -> None:
        self.this_second.add(call.app_id)
        self.bursts.add(registration.reg_id)
        if not call.is_test:
            self.today.add((call.app_id, call.message_class))
        if call.is_operation:
            self.today.add(("device", registration.reg_id))
            self.today.add(("seen", registration.reg_id, call.text("title"), call.text("content")))

    def _drop_accepted(self, push_id: int, task_id: str, rule: Rule[DeviceCase]) -> None:
        """Record a message that vivo takes and does not deliver: its sender sees success."""
        self.kit.trace.write(self.actor, Kind.HOP, Hop.VENDOR_ACCEPTED, push_id=push_id, data={"message_id": task_id})
        self.kit.trace.write(
            self.actor,
            Kind.HOP,
            Hop.DISPATCHED,
            outcome=Outcome.REFUSED,
            reason=rule.reason,
            rule=rule.name,
            push_id=push_id,
        )

    @staticmethod
    def _delivery(call: VivoCall, push_id: int, registration: Registration, task_id: str, notify_id: int) -> Delivery:
        custom = call.mapping("clientCustomMap")
        assert custom is not None
        kind = _CLICK_KINDS[call.click_kind or 1]
        return Delivery(
            push_id=push_id,
            message_id=task_id,
            reg_id=registration.reg_id,
            package=registration.package,
            title=call.text("title"),
            body=call.text("content"),
            click=Click(kind, call.text("skipContent")),
            notify_id=notify_id,
            channel_id=facts.CHANNEL_ID.value,
            custom=custom,
            options={
                "notifyType": call.number("notifyType", 1),
                "networkType": call.number("networkType", -1),
                "foregroundShow": call.body.get("foregroundShow") is not False,
                "classification": call.message_class,
            },
        )

    def new_reg_id(self) -> str:
        """Return 23 digits, vivo's old and still common form."""
        return self.kit.stream.digits(facts.REG_ID_DIGITS.value)

    # -- registration -----------------------------------------------------------------------------------------------

    def register(self, question: Register) -> Registered:
        """Answer `turnOnPush`: a regId, or the state code that the app is told."""
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(REGISTER, RegisterCase(question, app), question.phone)
        if rule is not None:
            assert isinstance(rule.answer, int)
            self.kit.trace.write(
                question.phone,
                Kind.HOP,
                Hop.REG_ID_ISSUED,
                outcome=Outcome.REFUSED,
                reason=rule.reason,
                rule=rule.name,
                data={"code": rule.answer},
            )
            return Registered(rule.answer)
        known = self.registrations.current(question.phone, question.package)
        if known is None or not known.is_valid:
            reg_id = question.reg_id_wanted or self.new_reg_id()
            known = Registration(reg_id, question.phone, question.package, question.app_id)
        self.registrations.add(replace(known, seen_ms=self.kit.scheduler.now_ms))
        self.kit.trace.write(
            question.phone, Kind.HOP, Hop.REG_ID_ISSUED, rule=REGISTERED.name, data={"reg_id": known.reg_id}
        )
        return Registered(0, known.reg_id)


def _answer(body: Mapping[str, object]) -> Response:
    return Response(200, _HEADERS, _encode(body))


def _echo(call: VivoCall) -> Mapping[str, object]:
    """Return the request's own id, which list answers repeat."""
    if call.request.path != "/message/pushToList" or not call.has("requestId"):
        return {}
    return {"requestId": call.text("requestId")}
