"""Reads a world, or steps, that stand alone: those of served worlds, be they written in YAML or sent as JSON."""

from collections.abc import Collection, Mapping
from pathlib import Path

from simulator.scenario.checks import check_calendar, check_codes, check_logins, check_names, check_references
from simulator.scenario.conversion import struct_reader
from simulator.scenario.document import DEPTH_MAX, Document, parse_document, read_document
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where
from simulator.scenario.model import PlacedStep
from simulator.scenario.names import Vocabulary
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import Reading
from simulator.scenario.source import Source
from simulator.scenario.step_list import read_steps
from simulator.world.spec import WorldSpec

_STEPS = "steps"
_WORLD = "world"
_JSON_WORDS = {None: "null", True: "true", False: "false"}
_WORDS_OF_JSON: Mapping[str, object] = {"true": True, "false": False}


def load_world(path: Path, vocabulary: Vocabulary) -> WorldSpec:
    """Read the world at *path*, which begins at the machine's date.

    Raises:
        ScenarioErrors: All mistakes of the file.
    """
    return _world(read_document(path), vocabulary, path.parent)


def world_of_text(path: Path, text: str, vocabulary: Vocabulary) -> WorldSpec:
    """Read *text*, YAML or JSON, as the world that a file at *path* would hold.

    Raises:
        ScenarioErrors: All mistakes of the text.
    """
    return _world(parse_document(path, text), vocabulary, path.parent)


def _world(document: Document, vocabulary: Vocabulary, root: Path) -> WorldSpec:
    reading = Reading(document.source, vocabulary, root)
    reading.problems += document.problems
    return _spec(document.root, reading, is_served=True)


def _spec(top: Node, reading: Reading, *, is_served: bool) -> WorldSpec:
    """Return the world of *top*.

    Raises:
        ScenarioErrors: All mistakes.
    """
    spec: object = None
    if isinstance(top, MapNode):
        spec = struct_reader(WorldSpec).read(top, "", reading)
        check_names(reading, top)
        check_calendar(reading, top)
        check_logins(reading, top)
        if is_served:
            _check_served(reading, top)
    else:
        reading.misshapen(top, "", "a world", next="write phones:, certificates: and the like, or leave the file away")
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    assert isinstance(spec, WorldSpec), "a world that could not be read has mistakes"
    return spec


def _check_served(reading: Reading, top: MapNode) -> None:
    """Note what a world that is served cannot have."""
    if "start" in top.entries:
        key, _ = top.entries["start"]
        then = 'remove it; POST {"advance": "24h"} to /_sim/clock moves the time of a served world'
        reading.wrong(key, "start", "a served world begins at the machine's date", next=then)
    _, phones = top.entries.get("phones", (None, None))
    for name, value in (phones.entries if isinstance(phones, MapNode) else {}).values():
        if isinstance(value, MapNode) and "model" not in value.entries:
            then = "add model:, and see all of them: pushsim list models"
            reading.wrong(name, f"phones.{name.text}", "a phone of a served world names its model", next=then)


def world_of_tree(tree: object, vocabulary: Vocabulary) -> WorldSpec:
    """Read the world of *tree*, as JSON has it: files that it names lie below the folder that pushsim runs in.

    Raises:
        ScenarioErrors: All mistakes.
    """
    reading = Reading(Source(Path(_WORLD)), vocabulary, Path())
    return _spec(_node(tree, 0, 0), reading, is_served=False)


def steps_of_tree(
    tree: object, vocabulary: Vocabulary, here: Mapping[str, Collection[str]], *, brings_phones: bool = False
) -> tuple[PlacedStep, ...]:
    """Read the steps of *tree*, as JSON has them; each stands in the line of its number.

    Args:
        tree: A list of one-key maps.
        vocabulary: The names of the program.
        here: The names of the world, by kind; a step may bring in a user.
        brings_phones: It may bring in a phone too.

    Raises:
        ScenarioErrors: All mistakes.
    """
    reading = Reading(Source(Path(_STEPS)), vocabulary, Path())
    return _steps(_node(tree, 0, 0), reading, here, brings_phones=brings_phones)


def tree_of_steps(text: str, vocabulary: Vocabulary, here: Mapping[str, Collection[str]]) -> object:
    """Return as JSON has it what *text* says, the steps of a scenario in YAML; *here* as for `steps_of_tree`.

    Raises:
        ScenarioErrors: All mistakes, each with its place in the text.
    """
    document = parse_document(Path(_STEPS), text)
    reading = Reading(document.source, vocabulary, Path())
    reading.problems += document.problems
    _steps(document.root, reading, here, brings_phones=False)
    return _value(document.root)


def _value(node: Node) -> object:
    """Return what JSON writes for *node*."""
    if isinstance(node, MapNode):
        return {key: _value(inner) for key, (_, inner) in node.entries.items()}
    if isinstance(node, ListNode):
        return [_value(item) for item in node.items]
    assert isinstance(node, ScalarNode), "a document has no other parts"
    if node.is_missing:
        return None
    return _WORDS_OF_JSON.get(node.text, node.text) if node.is_plain else node.text


def _steps(
    node: Node, reading: Reading, here: Mapping[str, Collection[str]], *, brings_phones: bool
) -> tuple[PlacedStep, ...]:
    """Return the steps of *node*.

    Raises:
        ScenarioErrors: All mistakes.
    """
    steps = read_steps(node, reading)
    known = {kind: {*names, *reading.introduced[kind]} for kind, names in here.items()}
    if not brings_phones:
        known["phones"] = set(here["phones"])
    check_references(reading, known, has_list=not brings_phones)
    check_codes(reading, ())
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    return steps


def _node(value: object, line: int, depth: int) -> Node:
    """Return *value*, which JSON has said, as the reader of documents has it.

    Raises:
        ScenarioErrors: It is nested too deep.
    """
    if depth > DEPTH_MAX:
        what, then = f"this is nested deeper than {DEPTH_MAX} levels", "write it flatter"
        raise ScenarioErrors([ScenarioError(Where(_STEPS, line), "", what, next=then)])
    if isinstance(value, dict):
        parts = {str(key): _node(inner, line, depth + 1) for key, inner in value.items()}
        return MapNode(line, 0, {key: (ScalarNode(line, 0, key, is_plain=False), part) for key, part in parts.items()})
    if isinstance(value, list):
        # The outermost list is that of the steps, which are told apart by their number.
        return ListNode(
            line, 0, [_node(inner, line or number, depth + 1) for number, inner in enumerate(value, start=1)]
        )
    if isinstance(value, str):
        return ScalarNode(line, 0, value, is_plain=False)
    if value is None or isinstance(value, bool):
        return ScalarNode(line, 0, _JSON_WORDS[value])
    return ScalarNode(line, 0, str(value))
