"""Fragments: steps that several scenarios share, in a file of their own that a step `use:` brings in.

A fragment holds `steps:` and nothing else. Its placeholders get their values from whoever uses it:
`use: {file: _log_in.yaml, user: bob}` puts `bob` where the fragment says `<user>`. It sees nothing else of its user.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.document import read_document
from simulator.scenario.errors import ScenarioErrors, quoted
from simulator.scenario.files import find_file
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.placeholders import check_placeholders, fill, moved
from simulator.scenario.reading import Reading
from simulator.scenario.suggest import nearest

USE = "use"
STEPS_MAX = 10_000
"""Steps of a scenario with all its fragments."""

_FILE = "file"
_STEPS = "steps"
_FORM = "write use: _fragment.yaml, or use: {file: _fragment.yaml, PLACEHOLDER: value}"


def with_fragments(top: MapNode, reading: Reading) -> MapNode:
    """Return the document *top* with the steps of fragments in place of each `use:`; note what is wrong with those."""
    key, steps = top.entries.get(_STEPS, (None, None))
    if key is None or not isinstance(steps, ListNode) or not any(_is_use(item) for item in steps.items):
        return top
    expansion = _Expansion(reading)
    here = reading.source.path.resolve()
    items = list(expansion.steps(steps.items, (here,)))
    filled = ListNode(steps.line, steps.column, items, origin=steps.origin)
    return MapNode(top.line, top.column, {**top.entries, _STEPS: (key, filled)}, origin=top.origin)


def _is_use(item: Node) -> bool:
    if isinstance(item, MapNode):
        return USE in item.entries and len(item.entries) == 1
    return isinstance(item, ScalarNode) and item.text == USE


class _Expansion:
    """One document being completed."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._count = 0

    def steps(self, items: list[Node], inside: tuple[Path, ...]) -> Iterator[Node]:
        """Walk *items*, with what fragments bring in; *inside* are the files that are open, the outermost first."""
        for item in items:
            if _is_use(item):
                yield from self._used(item, inside)
                continue
            self._count += 1
            if self._count == STEPS_MAX + 1:
                what = f"a scenario has at most {STEPS_MAX} steps, with all its fragments"
                self._reading.wrong(item, USE, what, next="use fewer fragments")
            if self._count <= STEPS_MAX:
                yield item

    def _used(self, item: Node, inside: tuple[Path, ...]) -> Iterator[Node]:
        reading = self._reading
        written = item.entries[USE][1] if isinstance(item, MapNode) else ScalarNode(item.line, item.column, "")
        use = _read_use(written, reading)
        path = None if use is None else find_file(use.file, USE, reading)
        if use is None or not isinstance(path, Path):
            # It stays, and keeps the place of an expectation that it may bring in.
            reading.is_incomplete = True
            yield item
            return
        if not path.name.startswith("_"):
            then = "begin its name with _, or it is played as a scenario itself"
            reading.wrong(use.file, USE, f"{quoted(use.file.text)} is not named as a fragment", next=then)
            return
        if path.resolve() in inside:
            names = " uses ".join(one.name for one in (*inside[inside.index(path.resolve()) :], path))
            reading.wrong(use.file, USE, f"this leads in a circle: {names}", next="take one of them out")
            return
        if self._count <= STEPS_MAX:
            yield from self.steps(self._read(path, use), (*inside, path.resolve()))

    def _read(self, path: Path, use: "_Use") -> list[Node]:
        """Return the steps of the fragment at *path* with the values of *use* in them."""
        reading = self._reading
        users = (reading.where(use.file), *reading.users(use.file))
        try:
            document = read_document(path)
        except ScenarioErrors as errors:
            reading.is_incomplete = True
            reading.problems += [error.seen_from(users) for error in errors.errors]
            return []
        reading.problems += [error.seen_from(users) for error in document.problems]
        # Everything in the fragment was brought here by the file's name.
        root = moved(document.root, use.file, document.source)
        steps = _steps_of(root, reading)
        if steps is None:
            return []
        self._check_values(path.name, steps, use)
        filled = fill(steps, use.values)
        assert isinstance(filled, ListNode), "a list stays one"
        return filled.items

    def _check_values(self, name: str, steps: Node, use: "_Use") -> None:
        """Note values that the fragment called *name* does not use, and those that it needs and does not get."""
        reading = self._reading
        places = check_placeholders(steps, use.values, reading)
        there = dict.fromkeys(placeholder for placeholder in places.values() if placeholder)
        lacking = [placeholder for placeholder in there if placeholder not in use.given]
        for given, (key, _) in use.given.items():
            if given not in there:
                near = nearest(given, lacking)
                lacking = [other for other in lacking if other != near]
                reading.wrong(
                    key,
                    USE,
                    f"{name} has no <{given}>",
                    value=given,
                    known=[f"<{other}>" for other in there] or ["none"],
                    known_as="placeholders there",
                    suggestion=near,
                    next=None if near else f"remove {given}:",
                )
        for placeholder in lacking:
            then = f"add {placeholder}: beside {_FILE}:; for a text in the fragment, put it in quotes there"
            reading.wrong(use.file, USE, f"{placeholder} is missing, and {name} has <{placeholder}>", next=then)
        reading.is_incomplete |= not use.given.keys() >= there.keys()


