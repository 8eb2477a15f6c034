"""The stations of a simulated journey, from the start of the vendor's SDK to the page that a tap opens."""

from collections.abc import Iterator

import msgspec

from simulator.causes.setting import PHONE
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.push.journey import TOKEN_HOPS, Hop
from simulator.push.reason import Reason
from simulator.runner.result import CaseResult


class Station(msgspec.Struct, frozen=True):
    """One station.

    Attributes:
        outcome: What it said last; empty where it was never asked.
        reason: Why it said no; empty where it did not.
    """

    hop: str
    outcome: str
    reason: str


def chain_of(result: CaseResult) -> tuple[Station, ...]:
    """Return all stations in their order, with what became there of the phone's token and of the last push."""
    pushes = [verdict.push_id for verdict in result.verdicts()]
    last: dict[str, Record] = {}
    for record in _hops(result, pushes[-1] if pushes else 0):
        if not (record.reason == Reason.ALREADY_REPORTED and record.name in last):
            # A second report, which says that the token is there already, takes nothing back.
            last[record.name] = record
    return tuple(_station(hop, last.get(hop)) for hop in Hop)


def _hops(result: CaseResult, push: int) -> Iterator[Record]:
    for record in result.trace:
        if record.kind is Kind.HOP:
            is_token = record.name in TOKEN_HOPS
            if record.push_id == push or (is_token and PHONE in {record.actor, record.data.get("phone")}):
                yield record


def _station(hop: Hop, record: Record | None) -> Station:
    if record is None:
        return Station(hop, "", "")
    return Station(hop, str(record.outcome), record.reason if record.outcome is not Outcome.OK else "")
