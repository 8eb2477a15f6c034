"""Reads the list of steps: one-key maps, each named by its verb."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from simulator.kernel.units import Duration
from simulator.scenario import punctuation
from simulator.scenario.conversion import struct_reader
from simulator.scenario.errors import quoted
from simulator.scenario.fragments import USE
from simulator.scenario.model import Fragment, PlacedStep
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import Failed, Reading
from simulator.scenario.scalars import DurationReader
from simulator.scenario.step import Step
from simulator.scenario.structs import FieldReader, StructReader
from simulator.scenario.suggest import nearest
from simulator.world.spec import WorldSpec

_PATH = "steps"
_PAUSE = "pause"
_STEP_FORM = 'write each step as "- verb: {field: value}"'


def read_steps(node: Node, reading: Reading) -> tuple[PlacedStep, ...]:
    """Return the steps of *node* that are right, and note what is wrong with the others."""
    if not isinstance(node, ListNode):
        if isinstance(node, ScalarNode) and node.is_missing:
            reading.wrong(node, _PATH, "has no steps", next=_STEP_FORM)
        else:
            reading.misshapen(node, _PATH, "a list", next='begin each step with "- ": "- kill_app: {phone: bob_phone}"')
        return ()
    if not node.items:
        reading.wrong(node, _PATH, "has no steps", next=_STEP_FORM)
    steps = (_read_step(item, reading) for item in node.items)
    return tuple(step for step in steps if step is not None)


def _read_step(item: Node, reading: Reading) -> PlacedStep | None:
    if isinstance(item, ListNode):
        reading.misshapen(item, _PATH, "a step", next='write one "- " before the verb')
        return None
    if isinstance(item, ScalarNode):
        return _read_bare(item, reading)
    assert isinstance(item, MapNode)
    if not item.entries:
        reading.wrong(item, _PATH, "this step has no verb", next=_STEP_FORM)
        return None
    (verb, value), *others = item.entries.values()
    cls = _step_class(verb, reading)
    if others:
        _refuse_second_key(verb, cls, others[0][0], reading)
        if isinstance(value, ScalarNode) and value.is_missing:
            return None
    return None if cls is None else _placed(cls, verb, value, reading)


def _placed(cls: type[Step], verb: ScalarNode, value: Node, reading: Reading) -> PlacedStep | None:
    reader = step_reader(cls)
    values = reader.read_fields(value, verb.text, reading)
    if isinstance(values, Failed):
        # Nobody could read the names that it was to bring in.
        reading.is_incomplete |= not isinstance(value, MapNode)
        return None
    pause = values.pop(_PAUSE, None)
    step = reader.make(values, value, verb.text, reading)
    if not isinstance(step, Step):
        return None
    return PlacedStep(
        step,
        verb.line,
        verb.column,
        verb.text,
        pause if isinstance(pause, Duration) else None,
        _fragment(verb, reading),
    )


def _read_bare(item: ScalarNode, reading: Reading) -> PlacedStep | None:
    """Read a verb that stands alone, which is right for a step that needs no field."""
    if item.is_missing:
        reading.wrong(item, _PATH, "this step has no verb", next=_STEP_FORM)
        return None
    verb, colon, rest = punctuation.plain(item.text).partition(":")
    if colon and verb in reading.vocabulary.steps:
        then = f'write "{verb}: {rest.strip()}", with a plain colon and a space behind it'
        reading.wrong(item, _PATH, f"{quoted(item.text)} is no step", value=item.text, next=then)
        return None
    cls = _step_class(item, reading)
    if cls is None:
        return None
    required = step_reader(cls).required
    if required:
        fields = ", ".join(f"{key}: …" for key in required)
        reading.wrong(item, item.text, "this step needs fields", next=f'write "- {item.text}: {{{fields}}}"')
        return None
    return PlacedStep(cls(), item.line, item.column, item.text, fragment=_fragment(item, reading))


def _fragment(verb: ScalarNode, reading: Reading) -> Fragment | None:
    """Return the fragment that *verb* stands in; `None` where it stands in the scenario itself."""
    source, users = reading.source_of(verb), list(reading.users(verb))
    if source is reading.source:
        return None
    return Fragment(source.path, users[-1].line if users else 0)


def _step_class(verb: ScalarNode, reading: Reading) -> type[Step] | None:
    known = reading.vocabulary.steps
    cls = known.get(verb.text)
    reading.is_incomplete |= verb.text == USE
    if cls is None and verb.text != USE:
        suggestion = nearest(verb.text, (*known, USE))
        then = None if suggestion else "see what each of them does: pushsim list steps"
        is_of_world = verb.text in WorldSpec.__struct_fields__
        if is_of_world:
            suggestion, then = None, 'move it above "steps:", without "- "'
        reading.wrong(
            verb,
            _PATH,
            f"no step is called {quoted(verb.text)}",
            value=verb.text,
            known=() if is_of_world else tuple(known),
            known_as="steps",
            suggestion=suggestion,
            next=then,
        )
    return cls


def _refuse_second_key(verb: ScalarNode, cls: type[Step] | None, second: ScalarNode, reading: Reading) -> None:
    if second.text in reading.vocabulary.steps:
        then = f'begin "{second.text}" with "- ", as a step of its own'
    elif cls is not None and second.text in step_reader(cls).fields:
        then = f'"{second.text}" is a field of {verb.text}: indent it below the verb, or write {verb.text}: {{…}}'
    else:
        then = 'begin every step with "- ", and indent its fields below its verb'
    reading.wrong(
        second,
        _PATH,
        f"a step has one verb, but {quoted(second.text)} stands beside {quoted(verb.text)}",
        value=second.text,
        next=then,
    )


@cache
def step_reader(cls: type[Step]) -> StructReader:
    """Return the reader of a step's fields, with the pause that any step may have."""
    reader = struct_reader(cls)
    pause = FieldReader(_PAUSE, DurationReader(), description="before this step begins")
    fields: Mapping[str, FieldReader] = {**reader.fields, _PAUSE: pause}
    return replace(reader, fields=fields)
