"""Attributes and tags of users, as the newer push service has them: each user of a call has a result of his own."""

from collections.abc import Callable, Mapping

import msgspec

from simulator.im import codes
from simulator.im.audience import Audience
from simulator.im.rest_audience_fields import (
    ATTRIBUTE_NAMES,
    NAMES_REMOVED,
    TAGS,
    TAGS_COUNT,
    TAGS_REMOVED,
    VALUES,
    entries,
    listed,
    name_attributes,
    named,
    names_of,
    some_users,
    values_of,
)
from simulator.im.rest_command import Answer, Call, refusing, slow_command
from simulator.im.rest_fields import items, text, texts, whole
from simulator.im.server import ImServer
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source

USER_ID, REGISTRATION_ID = 0, 1
"""Types of accounts that an attribute can be for: whom an app logs in, or what the push SDK names a device.

Differs: here only users have attributes and tags; an ID that the push SDK gave to a device is an unknown account.
"""
TAGS_REPLACED_MAX = Fact("im.tags_replaced_max", 100, Source("Tencent Push REST API", "timpush/add_tag"))
"""How many tags a user can get in one call that takes his others."""


# -- names of attributes ----------------------------------------------------------------------------------------------


def _types_of(call: Call) -> Mapping[str, object]:
    types = call.body.get("AttrTypes", {})
    return types if isinstance(types, dict) else {"": types}


def _is_named_twice(call: Call) -> bool:
    names = call.server.tasks.audience.attribute_names | dict(names_of(call))
    return len(set(names.values())) < len(names)


def _is_type_wrong(call: Call) -> bool:
    known = call.server.tasks.audience
    return any(
        number not in names_of(call)
        or kind not in (USER_ID, REGISTRATION_ID)
        or (number in known.attribute_names and kind != known.attribute_types.get(number, USER_ID))
        for number, kind in _types_of(call).items()
    )


SET_ATTR_NAME: Decision[Call] = Decision(
    "im.rest.timpush_set_attr_name",
    (
        *ATTRIBUTE_NAMES,
        refusing("timpush.attr.named_twice", codes.ATTRIBUTE_INVALID, _is_named_twice),
        refusing("timpush.attr.type_wrong", codes.ATTRIBUTE_INVALID, _is_type_wrong),
    ),
)
GET_ATTR_NAME: Decision[Call] = Decision("im.rest.timpush_get_attr_name", ())


def _set_attr_name(call: Call) -> Answer:
    name_attributes(call)
    types = {
        number: REGISTRATION_ID if kind == REGISTRATION_ID else USER_ID for number, kind in _types_of(call).items()
    }
    call.server.tasks.audience.attribute_types.update(types)
    return {}


def _get_attr_name(call: Call) -> Answer:
    audience = call.server.tasks.audience
    types = {number: audience.attribute_types.get(number, USER_ID) for number in audience.attribute_names}
    return {"AttrNames": audience.attribute_names, "AttrTypes": types}


# -- users ------------------------------------------------------------------------------------------------------------


class Target(msgspec.Struct, frozen=True):
    """One account of a call.

    Attributes:
        attributes: Names of those that the account shall have.
    """

    server: ImServer
    account: str
    attributes: tuple[str, ...] = ()

    @property
    def wants_others_attribute(self) -> bool:
        """Return whether one of the attributes is for accounts of the other type."""
        audience = self.server.tasks.audience
        return any(
            audience.attribute_types.get(number, USER_ID) != USER_ID
            for number, name in audience.attribute_names.items()
            if name in self.attributes
        )


TARGET: Decision[Target] = Decision(
    "im.rest.timpush_tagged",
    (
        refusing(
            "timpush.tagged.account_unknown",
            codes.ACCOUNT_UNKNOWN,
            lambda target: target.account not in target.server.accounts,
        ),
        refusing(
            "timpush.tagged.account_of_other_type",
            codes.ACCOUNT_TYPE_WRONG,
            lambda target: target.wants_others_attribute,
        ),
    ),
)


def _for_each(call: Call, targets: list[Target], act: Callable[[int, str], None]) -> Answer:
    """Do *act* for each account that can have it, by its place in the call, and tell which ones cannot."""
    wrong = []
    for place, target in enumerate(targets):
        code = call.refusal_of(TARGET, target)
        if code is None:
            act(place, target.account)
        else:
            wrong.append({"To_Account": target.account, "ErrorCode": code.code})
    return {"ErrorList": wrong} if wrong else {}


def _each_named(call: Call, kind: str, act: Callable[[Audience, str, Mapping[str, object]], None]) -> Answer:
    found = entries(call, kind)
    targets = [
        Target(call.server, text(entry.get("To_Account")), tuple(values_of(entry)) if kind == "Attrs" else ())
        for entry in found
    ]
    return _for_each(call, targets, lambda place, account: act(call.server.tasks.audience, account, found[place]))