@dataclass(frozen=True, slots=True)
class _Use:
    """What a `use:` says.

    Attributes:
        file: Where the name of the fragment stands.
        given: Key and value of each placeholder of the fragment.
    """

    file: ScalarNode
    given: Mapping[str, tuple[ScalarNode, Node]]

    @property
    def values(self) -> Mapping[str, Node]:
        """What stands for each placeholder."""
        return {name: value for name, (_, value) in self.given.items()}


def _read_use(node: Node, reading: Reading) -> _Use | None:
    if isinstance(node, ScalarNode) and not node.is_missing:
        return _Use(node, {})
    if isinstance(node, ScalarNode):
        reading.wrong(node, USE, "names no fragment", next=_FORM)
        return None
    if not isinstance(node, MapNode):
        reading.misshapen(node, USE, "the name of a fragment", next=_FORM)
        return None
    given = {name: entry for name, entry in node.entries.items() if name != _FILE}
    _, file = node.entries.get(_FILE, (None, None))
    if isinstance(file, ScalarNode) and not file.is_missing:
        return _Use(file, given)
    if file is not None:
        reading.misshapen(file, f"{USE}.{_FILE}", "the name of a fragment", next=_FORM)
        return None
    near = nearest(_FILE, list(given))
    if near is None:
        reading.wrong(node, USE, f"{_FILE} is missing", next=_FORM)
    else:
        key = given[near][0]
        reading.wrong(key, USE, f"{_FILE} is missing", value=near, suggestion=_FILE)
    return None


def _steps_of(root: Node, reading: Reading) -> ListNode | None:
    """Return the steps of a fragment, or note why it is none."""
    if not isinstance(root, MapNode):
        reading.misshapen(root, "", "a fragment", next='write "steps:" above the list')
        return None
    for name, (key, _) in root.entries.items():
        if name != _STEPS:
            near = nearest(name, (_STEPS,))
            then = None if near else "move it to the scenarios that use the fragment, or to _suite.yaml"
            what = f"a fragment holds steps and nothing else, but {quoted(name)} stands here"
            reading.wrong(key, "", what, value=name, suggestion=near, next=then)
    _, steps = root.entries.get(_STEPS, (None, None))
    if isinstance(steps, ListNode) and steps.items:
        return steps
    if steps is not None:
        reading.wrong(steps, _STEPS, "has no steps", next='write each step as "- verb: {field: value}"')
    elif nearest(_STEPS, list(root.entries)) is None:
        reading.wrong(root, "", "a fragment has steps, but none are here", next='write "steps:" and the list below it')
    return None
