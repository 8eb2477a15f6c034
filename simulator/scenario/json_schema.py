"""JSON Schema (draft-07) of what a suite is written in, for completion and checks in editors.

It is made of the same readers that read scenarios, so that a field, a step or a vendor stands in it as soon as it is
there. What a schema cannot know stays with `pushsim check`: names that a scenario brings in itself, files, the
calendar, and values that contradict each other.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from simulator.kernel.units import DURATION_EXAMPLES
from simulator.scenario import defaults, fragments, made_up, matrix
from simulator.scenario.containers import AnyReader, ListReader, MapReader, NodeReader, UnionReader
from simulator.scenario.conversion import struct_reader
from simulator.scenario.loader import ScenarioSpec
from simulator.scenario.names import Vocabulary
from simulator.scenario.reading import Reader
from simulator.scenario.scalars import ChoiceReader, DurationReader, FlagReader, IntegerReader, TextReader
from simulator.scenario.step_list import step_reader
from simulator.scenario.structs import StructReader, told
from simulator.world.spec import WorldSpec

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_VENDORS = "vendors"
_DEFINITIONS = "#/definitions/"
_PLACEHOLDER = {"$ref": f"{_DEFINITIONS}placeholder"}
_SCALAR = ["string", "number", "boolean"]
"""What an editor may take an unquoted value for; here all of them are texts."""

_SUCH_AS = re.compile(r"(?:such as|:) (\S.*)$")
"""What descriptions end with."""
_EXAMPLES: Mapping[str, Sequence[str]] = {
    "phones": ("bob_phone",),
    "users": ("bob", "alice"),
    "groups": ("family",),
    "actors": ("im>vendor", "vendor>bob_phone"),
}


class Kind(StrEnum):
    """Kinds of files of a suite."""

    SCENARIO = "scenario"
    FRAGMENT = "fragment"
    SUITE = "suite"
    WORLD = "world"


def schema_of(kind: Kind, vocabulary: Vocabulary) -> Schema:
    """Return the schema of files of *kind* that use the names of *vocabulary*."""
    return _Writer(vocabulary).whole(kind)


def schema_text(kind: Kind, vocabulary: Vocabulary) -> str:
    """Return the same as the text of a file."""
    return json.dumps(schema_of(kind, vocabulary), ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Writes one schema."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: Mapping[str, Iterable[str]] = {
            _VENDORS: vocabulary.vendors,
            "apps": vocabulary.apps,
            "models": vocabulary.models,
            "statements": vocabulary.statements,
            **vocabulary.more,
        }
        self._definitions: Schema = {"placeholder": _placeholder()}

    def whole(self, kind: Kind) -> Schema:
        steps = {"$ref": "#/definitions/steps"}
        title = f"pushsim {kind}"
        if kind in {Kind.SCENARIO, Kind.FRAGMENT}:
            self._definitions |= {"step": self._step(), "steps": _steps()}
        match kind:
            case Kind.SCENARIO:
                body = self._struct(struct_reader(ScenarioSpec))
                body["properties"] |= {"steps": steps, "matrix": self._matrix(), "faker": _faker()}
            case Kind.FRAGMENT:
                body = _object({"steps": steps}, required=["steps"])
            case Kind.WORLD:
                body = self._struct(struct_reader(WorldSpec))
            case Kind.SUITE:
                reader = struct_reader(ScenarioSpec)
                fields = {name: reader.fields[name] for name in defaults.KEYS}
                body = self._struct(replace(reader, fields=fields, required=()))
        return {"$schema": DRAFT, "title": title, **body, "definitions": self._definitions}

    # -- steps --------------------------------------------------------------------------------------------------------

    def _step(self) -> Schema:
        """A map with one verb, or a verb alone that needs no field."""
        verbs = {verb: self._verb(verb) for verb in self._vocabulary.steps}
        alone = [verb for verb in verbs if not step_reader(self._vocabulary.steps[verb]).required]
        verbs[fragments.USE] = _use()
        one = {"type": "object", "properties": verbs, "additionalProperties": False}
        return {"anyOf": [{**one, "minProperties": 1, "maxProperties": 1}, {"enum": alone}]}

    def _verb(self, verb: str) -> Schema:
        reader = step_reader(self._vocabulary.steps[verb])
        fields = {key: self._example(reader.fields[key].reader) for key in reader.required}
        schema = self._reader(reader)
        return {"description": _first_line(reader.cls), **schema, "examples": [fields]} if fields else schema

    # -- readers ------------------------------------------------------------------------------------------------------

    def _reader(self, reader: Reader, *, form: Sequence[str] | None = None) -> Schema:
        """Return what *reader* takes; a placeholder stands for any whole value."""
        if isinstance(reader, AnyReader | NodeReader):
            return {}
        if isinstance(reader, UnionReader):
            return {"anyOf": [part for option in reader.options for part in _parts(self._reader(option))]}
        if isinstance(reader, StructReader):
            return self._struct_or_short(reader, form)
        if isinstance(reader, ListReader):
            items = self._reader(reader.item)
            least = {"minItems": reader.length_min} if reader.length_min else {}
            return {"anyOf": [{"type": "array", "items": items, **least}, _PLACEHOLDER]}
        if isinstance(reader, MapReader):
            return {"anyOf": [self._map(reader), _PLACEHOLDER]}
        schema = self._scalar(reader)
        return schema if schema == {"type": _SCALAR} else {"anyOf": [schema, _PLACEHOLDER]}

    def _scalar(self, reader: Reader) -> Schema:
        if isinstance(reader, IntegerReader):
            bounds = {"minimum": reader.least, "maximum": reader.greatest}
            return {"type": "integer", **{name: value for name, value in bounds.items() if value is not None}}
        if isinstance(reader, FlagReader):
            return {"type": "boolean"}
        if isinstance(reader, ChoiceReader):
            words: Schema = {"enum": list(reader.values)}
            return self._shared(reader.name, lambda: words) if reader.name else words
        if isinstance(reader, DurationReader):
            return {
                "type": "string",
                "pattern": "^(0|[1-9][0-9]*)(ms|s|min|h|d)$",
                "examples": DURATION_EXAMPLES.split(", "),
            }
        assert isinstance(reader, TextReader), f"{type(reader).__name__} has no place in a schema"
        return self._text(reader)

    def _text(self, reader: TextReader) -> Schema:
        if reader.names in self._names and reader.separator is None:
            names = reader.names or ""
            return self._shared(names, lambda: {"enum": sorted(self._names[names])})
        schema: Schema = {"type": _SCALAR}
        if reader.pattern is not None:
            schema["pattern"] = reader.pattern.pattern
        if reader.length_min:
            schema["minLength"] = reader.length_min
        if reader.length_max is not None:
            schema["maxLength"] = reader.length_max
        if reader.names in _EXAMPLES:
            schema["examples"] = list(_EXAMPLES[reader.names or ""])
        elif reader.pattern is not None and (said := _SUCH_AS.search(reader.description)):
            schema["examples"] = [word for word in said[1].split(", ") if reader.pattern.search(word)]
        return schema

    def _map(self, reader: MapReader) -> Schema:
        if reader.key.names != _VENDORS:
            return {"type": "object", "additionalProperties": self._reader(reader.item)}
        form = self._vocabulary.certificate_fields
        vendors = {
            vendor: self._reader(reader.item, form=None if form is None else form(vendor))
            for vendor in self._vocabulary.vendors
        }
        return _object(vendors)

    # -- structs ------------------------------------------------------------------------------------------------------

    def _struct_or_short(self, reader: StructReader, form: Sequence[str] | None) -> Schema:
        name = reader.cls.__name__
        whole = self._shared(name, lambda: self._struct(reader)) if form is None else self._struct(reader, form)
        options = [whole, _PLACEHOLDER]
        if reader.shorthand is not None and not set(reader.required) - {reader.shorthand}:
            options[1:1] = _parts(self._reader(reader.fields[reader.shorthand].reader))
        return {"anyOf": list({str(option): option for option in options}.values())}

    def _struct(self, reader: StructReader, form: Sequence[str] | None = None) -> Schema:
        fields: Schema = {}
        for key, known in reader.fields.items():
            description = known.description or told(reader.cls, known.attribute)
            fields[key] = {**({"description": description} if description else {}), **self._reader(known.reader)}
        more: Schema | bool = False
        if reader.rest is not None:
            item = self._reader(reader.rest_item)
            more = item if form is None and reader.rest_names is not None else False
            for name in form if form is not None else self._all_forms(reader):
                fields.setdefault(name, item)
        schema = _object(fields, required=list(reader.required), more=more)
        description = _first_line(reader.cls)
        return {"description": description, **schema} if description else schema

    def _all_forms(self, reader: StructReader) -> Iterable[str]:
        form = self._vocabulary.certificate_fields
        if form is None or reader.rest_names is not None:
            return ()
        return dict.fromkeys(name for vendor in self._vocabulary.vendors for name in form(vendor))

    # -- the rest -----------------------------------------------------------------------------------------------------

    def _matrix(self) -> Schema:
        exclude = {"type": "array", "items": {"type": "object", "properties": {"vendor": self._names_of_vendors()}}}
        axis: Schema = {"anyOf": [{"type": "array", "minItems": 1}, {"type": "object", "minProperties": 1}]}
        axes = {
            "type": "object",
            "properties": {matrix.EXCLUDE: {"description": "combinations that are left out", **exclude}},
            "additionalProperties": {"description": "values: a list, or a map that names them", **axis},
            "minProperties": 1,
            "examples": [{"android": [8, 13], "message": {"short": "lunch?", "中文": "今晚一起吃饭吗？"}}],
        }
        row = {"type": "object", "required": [matrix.CASE], "properties": {matrix.CASE: {"type": _SCALAR}}}
        rows = {"type": "array", "minItems": 1, "maxItems": matrix.CELLS_MAX, "items": row}
        return {"description": struct_reader(ScenarioSpec).fields["matrix"].description, "anyOf": [axes, rows]}

    def _names_of_vendors(self) -> Schema:
        return self._shared(_VENDORS, lambda: {"enum": sorted(self._names[_VENDORS])})

    def _shared(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Return the way to a definition, made when it is first asked for."""
        if name not in self._definitions:
            self._definitions[name] = {}
            self._definitions[name] = make()
        return {"$ref": f"{_DEFINITIONS}{name}"}

    def _example(self, reader: Reader) -> Any:
        """Return a value that *reader* takes."""
        return self._example_of(self._reader(reader))

    def _example_of(self, schema: Schema) -> Any:
        if "anyOf" in schema:
            return self._example_of(schema["anyOf"][0])
        if "$ref" in schema:
            return self._example_of(self._definitions[schema["$ref"].removeprefix(_DEFINITIONS)])
        if "examples" in schema:
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "object":
            return {key: self._example_of(schema["properties"][key]) for key in schema.get("required", ())}
        return schema.get("minimum", 1) if schema.get("type") == "integer" else "a text"


