"""Steps and parts of a scenario for people: which fields they have, what belongs there, and what may be left out."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from textwrap import wrap

import msgspec

from simulator.kernel.units import DURATION_EXAMPLES
from simulator.scenario.containers import ListReader, MapReader, UnionReader
from simulator.scenario.conversion import struct_reader
from simulator.scenario.loader import ScenarioSpec
from simulator.scenario.made_up import FAKER, KINDS
from simulator.scenario.reading import Reader
from simulator.scenario.scalars import ChoiceReader, DurationReader, IntegerReader, TextReader
from simulator.scenario.step import Step
from simulator.scenario.step_list import step_reader
from simulator.scenario.structs import StructReader

USE = "use"
_WIDTH = 110
_USE_LINES = (
    "use: a step that stands for those of a file",
    "  write - use: _log_in.yaml, or with a value for each <placeholder> there:",
    "  - use: {file: _log_in.yaml, phone: bob_phone, user: bob}",
    "  The name of the file begins with _, and it holds steps: and nothing else.",
)
_EXAMPLES = {
    "matrix": (
        "matrix: {android: [8, 13], message: {short: lunch?, 中文: 吃饭吗？}, exclude: [{android: 8, message: 中文}]}",
        "matrix: [{case: still on, switch: on}, {case: switched off, switch: off}]",
    ),
    FAKER: ("faker: {bob: user_name, message: {kind: sentence, locale: en_US}}",),
}


def parts() -> list[str]:
    """Return the keys at the top of a scenario that can be explained, and `use`."""
    return [*struct_reader(ScenarioSpec).fields, USE]


def step_lines(verb: str, step: type[Step]) -> Iterator[str]:
    """Yield what *step* does, and its fields."""
    reader = step_reader(step)
    needed = ", ".join(f"{key}: …" for key in reader.required)
    about, *more = cleandoc(step.__doc__ or "").partition("\n\nAttributes:")[0].split("\n\n")
    yield f"{verb}: a step: {' '.join(about.split())}"
    yield from (f"  {line}" for one in more for line in wrap(" ".join(one.split()), _WIDTH))
    if reader.shorthand is not None and {*reader.required} <= {reader.shorthand}:
        yield f"  in short: - {verb}: {reader.shorthand.upper()}"
    elif needed:
        yield f"  at least: - {verb}: {{{needed}}}"
    yield from _field_lines(reader, "  ")


def part_lines(name: str) -> Iterator[str]:
    """Yield what the key *name* at the top of a scenario is for, and the fields that stand below it."""
    if name == USE:
        yield from _USE_LINES
        return
    field = struct_reader(ScenarioSpec).fields[name]
    yield f"{name}: stands at the top of a scenario: {field.description or _wanted(field.reader)}"
    yield from (f"  {line}" for line in _EXAMPLES.get(name, ()))
    if name == FAKER:
        yield from (f"  {kind:<14} {about}" for kind, about in KINDS.items())
    for struct in _structs(field.reader):
        yield f"  each: {' '.join(cleandoc(struct.cls.__doc__ or '').partition('Attributes:')[0].split())}"
        yield from _field_lines(struct, "    ")


def _structs(reader: Reader) -> Iterator[StructReader]:
    if isinstance(reader, StructReader):
        yield reader
    elif isinstance(reader, ListReader | MapReader):
        yield from _structs(reader.item)
    elif isinstance(reader, UnionReader):
        for option in reader.options:
            yield from _structs(option)


def _field_lines(reader: StructReader, indent: str) -> Iterator[str]:
    width = max(map(len, reader.fields))
    for key, field in reader.fields.items():
        about = field.description or _told(reader.cls, field.attribute)
        wanted = _wanted(field.reader)
        told = "; ".join(dict.fromkeys(one for one in (about, wanted) if one))
        told += " (needed)" if key in reader.required else ""
        first, *others = wrap(told, _WIDTH - width, break_on_hyphens=False) or [""]
        yield f"{indent}{key:<{width}}  {first}"
        yield from (f"{indent}{'':<{width}}  {line}" for line in others)


def _told(cls: type[msgspec.Struct], attribute: str) -> str:
    """Return what the docstring of *cls*, or of what it is made of, says of one attribute."""
    for one in cls.__mro__:
        match = re.search(rf"^ +{attribute}: (.+(?:\n {{8,}}.+)*)", cleandoc(one.__doc__ or ""), re.MULTILINE)
        if match:
            text = " ".join(match[1].split()).rstrip(".")
            return text if text[:2].isupper() else text[:1].lower() + text[1:]
    return ""


def _wanted(reader: Reader) -> str:
    match reader:
        case ChoiceReader():
            words = reader.more or ", ".join(reader.values)
        case DurationReader():
            words = f"a duration: {DURATION_EXAMPLES}"
        case IntegerReader():
            words = f"{reader.wanted}, {reader.bounds}" if reader.bounds else reader.wanted
        case ListReader():
            words = f"a list of {_wanted(reader.item)}" if isinstance(reader.item, ChoiceReader) else reader.wanted
        case UnionReader():
            words = ", or ".join(dict.fromkeys(map(_wanted, reader.options)))
        case StructReader():
            words = f"a map of {', '.join(reader.fields)}" if reader.fields else "a map"
        case TextReader():
            words = reader.description
        case _:
            words = reader.wanted
    return words
