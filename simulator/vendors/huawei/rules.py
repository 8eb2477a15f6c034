"""What Huawei's simulated cloud refuses, in the order in which it is asked: one decision for each step of an endpoint.

What it refuses in the fields of a message stands in `fields`, in calls about topics in `topics`, and at the gateway of
HMS 2.x in `old_gateway`; codes in `rejections`, figures in `facts`. Assumed: the order; no document gives it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.uplink import Register, SdkCommand
from simulator.vendors.huawei import facts, rejections, scenario_messages
from simulator.vendors.huawei.call import HuaweiCall
from simulator.vendors.huawei.fields import is_sensitive
from simulator.vendors.huawei.jwt import Flaw
from simulator.vendors.huawei.refusing import refusing

if TYPE_CHECKING:
    from simulator.vendors.huawei.cloud import HuaweiCloud

NOTHING: Decision[HuaweiCall] = Decision("huawei.nothing_to_ask", ())


# -- token ------------------------------------------------------------------------------------------------------------

_FORM = ("grant_type", "client_id", "client_secret")

TOKEN = Decision(
    "huawei.token",
    (
        refusing(
            "form_field_missing",
            rejections.PARAMETER_MISSING,
            lambda call: any(not call.form.get(name) for name in _FORM),
            document=facts.OAUTH,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "grant_type_wrong",
            rejections.GRANT_TYPE_WRONG,
            lambda call: call.form.get("grant_type") != "client_credentials",
            document=facts.OAUTH,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "scope_wrong",
            rejections.SCOPE_WRONG,
            lambda call: not call.form.get("scope", "https://").startswith("https://"),
            document=facts.OAUTH,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "client_id_wrong", rejections.CLIENT_ID_WRONG, lambda call: call.app is None, "C06", document=facts.OAUTH
        ),
        refusing(
            "client_secret_wrong",
            rejections.CLIENT_SECRET_WRONG,
            lambda call: call.form.get("client_secret") != call.push_app.values["app_secret"],
            "C06",
            document=facts.OAUTH,
            grade=Grade.OBSERVED,
        ),
    ),
)
TOKEN_METER = Decision(
    "huawei.token_meter",
    (
        refusing(
            "too_many_tokens",
            rejections.TOO_MANY_TOKENS,
            lambda call: call.cloud.token_calls.count(call.app_id) >= facts.TOKENS_PER_WINDOW_MAX.value,
            document=facts.OAUTH,
        ),
    ),
)

# -- authenticate -----------------------------------------------------------------------------------------------------


def _flaw(call: HuaweiCall) -> Flaw | None:
    return None if call.account_token is None else call.account_token.flaw


def _is_changed(call: HuaweiCall) -> bool:
    """Return whether it is an access token with further characters, or with the backslashes of its JSON."""
    if call.account_token is not None or call.token is not None:
        return False
    return call.cloud.tokens.begins(call.bearer.replace("\\", ""))


def _is_of_other_app(call: HuaweiCall) -> bool:
    if call.session_app is None:
        return False
    return call.session_app.values["app_id" if call.version == "v1" else "project_id"] != call.owner


SENDING = Decision(
    "huawei.sending",
    (
        refusing("no_text", rejections.INTERNAL, lambda call: not call.is_text, grade=Grade.ASSUMED),
        refusing("no_access_token", rejections.OAUTH_WRONG, lambda call: not call.bearer),
        refusing(
            "service_account_unknown",
            rejections.OAUTH_SERVICE_FAILED,
            lambda call: _flaw(call) is Flaw.UNKNOWN_ACCOUNT,
            grade=Grade.ASSUMED,
        ),
        refusing("jwt_wrong", rejections.OAUTH_WRONG, lambda call: _flaw(call) is Flaw.WRONG),
        refusing("jwt_expired", rejections.JWT_EXPIRED, lambda call: _flaw(call) is Flaw.EXPIRED),
        refusing("access_token_changed", rejections.OAUTH_EXPIRED, _is_changed),
        refusing(
            "access_token_unknown",
            rejections.OAUTH_WRONG,
            lambda call: call.account_token is None and call.token is None,
        ),
        refusing(
            "access_token_expired",
            rejections.OAUTH_EXPIRED,
            lambda call: call.token is not None and not call.is_current,
        ),
        refusing("access_token_of_other_app", rejections.OAUTH_WRONG, _is_of_other_app),
        refusing(
            "push_right_blocked",
            rejections.NO_RIGHT_TO_SEND,
            lambda call: call.app_id in call.cloud.blocked or facts.SENDING_BARRED in call.push_app.barred,
            document=facts.LIMITS,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "push_not_enabled",
            rejections.NO_RIGHT_TO_SEND,
            lambda call: call.push_app.state is not AppState.OPEN,
            "C23",
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _tests_used_up(call: HuaweiCall) -> bool:
    most = facts.SCENARIO_TESTS_MAX if call.version == "v3" else facts.TEST_MESSAGES_MAX
    return call.is_test and call.cloud.today.count(("test", call.app_id)) >= most.value


METER = Decision(
    "huawei.class_and_quota",
    (
        refusing(
            "high_not_granted",
            rejections.NO_RIGHT_TO_HIGH,
            lambda call: call.importance == "HIGH" and facts.HIGH_IMPORTANCE not in call.push_app.rights,
        ),
        refusing("sensitive", rejections.SENSITIVE, is_sensitive),
        refusing("tests_used_up", rejections.TOO_FAST, _tests_used_up, grade=Grade.ASSUMED),
        refusing(
            "too_fast",
            rejections.TOO_FAST,
            lambda call: call.cloud.this_second.count(call.app_id) >= call.edition(facts.SENDS_PER_SECOND_MAX),
            "C22",
        ),
        refusing(
            "too_many_topic_tasks",
            rejections.TOO_MANY_TOPIC_TASKS,
            lambda call: call.names_topic and call.cloud.topic_tasks.count(call.app_id) >= facts.TOPIC_TASKS_MAX.value,
        ),
    ),
)

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One token of a call.

    Attributes:
        registration: Of the token; `None` when Huawei has not given it out.
    """

    call: HuaweiCall
    registration: Registration | None


