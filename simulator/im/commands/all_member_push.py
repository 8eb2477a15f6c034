"""Pushes to all users, and the attributes and tags by which some of them are chosen."""

from collections.abc import Callable

from simulator.im import codes
from simulator.im.backends import PUSHES
from simulator.im.codes import ImCode
from simulator.im.rest_command import (
    DOCUMENT,
    SLOW_CALLS_PER_SECOND_MAX,
    Answer,
    Call,
    Command,
    Knock,
    Service,
    admission,
    refusing,
)
from simulator.im.rest_fields import Body, are_texts, items, objects, size, text, texts
from simulator.im.rest_push_tasks import (
    ATTRIBUTE_BYTES_MAX,
    IM_PUSH,
    TAG_BYTES_MAX,
    TAGS_MAX,
    im_push,
    is_wrong_tag,
)
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source

ATTRIBUTE_NUMBERS = frozenset("0123456789")
"""Numbers of the attributes that an app can have."""
USERS_MAX = Fact("im.tagged_users_max", 100, Source(DOCUMENT, "im_set_attr", grade=Grade.ASSUMED))
"""Of one call about attributes or tags."""


# -- names of attributes ----------------------------------------------------------------------------------------------


def _names(call: Call) -> dict[str, object]:
    names = call.body.get("AttrNames")
    return names if isinstance(names, dict) else {}


def _is_length_wrong(value: object) -> bool:
    return not 0 < size(value) <= ATTRIBUTE_BYTES_MAX.value


SET_ATTR_NAME: Decision[Call] = Decision(
    "im.rest.im_set_attr_name",
    (
        refusing(
            "attr.names_wrong",
            codes.ATTRIBUTE_INVALID,
            lambda call: not _names(call) or any(number not in ATTRIBUTE_NUMBERS for number in _names(call)),
        ),
        refusing(
            "attr.name_length_wrong",
            codes.ATTRIBUTE_LENGTH_WRONG,
            lambda call: any(map(_is_length_wrong, _names(call).values())),
        ),
    ),
)
GET_ATTR_NAME: Decision[Call] = Decision("im.rest.im_get_attr_name", ())


def _set_attr_name(call: Call) -> Answer:
    names = {number: text(name) for number, name in _names(call).items()}
    call.server.tasks.audience.attribute_names.update(names)
    return {}


def _get_attr_name(call: Call) -> Answer:
    return {"AttrNames": call.server.tasks.audience.attribute_names}


# -- users ------------------------------------------------------------------------------------------------------------


def _entries(call: Call, kind: str) -> list[Body]:
    """Return what a call says of users: under the name of the document, or under the one that some clients use."""
    return objects(call.body.get(f"User{kind}", call.body.get(kind)))


def _users(name: str, users_of: Callable[[Call], list[object]]) -> tuple[Rule[Call], ...]:
    """Return what is asked of the users of a call."""

    def rule(what: str, code: ImCode, says_no: Callable[[Call, list[object]], bool]) -> Rule[Call]:
        return refusing(f"{name}.{what}", code, lambda call: says_no(call, users_of(call)), grade=Grade.ASSUMED)

    return (
        rule("no_users", codes.TO_ACCOUNT_WRONG, lambda _, users: not are_texts(users)),
        rule("too_many_users", codes.REQUEST_TOO_MANY_ACCOUNTS, lambda _, users: len(users) > USERS_MAX.value),
        rule(
            "user_unknown",
            codes.OPENIM_ACCOUNT_UNKNOWN,
            lambda call, users: any(user not in call.server.accounts for user in users),
        ),
    )


def _named(kind: str) -> Callable[[Call], list[object]]:
    return lambda call: [entry.get("To_Account") for entry in _entries(call, kind)]


def _listed(call: Call) -> list[object]:
    return items(call.body.get("To_Account"))


def _values(entry: Body) -> dict[str, object]:
    values = entry.get("Attrs")
    return values if isinstance(values, dict) else {}


SET_ATTR: Decision[Call] = Decision(
    "im.rest.im_set_attr",
    (
        *_users("set_attr", _named("Attrs")),
        refusing(
            "attr.unknown",
            codes.ATTRIBUTE_INVALID,
            lambda call: any(
                not _values(entry) or name not in call.server.tasks.audience.attribute_names.values()
                for entry in _entries(call, "Attrs")
                for name in _values(entry) or ("",)
            ),
        ),
        refusing(
            "attr.length_wrong",
            codes.ATTRIBUTE_LENGTH_WRONG,
            lambda call: any(
                _is_length_wrong(value) for entry in _entries(call, "Attrs") for value in _values(entry).values()
            ),
        ),
    ),
)
REMOVE_ATTR: Decision[Call] = Decision(
    "im.rest.im_remove_attr",
    (
        *_users("remove_attr", _named("Attrs")),
        refusing(
            "remove_attr.no_names",
            codes.ATTRIBUTE_INVALID,
            lambda call: not all(are_texts(entry.get("Attrs")) for entry in _entries(call, "Attrs")),
        ),
    ),
)
GET_ATTR: Decision[Call] = Decision("im.rest.im_get_attr", _users("get_attr", _listed))


