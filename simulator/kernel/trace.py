"""Whatever happens in a world is one record of one trace; expectations, reports and diagnosis only read it."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from simulator.kernel.rule import Rule
from simulator.kernel.scheduler import Scheduler


class Kind(StrEnum):
    """What a record is about."""

    STEP = "step"
    HOP = "hop"
    STATE = "state"
    WIRE = "wire"
    CALLBACK = "callback"
    LOG = "log"
    FAULT = "fault"


class Outcome(StrEnum):
    """How it ended."""

    OK = "ok"
    REFUSED = "refused"
    """Stopped for good; the record has a reason."""
    WAITING = "waiting"
    """Kept for later; the record's reason says what it waits for."""
    FAILED = "failed"
    """An expectation that was not met."""


class Record(NamedTuple):
    """One thing that happened.

    Attributes:
        n: Position in the trace, from 1.
        at_ms: Virtual milliseconds since the run began.
        actor: Who did it: `im`, `vivo cloud`, a phone's name, `scenario`.
        kind: What the record is about.
        name: What happened: a hop, a step, a callback, a log tag.
        outcome: How it ended.
        reason: Why not; empty for a yes.
        rule: Name of the rule that said no, or of the decision or fact that a yes followed.
        parent: `n` of the record that led here.
        push_id: The push it belongs to.
        data: Further details. Values are immutable and become text only when the trace is exported.
    """

    n: int
    at_ms: int
    actor: str
    kind: Kind
    name: str
    outcome: Outcome
    reason: str
    rule: str
    parent: int | None
    push_id: int | None
    data: Mapping[str, Any]


_NOTHING: Mapping[str, Any] = {}
_HOP = Kind.HOP
# As `Record._make`, which is written in Python and counts the fields.
_MAKE: Callable[["Row"], Record] = partial(tuple.__new__, Record)
Row = tuple[int, int, str, Kind, str, Outcome, str, str, int | None, int | None, Mapping[str, Any]]


