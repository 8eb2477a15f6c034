"""Every no of Honor's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. The order is assumed, and so is each refusal of a whole request: the
document says what is right, and its table of what happens otherwise is not public.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, TTL_EXPIRED
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.honor import facts, rejections
from simulator.vendors.honor.call import GRANT_TYPE, HonorCall, whole_number

if TYPE_CHECKING:
    from simulator.vendors.honor.cloud import HonorCloud

NOTHING: Decision[HonorCall] = Decision("honor.nothing_to_ask", ())


def _rule(
    name: str, rejection: Rejection, says_no: Callable[[HonorCall], bool], section: str, *statements: str
) -> Rule[HonorCall]:
    source = Source(facts.API, section, statements, Grade.ASSUMED)
    return Rule(f"honor.{name}", rejection.reason, says_no, source, rejection)


# -- authenticate -----------------------------------------------------------------------------------------------------

AUTH = Decision(
    "honor.auth",
    (
        _rule("grant_missing", rejections.GRANT_MISSING, lambda call: not call.grant_type, "token, grant_type"),
        _rule(
            "grant_unsupported",
            rejections.GRANT_UNSUPPORTED,
            lambda call: call.grant_type != GRANT_TYPE,
            "token, grant_type",
        ),
        _rule("client_unknown", rejections.CLIENT_UNKNOWN, lambda call: call.app is None, "token, client_id", "C06"),
        _rule(
            "secret_wrong",
            rejections.SECRET_WRONG,
            lambda call: call.form.get("client_secret") != call.push_app.values["client_secret"],
            "token, client_secret",
            "C06",
        ),
    ),
)
SENDING = Decision(
    "honor.sending",
    (
        _rule("token_invalid", rejections.TOKEN_INVALID, lambda call: call.token is None, "sendMessage, Authorization"),
        _rule(
            "app_of_other_token",
            rejections.APP_OF_OTHER_TOKEN,
            lambda call: call.app_id != call.push_app.values["app_id"],
            "sendMessage, appId",
            "C06",
        ),
        _rule(
            "app_not_open",
            rejections.APP_NOT_OPEN,
            lambda call: call.push_app.state is not AppState.OPEN,
            "sendMessage, push service",
            "C23",
        ),
    ),
)

# -- validate ---------------------------------------------------------------------------------------------------------

_CLICK_TYPES = frozenset({1, 2, 3})
_CLASSES = frozenset({facts.MARKETING, facts.SERVICE})
_ACTION_TYPES = frozenset({0, 1, 2})
_INTENT_TYPES = frozenset({0, 1})


def _shown(says_no: Callable[[HonorCall], bool]) -> Callable[[HonorCall], bool]:
    """Check only notifications; a data message has none of these fields."""
    return lambda call: call.is_notification and says_no(call)


def _is_nothing(call: HonorCall) -> bool:
    return not call.is_notification and not call.data


def _page_is_missing(call: HonorCall) -> bool:
    return call.click_type == 1 and not call.click_text("intent") and not call.click_text("action")


def _is_no_web_page(address: str) -> bool:
    return not address.startswith("https://")


def _big_text_is_wrong(call: HonorCall) -> bool:
    if call.number("style", 0) != 1:
        return False
    return call.text("bigTitle") != call.text("title") or call.text("bigBody") != call.text("body")


def _button_is_wrong(button: Mapping[str, Any]) -> bool:
    name, data = str(button.get("name") or ""), str(button.get("data") or "")
    return (
        not 1 <= len(name) <= facts.BUTTON_NAME_LENGTH_MAX.value
        or len(data) > facts.BUTTON_DATA_LENGTH_MAX.value
        or whole_number(button.get("actionType"), 0) not in _ACTION_TYPES
        or whole_number(button.get("intentType"), 0) not in _INTENT_TYPES
    )


def _buttons_are_wrong(call: HonorCall) -> bool:
    buttons = call.buttons
    return buttons is None or len(buttons) > facts.BUTTONS_MAX.value or any(map(_button_is_wrong, buttons))


def _is_outside(value: object, least: int) -> bool:
    number = whole_number(value, least)
    return number is None or not least <= number <= facts.BADGE_MAX.value


def _badge_is_wrong(call: HonorCall) -> bool:
    return _is_outside(call.badge.get("addNum"), 1) or _is_outside(call.badge.get("setNum"), 0)


def _ttl_is_wrong(call: HonorCall) -> bool:
    # Assumed: a message of no time at all is refused as well.
    return not 1 <= (call.ttl_s or 0) <= facts.TTL_S_MAX.value


def _notify_id_is_wrong(call: HonorCall) -> bool:
    number = call.number("notifyId", -1)
    return number is None or not -1 <= number <= facts.NOTIFY_ID_MAX.value


FIELDS = Decision(
    "honor.fields",
    (
        _rule("body_unreadable", rejections.BODY_UNREADABLE, lambda call: not call.is_readable, "sendMessage, body"),
        _rule("target_missing", rejections.TARGET_MISSING, lambda call: not call.targets, "token"),
        _rule(
            "too_many_targets",
            rejections.TARGETS_TOO_MANY,
            lambda call: len(call.targets) > facts.TARGETS_MAX.value,
            "token",
        ),
        _rule("nothing_to_send", rejections.NOTHING_TO_SEND, _is_nothing, "notification, data"),
        _rule(
            "text_missing",
            rejections.TEXT_MISSING,
            _shown(lambda call: not call.has("title") or not call.has("body")),
            "title, body",
        ),
        _rule("click_missing", rejections.CLICK_MISSING, _shown(lambda call: not call.click), "clickAction"),
        _rule(
            "click_type_wrong",
            rejections.CLICK_TYPE_WRONG,
            _shown(lambda call: call.click_type not in _CLICK_TYPES),
            "clickAction.type",
        ),
        _rule("page_missing", rejections.PAGE_MISSING, _shown(_page_is_missing), "clickAction.intent"),
        _rule(
            "url_wrong",
            rejections.URL_WRONG,
            _shown(lambda call: call.click_type == 2 and _is_no_web_page(call.click_text("url"))),
            "clickAction.url",
        ),
        _rule("ttl_wrong", rejections.TTL_WRONG, _ttl_is_wrong, "android.ttl"),
        _rule(
            "test_type_wrong",
            rejections.TEST_TYPE_WRONG,
            lambda call: call.test_type not in {0, 1},
            "android.targetUserType",
        ),
        _rule(
            "importance_wrong", rejections.IMPORTANCE_WRONG, lambda call: call.asked_class not in _CLASSES, "importance"
        ),
        _rule("data_wrong", rejections.DATA_WRONG, _shown(lambda call: call.custom is None), "data"),
        _rule("style_wrong", rejections.STYLE_WRONG, lambda call: call.number("style", 0) not in {0, 1}, "style"),
        _rule("big_text_wrong", rejections.BIG_TEXT_WRONG, _big_text_is_wrong, "bigTitle, bigBody"),
        _rule(
            "image_wrong",
            rejections.IMAGE_WRONG,
            lambda call: call.has("image") and _is_no_web_page(call.text("image")),
            "image",
        ),
        _rule(
            "image_of_marketing",
            rejections.IMAGE_OF_MARKETING,
            lambda call: call.has("image") and call.asked_class == facts.MARKETING,
            "image",
        ),
        _rule("buttons_wrong", rejections.BUTTONS_WRONG, _buttons_are_wrong, "buttons"),
        _rule("badge_wrong", rejections.BADGE_WRONG, _badge_is_wrong, "badge"),
        _rule("notify_id_wrong", rejections.NOTIFY_ID_WRONG, _notify_id_is_wrong, "notifyId"),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_too_fast(call: HonorCall) -> bool:
    return call.cloud.this_second.count(call.push_app.values["app_id"]) >= facts.SENDS_PER_SECOND_MAX.value


def _answers_503(call: HonorCall) -> bool:
    return call.push_app.values.get("busy_code") == str(rejections.TOO_BUSY.code)


def _rate_rule(name: str, rejection: Rejection, says_no: Callable[[HonorCall], bool]) -> Rule[HonorCall]:
    return Rule(f"honor.{name}", rejection.reason, says_no, facts.SENDS_PER_SECOND_MAX.source, rejection)


RATE: Decision[HonorCall] = Decision(
    "honor.rate",
    (
        _rate_rule("too_fast", rejections.TOO_FAST, lambda call: _is_too_fast(call) and not _answers_503(call)),
        _rate_rule("too_busy", rejections.TOO_BUSY, lambda call: _is_too_fast(call) and _answers_503(call)),
    ),
)

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        registration: Of the regId; `None` when Honor has not given it out.
    """

    call: HonorCall
    registration: Registration | None