def _set_attr(call: Call) -> Answer:
    for entry in _entries(call, "Attrs"):
        values = {name: text(value) for name, value in _values(entry).items()}
        call.server.tasks.audience.set_attributes(text(entry.get("To_Account")), values)
    return {}


def _remove_attr(call: Call) -> Answer:
    for entry in _entries(call, "Attrs"):
        call.server.tasks.audience.remove_attributes(text(entry.get("To_Account")), texts(entry.get("Attrs")))
    return {}


def _get_attr(call: Call) -> Answer:
    audience = call.server.tasks.audience
    found = [{"To_Account": user, "Attrs": audience.attributes(user)} for user in texts(_listed(call))]
    return {"UserAttrs": found, "Attrs": found}


# -- tags -------------------------------------------------------------------------------------------------------------


def _all_tags(call: Call) -> list[object]:
    return [tag for entry in _entries(call, "Tags") for tag in items(entry.get("Tags"))]


ADD_TAG: Decision[Call] = Decision(
    "im.rest.im_add_tag",
    (
        *_users("add_tag", _named("Tags")),
        refusing(
            "tag.empty",
            codes.TAG_EMPTY,
            lambda call: (
                any(map(is_wrong_tag, _all_tags(call)))
                or not all(items(entry.get("Tags")) for entry in _entries(call, "Tags"))
            ),
        ),
        refusing(
            "tag.too_long",
            codes.TAG_TOO_LONG,
            lambda call: any(size(tag) > TAG_BYTES_MAX.value for tag in _all_tags(call)),
        ),
        refusing(
            "tag.too_many",
            codes.TOO_MANY_TAGS,
            lambda call: any(len(items(entry.get("Tags"))) > TAGS_MAX.value for entry in _entries(call, "Tags")),
        ),
    ),
)
REMOVE_TAG: Decision[Call] = Decision(
    "im.rest.im_remove_tag",
    (
        *_users("remove_tag", _named("Tags")),
        refusing(
            "remove_tag.empty",
            codes.TAG_EMPTY,
            lambda call: not all(are_texts(entry.get("Tags")) for entry in _entries(call, "Tags")),
        ),
    ),
)
GET_TAG: Decision[Call] = Decision("im.rest.im_get_tag", _users("get_tag", _listed))
REMOVE_ALL_TAGS: Decision[Call] = Decision("im.rest.im_remove_all_tags", _users("remove_all_tags", _listed))


def _add_tag(call: Call) -> Answer:
    for entry in _entries(call, "Tags"):
        call.server.tasks.audience.add_tags(text(entry.get("To_Account")), texts(entry.get("Tags")))
    return {}


def _remove_tag(call: Call) -> Answer:
    for entry in _entries(call, "Tags"):
        call.server.tasks.audience.remove_tags(text(entry.get("To_Account")), texts(entry.get("Tags")))
    return {}


def _get_tag(call: Call) -> Answer:
    audience = call.server.tasks.audience
    found = [{"To_Account": user, "Tags": audience.tags(user)} for user in texts(_listed(call))]
    return {"UserTags": found, "Tags": found}


def _remove_all_tags(call: Call) -> Answer:
    for user in texts(_listed(call)):
        call.server.tasks.audience.remove_all_tags(user)
    return {}


def _slow(decision: Decision[Call], run: Callable[[Call], Answer]) -> Command:
    return Command(decision, run, SLOW_CALLS_PER_SECOND_MAX)


ADMISSION: Decision[Knock] = admission(
    "all_member_push", not_admin=codes.OPENIM_NEEDS_ADMIN, not_json=codes.JSON_PARSE_FAILED
)
SERVICE = Service(
    ADMISSION,
    {
        "im_push": Command(IM_PUSH, im_push),
        "im_set_attr_name": _slow(SET_ATTR_NAME, _set_attr_name),
        "im_get_attr_name": _slow(GET_ATTR_NAME, _get_attr_name),
        "im_set_attr": _slow(SET_ATTR, _set_attr),
        "im_get_attr": _slow(GET_ATTR, _get_attr),
        "im_remove_attr": _slow(REMOVE_ATTR, _remove_attr),
        "im_add_tag": _slow(ADD_TAG, _add_tag),
        "im_remove_tag": _slow(REMOVE_TAG, _remove_tag),
        "im_get_tag": _slow(GET_TAG, _get_tag),
        "im_remove_all_tags": _slow(REMOVE_ALL_TAGS, _remove_all_tags),
    },
    (PUSHES,),
)
