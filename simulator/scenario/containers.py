"""Readers of lists and maps, of parts that may be anything, and of values that may be one of several things."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.scenario import punctuation
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import FAILED, Reader, Reading
from simulator.scenario.scalars import TextReader

WRITE_BELOW = "write its parts below it, indented, or remove it"

_VENDORS = "vendors"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,99})(\.[0-9]{1,99})?")


@dataclass(frozen=True, slots=True)
class ListReader:
    """Takes a list of like entries.

    Attributes:
        item: Reads one entry.
        make: Makes the collection.
        length_min: Entries at least.
    """

    item: Reader
    make: Callable[[list[object]], object]
    length_min: int = 0
    shapes: tuple[type[Node], ...] = (ListNode,)

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "a list"

    def read(self, node: Node, path: str, reading: Reading) -> object:
        """Return the collection, or note what is wrong and return `FAILED`."""
        if not isinstance(node, ListNode):
            if isinstance(node, ScalarNode):
                if node.is_missing:
                    return reading.no_value(node, path, WRITE_BELOW)
                return reading.misshapen(node, path, "a list", next=f"write {_as_list(node.text)}")
            return reading.misshapen(node, path, "a list", next='begin each entry with "- "')
        values = [self.item.read(item, path, reading) for item in node.items]
        if any(value is FAILED for value in values):
            return FAILED
        if len(values) < self.length_min:
            return reading.wrong(node, path, "has too few entries", next=f"write {self.length_min} or more")
        return self.make(values)


@dataclass(frozen=True, slots=True)
class MapReader:
    """Takes a map of names to like values.

    Attributes:
        key: Reads a key.
        item: Reads a value.
    """

    key: TextReader
    item: Reader
    shapes: tuple[type[Node], ...] = (MapNode,)

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "a map"

    def read(self, node: Node, path: str, reading: Reading) -> object:
        """Return the map, or note what is wrong and return `FAILED`."""
        if not isinstance(node, MapNode):
            if isinstance(node, ScalarNode) and node.is_missing:
                return reading.no_value(node, path, WRITE_BELOW)
            then = 'write each part as "name: value"' + (', without "- "' if isinstance(node, ListNode) else "")
            return reading.misshapen(node, path, "a map", next=then)
        values: dict[object, object] = {}
        for text, (key_node, value_node) in node.entries.items():
            # The vendor is told to what stands below it, whose fields are those of the vendor's form.
            outer, reading.vendor = reading.vendor, text if self.key.names == _VENDORS else reading.vendor
            key = self.key.read(key_node, path, reading)
            values[key] = self.item.read(value_node, f"{path}.{text}" if path else text, reading)
            reading.vendor = outer
        if FAILED in values or any(value is FAILED for value in values.values()):
            return FAILED
        return values


@dataclass(frozen=True, slots=True)
class AnyReader:
    """Takes whatever JSON can hold: unquoted numbers, true and false are what they look like."""

    wanted: str = "a value"
    shapes: tuple[type[Node], ...] = (ScalarNode, ListNode, MapNode)

    def read(self, node: Node, path: str, reading: Reading) -> object:  # noqa: ARG002 - it takes anything
        """Return the value."""
        return json_value(node)


def json_value(node: Node) -> object:
    """Return *node* as JSON can hold it: unquoted numbers, true and false are what they look like."""
    if isinstance(node, MapNode):
        return {key: json_value(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [json_value(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    if node.is_missing:
        return None
    if node.is_plain and node.text in {"true", "false"}:
        return node.text == "true"
    match = _NUMBER.fullmatch(node.text) if node.is_plain else None
    if match is not None:
        return float(node.text) if match[2] else int(node.text)
    return node.text


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Leaves a part of the document as it is, for one who reads it otherwise."""

    wanted: str = "a value"
    shapes: tuple[type[Node], ...] = (ScalarNode, ListNode, MapNode)

    def read(self, node: Node, path: str, reading: Reading) -> object:  # noqa: ARG002 - it takes anything
        """Return *node*."""
        return node


@dataclass(frozen=True, slots=True)
class UnionReader:
    """Takes what one of several readers takes, asked in turn."""

    options: tuple[Reader, ...]

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return " or ".join(option.wanted for option in self.options)

    @property
    def shapes(self) -> tuple[type[Node], ...]:
        """Types of nodes that it takes."""
        return tuple(shape for option in self.options for shape in option.shapes)

    def read(self, node: Node, path: str, reading: Reading) -> object:
        """Return what the first fitting reader makes, or note the mistakes of the last and return `FAILED`."""
        fitting = [option for option in self.options if type(node) in option.shapes]
        if not fitting:
            return reading.misshapen(node, path, self.wanted, next=f"write {self.wanted}")
        for option in fitting[:-1]:
            state = reading.state()
            value = option.read(node, path, reading)
            if value is not FAILED:
                return value
            reading.rewind(state)
        count = len(reading.problems)
        value = fitting[-1].read(node, path, reading)
        others = [option for option in self.options if option not in fitting]
        if value is FAILED and others and _is_written(node) and len(reading.problems) == count + 1:
            self._mention(others, reading)
        return value

    @staticmethod
    def _mention(others: Sequence[Reader], reading: Reading) -> None:
        """Add to the last mistake that another shape would fit as well."""
        problem = reading.problems[-1]
        if problem.suggestion is None and any(ListNode in option.shapes for option in others):
            problem.next = f"write it as a list: {_as_list(problem.value or '')}"


def _is_written(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.is_missing


def _as_list(text: str) -> str:
    """Return *text*, whose writer forgot the brackets or wrote other ones, as a list."""
    return f"[{punctuation.plain(text).strip('[]{} ')}]"
