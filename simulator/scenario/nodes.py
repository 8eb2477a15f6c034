"""What a document is made of: texts, lists and maps with their places. What they mean is not known here."""

from dataclasses import dataclass, field

from simulator.scenario.source import Source


# Nodes are not frozen: a scenario has a hundred of them, and frozen ones would take half of the time to load it.
@dataclass(slots=True, eq=False)
class Node:
    """A part of a document.

    Attributes:
        line: From 1.
        column: From 1.
        origin: How it came to where it is used; `None` for what is written there itself.
    """

    line: int
    column: int
    origin: "Origin | None" = field(default=None, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """How a node that is written elsewhere came to where it is used.

    Attributes:
        source: The file it is written in; `None` for the one that is read.
        user: What brought it here: a placeholder or a `use:`; `None` for a suite's default.
    """

    source: Source | None
    user: Node | None


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
