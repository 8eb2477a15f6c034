"""What a document is made of: texts, lists and maps with their places. What they mean is not known here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


# Nodes are not frozen: a scenario has a hundred of them, and frozen ones would take half of the time to load it.
@dataclass(slots=True, eq=False)
class Node:
    """A part of a document.

    Attributes:
        line: From 1.
        column: From 1.
    """

    line: int
    column: int


@dataclass(slots=True, eq=False)
class ScalarNode(Node):
    """A text.

    Attributes:
        text: As written, without its quotes.
        is_plain: It has no quotes.
    """

    text: str
    is_plain: bool = True

    @property
    def is_missing(self) -> bool:
        """Whether it is YAML's word for no value: nothing at all, `~` or `null`."""
        return self.is_plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True, eq=False)
class ListNode(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class MapNode(Node):
    """A map; of a key that stands twice, the first counts.

    Attributes:
        entries: Key and value by the key's text.
    """

    entries: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)


def node_of(value: object, line: int = 0) -> Node:
    """Return the node that a document would have for *value*, which came as JSON; all of it stands in *line*."""
    if isinstance(value, Mapping):
        entries = {str(key): (ScalarNode(line, 0, str(key)), node_of(item, line)) for key, item in value.items()}
        return MapNode(line, 0, entries)
    if isinstance(value, list | tuple):
        return ListNode(line, 0, [node_of(item, line) for item in value])
    if isinstance(value, str):
        return ScalarNode(line, 0, value, is_plain=False)
    # What is left are numbers, and the three words that JSON spells otherwise than Python.
    return ScalarNode(line, 0, "null" if value is None else str(value).lower())
