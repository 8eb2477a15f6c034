"""What became of one case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from simulator.kernel.trace import Trace
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.model import Case, PlacedStep
from simulator.world.verdicts import Verdict
from simulator.world.world import World


class CaseOutcome(StrEnum):
    """The two ways a case ends."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and how a case failed.

    Attributes:
        step: Whose expectation was not met.
    """

    step: PlacedStep
    error: ExpectationFailed


@dataclass(slots=True)
class CaseResult:
    """One case after its run.

    Attributes:
        failure: `None` when it passed.
        proof: The negatives that prove nothing; empty when all do, or nobody asked.
    """

    case: Case
    seed: int
    world: World
    failure: Failure | None
    proof: list[Failure] = field(default_factory=list)

    @property
    def outcome(self) -> CaseOutcome:
        """Passed or failed."""
        return CaseOutcome.FAILED if self.failure is not None or self.proof else CaseOutcome.PASSED

    @property
    def trace(self) -> Trace:
        """All that happened."""
        return self.world.trace

    def verdicts(self) -> Iterator[Verdict]:
        """Walk all pushes, in the order they began."""
        return self.world.verdicts()


def case_name(case: Case) -> str:
    """Return `path::case`, as reports and pytest name it."""
    return f"{case.scenario.path.as_posix()}::{case.case_id}"