def _target_rule(name: str, says_no: Callable[[TargetCase], bool], *statements: str) -> Rule[TargetCase]:
    source = Source(facts.API, f"code {rejections.ALL_TOKENS_INVALID.code}", statements)
    return Rule(f"huawei.{name}", Reason.REG_ID_INVALID, says_no, source, rejections.ALL_TOKENS_INVALID)


TARGETS = Decision(
    "huawei.targets",
    (
        _target_rule("token_unknown", lambda case: case.registration is None, "C02", "C13"),
        _target_rule(
            "token_of_other_app",
            lambda case: case.registration is not None and not case.call.reaches(case.registration.app_id),
            "C02",
        ),
        _target_rule(
            "token_gone", lambda case: case.registration is not None and not case.registration.is_valid, "C13"
        ),
        Rule(
            "huawei.push_type_not_granted",
            Reason.MESSAGE_CLASS_LIMITED,
            lambda case: (
                case.call.push_type in scenario_messages.NEED_RIGHT
                and f"push_type_{case.call.push_type}" not in case.call.push_app.rights
            ),
            Source(facts.SCENARIO_API, "noPushTypeRight"),
            rejections.ALL_TOKENS_INVALID,
        ),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

# -- what only receipts tell of ---------------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """One message for one registered phone."""

    call: HuaweiCall
    registration: Registration

    @property
    def cloud(self) -> "HuaweiCloud":
        """The cloud that decides."""
        return self.call.cloud


def _device_rule(name: str, reason: Reason, says_no: Callable[[DeviceCase], bool], source: Source) -> Rule[DeviceCase]:
    return Rule(f"huawei.{name}", reason, says_no, source)


def _is_inactive(case: DeviceCase) -> bool:
    return case.cloud.away_ms(case.registration) > facts.INACTIVE_MS.value


def _count(case: DeviceCase, kind: str) -> int:
    return case.cloud.today.count((kind, case.registration.reg_id))


def _marketing_max(app: PushApp) -> int:
    is_news = facts.NEWS_APP in app.rights
    return (facts.NEWS_MARKETING_PER_DEVICE_MAX if is_news else facts.MARKETING_PER_DEVICE_MAX).value


DEVICE_LIMITS = Decision(
    "huawei.device_limits",
    (
        _device_rule("device_inactive", Reason.DEVICE_INACTIVE, _is_inactive, Source(facts.RECEIPTS, "status 10")),
        _device_rule(
            "device_daily_limit",
            Reason.QUOTA_USED,
            lambda case: not case.call.is_test and _count(case, "device") >= facts.PER_DEVICE_MAX.value,
            Source(facts.RECEIPTS, "status 102"),
        ),
        _device_rule(
            "marketing_daily_limit",
            Reason.QUOTA_USED,
            lambda case: (
                case.call.is_marketing
                and not case.call.is_test
                and _count(case, "marketing") >= _marketing_max(case.call.push_app)
            ),
            Source(facts.LIMITS, "marketing class"),
        ),
    ),
)

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a token.

    Attributes:
        question: Its `app_key` is the fingerprint of the certificate that the app is signed with.
        app: The push app of the AppID it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"code {code}", ("H01", *statements))
    return Rule(f"huawei.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER: Decision[RegisterCase] = Decision(
    "huawei.register",
    (
        _register_rule("register_app_id", facts.ClientCode.ARGUMENTS_INVALID, lambda case: case.app is None),
        _register_rule(
            "register_package",
            facts.ClientCode.ARGUMENTS_INVALID,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
        ),
        _register_rule(
            "register_fingerprint",
            facts.ClientCode.FINGERPRINT_WRONG,
            lambda case: case.app is not None and case.app.values["fingerprint"] != case.question.app_key,
        ),
        _register_rule(
            "register_without_storage",
            facts.ClientCode.NO_DATA_STORAGE,
            lambda case: case.app is not None and not case.app.values.get("data_storage"),
        ),
        _register_rule(
            "register_push_not_enabled",
            facts.ClientCode.PUSH_NOT_ENABLED,
            lambda case: case.app is not None and case.app.state is AppState.CLOSED,
            "C23",
        ),
        _register_rule(
            "register_push_under_review",
            facts.ClientCode.SCOPE_EMPTY,
            lambda case: case.app is not None and case.app.state is AppState.UNDER_REVIEW,
            "C23",
        ),
        _register_rule(
            "register_restricted",
            facts.ClientCode.TOKEN_RESTRICTED,
            lambda case: case.app is not None and facts.TOKENS_BARRED in case.app.barred,
        ),
    ),
)

# -- topics and messages of the SDK -----------------------------------------------------------------------------------

SUBSCRIBE, UNSUBSCRIBE, UPLINK = "subscribe", "unsubscribe", "send"


class CommandCase(msgspec.Struct, frozen=True):
    """Something that the SDK asks for a token.

    Attributes:
        registration: Of the token; `None` when Huawei has not given it out.
    """

    cloud: "HuaweiCloud"
    command: SdkCommand
    registration: Registration | None

    @property
    def app(self) -> PushApp | None:
        """The push app of the token."""
        return None if self.registration is None else self.cloud.app_with("app_id", self.registration.app_id)


def _command_rule(
    name: str,
    code: int,
    says_no: Callable[[CommandCase], bool],
    *,
    reason: Reason = Reason.INVALID_REQUEST,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[CommandCase]:
    return Rule(f"huawei.command_{name}", reason, says_no, Source(facts.CLIENT, f"code {code}", grade=grade), code)


def _has_all_topics(case: CommandCase) -> bool:
    if case.command.command != SUBSCRIBE or case.registration is None:
        return False
    topics = case.cloud.subscriptions(case.registration.app_id).of(case.command.reg_id)
    return case.command.argument not in topics and len(topics) >= facts.TOPICS_PER_TOKEN_MAX.value


COMMAND: Decision[CommandCase] = Decision(
    "huawei.command",
    (
        _command_rule(
            "token_invalid",
            facts.ClientCode.TOKEN_INVALID,
            lambda case: case.registration is None or not case.registration.is_valid,
            reason=Reason.REG_ID_INVALID,
        ),
        _command_rule(
            "push_not_enabled",
            facts.ClientCode.PUSH_NOT_ENABLED,
            lambda case: case.app is not None and case.app.state is not AppState.OPEN,
            reason=Reason.APP_NOT_OPEN,
        ),
        _command_rule(
            "without_storage",
            facts.ClientCode.NO_DATA_STORAGE,
            lambda case: case.app is not None and not case.app.values.get("data_storage"),
            reason=Reason.APP_NOT_OPEN,
        ),
        _command_rule(
            "uplink_without_server",
            facts.ClientCode.SERVER_OFFLINE,
            lambda case: case.command.command == UPLINK,
            grade=Grade.ASSUMED,
        ),
        _command_rule("too_many_topics", facts.ClientCode.TOO_MANY_TOPICS, _has_all_topics),
    ),
)
"""An uplink message always ends here: no server that takes any is simulated."""
