"""Comparing records with what an expectation asks for."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import Duration, seconds_text
from simulator.push.reason import Reason
from simulator.scenario.errors import quoted
from simulator.scenario.step import Step, Wait
from simulator.scenario.suggest import nearest

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


class RecordStep(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the expectations about records have in common: the fields of a record.

    Attributes:
        data: Some of the record's own data, as text.
        within: How long to wait.
    """

    shorthand = None
    takes_time = True
    expects = True

    actor: str | None = None
    kind: Kind | None = None
    name: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    rule: str | None = None
    push_id: int | None = None
    data: dict[str, str] = {}
    within: Duration = Duration(0)

    def wait_for(self, stage: "Stage", count: int) -> Generator[Wait, bool, "WantedRecord"]:
        """Let time pass until *count* such records are there, `within` at most; return what was looked for."""
        wanted = WantedRecord(tuple(getattr(self, name) for name in _FIELDS), self.data)
        if self.within:
            yield stage.wait_within(self.within, lambda: wanted.count(stage) >= count)
        return wanted


_FIELDS = ("actor", "kind", "name", "outcome", "reason", "rule", "push_id")


@dataclass(frozen=True, slots=True)
class WantedRecord:
    """What a record must have; `None` fits anything.

    Attributes:
        fields: Actor, kind, name, outcome, reason, rule, push_id.
        data: Some of the record's own data, as text.
    """

    fields: tuple[str | int | None, ...]
    data: Mapping[str, str]

    def misses(self, record: Record) -> int:
        """Return how many fields of *record* are not as wanted."""
        actual = (
            record.actor,
            record.kind,
            record.name,
            record.outcome,
            record.reason,
            record.rule,
            record.push_id,
        )
        fields = sum(want is not None and want != have for want, have in zip(self.fields, actual, strict=True))
        return fields + (len(mismatches(record, self.data)) if self.data else 0)

    def differences(self, record: Record) -> list[tuple[str, object, object]]:
        """Return name, wanted and actual value of each field of *record* that is not as wanted."""
        fields: list[tuple[str, object, object]] = [
            (name, want, getattr(record, name))
            for name, want in zip(_FIELDS, self.fields, strict=True)
            if want is not None and want != getattr(record, name)
        ]
        return [*fields, *mismatches(record, self.data)]

    def _distance(self, record: Record) -> tuple[int, bool]:
        """Of records that miss as little, those of the wanted name are nearer."""
        return self.misses(record), self.fields[_FIELDS.index("name")] != record.name

    def count(self, stage: "Stage") -> int:
        """Return how many records fit."""
        return sum(self.misses(record) == 0 for record in stage.world.trace)

    def nearest(self, stage: "Stage") -> list[tuple[str, str]]:
        """Return the record that misses least, for people: the first of those that fit, or what differs in it."""
        best = min(stage.world.trace, key=self._distance, default=None)
        if best is None:
            return []
        reason = f" {best.reason}" if best.reason else ""
        rule = f" by {best.rule}" if best.rule else ""
        differences = self.differences(best)
        at = f"number {best.n}, at {seconds_text(best.at_ms)}"
        return [
            (
                "nearest record" if differences else "first that fits",
                f"{best.actor} {best.kind} {best.name} {best.outcome}{reason}{rule}, {at}",
            ),
            *compared(differences, "its {}"),
            ("next", self._advice(stage) if differences else "correct what this step expects"),
        ]

    def _advice(self, stage: "Stage") -> str:
        name = self.fields[_FIELDS.index("name")]
        names = {record.name for record in stage.world.trace}
        meant = nearest(str(name), names) if name is not None and name not in names else None
        if meant is not None:
            return f"did you mean name: {meant}?"
        return "correct what this step expects, or allow more time with within:"
