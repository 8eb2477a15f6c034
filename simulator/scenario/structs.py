"""The reader of structs: parts of a world, and steps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from simulator.scenario import punctuation
from simulator.scenario.containers import WRITE_BELOW
from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import FAILED, CodeReference, Failed, Reader, Reading, Reference
from simulator.scenario.scalars import ChoiceReader, TextReader
from simulator.scenario.suggest import nearest


@dataclass(frozen=True, slots=True)
class FieldReader:
    """One field of a struct.

    Attributes:
        attribute: Its name in Python.
        reader: Of its value.
        is_required: It has no default.
        description: For people.
        codes_of: Key of the field that says whose code this one is; empty for what is no code.
    """

    attribute: str
    reader: Reader
    is_required: bool = False
    description: str = ""
    codes_of: str = ""


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
        """Return the struct of *values*; one that refuses them, by `ValueError`, says what is wrong and what to do."""
        try:
            return self.cls(**values)
        except ValueError as error:
            what, *then = map(str, error.args)
            return reading.wrong(node, path, what, next=then[0] if then else None)

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
                if known.codes_of and isinstance(values[known.attribute], int):
                    self._note_code(entry[1], prefix + key, node.entries.get(known.codes_of), reading)
        excused: set[str] = set()
        if leftover:
            excused = self._read_rest(leftover, path, values, node, reading)
        for key in self.required:
            if key not in node.entries and key not in excused:
                self._missing(key, node, path, reading)
        return values if len(reading.problems) == count else FAILED

    def _note_code(self, node: Node, path: str, whose: tuple[ScalarNode, Node] | None, reading: Reading) -> None:
        assert isinstance(node, ScalarNode), "a whole number stands there"
        owner = None if whose is None else whose[1]
        if owner is None or isinstance(owner, ScalarNode):
            reading.codes.append(CodeReference(node, path, None if owner is None else owner.text))

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
        return reading.misshapen(node, path, self.wanted, next=self._shape_advice(node, reading))

    @property
    def _missing_advice(self) -> str:
        if not self.required:
            return WRITE_BELOW
        return "write its fields: {" + ", ".join(f"{key}: …" for key in self.required) + "}"

    def _shape_advice(self, node: Node, reading: Reading) -> str:
        example = next(iter(self.required or self.fields), "name")
        if isinstance(node, ListNode):
            # What came as JSON stands in no file, and has all its lists in brackets.
            is_json = not node.column
            if is_json or reading.source_of(node).lines[node.line - 1][node.column - 1 :].startswith("["):
                return f"write its fields in {{ }}, not in [ ]: {{{example}: …}}"
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
        then = f"add {key}: {absent.description or told(self.cls, absent.attribute) or absent.reader.wanted}"
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


def told(cls: type[msgspec.Struct], attribute: str) -> str:
    """Return what the docstring of *cls* says of one attribute, as a part of a sentence."""
    match = re.search(rf"^ +{attribute}: (.+)", cls.__doc__ or "", re.MULTILINE)
    return match[1][:1].lower() + match[1][1:].rstrip(".") if match else ""
