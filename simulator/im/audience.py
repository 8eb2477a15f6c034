"""Attributes and tags of users, and whom a push to many of them is for."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec


class Condition(msgspec.Struct, frozen=True):
    """Whom a push is for; empty for everybody.

    Attributes:
        tags_or: At least one of these tags.
        tags_and: All of these tags.
        attributes_or: At least one of these attributes, by name.
        attributes_and: All of these attributes, by name.
    """

    tags_or: Sequence[str] = ()
    tags_and: Sequence[str] = ()
    attributes_or: Mapping[str, str] = msgspec.field(default_factory=dict)
    attributes_and: Mapping[str, str] = msgspec.field(default_factory=dict)


class Audience:
    """What users are tagged with.

    Attributes:
        attribute_names: Names of the app's attributes, by their number as text.
        attribute_types: What type of accounts each attribute is for, where that was said.
    """

    def __init__(self) -> None:
        """Start without attributes and tags."""
        self.attribute_names: dict[str, str] = {}
        self.attribute_types: dict[str, int] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._tags: dict[str, dict[str, None]] = {}

    def attributes(self, user: str) -> Mapping[str, str]:
        """Return the attributes of *user*, by name."""
        return self._attributes.get(user, {})

    def set_attributes(self, user: str, values: Mapping[str, str]) -> None:
        """Set attributes of *user* to *values*; others stay."""
        self._attributes.setdefault(user, {}).update(values)

    def remove_attributes(self, user: str, names: Iterable[str]) -> None:
        """Remove the attributes *names* from *user*."""
        for name in names:
            self._attributes.get(user, {}).pop(name, None)

    def tags(self, user: str) -> Sequence[str]:
        """Return the tags of *user*, in the order in which he got them."""
        return tuple(self._tags.get(user, ()))

    def add_tags(self, user: str, tags: Iterable[str]) -> None:
        """Give *user* the tags."""
        self._tags.setdefault(user, {}).update(dict.fromkeys(tags))

    def remove_tags(self, user: str, tags: Iterable[str]) -> None:
        """Remove the tags from *user*."""
        for tag in tags:
            self._tags.get(user, {}).pop(tag, None)

    def remove_all_tags(self, user: str) -> None:
        """Remove all tags of *user*."""
        self._tags.pop(user, None)

    def fits(self, user: str, condition: Condition) -> bool:
        """Return whether a push with *condition* is for *user*."""
        tags, attributes = self._tags.get(user, {}), self.attributes(user)
        wanted_or, wanted_and = condition.attributes_or.items(), condition.attributes_and.items()
        return (
            (not condition.tags_or or any(tag in tags for tag in condition.tags_or))
            and all(tag in tags for tag in condition.tags_and)
            and (not wanted_or or any(attributes.get(name) == value for name, value in wanted_or))
            and all(attributes.get(name) == value for name, value in wanted_and)
        )
