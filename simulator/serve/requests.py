"""What became of each request that came from outside, read from the trace."""

from dataclasses import dataclass, field
from typing import Any

from simulator.kernel.trace import Kind, Record
from simulator.world.world import World

OUTSIDE = "customer"
"""The actor of requests from outside: they come in the place of the customer's own server."""


@dataclass(slots=True)
class Asked:
    """A request, its answer, and the pushes that it began.

    Attributes:
        at_ms: Virtual milliseconds.
        status: Of the answer; 0 where the link broke.
        body: Of the answer.
        pushes: The records of each, by number, in the order they began.
    """

    at_ms: int
    method: str
    url: str
    status: int = 0
    body: bytes = b""
    pushes: dict[int, list[Record]] = field(default_factory=dict)


def requests_of(world: World) -> list[Asked]:
    """Return what was asked from outside, in order, as far back as the trace is kept."""
    found: list[Asked] = []
    owners: dict[int, Asked] = {}
    for record in world.trace:
        request, answer = _part(record, "request"), _part(record, "answer")
        if request is not None and record.actor == OUTSIDE:
            owner = Asked(record.at_ms, request["method"], request["url"])
            found.append(owner)
        elif record.parent in owners:
            owner = owners[record.parent]
        else:
            continue
        owners[record.n] = owner
        if answer is not None and not owner.status:
            owner.status, owner.body = answer["status"], answer["body"]
        if record.push_id is not None:
            owner.pushes.setdefault(record.push_id, []).append(record)
    return found


def _part(record: Record, name: str) -> Any:
    return record.data.get(name) if record.kind is Kind.WIRE else None
