"""What a document is made of: texts, lists and maps with their places. What they mean is not known here."""

import msgspec

from simulator.scenario.source import Source


class _Moved(msgspec.Struct, kw_only=True, eq=False):
    """What may have come from somewhere else."""

    origin: "Origin | None" = None


class Node(_Moved, eq=False):
    """A part of a document.

    Attributes:
        line: From 1.
        column: From 1.
        origin: How it came to where it is used; `None` for what is written there itself.
    """

    line: int
    column: int


class Origin(msgspec.Struct, frozen=True, eq=False):
    """How a node that is written elsewhere came to where it is used.

    Attributes:
        source: The file it is written in; `None` for the one that is read.
        user: What brought it here: a placeholder or a `use:`; `None` for a suite's default.
    """

    source: Source | None
    user: Node | None


class ScalarNode(Node, eq=False):
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


class ListNode(Node, eq=False):
    """A list."""

    items: list[Node] = msgspec.field(default_factory=list)


class MapNode(Node, eq=False):
    """A map; of a key that stands twice, the first counts.

    Attributes:
        entries: Key and value by the key's text.
    """

    entries: dict[str, tuple[ScalarNode, Node]] = msgspec.field(default_factory=dict)
