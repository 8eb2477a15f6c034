"""A case played again with the same seed: whatever differs is a fault of the simulator."""

from itertools import zip_longest

from simulator.runner.result import CaseResult
from simulator.scenario.errors import ExpectationFailed

_ENDED = "nothing: it had ended"


def difference(first: CaseResult, again: CaseResult) -> ExpectationFailed | None:
    """Return what differs first between two runs of one case with one seed; `None` where nothing does."""
    for n, (one, other) in enumerate(zip_longest(_told(first), _told(again), fillvalue=_ENDED), start=1):
        if one != other:
            return ExpectationFailed(
                f"played again with the same seed it went another way, from record {n} on",
                [
                    ("first", one),
                    ("again", other),
                    ("next", "this is a fault of pushsim, not of your scenario; please report it with the lines above"),
                ],
            )
    return None


def _told(result: CaseResult) -> list[str]:
    """Return the records, then how each push ended (of which there is more where no records are kept)."""
    failure = [] if result.failure is None else [f"{result.failure.step.line}: {result.failure.error.what}"]
    return [*result.trace.to_json_lines(), *map(str, result.verdicts()), *failure]
