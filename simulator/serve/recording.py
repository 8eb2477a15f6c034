"""Turns the journal of a served world into a scenario that leads to the same verdicts."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from simulator.causes.edit import to_yaml
from simulator.kernel.units import MINUTE_MS, Duration
from simulator.network.http import Request
from simulator.scenario.model import PlacedStep
from simulator.scenario.names import Vocabulary
from simulator.scenario.steps.at import At
from simulator.scenario.steps.set_up import SetUp
from simulator.scenario.steps.wait import Wait
from simulator.serve.journal import Asked, Created, Entry, Played
from simulator.serve.live_world import LiveWorld, Playing
from simulator.serve.routing import MAIN
from simulator.serve.worlds import Worlds
from simulator.world.spec import Spec, WorldSpec

VERDICTS_MAX = 1_000
"""Of how many pushes the scenario demands that they end as they did."""
_SETTLING_MS = MINUTE_MS
_WAITED, _CAME_IN, _IS_ASKED = range(3)
"""What happens first at one instant: what a wait led to, what came in, and what is asked of it all."""

Tree = dict[str, Any]


class NothingRecorded(Exception):
    """The journal has no such world."""


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that came in, as steps.

    Attributes:
        at_ms: When.
        order: Among the events of one instant: what a wait led to comes before what came in, then what came in first.
        steps: What it is in a scenario.
        until_ms: When they have ended.
    """

    at_ms: int
    order: tuple[int, int, int]
    steps: list[Tree]
    until_ms: int


def scenario_of(entries: Iterable[Entry], vocabulary: Vocabulary, world: str = MAIN) -> str:
    """Return the text of a scenario that does what came into *world*, and demands the verdicts that it led to.

    Steps that only waited are not in it, for each step stands at its own instant; an expectation that was not met is
    left out and told in a comment.

    Raises:
        NothingRecorded: No such world was made.
    """
    session = _Session(vocabulary, world)
    for number, entry in enumerate(entries):
        if entry.world == world:
            session.take(number, entry)
    live = session.live
    if live is None:
        raise NothingRecorded(f'the journal has no world "{world}"')
    last_ms = live.world.scheduler.now_ms + _SETTLING_MS
    live.run_to_instant(last_ms)
    session.settle()
    steps = [*_in_order(session.events, live, last_ms), *_verdict_steps(live)]
    tree: Tree = {"name": f"What came into the world {world}", **tree_of(live.spec), "pause": "0ms", "steps": steps}
    comments = ["Written by pushsim record; it holds the credentials of the session.", *session.missed]
    if live.seed != 1:
        comments.append(f"Play it with --seed {live.seed}.")
    return to_yaml(tree, comments)


class _Session:
    """One world as its inputs let it happen again, and what they were.

    Attributes:
        events: What came in.
        missed: What is told of expectations that were not met.
        live: The world; `None` before it was made, and after it was dropped.
    """

    def __init__(self, vocabulary: Vocabulary, world: str) -> None:
        self.events: list[_Event] = []
        self.missed: list[str] = []
        self.live: LiveWorld | None = None
        self._vocabulary = vocabulary
        self._world = world
        self._worlds = Worlds(vocabulary, lambda: 0)
        self._played: list[tuple[int, list[Any], Playing]] = []

    def take(self, number: int, entry: Entry) -> None:
        """Let the input *number* act."""
        if isinstance(entry.input, Created):
            # A later world of the same name is another one.
            self.events, self._played = [], []
        begun = self._worlds.repeat(entry)
        self.live = self._worlds.present(self._world) if self._world in self._worlds else None
        if isinstance(entry.input, Asked) and self.live is not None:
            step = _request_step(entry.input.request, entry.machine_ms - self.live.epoch_ms)
            self.events.append(_Event(entry.at_ms, (_CAME_IN, number, 0), [step], entry.at_ms))
        elif isinstance(entry.input, Played) and begun is not None:
            self._played.append((number, msgspec.json.decode(entry.input.tree), begun))

    def settle(self) -> None:
        """Make events of the steps, now that all that will end has ended."""
        for number, tree, playing in self._played:
            for index, placed in enumerate(playing.steps[: len(playing.began_ms)]):
                if playing.failure is not None and index == len(playing.ended_ms):
                    self.missed.append(f"Left out, since it was not met: {placed.verb}: {playing.failure.what}")
                elif event := _event_of(playing, index, placed, tree[index], number, self._vocabulary):
                    self.events.append(event)


def _request_step(request: Request, ahead_ms: int) -> Tree:
    fields: Tree = {"url": request.url, "method": request.method}
    if request.headers:
        fields["headers"] = [f"{name}: {value}" for name, value in request.headers]
    if request.body:
        text = _text_of(request.body)
        fields |= {"body_base64": base64.b64encode(request.body).decode()} if text is None else {"body": text}
    if ahead_ms:
        fields["clock_ahead_ms"] = ahead_ms
    return {"send_request": fields}


