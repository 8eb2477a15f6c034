"""Makes readers for the types that parts of a world and steps are declared with."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import msgspec
import msgspec.inspect as mi

from simulator.kernel.units import Duration
from simulator.scenario import punctuation
from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import FAILED, Failed, Reader, Reading, Reference
from simulator.scenario.scalars import ChoiceReader, DurationReader, FlagReader, IntegerReader, TextReader
from simulator.scenario.suggest import nearest

_VENDORS = "vendors"
_WRITE_BELOW = "write its parts below it, indented, or remove it"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


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
                    return reading.no_value(node, path, _WRITE_BELOW)
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
                return reading.no_value(node, path, _WRITE_BELOW)
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
        return _json_value(node)


def _json_value(node: Node) -> object:
    if isinstance(node, MapNode):
        return {key: _json_value(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [_json_value(item) for item in node.items]
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


@dataclass(frozen=True, slots=True)
class FieldReader:
    """One field of a struct.

    Attributes:
        attribute: Its name in Python.
        reader: Of its value.
        is_required: It has no default.
        description: For people.
    """

    attribute: str
    reader: Reader
    is_required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class StructReader:
    """Takes the fields of a part of a world, or of a step.

    Attributes:
        cls: What is made of them.
        fields: By the key that they have in a document.
        shorthand: Key that a single value stands for.
        rest: Attribute that takes the keys which have no field.
        rest_item: Reads a value of such a key.
        rest_names: Kind of names that such a key must be one of.
        required: Keys that must be there.
        vendor_key: Key of the field that names the vendor whose form has the rest of the keys.
    """

    cls: type[msgspec.Struct]
    fields: Mapping[str, FieldReader]
    shorthand: str | None = None
    rest: str | None = None
    rest_item: Reader = field(default_factory=TextReader)
    rest_names: str | None = None
    required: tuple[str, ...] = ()
    vendor_key: str | None = None

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "a map of fields"

    @property
    def shapes(self) -> tuple[type[Node], ...]:
        """Types of nodes that it takes."""
        return (MapNode,) if self.shorthand is None else (MapNode, ScalarNode)

    def read(self, node: Node, path: str, reading: Reading) -> object:
        """Return the struct, or note what is wrong and return `FAILED`."""
        values = self.read_fields(node, path, reading)
        return FAILED if isinstance(values, Failed) else self.make(values, node, path, reading)

    def make(self, values: dict[str, object], node: Node, path: str, reading: Reading) -> object:
        """Return the struct of *values*; one that refuses them itself, by `ValueError`, words the mistake."""
        try:
            return self.cls(**values)
        except ValueError as error:
            return reading.wrong(node, path, str(error))

    def read_fields(self, node: Node, path: str, reading: Reading) -> dict[str, object] | Failed:
        """Return the values by attribute, or note what is wrong and return `FAILED`."""
        if type(node) is not MapNode:
            return self._read_short(node, path, reading)
        values: dict[str, object] = {}
        leftover: list[tuple[ScalarNode, Node]] = []
        prefix = f"{path}." if path else ""
        count = len(reading.problems)
        for key, entry in node.entries.items():
            known = self.fields.get(key)
            if known is None:
                leftover.append(entry)
            else:
                values[known.attribute] = known.reader.read(entry[1], prefix + key, reading)
        excused: set[str] = set()
        if leftover:
            excused = self._read_rest(leftover, path, values, node, reading)
        for key in self.required:
            if key not in node.entries and key not in excused:
                self._missing(key, node, path, reading)
        return values if len(reading.problems) == count else FAILED

    def _read_short(self, node: Node, path: str, reading: Reading) -> dict[str, object] | Failed:
        """Read a single value as the field that may stand alone."""
        if isinstance(node, ScalarNode):
            if node.is_missing:
                return reading.no_value(node, path, self._missing_advice)
            if self.shorthand is not None:
                only = self.fields[self.shorthand]
                value = only.reader.read(node, path, reading)
                for key in self.required:
                    if key != self.shorthand:
                        self._missing(key, node, path, reading)
                        value = FAILED
                return FAILED if value is FAILED else {only.attribute: value}
        return reading.misshapen(node, path, self.wanted, next=self._shape_advice(node))

    @property
    def _missing_advice(self) -> str:
        if not self.required:
            return _WRITE_BELOW
        return "write its fields: {" + ", ".join(f"{key}: …" for key in self.required) + "}"

    def _shape_advice(self, node: Node) -> str:
        example = next(iter(self.required or self.fields), "name")
        if isinstance(node, ListNode):
            return f'write its fields as "{example}: value", without "- "'
        text = node.text if isinstance(node, ScalarNode) else ""
        key, colon, _ = text.partition(":")
        if colon and key.strip() in self.fields:
            return f'put a space behind the colon: "{key.strip()}: …"'
        return f'write its fields as "{example}: value"'

    def _missing(self, key: str, node: Node, path: str, reading: Reading) -> None:
        """Note that a field is missing, with what the struct says about it."""
        absent = self.fields[key]
        words: tuple[str, ...] = ()
        then = f"add {key}: {absent.description or _told(self.cls, absent.attribute) or absent.reader.wanted}"
        if isinstance(absent.reader, ChoiceReader):
            if absent.reader.more is None:
                words = tuple(absent.reader.values)
            else:
                then = f"{then}; {absent.reader.more}"
        reading.wrong(node, path, f"{key} is missing", known=words, known_as="what fits", next=then)

    def _read_rest(
        self,
        leftover: Sequence[tuple[ScalarNode, Node]],
        path: str,
        values: dict[str, object],
        node: MapNode,
        reading: Reading,
    ) -> set[str]:
        """Read the keys without a field of their own, and return the fields that were probably meant by wrong ones."""
        excused: set[str] = set()
        allowed = () if self.rest is None else self._allowed(node, reading)
        taken: dict[str, object] = {}
        for key_node, value_node in leftover:
            key = key_node.text
            if allowed is None or key in allowed:
                taken[key] = self.rest_item.read(value_node, f"{path}.{key}" if path else key, reading)
                if self.rest_names is not None:
                    reading.references.append(Reference(self.rest_names, key_node, path))
                continue
            meant = self._unknown(key_node, value_node, path, (*self.fields, *allowed), reading)
            if meant is not None:
                excused.add(meant)
        if self.rest is not None:
            values[self.rest] = taken
        return excused

    def _allowed(self, node: MapNode, reading: Reading) -> Sequence[str] | None:
        """Return the keys that the rest may have; None where any will do, or where another mistake hides it."""
        form = reading.vocabulary.certificate_fields
        if form is None or self.rest_names is not None:
            return None
        if self.vendor_key is not None:
            _, named = node.entries.get(self.vendor_key, (None, None))
            vendors = [named.text] if isinstance(named, ScalarNode) else sorted(reading.vocabulary.vendors)
        elif reading.vendor is not None:
            vendors = [reading.vendor]
        else:
            return None
        if any(vendor not in reading.vocabulary.vendors for vendor in vendors):
            return None
        return tuple(dict.fromkeys(name for vendor in vendors for name in form(vendor)))

    def _unknown(self, key: ScalarNode, value: Node, path: str, known: Sequence[str], reading: Reading) -> str | None:
        """Note a key that is none of *known*, and return the one that was probably meant."""
        suggestion: str | None
        glued, colon, _ = punctuation.plain(key.text).partition(":")
        if colon and glued in known and isinstance(value, ScalarNode) and value.is_missing:
            character = punctuation.first_in(key.text)
            what = f"{quoted(key.text)} is no field with a value"
            then = punctuation.instead(character) if character else "put a space behind the colon"
            reading.wrong(key, path, what, value=key.text, next=f'{then}: "{glued}: …"')
            return glued
        if key.text in reading.vocabulary.steps and key.text not in known:
            then = f'move it into the list below "steps:", as "- {key.text}: …"'
            reading.wrong(key, path, f"{quoted(key.text)} is a step, not a field", value=key.text, next=then)
            return None
        suggestion = nearest(key.text, known)
        reading.wrong(
            key,
            path,
            f"no field is called {quoted(key.text)}",
            value=key.text,
            known=known,
            known_as="fields here",
            suggestion=suggestion,
            next=None if suggestion else punctuation.advice(key.text),
        )
        return suggestion


def _told(cls: type[msgspec.Struct], attribute: str) -> str:
    """Return what the docstring of *cls* says of one attribute, as a part of a sentence."""
    match = re.search(rf"^ +{attribute}: (.+)", cls.__doc__ or "", re.MULTILINE)
    return match[1][:1].lower() + match[1][1:].rstrip(".") if match else ""


@cache
def reader_for(kind: Any) -> Reader:
    """Return the reader of values of the type *kind*, made once."""
    return _reader(mi.type_info(kind), "", {})


@cache
def struct_reader(cls: type[msgspec.Struct]) -> StructReader:
    """Return the reader of the struct *cls*, made once."""
    fields = {}
    rest: str | None = getattr(cls, "rest", None)
    rest_item: Reader = TextReader()
    rest_names: str | None = None
    vendor_key: str | None = None
    inherited = {name for base in cls.__bases__ for name in getattr(base, "__struct_fields__", ())}
    for info in sorted(msgspec.structs.fields(cls), key=lambda info: info.name in inherited):
        described, description, extra = _unwrapped(mi.type_info(info.type))
        reader = _reader(mi.type_info(info.type), "", {})
        if info.name == rest:
            assert isinstance(reader, MapReader), f"{cls.__name__}.{rest} takes the rest, so it is a map"
            rest_item = reader.item
            named = extra.get("names", reader.key.names)
            rest_names = named if isinstance(named, str) else None
            continue
        fields[info.encode_name] = FieldReader(info.name, reader, info.required, description)
        if extra.get("names") == _VENDORS and isinstance(described, mi.StrType):
            vendor_key = info.encode_name
    attribute = getattr(cls, "shorthand", None)
    return StructReader(
        cls,
        fields,
        shorthand=next((key for key, known in fields.items() if attribute in {known.attribute, key}), None),
        rest=rest,
        rest_item=rest_item,
        rest_names=rest_names,
        required=tuple(key for key, known in fields.items() if known.is_required),
        vendor_key=vendor_key,
    )


def _unwrapped(info: mi.Type) -> tuple[mi.Type, str, Mapping[str, object]]:
    """Return a type without what is said about it and without None, its description, and what else is said."""
    if isinstance(info, mi.Metadata):
        inner, description, extra = _unwrapped(info.type)
        told = (info.extra_json_schema or {}).get("description", description)
        return inner, str(told), {**extra, **(info.extra or {})}
    if isinstance(info, mi.UnionType):
        others = [option for option in info.types if not isinstance(option, mi.NoneType)]
        if len(others) == 1:
            return _unwrapped(others[0])
    return info, "", {}


def _reader(info: mi.Type, description: str, extra: Mapping[str, object]) -> Reader:
    """Return the reader of a type as msgspec sees it."""
    bare, told, more = _unwrapped(info)
    return _BY_INFO[type(bare)](bare, told or description, {**extra, **more})


def _text(info: mi.StrType, description: str, extra: Mapping[str, object]) -> Reader:
    names = extra.get("names")
    return TextReader(
        description=description or "a text",
        length_min=info.min_length or 0,
        length_max=info.max_length,
        pattern=re.compile(info.pattern) if info.pattern else None,
        names=str(names) if names else None,
        introduces=bool(extra.get("introduces")),
        is_file=bool(extra.get("path")),
    )


def _integer(info: mi.IntType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return IntegerReader(
        least=info.ge if info.gt is None else info.gt + 1,
        greatest=info.le if info.lt is None else info.lt - 1,
    )


def _flag(_info: mi.BoolType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return FlagReader()


def _literal(info: mi.LiteralType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return ChoiceReader({str(value): value for value in info.values})


def _enum(info: mi.EnumType, _description: str, _extra: Mapping[str, object]) -> Reader:
    members: Sequence[Enum] = list(info.cls)
    return ChoiceReader({str(member.value): member for member in members}, f"{info.cls.__name__.lower()}s")


def _list(
    info: mi.VarTupleType | mi.ListType | mi.SetType | mi.FrozenSetType,
    description: str,
    extra: Mapping[str, object],
) -> Reader:
    make: Mapping[type, Callable[[list[object]], object]] = {
        mi.VarTupleType: tuple,
        mi.ListType: list,
        mi.SetType: set,
        mi.FrozenSetType: frozenset,
    }
    return ListReader(_reader(info.item_type, description, extra), make[type(info)], info.min_length or 0)


def _map(info: mi.DictType, _description: str, _extra: Mapping[str, object]) -> Reader:
    key = _reader(info.key_type, "a name", {})
    assert isinstance(key, TextReader), "keys are names"
    return MapReader(key, _reader(info.value_type, "", {}))


def _struct(info: mi.StructType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return struct_reader(info.cls)


def _union(info: mi.UnionType, description: str, extra: Mapping[str, object]) -> Reader:
    options = [_reader(option, description, extra) for option in info.types if not isinstance(option, mi.NoneType)]
    # Text takes anything, so it is asked last.
    return UnionReader(tuple(sorted(options, key=lambda option: isinstance(option, TextReader))))


def _custom(info: mi.CustomType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return DurationReader() if issubclass(info.cls, Duration) else AnyReader()


def _node(info: mi.DataclassType, _description: str, _extra: Mapping[str, object]) -> Reader:
    assert issubclass(info.cls, Node), "parts of a document are structs"
    return NodeReader()


def _anything(_info: mi.Type, _description: str, _extra: Mapping[str, object]) -> Reader:
    return AnyReader()


_BY_INFO: Mapping[type[mi.Type], Callable[[Any, str, Mapping[str, object]], Reader]] = {
    mi.StrType: _text,
    mi.IntType: _integer,
    mi.BoolType: _flag,
    mi.LiteralType: _literal,
    mi.EnumType: _enum,
    mi.VarTupleType: _list,
    mi.ListType: _list,
    mi.SetType: _list,
    mi.FrozenSetType: _list,
    mi.DictType: _map,
    mi.StructType: _struct,
    mi.UnionType: _union,
    mi.CustomType: _custom,
    mi.DataclassType: _node,
    mi.AnyType: _anything,
    mi.RawType: _anything,
}
