"""Making one call many times: so many at once, at intervals, or one for each value of a field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from simulator.world.fields import Duration

Times = Annotated[int, msgspec.Meta(ge=1, le=100_000, description="how often; all at once, unless every: says more")]
Each = Annotated[
    dict[str, tuple[Any, ...]],
    msgspec.Meta(description="a field of the body and its values: a call for each of them; of two fields side by side"),
]
Every = Annotated[Duration, msgspec.Meta(description="time between the calls")] | None


def bodies(fields: Mapping[str, Any], each: Mapping[str, Sequence[Any]], times: int) -> Iterator[Mapping[str, Any]]:
    """Walk the bodies of all calls: *fields* as often as *times*, or once for each value of *each*."""
    rows = [dict(zip(each, row, strict=False)) for row in zip(*each.values(), strict=False)] if each else [{}]
    for _ in range(times):
        for row in rows:
            yield {**fields, **row}
