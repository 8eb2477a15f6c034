"""Reads a YAML file into nodes: plain texts, lists and maps with their places.

The language is YAML without what hides things: no anchors, aliases, merge keys, tags or second documents.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from simulator.scenario import syntax
from simulator.scenario.errors import ScenarioError, ScenarioErrors, quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.source import Source, read_source

DEPTH_MAX = 20
NODES_MAX = 100_000

# What YAML 1.1 does not allow in a text, and the line breaks that editors do not count.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEPS = "steps"
_STANDARD_TAG = "tag:yaml.org,2002:"
_WRITE_OUT = "write the value out where it is needed; for a text, use quotes"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read.

    Attributes:
        source: Its text.
        root: Its outermost node.
        problems: Mistakes that leave it readable: keys that stand twice.
    """

    source: Source
    root: Node
    problems: tuple[ScenarioError, ...]


def read_document(path: Path) -> Document:
    """Read the file at *path*.

    Raises:
        ScenarioErrors: It cannot be opened, is larger than 1 MiB, is not UTF-8 or not YAML, or uses more of YAML
            than the language does.
    """
    return _parse(read_source(path))


def parse_document(path: Path, text: str) -> Document:
    """Read *text* as what a file at *path* holds.

    Raises:
        ScenarioErrors: It is not YAML, or uses more of YAML than the language does.
    """
    return _parse(Source(path, text))


def _parse(source: Source) -> Document:
    text = source.text
    if control := _CONTROL.search(text):
        line, column = source.place(control.start())
        source.refuse(
            line,
            column,
            f"the character U+{ord(control[0]):04X} is invisible and not allowed here",
            "remove it, or write it in double quotes as an escape",
        )
    builder = _Builder(source)
    try:
        # Events, because anchors, tags and quotes cannot be seen in composed nodes, and because reading can stop at
        # a limit: 200,000 opening brackets keep the parser busy for two minutes. The C loader, and no other: the
        # Python one refuses `{text: lunch?}`. The base one, because scalars stay text.
        for event in iter(yaml.CBaseLoader(text).get_event, None):
            builder.take(event)
    except yaml.YAMLError as error:
        mistake = syntax.explain(error, source.lines)
        source.refuse(mistake.line, mistake.column, mistake.what, mistake.next)
    return builder.document()


class _Builder:
    """Makes nodes of the parser's events."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._root: Node | None = None
        # The innermost open list or map, the key in it that has no value yet, and those around it.
        self._inside: ListNode | MapNode | None = None
        self._key: ScalarNode | None = None
        self._around: list[ListNode | MapNode | None] = []
        self._labels: list[str] = []
        self._nodes = 0
        self._documents = 0
        self._problems: list[ScenarioError] = []
        self._forbidden: dict[str, ScenarioError] = {}
        self._multi_line: list[tuple[int, int]] = []

    def take(self, event: Any) -> None:
        """Go on by one event."""
        kind = type(event)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._inside = self._around.pop()
            self._labels.pop()
            return
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_extras(event, line, column)
            is_plain = event.implicit[0]
            if not is_plain and event.end_mark.line + 1 > line:
                self._multi_line.append((line, event.end_mark.line + 1))
            self._place(ScalarNode(line, column, event.value, is_plain))
        elif kind is yaml.MappingStartEvent:
            self._begin(MapNode(line, column), event)
        elif kind is yaml.SequenceStartEvent:
            self._begin(ListNode(line, column), event)
        elif kind is yaml.AliasEvent:
            self._refuse_extras(event, line, column)
            self._place(ScalarNode(line, column, f"*{event.anchor}", is_plain=False))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                what, then = (
                    "a second document begins here",
                    'remove this "---", or move what follows it to another file',
                )
                self._source.refuse(line, column, what, then)

    def _begin(self, node: ListNode | MapNode, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event, node.line, node.column)
        if len(self._around) >= DEPTH_MAX:
            what = f"this is nested deeper than {DEPTH_MAX} levels"
            self._source.refuse(node.line, node.column, what, "close a bracket, or write it flatter")
        key = self._key
        if key is None and type(self._inside) is MapNode:
            what = "a list or a map stands where a key belongs"
            self._source.refuse(node.line, node.column, what, "put a text that begins with { or [ in quotes")
        self._labels.append(key.text if key is not None else "")
        self._place(node)
        self._around.append(self._inside)
        self._inside = node

    def _place(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > NODES_MAX:
            self._source.refuse(
                node.line, node.column, f"this file has more than {NODES_MAX} values", "write one scenario per file"
            )
        inside, key = self._inside, self._key
        if inside is None:
            self._root = node
        elif isinstance(inside, ListNode):
            inside.items.append(node)
        elif key is not None:
            self._key = None
            if key.text not in inside.entries:
                inside.entries[key.text] = (key, node)
        else:
            assert isinstance(node, ScalarNode), "collections are refused as keys before"
            self._key = node
            self._check_key(node, inside)

    def _check_key(self, node: ScalarNode, inside: MapNode) -> None:
        """Note a key that cannot be one, or that stands there already."""
        if node.text == "<<" and node.is_plain:
            self._forbid(node.line, node.column, "merge keys", "<<", "write the fields out")
        elif node.text in inside.entries:
            first = inside.entries[node.text][0]
            self._problems.append(
                self._source.error(
                    node.line,
                    node.column,
                    self._path(),
                    f"{quoted(node.text)} stands here a second time",
                    value=node.text,
                    next=f"keep one of the two; the first is in line {first.line}, column {first.column}",
                )
            )

    def _path(self) -> str:
        """Return the path of the innermost open map, from the step's verb or from the top."""
        labels = [label for label in self._labels if label]
        return ".".join(labels[1:] if labels[:1] == [_STEPS] and len(labels) > 1 else labels)

    def _refuse_extras(self, event: Any, line: int, column: int) -> None:
        """Note an anchor, an alias or a tag as forbidden."""
        if type(event) is yaml.AliasEvent:
            self._forbid(line, column, "aliases", f"*{event.anchor}", _WRITE_OUT)
        elif event.anchor is not None:
            self._forbid(line, column, "anchors", f"&{event.anchor}", _WRITE_OUT)
        else:
            tag = str(event.tag)
            shown = "!!" + tag.removeprefix(_STANDARD_TAG) if tag.startswith(_STANDARD_TAG) else tag
            self._forbid(line, column, "tags", shown, "remove it; for a text, use quotes")

    def _forbid(self, line: int, column: int, kind: str, example: str, then: str) -> None:
        """Note what YAML has and the language has not; only the first of each kind, there may be thousands."""
        if kind not in self._forbidden:
            what = f"{kind} ({quoted(example)}) are not used here"
            self._forbidden[kind] = self._source.error(line, column, "", what, value=example, next=then)

    def document(self) -> Document:
        """Return what was read.

        Raises:
            ScenarioErrors: There was nothing, or something that the language does not have.
        """
        indents = [
            self._source.error(mistake.line, mistake.column, "", mistake.what, next=mistake.next)
            for mistake in syntax.bad_indents(self._source.text, self._source.lines)
            if not any(first < mistake.line <= last for first, last in self._multi_line)
        ]
        if self._forbidden or indents:
            raise ScenarioErrors([*self._forbidden.values(), *indents, *self._problems])
        if self._root is None or (isinstance(self._root, ScalarNode) and self._root.is_missing):
            self._source.refuse(
                0,
                0,
                "this file holds only comments" if self._source.text.strip() else "this file is empty",
                "write a scenario, or get a starter one: pushsim new NAME",
            )
        return Document(self._source, self._root, tuple(self._problems))
