"""Attributes and tags of users, as the services of pushes to all have them: each call is for all its users or none."""

from simulator.im import codes
from simulator.im.rest_audience_fields import (
    ATTRIBUTE_NAMES,
    NAMES_REMOVED,
    TAGS,
    TAGS_COUNT,
    TAGS_REMOVED,
    VALUES,
    Users,
    entries,
    listed,
    name_attributes,
    named,
    of_users,
    some_users,
    values_of,
)
from simulator.im.rest_command import Answer, Call, slow_command
from simulator.im.rest_fields import text, texts
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade


def _users(command: str, users_of: Users) -> tuple[Rule[Call], ...]:
    unknown = of_users(
        f"{command}.user_unknown",
        codes.OPENIM_ACCOUNT_UNKNOWN,
        users_of,
        lambda call, users: any(user not in call.server.accounts for user in users),
        Grade.ASSUMED,
    )
    return *some_users(command, users_of), unknown


SET_ATTR_NAME: Decision[Call] = Decision("im.rest.im_set_attr_name", ATTRIBUTE_NAMES)
GET_ATTR_NAME: Decision[Call] = Decision("im.rest.im_get_attr_name", ())
SET_ATTR: Decision[Call] = Decision("im.rest.im_set_attr", (*_users("set_attr", named("Attrs")), *VALUES))
REMOVE_ATTR: Decision[Call] = Decision(
    "im.rest.im_remove_attr", (*_users("remove_attr", named("Attrs")), NAMES_REMOVED)
)
GET_ATTR: Decision[Call] = Decision("im.rest.im_get_attr", _users("get_attr", listed))
ADD_TAG: Decision[Call] = Decision("im.rest.im_add_tag", (*_users("add_tag", named("Tags")), *TAGS, TAGS_COUNT))
REMOVE_TAG: Decision[Call] = Decision("im.rest.im_remove_tag", (*_users("remove_tag", named("Tags")), TAGS_REMOVED))
GET_TAG: Decision[Call] = Decision("im.rest.im_get_tag", _users("get_tag", listed))
REMOVE_ALL_TAGS: Decision[Call] = Decision("im.rest.im_remove_all_tags", _users("remove_all_tags", listed))


def _set_attr_name(call: Call) -> Answer:
    name_attributes(call)
    return {}


def _get_attr_name(call: Call) -> Answer:
    return {"AttrNames": call.server.tasks.audience.attribute_names}


def _set_attr(call: Call) -> Answer:
    for entry in entries(call, "Attrs"):
        values = {name: text(value) for name, value in values_of(entry).items()}
        call.server.tasks.audience.set_attributes(text(entry.get("To_Account")), values)
    return {}


def _remove_attr(call: Call) -> Answer:
    for entry in entries(call, "Attrs"):
        call.server.tasks.audience.remove_attributes(text(entry.get("To_Account")), texts(entry.get("Attrs")))
    return {}


def _get_attr(call: Call) -> Answer:
    audience = call.server.tasks.audience
    found = [{"To_Account": user, "Attrs": audience.attributes(user)} for user in texts(listed(call))]
    return {"UserAttrs": found, "Attrs": found}


def _add_tag(call: Call) -> Answer:
    for entry in entries(call, "Tags"):
        call.server.tasks.audience.add_tags(text(entry.get("To_Account")), texts(entry.get("Tags")))
    return {}


def _remove_tag(call: Call) -> Answer:
    for entry in entries(call, "Tags"):
        call.server.tasks.audience.remove_tags(text(entry.get("To_Account")), texts(entry.get("Tags")))
    return {}


def _get_tag(call: Call) -> Answer:
    audience = call.server.tasks.audience
    found = [{"To_Account": user, "Tags": audience.tags(user)} for user in texts(listed(call))]
    return {"UserTags": found, "Tags": found}


def _remove_all_tags(call: Call) -> Answer:
    for user in texts(listed(call)):
        call.server.tasks.audience.remove_all_tags(user)
    return {}


COMMANDS = {
    "im_set_attr_name": slow_command(SET_ATTR_NAME, _set_attr_name),
    "im_get_attr_name": slow_command(GET_ATTR_NAME, _get_attr_name),
    "im_set_attr": slow_command(SET_ATTR, _set_attr),
    "im_get_attr": slow_command(GET_ATTR, _get_attr),
    "im_remove_attr": slow_command(REMOVE_ATTR, _remove_attr),
    "im_add_tag": slow_command(ADD_TAG, _add_tag),
    "im_remove_tag": slow_command(REMOVE_TAG, _remove_tag),
    "im_get_tag": slow_command(GET_TAG, _get_tag),
    "im_remove_all_tags": slow_command(REMOVE_ALL_TAGS, _remove_all_tags),
}
