"""What is gathered while a document is turned into values: mistakes, names brought in, names to be known."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, Protocol, Unpack

import msgspec

from simulator.scenario.errors import Parts, ScenarioError, Where, quoted
from simulator.scenario.names import Vocabulary
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.source import Source


class Failed:
    """What a reader returns after it noted a mistake."""


FAILED: Final = Failed()


class Reader(Protocol):
    """Turns a node into a value of one type."""

    @property
    def wanted(self) -> str:
        """What belongs there: `a whole number`."""
        ...

    @property
    def shapes(self) -> tuple[type[Node], ...]:
        """Types of nodes that it takes."""
        ...

    def read(self, node: Node, path: str, reading: "Reading") -> object:
        """Return the value of *node*, or note what is wrong with it and return `FAILED`."""
        ...


class Reference(msgspec.Struct, frozen=True):
    """A name that must be known once the whole file is read."""

    kind: str
    node: ScalarNode
    path: str


class CodeReference(msgspec.Struct, frozen=True):
    """A code that must be one of a vendor's refusals once the whole file is read.

    Attributes:
        whose: The vendor, or the link that leads to it; `None` for the vendor of the case.
    """

    node: ScalarNode
    path: str
    whose: str | None


class Reading:
    """One document being read."""

    def __init__(self, source: Source, vocabulary: Vocabulary, root: Path) -> None:
        """Read *source* with the names of *vocabulary*; files it names must lie below *root*."""
        self.source = source
        self.vocabulary = vocabulary
        self.root = root
        self.problems: list[ScenarioError] = []
        self.introduced: defaultdict[str, set[str]] = defaultdict(set)
        self.references: list[Reference] = []
        self.codes: list[CodeReference] = []
        self.links: list[tuple[ScalarNode, str]] = []
        """Names of links, and the paths of the fields that have them."""
        self.vendor: str | None = None
        self.not_for: Collection[str] = ()
        """Vendors that there is no case of."""
        self.is_incomplete = False
        """Something is missing, for a reason that has been noted, that may bring in names."""

    def wrong(self, node: Node, path: str, what: str, **parts: Unpack[Parts]) -> Failed:
        """Note the mistake *what* at *node*; *parts* are those of `ScenarioError`."""
        source = self.source_of(node)
        parts.setdefault("used_in", tuple(self.users(node)))
        self.problems.append(source.error(node.line, node.column, path, what, **parts))
        return FAILED

    def source_of(self, node: Node) -> Source:
        """Return the file that *node* is written in."""
        return self.source if node.origin is None else node.origin.source or self.source

    def where(self, node: Node) -> Where:
        """Return the place of *node*."""
        return Where(self.source_of(node).file, node.line, node.column)

    def users(self, node: Node) -> Iterator[Where]:
        """Walk the places that brought *node* to where it is used."""
        while node.origin is not None and node.origin.user is not None:
            node = node.origin.user
            yield self.where(node)

    def no_value(self, node: ScalarNode, path: str, then: str = "write one, or remove the field") -> Failed:
        """Note that nothing stands at *node*."""
        if node.text:
            then = f"{then}; for a text, put it in quotes"
        return self.wrong(node, path, f"{quoted(node.text)} is no value" if node.text else "has no value", next=then)

    def misshapen(self, node: Node, path: str, wanted: str, **parts: Unpack[Parts]) -> Failed:
        """Note that *node* has another shape than that of what is *wanted*."""
        return self.wrong(node, path, f"{shape_of(node)} stands here where {wanted} belongs", **parts)

    def state(self) -> tuple[int, int]:
        """Return how far this has come, for `rewind`."""
        return len(self.problems), len(self.references)

    def rewind(self, state: tuple[int, int]) -> list[ScenarioError]:
        """Forget what was noted after *state*, and return the mistakes among it."""
        forgotten = self.problems[state[0] :]
        del self.problems[state[0] :]
        del self.references[state[1] :]
        return forgotten


def shape_of(node: Node) -> str:
    """Return what *node* is, for people."""
    if isinstance(node, MapNode):
        return "a map"
    return "a list" if isinstance(node, ListNode) else "a single value"
