"""Comparing records with what an expectation asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.kernel.trace import Record

if TYPE_CHECKING:
    from simulator.scenario.stage import Stage


def mismatches(record: Record, wanted: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """Return name, wanted and actual value of each data field of *record* that is not as *wanted*; `None` fits all."""
    return [
        (name, value, str(record.data.get(name, "")))
        for name, value in wanted.items()
        if value is not None and str(record.data.get(name, "")) != value
    ]


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

    def count(self, stage: "Stage") -> int:
        """Return how many records fit."""
        return sum(self.misses(record) == 0 for record in stage.world.trace)

    def nearest(self, stage: "Stage") -> list[tuple[str, str]]:
        """Return the record that misses least, for people."""
        best = min(stage.world.trace, key=self.misses, default=None)
        if best is None:
            return []
        reason = f" {best.reason}" if best.reason else ""
        rule = f" by {best.rule}" if best.rule else ""
        return [
            ("nearest record", f"{best.actor} {best.kind} {best.name} {best.outcome}{reason}{rule}, number {best.n}"),
            *((f"its {name}", f'"{is_}", expected "{want}"') for name, want, is_ in mismatches(best, self.data)),
        ]