def _parts(schema: Schema) -> list[Schema]:
    """Return the options of *schema*, without the placeholder that each of several would bring along."""
    options: list[Schema] = schema.get("anyOf", [schema])
    return options


def _object(fields: Schema, required: Sequence[str] = (), *, more: Schema | bool = False) -> Schema:
    schema: Schema = {"type": "object", "properties": fields, "additionalProperties": more}
    return {**schema, "required": list(required)} if required else schema


def _placeholder() -> Schema:
    return {
        "type": "string",
        "pattern": "^<[^<>]+>$",
        "description": "the name of an axis under matrix:, of a value under faker:, or of a fragment's value",
        "examples": ["<message>"],
    }


def _steps() -> Schema:
    return {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/step"}}


def _use() -> Schema:
    file = {"type": "string", "pattern": "(^|/)_[^/]*$", "examples": ["_log_in.yaml"]}
    named = {"type": "object", "properties": {"file": file}, "required": ["file"]}
    return {
        "description": "Steps of a fragment, with the values of its placeholders beside file:.",
        "anyOf": [named, file],
    }


def _faker() -> Schema:
    kinds = {"enum": list(made_up.KINDS), "description": "; ".join(f"{k}: {v}" for k, v in made_up.KINDS.items())}
    locale = {"type": "string", "examples": [made_up.LOCALE, "en_US"]}
    number = {"type": ["integer", "string"], "pattern": "^[1-9][0-9]*$", "minimum": 1}
    sizes = {
        made_up.LENGTH: {**number, "maximum": made_up.LENGTH_MAX, "description": "how many letters"},
        made_up.COUNT: {**number, "maximum": made_up.COUNT_MAX, "description": "a list of so many different ones"},
        made_up.UNDER: {"type": "string", "description": "each entry of the list is a map with this key"},
        made_up.BESIDE: {"type": "object", "description": "what else each of these maps holds"},
    }
    named = _object({"kind": kinds, "locale": locale, **sizes}, required=["kind"])
    return {
        "description": struct_reader(ScenarioSpec).fields["faker"].description,
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [kinds, named]},
        "examples": [{"bob": "user_name", "message": "sentence"}],
    }


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]
