"""Makes readers for the types that parts of a world and steps are declared with."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

import msgspec
import msgspec.inspect as mi

from simulator.kernel.units import Duration
from simulator.scenario.containers import AnyReader, ListReader, MapReader, NodeReader, UnionReader
from simulator.scenario.nodes import Node
from simulator.scenario.reading import Reader
from simulator.scenario.scalars import ChoiceReader, DurationReader, FlagReader, IntegerReader, TextReader
from simulator.scenario.structs import FieldReader, StructReader

_VENDORS = "vendors"


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
        codes_of = str(extra.get("codes_of", ""))
        fields[info.encode_name] = FieldReader(info.name, reader, info.required, description, codes_of)
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
        pattern=re.compile(info.pattern, re.ASCII) if info.pattern else None,
        names=str(names) if names else None,
        introduces=bool(extra.get("introduces")),
        file_kind=str(extra.get("file", "")),
        separator=str(extra["separator"]) if "separator" in extra else None,
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
    return NodeReader() if issubclass(info.cls, Node) else struct_reader(info.cls)


def _union(info: mi.UnionType, description: str, extra: Mapping[str, object]) -> Reader:
    options = [_reader(option, description, extra) for option in info.types if not isinstance(option, mi.NoneType)]
    # Text takes anything, so it is asked last.
    return UnionReader(tuple(sorted(options, key=lambda option: isinstance(option, TextReader))))


def _custom(info: mi.CustomType, _description: str, _extra: Mapping[str, object]) -> Reader:
    return DurationReader() if issubclass(info.cls, Duration) else AnyReader()


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
    mi.AnyType: _anything,
    mi.RawType: _anything,
}
