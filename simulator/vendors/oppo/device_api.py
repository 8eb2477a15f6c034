"""Aliases and tags that a sender sets for phones: calls of OPPO's device API, and every no to them.

Their bodies are JSON, and the token may stand in there too.
"""

import re
from collections.abc import Callable

from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.vendors.oppo import facts, rejections
from simulator.vendors.oppo.call import OppoCall
from simulator.vendors.oppo.fields import code_rule
from simulator.vendors.oppo.paths import DELETE_ALIAS, SET_ALIAS, SUBSCRIBE_TAGS, UNSUBSCRIBE_TAGS

_NAMES_REG_ID = frozenset({SET_ALIAS, SUBSCRIBE_TAGS, UNSUBSCRIBE_TAGS})


def names_in(call: OppoCall) -> list[str]:
    """Return the alias, or the tags, that the call names."""
    text = call.form.get("alias" if call.request.path in {SET_ALIAS, DELETE_ALIAS} else "tags", "")
    # Assumed: several tags are joined by commas or semicolons; clients only show single ones.
    parts = [text] if call.request.path in {SET_ALIAS, DELETE_ALIAS} else re.split("[,;]", text)
    return [part.strip() for part in parts if part.strip()]


def _reg_id_is(wrong: Callable[[OppoCall, str], bool]) -> Callable[[OppoCall], bool]:
    return lambda call: call.request.path in _NAMES_REG_ID and wrong(call, call.form.get("registration_id", ""))


def _is_unknown(call: OppoCall, reg_id: str) -> bool:
    registration = call.cloud.registrations.find(reg_id)
    return registration is None or not registration.is_valid or registration.app_id != call.app_id


def _name_is_wrong(call: OppoCall) -> bool:
    return any(len(name) > facts.SUBSCRIPTION_LENGTH_MAX.value or ";" in name for name in names_in(call))


FIELDS = Decision(
    "oppo.device_fields",
    (
        code_rule("body_not_json", rejections.ARGUMENT_WRONG, lambda call: not call.form, grade=Grade.ASSUMED),
        code_rule("device_reg_id_missing", rejections.ARGUMENT_MISSING, _reg_id_is(lambda _, reg_id: not reg_id)),
        code_rule("device_name_missing", rejections.ARGUMENT_MISSING, lambda call: not names_in(call)),
        code_rule("device_name_wrong", rejections.ARGUMENT_WRONG, _name_is_wrong),
        code_rule("device_reg_id_unknown", rejections.REG_ID_INVALID, _reg_id_is(_is_unknown), grade=Grade.ASSUMED),
    ),
)
