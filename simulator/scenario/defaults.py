"""Suite defaults: what a `_suite.yaml` says counts for all scenarios in its folder and below.

It may hold a world part, `vendors:` and `tags:`. What a scenario says itself counts more, and so does the file of a
nearer folder. Maps are merged key by key, tags are added to one another, and everything else takes the other's place.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from simulator.scenario.document import read_document
from simulator.scenario.errors import ScenarioErrors, quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.placeholders import moved
from simulator.scenario.reading import Reading
from simulator.scenario.suggest import nearest
from simulator.world.spec import WorldSpec

NAME = "_suite.yaml"
_TAGS = "tags"
KEYS = ("vendors", _TAGS, *WorldSpec.__struct_fields__)
"""What a suite may say for its scenarios."""


def with_defaults(top: MapNode, reading: Reading) -> MapNode:
    """Return the document *top* with what the folders above it say for their scenarios."""
    for path in _files(reading.source.path, reading.root):
        under = _read(path, reading)
        if under is not None:
            top = _merged(under, top)
    return top


def _files(scenario: Path, root: Path) -> Iterator[Path]:
    """Walk the files of defaults from the scenario's own folder up to the suite's root."""
    folders = list(scenario.parents)
    if root not in folders:
        folders, root = list(scenario.absolute().parents), root.absolute()
    above = folders.index(root) if root in folders else 0
    for folder in folders[: above + 1]:
        file = f"{folder}/{NAME}"
        if os.path.isfile(file):  # noqa: PTH113  # asked of every scenario, nearly always in vain: a third of a Path's cost
            yield Path(file)


def _read(path: Path, reading: Reading) -> MapNode | None:
    try:
        document = read_document(path)
    except ScenarioErrors as errors:
        reading.problems += errors.errors
        return None
    reading.problems += document.problems
    root = moved(document.root, None, document.source)
    if not isinstance(root, MapNode):
        reading.misshapen(root, "", "what all scenarios here have in common", next='write "tags: [smoke]" or the like')
        return None
    for name, (key, _) in list(root.entries.items()):
        if name not in KEYS:
            near = nearest(name, KEYS)
            reading.wrong(
                key,
                "",
                f"{NAME} has no {quoted(name)}",
                value=name,
                known=KEYS,
                known_as="what fits",
                suggestion=near,
                next=None if near else "move it to the scenarios",
            )
            del root.entries[name]
    return root


def _merged(under: MapNode, over: MapNode) -> MapNode:
    entries = dict(over.entries)
    for name, (key, value) in under.entries.items():
        if name not in entries:
            entries[name] = (key, value)
        else:
            entries[name] = (entries[name][0], _both(name, value, entries[name][1]))
    return MapNode(over.line, over.column, entries, origin=over.origin)


def _both(name: str, under: Node, over: Node) -> Node:
    if isinstance(under, MapNode) and isinstance(over, MapNode):
        return _merged(under, over)
    if name == _TAGS and isinstance(under, ListNode) and isinstance(over, ListNode):
        own = {item.text for item in over.items if isinstance(item, ScalarNode)}
        inherited = [item for item in under.items if not (isinstance(item, ScalarNode) and item.text in own)]
        return ListNode(over.line, over.column, [*inherited, *over.items], origin=over.origin)
    return over