class Trace:
    """The records of one world, in the order they were written.

    Rows are kept as plain tuples, because there are hundreds of thousands of them; readers see them as `Record`. The
    last hop of each push is known even where rows are not kept.

    Attributes:
        verdicts_only: Keep no rows but the last hops, for populations too big for a full trace.
        newest: How many rows are kept, the newest ones; all of them for `None`.
        ends: Names of hops after which no further hop is needed.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        *,
        verdicts_only: bool = False,
        newest: int | None = None,
        ends: frozenset[str] = frozenset(),
    ) -> None:
        """Write with the time and context of *scheduler*."""
        self.ends = ends
        self.verdicts_only = verdicts_only
        self.newest = newest
        self._scheduler = scheduler
        self._rows: list[Row] | deque[Row] = [] if newest is None else deque(maxlen=newest)
        self._keep = self._rows.append if newest is None else self._keep_newest
        self._count = 0
        self._last_hops: dict[int, Row] = {}
        self._stops: dict[str, dict[tuple[str, Outcome], Row]] = {}
        self._hop_listeners: list[Callable[[Record], None]] = []
        self._forget_listeners: list[Callable[[int], None]] = []

    def on_hop(self, listener: Callable[[Record], None]) -> None:
        """Tell *listener* of each hop as it is written, also where rows are not kept; it must not change the world."""
        self._hop_listeners.append(listener)

    def on_forget(self, listener: Callable[[int], None]) -> None:
        """Tell *listener* of each push that has ended and whose last record goes; after that nothing is known of it."""
        self._forget_listeners.append(listener)

    def _keep_newest(self, row: Row) -> None:
        """Keep *row* in place of the oldest, with which a push may be forgotten that has ended there."""
        rows = self._rows
        if len(rows) == self.newest:
            oldest = rows[0]
            push_id, outcome = oldest[9], oldest[5]
            if (
                push_id is not None
                and self._last_hops.get(push_id) is oldest
                and (outcome is Outcome.REFUSED or (outcome is Outcome.OK and oldest[4] in self.ends))
            ):
                for listener in self._forget_listeners:
                    listener(push_id)
                del self._last_hops[push_id]
        rows.append(row)

    def write(
        self,
        actor: str,
        kind: Kind,
        name: str,
        *,
        outcome: Outcome = Outcome.OK,
        reason: str = "",
        rule: str = "",
        push_id: int | None = None,
        data: Mapping[str, Any] = _NOTHING,
    ) -> int:
        """Add a record, whose parent is the one written before it in the same chain of events; return its number."""
        scheduler = self._scheduler
        self._count = n = self._count + 1
        row = (n, scheduler.now_ms, actor, kind, name, outcome, reason, rule, scheduler.context, push_id, data)
        if kind is _HOP:
            self._note_hop(row)
        if not self.verdicts_only:
            self._keep(row)
            scheduler.context = n
        return n

    def _note_hop(self, row: Row) -> None:
        """Remember the last hop of each push, and the token hops of an actor from its first refusal on."""
        _, _, actor, _, name, outcome, _, _, _, push_id, _ = row
        if push_id is not None:
            self._last_hops[push_id] = row
        elif outcome is Outcome.REFUSED or actor in self._stops:
            self._stops.setdefault(actor, {})[name, outcome] = row
        if self._hop_listeners:
            record = _MAKE(row)
            for listener in self._hop_listeners:
                listener(record)

    def forget_hops(self, actor: str) -> None:
        """Forget *actor*'s hops so far that belong to no push: they have led to a bound token."""
        self._stops.pop(actor, None)

    def refuse(
        self,
        actor: str,
        kind: Kind,
        name: str,
        rule: Rule[Any],
        *,
        push_id: int | None = None,
        data: Mapping[str, Any] = _NOTHING,
    ) -> int:
        """Add the record of a refusal by *rule*."""
        return self.write(
            actor, kind, name, outcome=Outcome.REFUSED, reason=rule.reason, rule=rule.name, push_id=push_id, data=data
        )

    def wait(self, actor: str, name: str, rule: Rule[Any], *, push_id: int, data: Mapping[str, Any] = _NOTHING) -> int:
        """Add the record of a push that is kept for later at hop *name*, because of *rule*."""
        return self.write(
            actor,
            Kind.HOP,
            name,
            outcome=Outcome.WAITING,
            reason=rule.reason,
            rule=rule.name,
            push_id=push_id,
            data=data,
        )

    def branch(self) -> Callable[[], None]:
        """Remember the present chain of events; the call returned goes back to it.

        One event with several independent consequences branches before the first and goes back before each next one.
        """
        scheduler = self._scheduler
        context = scheduler.context

        def go_back() -> None:
            scheduler.context = context

        return go_back

    def __len__(self) -> int:
        """Return how many records were written."""
        return self._count

    def __iter__(self) -> Iterator[Record]:
        """Iterate over the kept records in order."""
        return map(_MAKE, self._rows)

    def after(self, n: int) -> Iterator[Record]:
        """Iterate over the kept records behind number *n*."""
        rows = self._rows
        # Kept rows follow each other without a gap, so the first one's number tells every other's place.
        skipped = max(0, n - rows[0][0] + 1) if rows else 0
        wanted = len(rows) - skipped
        if wanted < skipped:
            # Rows of which only the newest are kept can be walked from their ends alone.
            return map(_MAKE, reversed(list(islice(reversed(rows), max(0, wanted)))))
        return map(_MAKE, islice(rows, skipped, None))

    def last_hop(self, push_id: int) -> Record | None:
        """Return the latest hop of the push, which says how it stands."""
        row = self._last_hops.get(push_id)
        return None if row is None else _MAKE(row)

    def hops_of(self, actor: str) -> list[Record]:
        """Return *actor*'s hops that belong to no push, oldest first: the latest of each name and outcome.

        Only what was written since its first refusal, and since `forget_hops`, is known; nothing when it met none.
        """
        return sorted(map(_MAKE, self._stops.get(actor, {}).values()))

    def push_ids(self) -> Iterator[int]:
        """Iterate over all pushes that have a hop, in the order they began."""
        return iter(self._last_hops)

    def to_json_lines(self) -> Iterator[str]:
        """Yield each record as one line of JSON, without line ends."""
        return map(json_line, self)


def json_line(record: Record) -> str:
    """Return *record* as one line of JSON, without its end."""
    return json.dumps(record._asdict(), ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    """Turn what a record may hold beside JSON's own types into those.

    Raises:
        TypeError: A record may not hold such a thing.
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, frozenset):
        return sorted(value)
    names = _field_names(value)
    if names is not None:
        return {name: getattr(value, name) for name in names}
    raise TypeError(f"a record cannot hold {value!r}")


def _field_names(value: object) -> Sequence[str] | None:
    """Return the fields of a frozen value, be it a dataclass or a struct; `None` for anything else."""
    listed: Sequence[str] | None = getattr(value, "__struct_fields__", None)
    if listed is None and is_dataclass(value):
        return [field.name for field in fields(value)]
    return listed
