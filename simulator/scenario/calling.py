"""Making one call many times: so many at once, at intervals, or one for each value of a field; and what answers had."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from simulator.scenario.errors import ExpectationFailed
from simulator.world.fields import Duration

Times = Annotated[int, msgspec.Meta(ge=1, le=100_000, description="how often; all at once, unless every: says more")]
Each = Annotated[
    dict[str, tuple[Any, ...]],
    msgspec.Meta(description="a field of the body and its values: a call for each of them; of two fields side by side"),
]
FromAnswer = Annotated[
    tuple[str, ...] | dict[str, str],
    msgspec.Meta(
        description="fields of answers that go back, each from the latest answer that has it; as a map, "
        "the fields of the body with the names that they had in the answer"
    ),
]
Every = Annotated[Duration, msgspec.Meta(description="time between the calls")] | None


def bodies(fields: Mapping[str, Any], each: Mapping[str, Sequence[Any]], times: int) -> Iterator[Mapping[str, Any]]:
    """Walk the bodies of all calls: *fields* as often as *times*, or once for each value of *each*."""
    rows = [dict(zip(each, row, strict=False)) for row in zip(*each.values(), strict=False)] if each else [{}]
    for _ in range(times):
        for row in rows:
            yield {**fields, **row}


def answered(
    answers: Iterable[Mapping[str, Any]], wanted: tuple[str, ...] | Mapping[str, str], whose: str
) -> Mapping[str, Any]:
    """Return the *wanted* fields, each from the latest of *answers* that has it.

    Raises:
        ExpectationFailed: None of them, which are *whose*, has had one.
    """
    known = {name: value for answer in answers for name, value in answer.items()}
    names = {name: name for name in wanted} if isinstance(wanted, tuple) else wanted
    for name in names.values():
        if name not in known:
            what = f'no answer of {whose} has had a "{name}"'
            raise ExpectationFailed(what, [("fields", ", ".join(known) or "none")])
    return {field: known[name] for field, name in names.items()}
