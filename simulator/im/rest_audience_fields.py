"""What the bodies of calls about attributes and tags of users say, and what is asked of them wherever they are sent."""

from collections.abc import Callable, Mapping

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.rest_command import Call, refusing
from simulator.im.rest_fields import Body, are_texts, items, objects, size, text
from simulator.im.rest_push_tasks import ATTRIBUTE_BYTES_MAX, TAG_BYTES_MAX, TAGS_MAX, is_wrong_tag
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source

ATTRIBUTE_NUMBERS = frozenset("0123456789")
"""Numbers of the attributes that an app can have."""
USERS_MAX = Fact("im.tagged_users_max", 100, Source("Tencent Push REST API", "timpush/set_attr"))
"""Of one call about attributes or tags."""

Users = Callable[[Call], list[object]]


# -- names of attributes ----------------------------------------------------------------------------------------------


def names_of(call: Call) -> Mapping[str, object]:
    """Return the names that *call* gives to attributes, by their numbers."""
    names = call.body.get("AttrNames")
    return names if isinstance(names, dict) else {}


def _is_length_wrong(value: object) -> bool:
    return not 0 < size(value) <= ATTRIBUTE_BYTES_MAX.value


ATTRIBUTE_NAMES: tuple[Rule[Call], ...] = (
    refusing(
        "attr.names_wrong",
        codes.ATTRIBUTE_INVALID,
        lambda call: not names_of(call) or any(number not in ATTRIBUTE_NUMBERS for number in names_of(call)),
    ),
    refusing(
        "attr.name_length_wrong",
        codes.ATTRIBUTE_LENGTH_WRONG,
        lambda call: any(map(_is_length_wrong, names_of(call).values())),
    ),
)


def name_attributes(call: Call) -> None:
    """Give the app's attributes the names that *call* says."""
    names = {number: text(name) for number, name in names_of(call).items()}
    call.server.tasks.audience.attribute_names.update(names)


# -- users ------------------------------------------------------------------------------------------------------------


def entries(call: Call, kind: str) -> list[Body]:
    """Return what a call says of users: under the name of the document, or under the one that some clients use."""
    return objects(call.body.get(f"User{kind}", call.body.get(kind)))


def named(kind: str) -> Users:
    """Return what finds the users of whom a call says something."""
    return lambda call: [entry.get("To_Account") for entry in entries(call, kind)]


def listed(call: Call) -> list[object]:
    """Return the users about whom *call* asks."""
    return items(call.body.get("To_Account"))


def of_users(
    name: str, code: ImCode, users_of: Users, says_no: Callable[[Call, list[object]], bool], grade: Grade | None = None
) -> Rule[Call]:
    """Return a rule about the users of a call."""
    return refusing(name, code, lambda call: says_no(call, users_of(call)), grade=grade)


def some_users(command: str, users_of: Users) -> tuple[Rule[Call], ...]:
    """Return the rules by which a call of *command* is about some users, and not about too many."""
    return (
        of_users(
            f"{command}.no_users",
            codes.TO_ACCOUNT_WRONG,
            users_of,
            lambda _, users: not are_texts(users),
            Grade.ASSUMED,
        ),
        of_users(
            f"{command}.too_many_users",
            codes.REQUEST_TOO_MANY_ACCOUNTS,
            users_of,
            lambda _, users: len(users) > USERS_MAX.value,
        ),
    )


# -- what is set ------------------------------------------------------------------------------------------------------


def values_of(entry: Body) -> Mapping[str, object]:
    """Return the attributes that *entry* gives to its user, by name."""
    values = entry.get("Attrs")
    return values if isinstance(values, dict) else {}


def _all_tags(call: Call) -> list[object]:
    return [tag for entry in entries(call, "Tags") for tag in items(entry.get("Tags"))]


VALUES: tuple[Rule[Call], ...] = (
    refusing(
        "attr.unknown",
        codes.ATTRIBUTE_INVALID,
        lambda call: any(
            not values_of(entry) or name not in call.server.tasks.audience.attribute_names.values()
            for entry in entries(call, "Attrs")
            for name in values_of(entry) or ("",)
        ),
    ),
    refusing(
        "attr.length_wrong",
        codes.ATTRIBUTE_LENGTH_WRONG,
        lambda call: any(
            _is_length_wrong(value) for entry in entries(call, "Attrs") for value in values_of(entry).values()
        ),
    ),
)
NAMES_REMOVED: Rule[Call] = refusing(
    "remove_attr.no_names",
    codes.ATTRIBUTE_INVALID,
    lambda call: not all(are_texts(entry.get("Attrs")) for entry in entries(call, "Attrs")),
)
TAGS: tuple[Rule[Call], ...] = (
    refusing(
        "tag.empty",
        codes.TAG_EMPTY,
        lambda call: (
            any(map(is_wrong_tag, _all_tags(call)))
            or not all(items(entry.get("Tags")) for entry in entries(call, "Tags"))
        ),
    ),
    refusing(
        "tag.too_long",
        codes.TAG_TOO_LONG,
        lambda call: any(size(tag) > TAG_BYTES_MAX.value for tag in _all_tags(call)),
    ),
)
TAGS_COUNT: Rule[Call] = refusing(
    "tag.too_many",
    codes.TOO_MANY_TAGS,
    lambda call: any(len(items(entry.get("Tags"))) > TAGS_MAX.value for entry in entries(call, "Tags")),
)
TAGS_REMOVED: Rule[Call] = refusing(
    "remove_tag.empty",
    codes.TAG_EMPTY,
    lambda call: not all(are_texts(entry.get("Tags")) for entry in entries(call, "Tags")),
)