def _target_rule(
    name: str, rejection: Rejection, says_no: Callable[[TargetCase], bool], *statements: str
) -> Rule[TargetCase]:
    source = Source(facts.API, f"answer, {rejection.text}", statements)
    return Rule(f"honor.{name}", rejection.reason, says_no, source, rejection)


TARGETS = Decision(
    "honor.targets",
    (
        _target_rule(
            "reg_id_unknown",
            rejections.TOKEN_FAILED,
            lambda case: case.registration is None or case.registration.app_id != case.call.push_app.values["app_id"],
            "C02",
            "C13",
        ),
        _target_rule(
            "reg_id_gone",
            rejections.TOKEN_EXPIRED,
            lambda case: case.registration is not None and not case.registration.is_valid,
            "C13",
        ),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

# -- enqueue: what only receipts tell of ------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message for one phone before it goes into the outbox."""

    call: HonorCall
    registration: Registration

    @property
    def cloud(self) -> "HonorCloud":
        """The cloud that decides."""
        return self.call.cloud

    @property
    def test_key(self) -> tuple[str, str]:
        """What the test messages of one app share."""
        return ("test", self.registration.app_id)

    @property
    def marketing_key(self) -> tuple[str, str]:
        """What the marketing messages to one phone share."""
        return ("marketing", self.registration.reg_id)

    @property
    def counts_for_phone(self) -> bool:
        """Whether it counts towards the phone's number of the day."""
        return self.call.is_marketing and self.call.is_notification and not self.call.is_test


def _tests_are_used_up(case: DeviceCase) -> bool:
    return case.call.is_test and case.cloud.today.count(case.test_key) >= facts.TESTS_PER_DAY_MAX.value


def _device_limit_is_reached(case: DeviceCase) -> bool:
    is_news = facts.NEWS_APP in case.call.push_app.rights
    limit = facts.NEWS_PER_DEVICE_MAX if is_news else facts.MARKETING_PER_DEVICE_MAX
    most = limit.on(case.cloud.kit.clock.today).value
    return most is not None and case.counts_for_phone and case.cloud.today.count(case.marketing_key) >= most


# Assumed: that Honor answers success for these; no text says what a sender is told.
DEVICE_LIMITS = Decision(
    "honor.device_limits",
    (
        Rule("honor.tests_used_up", Reason.QUOTA_USED, _tests_are_used_up, facts.TESTS_PER_DAY_MAX.source),
        Rule(
            "honor.device_daily_limit",
            Reason.QUOTA_USED,
            _device_limit_is_reached,
            Source(facts.QUOTAS, "marketing class, per device"),
        ),
    ),
)

# -- dispatch ---------------------------------------------------------------------------------------------------------

DISPATCH = Decision("honor.dispatch", (TTL_EXPIRED, DEVICE_OFFLINE))

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a regId.

    Attributes:
        app: The push app of the app id it names.
        of_app: Requests for a regId of that app within the last second.
        of_phone: Requests of this phone within the last minute.
    """

    question: Register
    app: PushApp | None
    of_app: int
    of_phone: int


def _frequency_rule(
    name: str, code: int, limit: Fact[int], counted: Callable[[RegisterCase], int]
) -> Rule[RegisterCase]:
    return Rule(
        f"honor.{name}",
        Reason.REGISTRATION_TOO_FREQUENT,
        lambda case: counted(case) >= limit.value,
        limit.source,
        code,
    )


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase, PushApp], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"code {code}", statements)
    return Rule(
        f"honor.{name}",
        Reason.REGISTRATION_REFUSED,
        lambda case: case.app is not None and says_no(case, case.app),
        source,
        code,
    )


REGISTER = Decision(
    "honor.register",
    (
        _frequency_rule(
            "register_http_too_frequent",
            facts.ClientCode.HTTP_TOO_FREQUENT,
            facts.REGISTRATIONS_PER_SECOND_MAX,
            lambda case: case.of_app,
        ).beyond_scenarios("it takes ten thousand phones in one second"),
        _frequency_rule(
            "register_too_frequent",
            facts.ClientCode.TOO_FREQUENT,
            facts.REGISTRATIONS_PER_MINUTE_MAX,
            lambda case: case.of_phone,
        ),
        Rule(
            "honor.register_app_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.app is None,
            Source(facts.CLIENT, f"code {facts.ClientCode.ARGUMENTS_INVALID}"),
            facts.ClientCode.ARGUMENTS_INVALID,
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.ARGUMENTS_INVALID,
            lambda case, app: app.package != case.question.package,
            "C23",
        ),
        _register_rule(
            "fingerprint_missing",
            facts.ClientCode.NO_FINGERPRINT,
            lambda _, app: not app.values.get("fingerprint"),
            "C23",
        ),
        _register_rule(
            "fingerprint_wrong",
            facts.ClientCode.ARGUMENTS_INVALID,
            lambda case, app: app.values.get("fingerprint", "").upper() != case.question.app_key.upper(),
        ),
    ),
)
"""The SDK passes the fingerprint of the certificate that the app is signed with where others pass an app key."""
