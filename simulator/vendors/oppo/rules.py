"""Every no of OPPO's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order, which no document gives: presence, key, time,
signature and state for auth; token, state, presence, form, class and quota, target for messages.
"""

import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, TTL_EXPIRED, DispatchCase
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.oppo import facts
from simulator.vendors.oppo import rejections as no
from simulator.vendors.oppo.call import (
    ACTION,
    ACTIVITY,
    BY_ALIAS,
    BY_OLD_ALIAS,
    BY_REG_ID,
    BY_TAG,
    EVERYBODY,
    OPEN_APP,
    SCHEME,
    URL,
    OppoCall,
)
from simulator.vendors.oppo.facts import ClientCode

if TYPE_CHECKING:
    from simulator.vendors.oppo.cloud import OppoCloud

NOTHING: Decision[OppoCall] = Decision("oppo.nothing_to_ask", ())


def _rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[OppoCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[OppoCall]:
    source = Source(facts.CODES, f"code {rejection.code}", statements, grade)
    return Rule(f"oppo.{name}", rejection.reason, says_no, source, rejection)


# -- authenticate -----------------------------------------------------------------------------------------------------


def _is_missing(name: str) -> Callable[[OppoCall], bool]:
    return lambda call: not call.form.get(name)


def _timestamp_is_wrong(call: OppoCall) -> bool:
    text = call.form.get("timestamp", "").strip()
    if not re.fullmatch(rf"[0-9]{{{facts.TIMESTAMP_DIGITS.value}}}", text):
        return True
    return abs(int(text) - call.cloud.kit.clock.epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value


def _sign_is_wrong(call: OppoCall) -> bool:
    values = call.push_app.values
    signed = f"{values['app_key']}{call.form.get('timestamp', '').strip()}{values['master_secret']}"
    return call.form.get("sign", "").strip() != hashlib.sha256(signed.encode()).hexdigest()


_ENCODING = _rule("encoding_wrong", no.ENCODING_WRONG, lambda call: not call.is_utf8)
_STATE = (
    _rule("app_disabled", no.APP_DISABLED, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
    _rule("permission_denied", no.PERMISSION_DENIED, lambda call: call.push_app.state is AppState.UNDER_REVIEW, "C23"),
)

AUTH = Decision(
    "oppo.auth",
    (
        _ENCODING,
        _rule("app_key_missing", no.APP_KEY_MISSING, _is_missing("app_key")),
        _rule("timestamp_missing", no.TIMESTAMP_MISSING, _is_missing("timestamp")),
        _rule("sign_missing", no.SIGN_MISSING, _is_missing("sign")),
        _rule("app_key_unknown", no.APP_KEY_UNKNOWN, lambda call: call.app is None, "C06", "O01"),
        _rule("timestamp_wrong", no.TIMESTAMP_WRONG, _timestamp_is_wrong),
        _rule("sign_wrong", no.SIGN_WRONG, _sign_is_wrong, "C06", "O01"),
        *_STATE,
    ),
)
TOKEN = Decision(
    "oppo.token",
    (
        _ENCODING,
        _rule("token_missing", no.TOKEN_MISSING, lambda call: not call.token_text),
        _rule("token_invalid", no.TOKEN_INVALID, lambda call: bool(call.token_text) and call.token is None),
        *_STATE,
    ),
)


def _is_too_fast(call: OppoCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= facts.SENDS_PER_SECOND_MAX.value


RATE = (
    _rule(
        "call_limited",
        no.CALL_LIMITED,
        lambda call: not call.edition(facts.QPS_HAS_OWN_CODE) and _is_too_fast(call),
        grade=Grade.ASSUMED,
    ),
    _rule(
        "too_fast",
        no.TOO_FAST,
        lambda call: call.edition(facts.QPS_HAS_OWN_CODE) and _is_too_fast(call),
        grade=Grade.ASSUMED,
    ),
)
ONLY_RATE = Decision("oppo.rate", RATE)

# -- validate ---------------------------------------------------------------------------------------------------------

_CLICK_TYPES = frozenset({OPEN_APP, ACTION, URL, ACTIVITY, SCHEME})
_STYLES = frozenset({1, 2, 3, 4})
_SINGLE_TARGETS = frozenset({BY_REG_ID, BY_OLD_ALIAS, BY_ALIAS})
_BROADCAST_TARGETS = frozenset({EVERYBODY, BY_REG_ID, BY_ALIAS, BY_TAG})


def _not_in(name: str, default: int, allowed: frozenset[int]) -> Callable[[OppoCall], bool]:
    return lambda call: call.number(name, default) not in allowed


def _outside(name: str, default: int, least: int, most: int) -> Callable[[OppoCall], bool]:
    def is_outside(call: OppoCall) -> bool:
        number = call.number(name, default)
        return number is None or not least <= number <= most

    return is_outside


def _no_flag(name: str) -> Callable[[OppoCall], bool]:
    return lambda call: call.flag(name, default=False) is None


def _show_time_is_wrong(call: OppoCall) -> bool:
    kind = call.number("show_time_type", 0)
    if kind != 1:
        return kind != 0
    start, end = call.number("show_start_time", 0), call.number("show_end_time", 0)
    return not start or not end or start >= end


def _show_ttl_is_wrong(call: OppoCall) -> bool:
    seconds = call.number("show_ttl", 0)
    return seconds is None or not 0 <= seconds <= call.show_ttl_s_max


def _push_time_is_wrong(call: OppoCall) -> bool:
    kind = call.number("push_time_type", 0)
    return kind not in {0, 1} or (kind == 1 and not call.number("push_start_time", 0))


def _fixed_speed_is_wrong(call: OppoCall) -> bool:
    if not call.flag("fix_speed", default=False):
        return False
    rate = call.number("fix_speed_rate", 0)
    return rate is None or not facts.FIX_SPEED_RATE_MIN.value <= rate <= facts.FIX_SPEED_RATE_MAX.value


def _parameters_are_too_long(call: OppoCall) -> bool:
    return call.longer("action_parameters", facts.PARAMETERS_LENGTH_MAX.value)


_NOTIFICATION = (
    _rule("title_missing", no.ARGUMENT_MISSING, lambda call: not call.has("title")),
    _rule("content_missing", no.ARGUMENT_MISSING, lambda call: not call.has("content")),
    _rule("title_too_long", no.ARGUMENT_WRONG, lambda call: call.longer("title", call.edition(facts.TITLE_LENGTH_MAX))),
    _rule(
        "sub_title_too_long",
        no.ARGUMENT_WRONG,
        lambda call: call.longer("sub_title", facts.SUB_TITLE_LENGTH_MAX.value),
    ),
    _rule("style_wrong", no.ARGUMENT_WRONG, lambda call: call.style not in _STYLES),
    _rule("content_too_long", no.ARGUMENT_WRONG, lambda call: call.content_is_too_long),
    _rule("click_type_wrong", no.ARGUMENT_WRONG, lambda call: call.click_type not in _CLICK_TYPES),
    _rule(
        "page_missing",
        no.ARGUMENT_MISSING,
        lambda call: call.click_type in {ACTION, ACTIVITY} and not call.has("click_action_activity"),
    ),
    _rule(
        "page_too_long",
        no.ARGUMENT_WRONG,
        lambda call: call.longer("click_action_activity", facts.PAGE_LENGTH_MAX.value),
    ),
    _rule(
        "url_missing",
        no.ARGUMENT_MISSING,
        lambda call: call.click_type in {URL, SCHEME} and not call.has("click_action_url"),
    ),
    _rule(
        "url_too_long",
        no.ARGUMENT_WRONG,
        lambda call: call.longer("click_action_url", call.edition(facts.URL_LENGTH_MAX)),
    ),
    _rule(
        "parameters_not_json",
        no.ARGUMENT_WRONG,
        lambda call: call.parameters is None,
        "O06",
        "C08",
        grade=Grade.ASSUMED,
    ),
    _rule("parameters_too_long", no.ARGUMENT_WRONG, _parameters_are_too_long),
    _rule("show_time_wrong", no.ARGUMENT_WRONG, _show_time_is_wrong),
    _rule("off_line_wrong", no.ARGUMENT_WRONG, _no_flag("off_line")),
    _rule(
        "off_line_ttl_wrong",
        no.ARGUMENT_WRONG,
        lambda call: (call.number("off_line_ttl", 0) or 0) < 0 or call.number("off_line_ttl", 0) is None,
    ),
    _rule("push_time_wrong", no.ARGUMENT_WRONG, _push_time_is_wrong),
    _rule("fix_speed_wrong", no.ARGUMENT_WRONG, _fixed_speed_is_wrong),
    _rule("network_type_wrong", no.ARGUMENT_WRONG, _not_in("network_type", 0, frozenset({0, 1}))),
    _rule(
        "callback_too_long",
        no.ARGUMENT_WRONG,
        lambda call: call.longer("call_back_url", facts.CALLBACK_LENGTH_MAX.value),
    ),
    _rule(
        "callback_parameter_too_long",
        no.ARGUMENT_WRONG,
        lambda call: call.longer("call_back_parameter", call.edition(facts.CALLBACK_PARAM_LENGTH_MAX)),
    ),
    _rule("show_ttl_wrong", no.ARGUMENT_WRONG, _show_ttl_is_wrong),
    _rule("notify_id_wrong", no.ARGUMENT_WRONG, _outside("notify_id", 0, 0, facts.NOTIFY_ID_MAX.value)),
    # Pictures are not simulated, so that none has been uploaded.
    _rule(
        "picture_unknown",
        no.PICTURE_UNKNOWN,
        lambda call: call.has("small_picture_id") or call.has("big_picture_id") or call.style == 3,
    ),
)
_TARGET = (
    _rule("target_type_wrong", no.ARGUMENT_WRONG, lambda call: call.target_type not in _SINGLE_TARGETS),
    _rule("target_missing", no.ARGUMENT_MISSING, lambda call: not call.targets),
)


def _category_misfits(call: OppoCall) -> bool:
    if not call.edition(facts.HAS_CATEGORIES) or not call.has("category"):
        return False
    category = call.text("category")
    return category not in (facts.SERVICE_CATEGORIES if call.is_private else facts.MARKETING_CATEGORIES)


def _level_misfits(call: OppoCall) -> bool:
    if not call.edition(facts.HAS_CATEGORIES) or not call.has("notify_level"):
        return False
    level = call.number("notify_level", 0)
    return not call.has("category") or level not in facts.NOTIFY_LEVELS or (level == 16 and not call.is_private)


def _template_is_missing(call: OppoCall) -> bool:
    if not call.edition(facts.HAS_CATEGORIES):
        return False
    return call.text("category") in facts.TEMPLATE_CATEGORIES and not call.has("private_msg_template_id")


_CLASS = (
    _rule("category_misfit", no.CATEGORY_WRONG, _category_misfits),
    _rule("notify_level_misfit", no.CATEGORY_WRONG, _level_misfits),
    _rule("template_missing", no.TEMPLATE_MISSING, _template_is_missing, grade=Grade.OBSERVED),
)
ITEM_FIELDS = Decision("oppo.item_fields", (*_TARGET, *_NOTIFICATION))
"""Asked of each message of a batch; its no is told in that message's place."""
UNICAST_FIELDS = Decision(
    "oppo.unicast_fields",
    (
        _rule("message_missing", no.ARGUMENT_MISSING, _is_missing("message")),
        _rule("message_not_json", no.ARGUMENT_WRONG, lambda call: not call.message),
        *ITEM_FIELDS,
    ),
)
SAVE_FIELDS = Decision("oppo.save_fields", _NOTIFICATION)
BATCH_FIELDS = Decision(
    "oppo.batch_fields",
    (
        _rule("messages_missing", no.ARGUMENT_MISSING, _is_missing("messages")),
        _rule("messages_not_json", no.ARGUMENT_WRONG, lambda call: not call.parts),
        _rule(
            "too_many_messages",
            no.ARGUMENT_WRONG,
            lambda call: len(call.parts) > facts.TARGETS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)


def _stored_is_gone(call: OppoCall) -> bool:
    return call.cloud.stored_message(call) is None


BROADCAST_FIELDS = Decision(
    "oppo.broadcast_fields",
    (
        _rule("message_id_missing", no.ARGUMENT_MISSING, _is_missing("message_id")),
        _rule("stored_message_gone", no.DATA_MISSING, _stored_is_gone, grade=Grade.ASSUMED),
        _rule(
            "broadcast_target_type_wrong",
            no.ARGUMENT_WRONG,
            lambda call: call.target_type not in _BROADCAST_TARGETS,
        ),
        _rule(
            "broadcast_target_missing",
            no.ARGUMENT_MISSING,
            lambda call: call.target_type != EVERYBODY and not call.targets,
        ),
        _rule(
            "too_many_targets",
            no.ARGUMENT_WRONG,
            lambda call: call.target_type != EVERYBODY and len(call.targets) > facts.TARGETS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _public_is_used_up(call: OppoCall) -> bool:
    return not call.is_private and call.cloud.public_today(call) >= facts.PUBLIC_PER_DAY_MAX.value


QUOTA = Decision("oppo.quota", (_rule("public_used_up", no.PUBLIC_USED_UP, _public_is_used_up),))
"""Asked again for each message of a batch or a broadcast, which takes its place in the day's number one by one."""
CLASS_AND_QUOTA = Decision("oppo.class_and_quota", (*RATE, *_CLASS, *QUOTA))
ITEM_CLASS = Decision("oppo.item_class", (*_CLASS, *QUOTA))
SAVE_METER = Decision("oppo.save_meter", (*RATE, *_CLASS))

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        registration: Of the registration id; `None` when OPPO has not given it out, and for every alias.
    """

    call: OppoCall
    target: str
    registration: Registration | None


def _target_rule(
    name: str, says_no: Callable[[TargetCase], bool], *statements: str, grade: Grade = Grade.DOCUMENTED
) -> Rule[TargetCase]:
    source = Source(facts.CODES, "code 10000", statements, grade)
    return Rule(f"oppo.{name}", no.REG_ID_INVALID.reason, says_no, source, no.REG_ID_INVALID)


def _is_malformed(case: TargetCase) -> bool:
    # An id that a scenario fixes was given out, whatever it looks like.
    return case.registration is None and re.fullmatch(facts.REG_ID_PATTERN.value, case.target) is None


def _is_of_other_cluster(case: TargetCase) -> bool:
    """Return whether the id belongs to the cluster that this call was not made to: it is split at each `_`."""
    parts = case.target.split("_")
    is_chinese = len(parts) == 1 or (len(parts) in {2, 3} and parts[-2] == "CN")
    return is_chinese is case.call.is_abroad


TARGETS = Decision(
    "oppo.targets",
    (
        # The client's aliases and tags are not simulated, so that none stands for any phone.
        _target_rule("alias_unknown", lambda case: not case.call.names_reg_ids),
        _target_rule("reg_id_malformed", _is_malformed),
        _target_rule("reg_id_of_other_cluster", _is_of_other_cluster),
        _target_rule(
            "reg_id_unknown",
            lambda case: case.registration is None or case.registration.app_id != case.call.app_id,
            "C02",
            "C13",
        ),
        _target_rule(
            "reg_id_gone",
            lambda case: case.registration is not None and not case.registration.is_valid,
            "C13",
        ),
        _target_rule(
            "reg_id_inactive",
            lambda case: case.registration is not None and _is_inactive(case.call.cloud, case.registration),
        ),
    ),
)


def _is_inactive(cloud: "OppoCloud", registration: Registration) -> bool:
    if cloud.outbox.is_connected(registration.phone):
        return False
    return cloud.kit.scheduler.now_ms - registration.seen_ms > facts.INACTIVE_MS.value


NO_SUCH_PHONE = next(rule for rule in TARGETS if rule.name == "oppo.reg_id_unknown")

# -- enqueue: what only receipts tell of ------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message before it goes into the outbox."""

    call: OppoCall
    registration: Registration

    @property
    def cloud(self) -> "OppoCloud":
        """The cloud that decides."""
        return self.call.cloud

    @property
    def repeat_key(self) -> tuple[str, str] | None:
        """What a message with the same number of its sender's to the same phone shares with it; `None` for none."""
        own = self.call.text("app_message_id")
        return (own, self.registration.reg_id) if own else None


def _is_burst(case: DeviceCase) -> bool:
    return case.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_reached(case: DeviceCase) -> bool:
    if case.call.is_private:
        return False
    count = case.cloud.today.count(("device", case.registration.reg_id))
    return count >= case.call.edition(facts.PUBLIC_PER_DEVICE_MAX)


DEVICE_LIMITS = Decision(
    "oppo.device_limits",
    (
        Rule(
            "oppo.repeated_message",
            Reason.DUPLICATE_CONTENT,
            lambda case: case.repeat_key in case.cloud.sent_before,
            Source(facts.API, "app_message_id"),
        ),
        Rule(
            "oppo.device_burst",
            Reason.FREQUENCY_CONTROL,
            _is_burst,
            Source(facts.GUIDE, "FAQ checks 1", ("C22",), Grade.ASSUMED),
        ),
        Rule(
            "oppo.device_daily_limit",
            Reason.QUOTA_USED,
            _device_limit_reached,
            Source(facts.RECEIPTS, "user_daily_limit"),
        ),
    ),
)

# -- dispatch ---------------------------------------------------------------------------------------------------------

NOT_KEPT: Rule[DispatchCase] = Rule(
    "oppo.not_kept",
    Reason.DEVICE_OFFLINE,
    lambda case: case.stored.only_if_online and not case.is_connected,
    Source(facts.API, "off_line"),
)
DISPATCH = Decision("oppo.dispatch", (TTL_EXPIRED, NOT_KEPT, DEVICE_OFFLINE))

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a registration id; its SDK names AppKey and AppSecret.

    Attributes:
        app: The push app of the AppKey it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str, grade: Grade = Grade.DOCUMENTED
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT_CODES, f"code {code}", statements, grade)
    return Rule(f"oppo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "oppo.register",
    (
        _register_rule(
            "register_key_missing", ClientCode.MISSING_APP_KEY, lambda case: not case.question.app_id, "O04"
        ),
        _register_rule(
            "register_secret_missing", ClientCode.MISSING_SIGNATURE, lambda case: not case.question.app_key, "O04"
        ),
        _register_rule("register_key", ClientCode.INVALID_APP_KEY, lambda case: case.app is None, "O04", "O01"),
        _register_rule(
            "register_secret",
            ClientCode.INVALID_SIGNATURE,
            lambda case: case.app is not None and case.app.values["app_secret"] != case.question.app_key,
            "O04",
            "O01",
        ),
        _register_rule(
            "register_not_granted",
            ClientCode.INSUFFICIENT_PERMISSIONS,
            lambda case: case.app is not None and case.app.state is AppState.UNDER_REVIEW,
            "C23",
            "O04",
        ),
        _register_rule(
            "register_package",
            ClientCode.INSUFFICIENT_PERMISSIONS,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            grade=Grade.ASSUMED,
        ),
    ),
)
