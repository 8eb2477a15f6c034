"""Shipped scenarios made wrong by construction, with the place of each mistake and the word that was meant."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from simulator.kernel.randomness import Stream
from simulator.runner.suite import vocabulary
from simulator.scenario.containers import ListReader, MapReader, UnionReader
from simulator.scenario.conversion import struct_reader
from simulator.scenario.document import Document, parse_document
from simulator.scenario.fragments import USE
from simulator.scenario.loader import ScenarioSpec
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.placeholders import name_in
from simulator.scenario.reading import Reader
from simulator.scenario.scalars import ChoiceReader, DurationReader, FlagReader, IntegerReader, TextReader
from simulator.scenario.step_list import step_reader
from simulator.scenario.structs import StructReader

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "scenarios"
FILES = sorted(path for path in SUITE.rglob("*.yaml") if not path.name.startswith("_"))
LANGUAGE = [path for path in FILES if path.parent.name == "language"]
VOCABULARY = vocabulary()


ThingT = TypeVar("ThingT")


class Draw:
    """Chance that repeats."""

    def __init__(self, seed: int) -> None:
        self._stream = Stream(seed, "mutations")

    def below(self, count: int) -> int:
        return self._stream.between(0, count - 1)

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def one_of(self, things: Sequence[ThingT]) -> ThingT:
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[ThingT], count: int) -> list[ThingT]:
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(count)]


@dataclass(frozen=True)
class Site:
    """A place of a scenario that can be made wrong.

    Attributes:
        line: From 1.
        column: From 1.
        text: What stands there.
        known: What else could stand there, for names; empty for other values.
        reader: Of a value; `None` for a key.
    """

    line: int
    column: int
    text: str
    known: frozenset[str] = frozenset()
    reader: Reader | None = None


@dataclass(frozen=True)
class Mutation:
    """A text that is wrong.

    Attributes:
        path: Of the scenario that it was.
        places: Where the mistake may be told to be, as line and column.
        meant: The word that has to be suggested first; empty for none.
    """

    path: Path
    text: str
    places: frozenset[tuple[int, int]]
    meant: str = ""
    what: str = ""


def document_of(path: Path) -> Document:
    return parse_document(path, path.read_text(encoding="utf-8"))


# -- sites ------------------------------------------------------------------------------------------------------------


def sites(path: Path) -> list[Site]:
    """Return every key and every value of *path* whose meaning is known, as it stands in the text."""
    document = document_of(path)
    root = document.root
    assert isinstance(root, MapNode)
    found = [*_struct_sites(root, struct_reader(ScenarioSpec)), *_step_sites(root)]
    lines = document.source.lines
    return [site for site in found if lines[site.line - 1][site.column - 1 :].startswith(site.text)]


def _step_sites(root: MapNode) -> Iterator[Site]:
    steps = root.entries["steps"][1]
    assert isinstance(steps, ListNode)
    verbs = frozenset({*VOCABULARY.steps, USE})
    for item in steps.items:
        if isinstance(item, ScalarNode):
            yield Site(item.line, item.column, item.text, verbs)
        elif isinstance(item, MapNode):
            [(verb, (key, value))] = item.entries.items()
            yield Site(key.line, key.column, verb, verbs)
            if verb != USE:
                yield from _sites(value, step_reader(VOCABULARY.steps[verb]))


def _sites(node: Node, reader: Reader) -> Iterator[Site]:
    if name_in(node) is not None:
        return
    if isinstance(reader, UnionReader):
        fitting = [option for option in reader.options if type(node) in option.shapes]
        if len(fitting) == 1:
            yield from _sites(node, fitting[0])
    elif isinstance(reader, StructReader) and isinstance(node, MapNode):
        yield from _struct_sites(node, reader)
    elif isinstance(reader, StructReader) and reader.shorthand is not None:
        yield from _sites(node, reader.fields[reader.shorthand].reader)
    elif isinstance(reader, ListReader | MapReader):
        yield from (site for part in _parts(node) for site in _sites(part, reader.item))
    elif isinstance(node, ScalarNode):
        yield Site(node.line, node.column, node.text, _known(reader), reader)


def _parts(node: Node) -> list[Node]:
    if isinstance(node, MapNode):
        return [value for _, value in node.entries.values()]
    return node.items if isinstance(node, ListNode) else []


def _struct_sites(node: MapNode, reader: StructReader) -> Iterator[Site]:
    if reader.rest is not None:
        return
    keys = frozenset(reader.fields)
    for name, (key, value) in node.entries.items():
        yield Site(key.line, key.column, name, keys)
        yield from _sites(value, reader.fields[name].reader)


def _known(reader: Reader) -> frozenset[str]:
    if isinstance(reader, ChoiceReader):
        return frozenset(reader.values)
    if isinstance(reader, TextReader):
        names: Mapping[str | None, object] = {
            "vendors": VOCABULARY.vendors,
            "apps": VOCABULARY.apps,
            "models": VOCABULARY.models,
        }
        return frozenset(names.get(reader.names, ()))  # type: ignore[call-overload]  # each is a collection of names
    return frozenset()


# -- mutations --------------------------------------------------------------------------------------------------------


def replaced(path: Path, line: int, column: int, old: str, new: str) -> str:
    """Return the text of *path* with *new* for the *old* that stands at this place."""
    lines = path.read_text(encoding="utf-8").split("\n")
    text = lines[line - 1]
    assert text[column - 1 :].startswith(old)
    lines[line - 1] = text[: column - 1] + new + text[column - 1 + len(old) :]
    return "\n".join(lines)


def typo(word: str, draw: Draw) -> str:
    """Return *word* with one letter too many, too few, wrong, or two in the wrong order."""
    at = draw.below(len(word))
    letter = draw.one_of(string.ascii_lowercase)
    kind = draw.one_of(["drop", "swap", "wrong", "more"])
    if kind == "drop" and len(word) > 1:
        return word[:at] + word[at + 1 :]
    if kind == "swap" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + letter + word[at + (kind == "wrong") :]


def typos(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* one-edit typos of keys, verbs and names."""
    while count:
        path = draw.one_of(FILES)
        here = [site for site in sites(path) if site.known and len(site.text) > 2]
        if not here:
            continue
        site = draw.one_of(here)
        wrong = typo(site.text, draw)
        if wrong in site.known or wrong == site.text or wrong.strip() != wrong:
            continue
        place = frozenset({(site.line, site.column)})
        text = replaced(path, site.line, site.column, site.text, wrong)
        yield Mutation(path, text, place, site.text, f"{site.text} as {wrong}")
        count -= 1