def _each_listed(call: Call, act: Callable[[Audience, str], None]) -> Answer:
    targets = [Target(call.server, account) for account in texts(listed(call))]
    return _for_each(call, targets, lambda _, account: act(call.server.tasks.audience, account))


# -- attributes -------------------------------------------------------------------------------------------------------

SET_ATTR: Decision[Call] = Decision(
    "im.rest.timpush_set_attr", (*some_users("timpush.set_attr", named("Attrs")), *VALUES)
)
REMOVE_ATTR: Decision[Call] = Decision(
    "im.rest.timpush_remove_attr", (*some_users("timpush.remove_attr", named("Attrs")), NAMES_REMOVED)
)
GET_ATTR: Decision[Call] = Decision("im.rest.timpush_get_attr", some_users("timpush.get_attr", listed))


def _set_attr(call: Call) -> Answer:
    return _each_named(
        call,
        "Attrs",
        lambda audience, account, entry: audience.set_attributes(
            account, {name: text(value) for name, value in values_of(entry).items()}
        ),
    )


def _remove_attr(call: Call) -> Answer:
    return _each_named(
        call,
        "Attrs",
        lambda audience, account, entry: audience.remove_attributes(account, texts(entry.get("Attrs"))),
    )


def _get_attr(call: Call) -> Answer:
    found: list[Answer] = []
    wrong = _each_listed(
        call,
        lambda audience, account: found.append({"To_Account": account, "Attrs": audience.attributes(account)}),
    )
    return {"UserAttrs": found, **wrong}


# -- tags -------------------------------------------------------------------------------------------------------------


def _replaces(call: Call) -> bool:
    return whole(call.body.get("Replace"), 0) == 1


def _has_too_many_to_replace(call: Call) -> bool:
    return any(len(items(entry.get("Tags"))) > TAGS_REPLACED_MAX.value for entry in entries(call, "Tags"))


_TAGS_COUNT: Rule[Call] = refusing(
    "timpush.tag.too_many",
    codes.TOO_MANY_TAGS,
    lambda call: _has_too_many_to_replace(call) if _replaces(call) else TAGS_COUNT.says_no(call),
    grade=Grade.ASSUMED,
)
ADD_TAG: Decision[Call] = Decision(
    "im.rest.timpush_add_tag", (*some_users("timpush.add_tag", named("Tags")), *TAGS, _TAGS_COUNT)
)
REMOVE_TAG: Decision[Call] = Decision(
    "im.rest.timpush_remove_tag", (*some_users("timpush.remove_tag", named("Tags")), TAGS_REMOVED)
)
GET_TAG: Decision[Call] = Decision("im.rest.timpush_get_tag", some_users("timpush.get_tag", listed))
CLEAR_ALL_TAGS: Decision[Call] = Decision(
    "im.rest.timpush_clear_all_tags", some_users("timpush.clear_all_tags", listed)
)


def _add_tag(call: Call) -> Answer:
    # Differs: at Tencent a user has at most 100 tags, and all users of an app have 1,000 different ones.
    def act(audience: Audience, account: str, entry: Mapping[str, object]) -> None:
        if _replaces(call):
            audience.remove_all_tags(account)
        audience.add_tags(account, texts(entry.get("Tags")))

    return _each_named(call, "Tags", act)


def _remove_tag(call: Call) -> Answer:
    return _each_named(
        call, "Tags", lambda audience, account, entry: audience.remove_tags(account, texts(entry.get("Tags")))
    )


def _get_tag(call: Call) -> Answer:
    found: list[Answer] = []
    wrong = _each_listed(
        call, lambda audience, account: found.append({"To_Account": account, "Tags": audience.tags(account)})
    )
    return {"UserTags": found, **wrong}


def _clear_all_tags(call: Call) -> Answer:
    return _each_listed(call, lambda audience, account: audience.remove_all_tags(account))


COMMANDS = {
    "set_attr_name": slow_command(SET_ATTR_NAME, _set_attr_name),
    "get_attr_name": slow_command(GET_ATTR_NAME, _get_attr_name),
    "set_attr": slow_command(SET_ATTR, _set_attr),
    "get_attr": slow_command(GET_ATTR, _get_attr),
    "remove_attr": slow_command(REMOVE_ATTR, _remove_attr),
    "add_tag": slow_command(ADD_TAG, _add_tag),
    "remove_tag": slow_command(REMOVE_TAG, _remove_tag),
    "get_tag": slow_command(GET_TAG, _get_tag),
    "clear_all_tags": slow_command(CLEAR_ALL_TAGS, _clear_all_tags),
}
