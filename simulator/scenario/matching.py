"""Comparing records with what an expectation asks for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec

from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import Duration, seconds_text
from simulator.push.reason import Reason
from simulator.scenario.errors import quoted
from simulator.scenario.step import Step
from simulator.scenario.suggest import nearest
from simulator.world.catalogue import reason_of_rule

if TYPE_CHECKING:
    from simulator.scenario.stage import Stage


def mismatches(record: Record, wanted: Mapping[str, str | None]) -> list[tuple[str, object, object]]:
    """Return name, wanted and actual value of each field of the data of *record* that is not as *wanted*.

    A field that is `None` in *wanted* fits anything; one that the record does not have is an empty text.
    """
    return [
        (name, value, record.data.get(name, ""))
        for name, value in wanted.items()
        if value is not None and not _is_spelt(record.data.get(name, ""), value)
    ]


def compared(pairs: Iterable[tuple[str, object, object]], label: str) -> list[tuple[str, str]]:
    """Return a line for each field that is not as wanted, both values side by side; *label* has the place of a name."""
    return [(label.format(name), f"{_shown(actual)}, expected {_shown(wanted)}") for name, wanted, actual in pairs]


def counted(count: int, one: str, several: str) -> str:
    """Return *count* with its noun: `no record`, `1 record`, `2 records`."""
    return f"{count or 'no'} {several if count > 1 else one}"


def _is_spelt(value: object, text: str) -> bool:
    """Return whether a scenario may write *value* as *text*: what is not there as `none`, a yes as `true`."""
    return str(value) == text or _plain(value) == text


def _plain(value: object) -> str:
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    return "none" if value is None else quoted(_plain(value))


RecordName = Annotated[
    str, msgspec.Meta(pattern="^[^\"'“”‘’「」『』]+$", description="as a trace has it: posted, bob_phone, vivo cloud")
]


class RecordFields(msgspec.Struct, frozen=True, kw_only=True):
    """What a record must have; what is left out fits anything.

    Attributes:
        data: Some of the record's own data, as text.
    """

    actor: RecordName | None = None
    kind: Kind | None = None
    name: RecordName | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    rule: RecordName | None = None
    push_id: int | None = None
    data: dict[str, str] = {}

    @property
    def wanted(self) -> "WantedRecord":
        """The same, to compare records with."""
        asked = ((place, getattr(self, Record._fields[place])) for place in _PLACES)
        return WantedRecord(tuple((place, value) for place, value in asked if value is not None), self.data)

    @property
    def reason_wanted(self) -> str:
        """Of the no that is wanted, by its own name or by its rule's; empty for any other record."""
        return self.reason or reason_of_rule(self.rule or "")


class RecordStep(RecordFields, Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the expectations about records have in common: the fields of a record.

    Attributes:
        within: How long to wait.
    """

    shorthand = None
    takes_time = True
    expects = True

    within: Duration = Duration(0)

    @property
    def window(self) -> str:
        """The time that there was, as the end of a sentence."""
        return f" within {self.within}" if self.within else ""


def record_text(record: Record) -> str:
    """Return *record* for people, in one line."""
    reason = f" {record.reason}" if record.reason else ""
    rule = f" by {record.rule}" if record.rule else ""
    what = f"{record.actor} {record.kind} {record.name} {record.outcome}{reason}{rule}"
    return f"{what}, number {record.n}, at {seconds_text(record.at_ms)}"


_FITTING_SHOWN_MAX = 3
_PLACES = tuple(
    Record._fields.index(name) for name in ("actor", "kind", "name", "outcome", "reason", "rule", "push_id")
)
_NAME = Record._fields.index("name")


@dataclass(frozen=True, slots=True)
class WantedRecord:
    """What a record must have.

    Attributes:
        fields: What it has in some of its places.
        data: Some of the record's own data, as text.
    """

    fields: tuple[tuple[int, str | int], ...]
    data: Mapping[str, str]

    def misses(self, record: Record) -> int:
        """Return how many fields of *record* are not as wanted."""
        return sum(record[place] != want for place, want in self.fields) + len(mismatches(record, self.data))

    def differences(self, record: Record) -> list[tuple[str, object, object]]:
        """Return name, wanted and actual value of each field of *record* that is not as wanted."""
        fields: list[tuple[str, object, object]] = [
            (Record._fields[place], want, record[place]) for place, want in self.fields if record[place] != want
        ]
        return [*fields, *mismatches(record, self.data)]

    def _distance(self, record: Record) -> tuple[int, bool]:
        """Of records that miss as little, those of the wanted name are nearer."""
        return self.misses(record), self._name != record.name

    @property
    def _name(self) -> str | int | None:
        """The wanted name, if any."""
        return dict(self.fields).get(_NAME)

    def fitting(self, stage: "Stage", after: int = 0) -> Iterator[Record]:
        """Walk the records that fit, of those behind number *after*."""
        return filter(self.fits, stage.world.trace.after(after))

    def fits(self, record: Record) -> bool:
        """Return whether *record* is as wanted; most records of a trace are not, by their first field."""
        for place, want in self.fields:
            if record[place] != want:
                return False
        return not mismatches(record, self.data)

    def count(self, stage: "Stage") -> int:
        """Return how many records fit."""
        return sum(1 for _ in self.fitting(stage))

    def told(self, stage: "Stage", *, wants_more: bool) -> list[tuple[str, str]]:
        """Return the records that fit, for people, and the one that nearly does where more are wanted."""
        found = list(self.fitting(stage))
        lines = [("fits", record_text(record)) for record in found[:_FITTING_SHOWN_MAX]]
        if len(found) > len(lines):
            lines.append(("and", f"{len(found) - len(lines)} more"))
        near = self._nearest(stage)
        if wants_more and near is not None and (not found or self._is_alike(near)):
            return [*lines, *self.nearest(stage)]
        return [*lines, ("next", "correct what this step expects")] if lines else []

    def nearest(self, stage: "Stage", after: int = 0) -> list[tuple[str, str]]:
        """Return the record behind number *after* that nearly fits, for people, and what differs in it."""
        best = self._nearest(stage, after)
        if best is None:
            return []
        differences = compared(self.differences(best), "its {}")
        return [("nearest record", record_text(best)), *differences, ("next", self._advice(stage))]

    def _nearest(self, stage: "Stage", after: int = 0) -> Record | None:
        others = (record for record in stage.world.trace.after(after) if self.misses(record))
        return min(others, key=self._distance, default=None)

    def _is_alike(self, record: Record) -> bool:
        """Whether anything of *record* is as wanted."""
        return self.misses(record) < len(self.fields) + len(self.data)

    def _advice(self, stage: "Stage") -> str:
        name = self._name
        names = {record.name for record in stage.world.trace}
        meant = nearest(str(name), names) if name is not None and name not in names else None
        if meant is not None:
            return f"did you mean name: {meant}?"
        return "correct what this step expects, or allow more time with within:"