def wrong_units(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* durations, numbers and truths that are none."""
    wrong: Sequence[tuple[type[Reader], Sequence[str]]] = (
        (
            DurationReader,
            ("10", "010s", "10sec", "1.5s", "-5s", "10 s", "ten seconds", "５s", "10s30ms", "1e3ms", "0x10s"),
        ),
        (IntegerReader, ("ten", "-0", "1.5", "１２", "007", "1_000", "+5", "99999999999999999999", "0x1f")),
        (FlagReader, ("yes", "no", "True", "on", "1", "是")),
    )
    by_type = dict(wrong)
    while count:
        path = draw.one_of(FILES)
        here = [site for site in sites(path) if type(site.reader) in by_type]
        if not here:
            continue
        site = draw.one_of(here)
        assert site.reader is not None
        value = draw.one_of(by_type[type(site.reader)])
        text = replaced(path, site.line, site.column, site.text, value)
        yield Mutation(path, text, frozenset({(site.line, site.column)}), what=f"{site.text} as {value}")
        count -= 1


def wrong_nesting(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* values in brackets or braces that want none, lines too deep or not deep enough, and lost dashes."""
    while count:
        path = draw.one_of(FILES)
        lines = path.read_text(encoding="utf-8").split("\n")
        kind = draw.one_of(["list", "map", "deeper", "dash", "colon"])
        if kind in {"list", "map"}:
            here = [
                site for site in sites(path) if isinstance(site.reader, ChoiceReader | DurationReader | IntegerReader)
            ]
            if not here:
                continue
            site = draw.one_of(here)
            value = f"[{site.text}]" if kind == "list" else f"{{it: {site.text}}}"
            text = replaced(path, site.line, site.column, site.text, value)
            # Where a list or a map may stand, what is in it is wrong.
            places = frozenset({(site.line, site.column), (site.line, site.column + 1)})
            yield Mutation(path, text, places, what=f"{kind} for {site.text}")
        else:
            first = next(number for number, line in enumerate(lines) if line.startswith("steps:"))
            steps = [number for number, line in enumerate(lines) if number > first and line.startswith("  - ")]
            if len(steps) < 3:
                continue
            number = draw.one_of(steps[1:])
            line = lines[number]
            if kind == "colon" and ": " not in line:
                continue
            wrong = {"deeper": f"   {line}", "dash": f"    {line[4:]}", "colon": line.replace(": ", ":", 1)}
            lines[number] = wrong[kind]
            # Without a space behind it, a colon is a part of the word before.
            columns = {"deeper": {6}, "dash": {5}, "colon": {5, line.find(":") + 1}}
            places = frozenset((number + 1, column) for column in columns[kind])
            yield Mutation(path, "\n".join(lines), places, what=f"{kind} in line {number + 1}")
        count -= 1


def wrong_punctuation(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* characters of YAML that are lost, doubled, or of a Chinese input method."""
    wide = {"{": "｛", "}": "｝", ":": "：", "[": "【", "]": "】", ",": "，"}
    while count:
        path = draw.one_of(FILES)
        lines = path.read_text(encoding="utf-8").split("\n")
        first = next(number for number, line in enumerate(lines) if line.startswith("steps:"))
        here = [
            number
            for number, line in enumerate(lines)
            if number > first
            and line.startswith("  - ")
            and line.endswith("}")
            and line.count("{") == 1
            and not set(line) & set("'\"[]<")
        ]
        if not here:
            continue
        number = draw.one_of(here)
        line = lines[number]
        character = draw.one_of([one for one in "{},:" if one in line])
        at = draw.one_of([index for index, one in enumerate(line) if one == character])
        kind = draw.one_of(["lost", "wide", "twice"] if character in "{}" else ["wide"])
        new = {"lost": "", "wide": wide[character], "twice": character * 2}[kind]
        lines[number] = line[:at] + new + line[at + 1 :]
        changed = lines[number]
        columns = {
            # A brace that is never opened makes the next colon the second of its line.
            "lost{": {changed.find(":", at) + 1},
            "lost}": {line.index("{") + 1, len(changed) + 1},
            "twice{": {at + 2},
            "twice}": {at + 2},
        }.get(kind + character, {at + 1, _beginning(line, at) + 1})
        place = {(number + 1, column) for column in columns}
        yield Mutation(path, "\n".join(lines), frozenset(place), what=f"{kind} {character} in {lines[number]}")
        count -= 1


def _beginning(line: str, at: int) -> int:
    """Return where the key or value begins that the character *at* belongs to."""
    while at and line[at - 1] not in " {,":
        at -= 1
    return at


def wrong_marks(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* steps that begin as lists elsewhere do, open quotation marks, Chinese ones around names."""
    while count:
        path = draw.one_of(FILES)
        lines = path.read_text(encoding="utf-8").split("\n")
        steps = [number for number, line in enumerate(lines) if re.match(r"  - \w+: \{\w+: [\w-]+[,}]", line)]
        if not steps:
            continue
        number = draw.one_of(steps)
        line = lines[number]
        value = re.search(r"\{(\w+): ([\w-]+)", line)
        assert value is not None
        at = value.start(2)
        kind = draw.one_of(["1.", "--", "*", "•", "-", "open", "quotes"])
        if kind in {"open", "quotes"} and (set(line) & set("'\"") or value[1] not in {"phone", "from"}):
            continue
        if kind == "open":
            wrong, column = f'{line[:at]}"{line[at:]}', at
        elif kind == "quotes":
            wrong, column = f"{line[:at]}“{value[2]}”{line[value.end(2) :]}", at
        else:
            wrong, column = f"  {kind}{line[3:] if kind != '-' else line[4:]}", 2
        # What stands below must not close the quotation mark.
        if kind == "open" and any('"' in below for below in lines[number + 1 :]):
            continue
        lines[number] = wrong
        yield Mutation(path, "\n".join(lines), frozenset({(number + 1, column + 1)}), what=wrong)
        count -= 1


# -- the language's own constructs ------------------------------------------------------------------------------------


def placeholders(count: int, draw: Draw) -> Iterator[Mutation]:
    """Yield *count* placeholders, kinds of made-up data and values of fragments that are misspelt."""
    while count:
        path = draw.one_of(LANGUAGE)
        lines = path.read_text(encoding="utf-8").split("\n")
        words = [
            (number + 1, line.index(word) + 1, word)
            for number, line in enumerate(lines)
            for word in _own_words(path, line)
        ]
        if not words:
            continue
        line, column, word = draw.one_of(words)
        core = word.strip("<>")
        wrong = word.replace(core, typo(core, draw)) if draw.chance(80) or "<" not in word else word.rstrip(">")
        if wrong in {word, *(other for _, _, other in words)} or not wrong.strip("<>_").isidentifier():
            continue
        text = replaced(path, line, column, word, wrong)
        meant = word if wrong.endswith(">") or "<" not in word else ""
        yield Mutation(path, text, frozenset({(line, column)}), meant, f"{word} as {wrong}")
        count -= 1


def _own_words(path: Path, line: str) -> Iterator[str]:
    found = [word.strip("{}, ") for word in line.split(" ") if word.strip("{}, ").startswith("<")]
    yield from (word for word in found if word.endswith(">") and line.count(word) == 1)
    if path.name == "made_up_people_chat.yaml":
        yield from (word for word in ("user_name", "sentence") if word in line)
    if path.name == "steps_are_shared.yaml" and "use:" in line:
        yield from ("file", "user")
