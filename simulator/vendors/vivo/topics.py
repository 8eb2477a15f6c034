"""Tags: groups of phones that a customer's server makes, and pushes to by an expression."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.vendors.vivo import facts, rejections
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.rules import call_rule

if TYPE_CHECKING:
    from simulator.vendors.vivo.cloud import VivoCloud

REG_ID, ALIAS = 1, 2
NORMAL, EXCLUSIVE = 1, 2
"""`type` of members and of groups; a phone is under one tag of an exclusive group at most."""
MEMBER_UNKNOWN, MEMBER_OFF, MEMBER_AWAY = 1, 2, 3
"""`status` of a member that cannot be: not in the app, push switched off, away for seven days."""

Expression = Mapping[str, Sequence[str]]
"""`orTags`, `andTags`, `notTags`."""


@dataclass(slots=True)
class Tag:
    """One tag.

    Attributes:
        members: regIds, in the order they came.
    """

    name: str
    description: str = ""
    group: str = ""
    members: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Tags:
    """What one push app has.

    Attributes:
        tags: By name.
        groups: `NORMAL` or `EXCLUSIVE`, by name.
        segments: Saved expressions, by name.
    """

    tags: dict[str, Tag] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    segments: dict[str, Expression] = field(default_factory=dict)

    def join(self, tag: Tag, reg_id: str) -> None:
        """Put *reg_id* under *tag*, and out of the others of its exclusive group."""
        if self.groups.get(tag.group) == EXCLUSIVE:
            for other in self.tags.values():
                if other.group == tag.group:
                    other.members.pop(reg_id, None)
        tag.members[reg_id] = None

    def chosen_by(self, expression: Expression) -> list[str]:
        """Return the regIds under one of `orTags`, under all `andTags` and under no `notTags`, oldest first."""
        either, every = self._members(expression, "orTags"), self._members(expression, "andTags")
        without = {reg_id for members in self._members(expression, "notTags") for reg_id in members}
        found = dict.fromkeys(reg_id for members in either or every for reg_id in members)
        return [reg_id for reg_id in found if reg_id not in without and all(reg_id in members for members in every)]

    def _members(self, expression: Expression, part: str) -> list[Mapping[str, None]]:
        empty = Tag("")
        return [self.tags.get(name, empty).members for name in expression.get(part, ())]


def expression_of(call: VivoCall, field_name: str) -> Expression:
    """Return the tag expression of *call*; parts that are no lists of names are empty."""
    value = call.mapping(field_name) or {}
    return {part: _names(value.get(part)) for part in ("orTags", "andTags", "notTags")}


def _names(value: Any) -> Sequence[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


# -- what is asked ----------------------------------------------------------------------------------------------------


def _has_no_expression(call: VivoCall, field_name: str) -> bool:
    expression = expression_of(call, field_name)
    return not expression["orTags"] and not expression["andTags"]


def _type_is_wrong(call: VivoCall) -> bool:
    return call.number("type", 0) not in {1, 2}


def _tag_is_unknown(call: VivoCall, field_name: str) -> bool:
    return call.text(field_name) not in call.cloud.tags_of(call).tags


_NAME = call_rule("tag_name_empty", rejections.TAG_NAME_EMPTY, lambda call: not call.has("name"))
_OLD_NAME = call_rule("tag_old_name_empty", rejections.TAG_NAME_EMPTY, lambda call: not call.has("oldName"))
_NEW_NAME = call_rule("tag_new_name_empty", rejections.TAG_NAME_EMPTY, lambda call: not call.has("newName"))
_TYPE = call_rule("tag_type_wrong", rejections.TAG_TYPE_WRONG, _type_is_wrong)
# Assumed: that a tag, group or saved expression which is not there is answered as one without a name; the documents
# have no code for it, nor for an expression without tags.
_KNOWN = call_rule(
    "tag_unknown", rejections.TAG_NAME_EMPTY, lambda call: _tag_is_unknown(call, "name"), grade=Grade.ASSUMED
)
_OLD_KNOWN = call_rule(
    "tag_old_unknown", rejections.TAG_NAME_EMPTY, lambda call: _tag_is_unknown(call, "oldName"), grade=Grade.ASSUMED
)

NAMED = Decision("vivo.tag_add", (_NAME,))
RENAMED = Decision("vivo.tag_update", (_OLD_NAME, _NEW_NAME, _OLD_KNOWN))
MEMBERS = Decision(
    "vivo.tag_members",
    (
        _NAME,
        _TYPE,
        call_rule("tag_ids_empty", rejections.TAG_IDS_EMPTY, lambda call: not call.texts("ids")),
        call_rule(
            "tag_ids_too_many",
            rejections.TAG_IDS_TOO_MANY,
            lambda call: len(call.texts("ids")) > facts.TAG_IDS_MAX.value,
        ),
        _KNOWN,
    ),
)
GROUP_ADD = Decision("vivo.tag_group_add", (_NAME, _TYPE))
GROUP_UPDATE = Decision(
    "vivo.tag_group_update",
    (
        _OLD_NAME,
        _NEW_NAME,
        call_rule(
            "tag_group_old_unknown",
            rejections.TAG_NAME_EMPTY,
            lambda call: call.text("oldName") not in call.cloud.tags_of(call).groups,
            grade=Grade.ASSUMED,
        ),
    ),
)
GROUP_TAGS = Decision(
    "vivo.tag_group_tags",
    (
        _NAME,
        call_rule(
            "tag_list_empty", rejections.TAG_IDS_EMPTY, lambda call: not call.texts("tagList"), grade=Grade.ASSUMED
        ),
        call_rule(
            "tag_list_too_long",
            rejections.TAG_IDS_TOO_MANY,
            lambda call: len(call.texts("tagList")) > facts.GROUP_TAGS_MAX.value,
            grade=Grade.ASSUMED,
        ),
        call_rule(
            "tag_group_unknown",
            rejections.TAG_NAME_EMPTY,
            lambda call: call.text("name") not in call.cloud.tags_of(call).groups,
            grade=Grade.ASSUMED,
        ),
    ),
)
_EXPRESSION = call_rule(
    "tag_segment_empty",
    rejections.TAG_NAME_EMPTY,
    lambda call: _has_no_expression(call, "expression"),
    grade=Grade.ASSUMED,
)
SEGMENT_ADD = Decision("vivo.tag_segment_add", (_NAME, _EXPRESSION))
SEGMENT_UPDATE = Decision(
    "vivo.tag_segment_update",
    (
        _OLD_NAME,
        _NEW_NAME,
        call_rule(
            "tag_segment_unknown",
            rejections.TAG_NAME_EMPTY,
            lambda call: call.text("oldName") not in call.cloud.tags_of(call).segments,
            grade=Grade.ASSUMED,
        ),
        _EXPRESSION,
    ),
)
PUSH_EXPRESSION = call_rule(
    "tag_expression_empty",
    rejections.TAG_NAME_EMPTY,
    lambda call: _has_no_expression(call, "tagExpression"),
    grade=Grade.ASSUMED,
)

# -- what the calls do ------------------------------------------------------------------------------------------------


def add_tag(call: VivoCall) -> None:
    """Make the tag `name`; one that is there stays, with its members."""
    tags = call.cloud.tags_of(call).tags
    tags.setdefault(call.text("name"), Tag(call.text("name"), call.text("desc"), call.text("group")))


def update_tag(call: VivoCall) -> None:
    """Give the tag `oldName` another name, and what else the call brings."""
    tags = call.cloud.tags_of(call).tags
    tag = tags.pop(call.text("oldName"), None) or Tag("")
    tag.name = call.text("newName")
    tag.description = call.text("desc") or tag.description
    tag.group = call.text("group") or tag.group
    tags[tag.name] = tag


def change_members(call: VivoCall, *, joins: bool) -> list[Mapping[str, object]]:
    """Put phones under the tag `name`, or take them out; return those that cannot be, with their `status`."""
    tags = call.cloud.tags_of(call)
    tag = tags.tags.setdefault(call.text("name"), Tag(call.text("name")))
    refused: list[Mapping[str, object]] = []
    for name in call.texts("ids"):
        is_alias = call.number("type", REG_ID) == ALIAS
        reg_id = call.cloud.aliases.reg_id_of(call.app_id, name) if is_alias else name
        status = _status_of(call, reg_id)
        if joins and status:
            refused.append({"status": status, "userid": name})
        elif joins:
            tags.join(tag, reg_id)
        else:
            tag.members.pop(reg_id, None)
    return refused


def _status_of(call: VivoCall, reg_id: str) -> int:
    registration = call.cloud.registrations.find(reg_id)
    if registration is None or registration.app_id != call.app_id:
        return MEMBER_UNKNOWN
    if not registration.is_valid:
        return MEMBER_OFF
    return MEMBER_AWAY if call.cloud.away_ms(registration) > facts.TAG_MEMBER_AWAY_MS.value else 0


def add_group(call: VivoCall) -> None:
    """Make the group `name`."""
    call.cloud.tags_of(call).groups[call.text("name")] = call.number("type", NORMAL) or NORMAL


def update_group(call: VivoCall) -> None:
    """Give the group `oldName` another name; its tags go with it."""
    tags = call.cloud.tags_of(call)
    old, new = call.text("oldName"), call.text("newName")
    tags.groups[new] = tags.groups.pop(old, NORMAL)
    for tag in tags.tags.values():
        tag.group = new if tag.group == old else tag.group


def add_to_group(call: VivoCall) -> None:
    """Put the tags of `tagList` into the group `name`; tags that are not there are passed over."""
    tags = call.cloud.tags_of(call).tags
    for name in call.texts("tagList"):
        if name in tags:
            tags[name].group = call.text("name")


def save_segment(call: VivoCall) -> None:
    """Keep `expression` under `name` or `newName`, and forget the one of `oldName`."""
    segments = call.cloud.tags_of(call).segments
    segments.pop(call.text("oldName"), None)
    segments[call.text("newName") or call.text("name")] = expression_of(call, "expression")


def reg_ids_by_tag(cloud: "VivoCloud", call: VivoCall) -> Iterator[str]:
    """Iterate over the valid regIds that the `tagExpression` of *call* chooses."""
    for reg_id in cloud.tags_of(call).chosen_by(expression_of(call, "tagExpression")):
        registration = cloud.registrations.find(reg_id)
        if registration is not None and registration.is_valid:
            yield reg_id
