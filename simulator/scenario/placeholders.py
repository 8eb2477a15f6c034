"""Placeholders: a value written `<name>` stands for one that a matrix, or whoever uses a fragment, puts there.

A placeholder is a whole value, never a part of a text: what takes its place is a part of a document, with its own line
and column. So a scenario stays data, and a mistake in what was put there is told where it is written.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from simulator.scenario import punctuation
from simulator.scenario.errors import Where, quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, Origin, ScalarNode
from simulator.scenario.reading import Reading
from simulator.scenario.source import Source
from simulator.scenario.suggest import nearest

NAME = re.compile(r"[^\W\d]\w*")
"""What a placeholder may be called."""

_PLACEHOLDER = re.compile(r"<([^<>]*)>")
_HALF = re.compile(r"<[^<>]*|[^<>]*>")
_STEPS = "steps"
_ROWS = 'rows of a matrix are a list: "- {case: NAME, field: value}"'


def name_in(node: Node) -> str | None:
    """Return the name of the placeholder that *node* is; `None` for any other value."""
    if not isinstance(node, ScalarNode) or not node.is_plain or node.text[:1] != "<":
        return None
    match = _PLACEHOLDER.fullmatch(node.text)
    return None if match is None else match[1]


def check_placeholders(
    top: Node, known: Collection[str], reading: Reading, *, given_by: str = "", in_rows: Collection[str] = ()
) -> dict[Where, str]:
    """Return the name of each placeholder in *top* by its place, and note those that are not *known*.

    What was probably meant as one has the name "". *given_by* says for people where placeholders get their values;
    without it, unknown ones are not noted. *in_rows* are names that stand where only rows of a matrix may have them.
    """
    found: dict[Where, str] = {}
    for path, node in _values(top, ""):
        name = name_in(node)
        if name is not None:
            found[reading.where(node)] = name
            if given_by and name not in known and not _is_of_fragment(node):
                _refuse(node, path, name, known, reading, _ROWS if name in in_rows else f"name it {given_by}")
        elif known and (advice := _nearly(node, known)):
            found[reading.where(node)] = ""
            reading.wrong(node, path, f"{quoted(node.text)} is no placeholder", value=node.text, next=advice)
    return found


def _is_of_fragment(node: Node) -> bool:
    """Whether a fragment has it, about which its user has been told."""
    return node.origin is not None and node.origin.user is not None and node.origin.source is not None


def _values(node: Node, path: str) -> Iterator[tuple[str, ScalarNode]]:
    """Walk all single values, each with the path that errors name."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _values(item, "" if path == _STEPS else path)
    elif isinstance(node, MapNode):
        for key, (_, value) in node.entries.items():
            yield from _values(value, f"{path}.{key}" if path else key)


def _refuse(node: ScalarNode, path: str, name: str, known: Collection[str], reading: Reading, then: str) -> None:
    near = nearest(name, known)
    reading.wrong(
        node,
        path,
        f"nothing is called {quoted(name)} that could stand here",
        value=node.text,
        known=[f"<{one}>" for one in known],
        known_as="placeholders here",
        suggestion=None if near is None else f"<{near}>",
        next=None if near else f"{then}; for the text itself, put it in quotes",
    )


def _nearly(node: ScalarNode, known: Collection[str]) -> str | None:
    """Return what to do about a value that was probably meant as a placeholder; `None` for an ordinary one."""
    if not node.is_plain:
        return None
    text = punctuation.plain(node.text)
    if text != node.text and (match := _PLACEHOLDER.fullmatch(text)):
        return f"write <{match[1]}>, with plain < and >"
    if _HALF.fullmatch(node.text):
        near = nearest(node.text.strip("<>"), known)
        return f"write <{near}>, with < and >, or put the text in quotes" if near else None
    inside = next((name for name in _PLACEHOLDER.findall(node.text) if name in known), None)
    if inside is None:
        return None
    return f"write the whole text where <{inside}> gets its values: it stands for a whole value; or put it in quotes"


def fill(node: Node, values: Mapping[str, Node]) -> Node:
    """Return *node* with *values* in place of its placeholders; parts without any are the same, not copies."""
    name = name_in(node)
    if name is not None:
        value = values.get(name)
        return node if value is None else moved(value, node)
    if isinstance(node, ListNode):
        items = [fill(item, values) for item in node.items]
        return node if items == node.items else replace(node, items=items)
    if isinstance(node, MapNode):
        entries = {key: (written, fill(value, values)) for key, (written, value) in node.entries.items()}
        same = all(entries[key][1] is value for key, (_, value) in node.entries.items())
        return node if same else replace(node, entries=entries)
    return node


def moved(node: Node, user: Node | None, source: Source | None = None) -> Node:
    """Return a copy of *node* and all its parts that says who brought them to where they are used.

    Args:
        node: What is moved.
        user: What brought it there; `None` where its file counts for all.
        source: The file that it is written in, where it does not say so itself.
    """
    origin = Origin(source if node.origin is None else node.origin.source, user)
    if isinstance(node, ListNode):
        return ListNode(node.line, node.column, [moved(item, user, source) for item in node.items], origin=origin)
    if isinstance(node, MapNode):
        entries = {
            key: (replace(written, origin=origin), moved(value, user, source))
            for key, (written, value) in node.entries.items()
        }
        return MapNode(node.line, node.column, entries, origin=origin)
    return replace(node, origin=origin)
