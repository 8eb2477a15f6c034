"""Records of a trace as the page carries them: short rows whose numbers count on from the row before."""

from collections.abc import Iterator
from typing import Any

import msgspec

from simulator.push.journey import Hop
from simulator.report.html.masking import masked_json

RECORDS_MAX = 1_500
"""Of one trace: of a longer one the newest are kept, and of the others as many of those that tell how phones stand."""
_TELLING_KINDS = frozenset({"step", "state"})
_TELLING_CALLBACKS = frozenset({"login", "logout", "onForceOffline", "onKickedOffline"})


class TraceLine(msgspec.Struct, frozen=True):
    """A record as results have it; what is particular about it stays text, since most of it is only passed on."""

    n: int
    at_ms: int
    actor: str
    kind: str
    name: str
    outcome: str
    reason: str
    rule: str
    parent: int | None
    push_id: int | None
    data: msgspec.Raw

    def words(self) -> Iterator[str]:
        """Walk its reason, and the rules and facts that it leans on."""
        yield from (self.reason, self.rule)
        if b'"facts"' in bytes(self.data):
            yield from _decode_facts(self.data).facts


class _Facts(msgspec.Struct, frozen=True):
    """The part of a record's data that names facts."""

    facts: tuple[str, ...] = ()


_decode_facts = msgspec.json.Decoder(_Facts).decode
_decode = msgspec.json.Decoder(list[TraceLine]).decode


def records_of(trace: msgspec.Raw) -> list[TraceLine]:
    """Read the records of *trace*."""
    return _decode(trace)


def kept(records: list[TraceLine]) -> list[TraceLine]:
    """Return as many of *records* as one case may have."""
    early = [one for one in records[:-RECORDS_MAX] if _tells_how_a_phone_stands(one)]
    return [*early[-RECORDS_MAX:], *records[-RECORDS_MAX:]]


def _tells_how_a_phone_stands(record: TraceLine) -> bool:
    if record.kind == "hop":
        return record.push_id is None or record.name == Hop.POSTED
    return record.kind in _TELLING_KINDS or record.name in _TELLING_CALLBACKS


def rows(records: list[TraceLine]) -> list[tuple[Any, ...]]:
    """Return *records* as rows, secrets masked."""
    made = []
    n = at_ms = 0
    for one in records:
        parent = 0 if one.parent is None else one.n - one.parent
        fields = (one.actor, one.kind, one.name, one.outcome, one.reason, one.rule)
        made.append((one.n - n, one.at_ms - at_ms, *fields, parent, one.push_id or 0, masked_json(one.data)))
        n, at_ms = one.n, one.at_ms
    return made
