"""Comparing records with what an expectation asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.kernel.trace import Record
from simulator.kernel.units import seconds_text
from simulator.scenario.errors import quoted

if TYPE_CHECKING:
    from simulator.scenario.stage import Stage


def mismatches(record: Record, wanted: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """Return name, wanted and actual value, both for people, of each field of the data that is not as *wanted*.

    A field that is `None` in *wanted* fits anything; one that the record does not have is an empty text.
    """
    return [
        (name, quoted(value), _shown(record.data.get(name, "")))
        for name, value in wanted.items()
        if value is not None and value not in _spellings(record.data.get(name, ""))
    ]


def compared(pairs: Iterable[tuple[str, str, str]], label: str) -> list[tuple[str, str]]:
    """Return a line for each field that is not as wanted, both values side by side; *label* has the place of a name."""
    return [(label.format(name), f"{actual}, expected {wanted}") for name, wanted, actual in pairs]


def counted(count: int, one: str, several: str) -> str:
    """Return *count* with its noun: `no record`, `1 record`, `2 records`."""
    return f"{count or 'no'} {several if count > 1 else one}"


def _spellings(value: object) -> set[str]:
    """Return how a scenario may write *value*: what is not there as `none`, a yes as `true`."""
    return {str(value), _plain(value)}


def _plain(value: object) -> str:
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    return "none" if value is None else quoted(_plain(value))


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
        return fields + len(mismatches(record, self.data))

    def differences(self, record: Record) -> list[tuple[str, str, str]]:
        """Return name, wanted and actual value of each field of *record* that is not as wanted."""
        fields = [
            (name, quoted(str(want)), _shown(getattr(record, name)))
            for name, want in zip(_FIELDS, self.fields, strict=True)
            if want is not None and want != getattr(record, name)
        ]
        return [*fields, *mismatches(record, self.data)]

    def count(self, stage: "Stage") -> int:
        """Return how many records fit."""
        return sum(self.misses(record) == 0 for record in stage.world.trace)

    def nearest(self, stage: "Stage") -> list[tuple[str, str]]:
        """Return the record that misses least, for people: the first of those that fit, or what differs in it."""
        best = min(stage.world.trace, key=self.misses, default=None)
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
        ]
