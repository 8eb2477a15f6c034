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
from simulator.cloud.registrations import AppState, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts, rejections
from simulator.vendors.oppo.call import (
    BY_ALIAS,
    BY_OLD_ALIAS,
    BY_REG_ID,
    BY_TAG,
    EVERYBODY,
    OppoCall,
)
from simulator.vendors.oppo.fields import NOTIFICATION, code_rule

if TYPE_CHECKING:
    from simulator.vendors.oppo.cloud import OppoCloud

NOTHING: Decision[OppoCall] = Decision("oppo.nothing_to_ask", ())


# -- authenticate -----------------------------------------------------------------------------------------------------


def _is_missing(name: str) -> Callable[[OppoCall], bool]:
    return lambda call: not call.form.get(name)


def _timestamp_is_wrong(call: OppoCall) -> bool:
    text = call.form.get("timestamp", "").strip()
    if not re.fullmatch(rf"[0-9]{{{facts.TIMESTAMP_DIGITS.value}}}", text):
        return True
    return abs(int(text) - call.cloud.kit.clock.sender_epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value


def _sign_is_wrong(call: OppoCall) -> bool:
    values = call.push_app.values
    signed = f"{values['app_key']}{call.form.get('timestamp', '').strip()}{values['master_secret']}"
    return call.form.get("sign", "").strip() != hashlib.sha256(signed.encode()).hexdigest()


_ENCODING = code_rule("encoding_wrong", rejections.ENCODING_WRONG, lambda call: not call.is_utf8)
_STATE = (
    code_rule("app_disabled", rejections.APP_DISABLED, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
    code_rule(
        "permission_denied",
        rejections.PERMISSION_DENIED,
        lambda call: call.push_app.state is AppState.UNDER_REVIEW,
        "C23",
    ),
)

_ADDRESS = code_rule(
    "address_blocked", rejections.ADDRESS_BLOCKED, lambda call: call.caller_is_blocked, grade=Grade.ASSUMED
)

AUTH = Decision(
    "oppo.auth",
    (
        _ENCODING,
        code_rule("app_key_missing", rejections.APP_KEY_MISSING, _is_missing("app_key")),
        code_rule("timestamp_missing", rejections.TIMESTAMP_MISSING, _is_missing("timestamp")),
        code_rule("sign_missing", rejections.SIGN_MISSING, _is_missing("sign")),
        code_rule("app_key_unknown", rejections.APP_KEY_UNKNOWN, lambda call: call.app is None, "C06", "O01"),
        code_rule("timestamp_wrong", rejections.TIMESTAMP_WRONG, _timestamp_is_wrong),
        code_rule("sign_wrong", rejections.SIGN_WRONG, _sign_is_wrong, "C06", "O01"),
        _ADDRESS,
        *_STATE,
    ),
)
TOKEN = Decision(
    "oppo.token",
    (
        _ENCODING,
        code_rule("token_missing", rejections.TOKEN_MISSING, lambda call: not call.token_text),
        code_rule("token_invalid", rejections.TOKEN_INVALID, lambda call: bool(call.token_text) and call.token is None),
        _ADDRESS,
        *_STATE,
    ),
)


def _is_too_fast(call: OppoCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= facts.SENDS_PER_SECOND_MAX.value


def _load_exceeds(most: Fact[int]) -> Callable[[OppoCall], bool]:
    return lambda call: call.cloud.load > most.value


RATE = (
    code_rule("service_down", rejections.UNAVAILABLE, _load_exceeds(facts.SERVICE_CAPACITY), grade=Grade.ASSUMED),
    code_rule("flow_control", rejections.FLOW_CONTROL, _load_exceeds(facts.SERVICE_LOAD_MAX), grade=Grade.ASSUMED),
    code_rule(
        "call_limited",
        rejections.CALL_LIMITED,
        lambda call: not call.edition(facts.QPS_HAS_OWN_CODE) and _is_too_fast(call),
        grade=Grade.ASSUMED,
    ),
    code_rule(
        "too_fast",
        rejections.TOO_FAST,
        lambda call: call.edition(facts.QPS_HAS_OWN_CODE) and _is_too_fast(call),
        grade=Grade.ASSUMED,
    ),
)
ONLY_RATE = Decision("oppo.rate", RATE)

# -- validate ---------------------------------------------------------------------------------------------------------

_SINGLE_TARGETS = frozenset({BY_REG_ID, BY_OLD_ALIAS, BY_ALIAS})
_BROADCAST_TARGETS = frozenset({EVERYBODY, BY_REG_ID, BY_ALIAS, BY_TAG})
_TARGET = (
    code_rule("target_type_wrong", rejections.ARGUMENT_WRONG, lambda call: call.target_type not in _SINGLE_TARGETS),
    code_rule("target_missing", rejections.ARGUMENT_MISSING, lambda call: not call.targets),
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
    code_rule("category_misfit", rejections.CATEGORY_WRONG, _category_misfits),
    code_rule("notify_level_misfit", rejections.CATEGORY_WRONG, _level_misfits),
    code_rule("template_missing", rejections.TEMPLATE_MISSING, _template_is_missing, grade=Grade.OBSERVED),
)
ITEM_FIELDS = Decision("oppo.item_fields", (*_TARGET, *NOTIFICATION))
"""Asked of each message of a batch; its no is told in that message's place."""
UNICAST_FIELDS = Decision(
    "oppo.unicast_fields",
    (
        code_rule("message_missing", rejections.ARGUMENT_MISSING, _is_missing("message")),
        code_rule("message_not_json", rejections.ARGUMENT_WRONG, lambda call: not call.message),
        *ITEM_FIELDS,
    ),
)
SAVE_FIELDS = Decision("oppo.save_fields", NOTIFICATION)
BATCH_FIELDS = Decision(
    "oppo.batch_fields",
    (
        code_rule("messages_missing", rejections.ARGUMENT_MISSING, _is_missing("messages")),
        code_rule("messages_not_json", rejections.ARGUMENT_WRONG, lambda call: not call.parts),
        code_rule(
            "too_many_messages",
            rejections.ARGUMENT_WRONG,
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
        code_rule("message_id_missing", rejections.ARGUMENT_MISSING, _is_missing("message_id")),
        code_rule("stored_message_gone", rejections.DATA_MISSING, _stored_is_gone, grade=Grade.ASSUMED),
        code_rule(
            "broadcast_target_type_wrong",
            rejections.ARGUMENT_WRONG,
            lambda call: call.target_type not in _BROADCAST_TARGETS,
        ),
        code_rule(
            "broadcast_target_missing",
            rejections.ARGUMENT_MISSING,
            lambda call: call.target_type != EVERYBODY and not call.targets,
        ),
        code_rule(
            "too_many_targets",
            rejections.ARGUMENT_WRONG,
            lambda call: call.target_type != EVERYBODY and len(call.targets) > facts.TARGETS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _public_is_used_up(call: OppoCall) -> bool:
    return not call.is_private and call.cloud.public_today(call) >= call.cloud.public_daily_max(call)


QUOTA = Decision("oppo.quota", (code_rule("public_used_up", rejections.PUBLIC_USED_UP, _public_is_used_up),))
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
    return Rule(f"oppo.{name}", rejections.REG_ID_INVALID.reason, says_no, source, rejections.REG_ID_INVALID)


def _is_malformed(case: TargetCase) -> bool:
    # An id that a scenario fixes was given out, whatever it looks like.
    return case.registration is None and re.fullmatch(facts.REG_ID_PATTERN.value, case.target) is None


def _is_of_other_cluster(case: TargetCase) -> bool:
    """Return whether the id belongs to the cluster that this call was not made to: it is split at each `_`."""
    parts = case.target.split("_")
    is_chinese = len(parts) == 1 or (len(parts) in {2, 3} and parts[-2] == "CN")
    return is_chinese is case.call.is_abroad


NO_SUCH_PHONE = _target_rule(
    "reg_id_unknown",
    lambda case: case.registration is None or case.registration.app_id != case.call.app_id,
    "C02",
    "C13",
)
TARGETS = Decision(
    "oppo.targets",
    (
        _target_rule("alias_unknown", lambda case: not case.call.names_reg_ids and case.registration is None),
        _target_rule("reg_id_malformed", _is_malformed),
        _target_rule("reg_id_of_other_cluster", _is_of_other_cluster),
        NO_SUCH_PHONE,
        _target_rule(
            "reg_id_gone",
            lambda case: case.registration is not None and not case.registration.is_valid,
            "C13",
        ),
        _target_rule(
            "reg_id_inactive",
            lambda case: case.registration is not None and is_inactive(case.call.cloud, case.registration),
        ),
    ),
)


def is_inactive(cloud: "OppoCloud", registration: Registration) -> bool:
    """Return whether the phone has been away for so long that its registration id is no longer valid."""
    return cloud.away_ms(registration) > facts.INACTIVE_MS.value


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
    return count >= case.call.device_daily_max


def _comes_from_elsewhere(case: DeviceCase) -> bool:
    call = case.call
    return not call.is_private and call.edition(facts.STORE_ONLY) and facts.OUTSIDE_STORE in call.push_app.barred


DAILY_LIMIT: Rule[DeviceCase] = Rule(
    "oppo.device_daily_limit",
    Reason.QUOTA_USED,
    _device_limit_reached,
    Source(facts.RECEIPTS, "user_daily_limit"),
)
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
            "oppo.not_from_store",
            Reason.MESSAGE_CLASS_LIMITED,
            _comes_from_elsewhere,
            Source(facts.LIMITS, "public class, OPPO's store"),
        ),
        DAILY_LIMIT,
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