def _text_of(body: bytes) -> str | None:
    """Return *body* as a text that YAML can hold; `None` where it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None


def _event_of(
    playing: Playing, index: int, placed: PlacedStep, written: Any, number: int, vocabulary: Vocabulary
) -> _Event | None:
    """Return one step at its own instant; `None` for one that only waited."""
    step, began_ms = placed.step, playing.began_ms[index]
    if isinstance(step, Wait | At):
        return None
    ended_ms = playing.ended_ms[index] if index < len(playing.ended_ms) else began_ms
    fields = _fields(written, placed.verb, vocabulary)
    fields.pop("pause", None)
    has_waited = began_ms > playing.began_ms[0]
    if step.expects:
        # It is asked where it was answered, so that nothing else has to wait for it.
        if "within" in step.__struct_fields__:
            fields["within"] = "0ms"
        return _Event(ended_ms, (_IS_ASKED, number, index), [{placed.verb: fields}], ended_ms)
    return _Event(began_ms, (_WAITED if has_waited else _CAME_IN, number, index), [{placed.verb: fields}], ended_ms)


def _fields(written: Any, verb: str, vocabulary: Vocabulary) -> Tree:
    """Return the fields of a step as it was sent, with its shorthand written out."""
    if isinstance(written, str):
        return {}
    value = written[verb]
    if isinstance(value, dict):
        return dict(value)
    step = vocabulary.steps[verb]
    names = dict(zip(step.__struct_fields__, step.__struct_encode_fields__, strict=True))
    assert step.shorthand is not None, "a bare value stands for a field"
    return {names[step.shorthand]: value}


def _in_order(events: Sequence[_Event], live: LiveWorld, last_ms: int) -> Iterator[Tree]:
    """Walk the steps of *events* with waits between them, from where *live* was set up to *last_ms*."""
    now_ms = live.ready_ms
    for event in sorted(_apart(sorted(events, key=_when), live), key=_when):
        if event.at_ms > now_ms:
            yield {"wait": f"{event.at_ms - now_ms}ms"}
        yield from event.steps
        now_ms = event.until_ms
    yield {"wait": f"{last_ms - now_ms}ms"}


def _when(event: _Event) -> tuple[int, tuple[int, int, int]]:
    return event.at_ms, event.order


def _apart(events: Sequence[_Event], live: LiveWorld) -> Iterator[_Event]:
    """Walk *events*, of which none lasts into another: where one would, its parts stand apart."""
    for index, event in enumerate(events):
        [(verb, fields)] = event.steps[0].items()
        is_alone = index + 1 == len(events) or events[index + 1].at_ms >= event.until_ms
        if is_alone or event.until_ms == event.at_ms:
            yield event
            continue
        assert verb == SetUp.__module__.rpartition(".")[2], "no other step lasts and does something"
        phone, order = fields["phone"], event.order
        begins = [{"launch_app": {"phone": phone}}, {"log_in": {"phone": phone, "user": fields["user"]}}]
        yield _Event(event.at_ms, order, begins, event.at_ms)
        if _has_answered(live, phone, event.until_ms):
            allows = [{"answer_permission": {"phone": phone, "answer": "allow"}}]
            yield _Event(event.until_ms, (_WAITED, *order[1:]), allows, event.until_ms)


def _has_answered(live: LiveWorld, phone: str, at_ms: int) -> bool:
    """Return whether a dialog for notifications was answered on *phone* at that instant."""
    return any(one.at_ms == at_ms and one.actor == phone and one.name == "permission" for one in live.world.trace)


def _verdict_steps(live: LiveWorld) -> Iterator[Tree]:
    """Walk what demands that each push stands as it did; where there was none, that the world was set up."""
    trace, number = live.world.trace, 0
    for number, verdict in enumerate(live.world.verdicts(), start=1):
        if number > VERDICTS_MAX:
            break
        last = trace.last_hop(verdict.push_id)
        assert last is not None, "a verdict is that of the last hop"
        wanted: Tree = {
            "push_id": verdict.push_id,
            "kind": "hop",
            "name": str(last.name),
            "outcome": last.outcome.value,
        }
        yield {"must_record": wanted | ({"reason": str(last.reason)} if last.reason else {})}
    if not number:
        yield {"must_record": {"kind": "step"}}


def tree_of(spec: WorldSpec) -> Tree:
    """Return what *spec* says as the world part of a scenario says it, without what goes without saying."""
    return _plain(spec)


def _plain(spec: Spec) -> Tree:
    tree: Tree = {}
    for field in msgspec.structs.fields(spec):
        value = getattr(spec, field.name)
        if value == field.default or (not field.required and field.default is msgspec.NODEFAULT and not value):
            continue
        written = _written(value)
        if field.name == spec.rest:
            tree |= written
        else:
            tree[field.encode_name] = written
    return tree


def _written(value: Any) -> Any:
    if isinstance(value, Spec):
        return _plain(value)
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, dict):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_written(inner) for inner in value]
    return value
