"""What became of one case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from simulator.kernel.rule import Waiver
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
        proofs: Of its negatives; empty where it has none, or nobody asked.
        differs: How it went another way when it was played again: our own fault.
    """

    case: Case
    seed: int
    world: World
    failure: Failure | None
    proofs: "list[Proof]" = field(default_factory=list)
    differs: ExpectationFailed | None = None

    @property
    def vacuous(self) -> list[Failure]:
        """The negatives that prove nothing."""
        return [proof.rerun.failure for proof in self.proofs if proof.rerun.failure is not None]

    @property
    def outcome(self) -> CaseOutcome:
        """Passed or failed."""
        is_good = self.failure is None and self.differs is None and not self.vacuous
        return CaseOutcome.PASSED if is_good else CaseOutcome.FAILED

    @property
    def trace(self) -> Trace:
        """All that happened."""
        return self.world.trace

    def verdicts(self) -> Iterator[Verdict]:
        """Walk all pushes, in the order they began."""
        return self.world.verdicts()


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Proof:
    """One negative, put to the proof.

    Attributes:
        negative: The step, which names the reason.
        waiver: That reason, for the step's phone.
        rerun: The case up to that step, with the reason waived: it fails where nothing arrives even then.
    """

    negative: PlacedStep
    waiver: Waiver
    rerun: CaseResult


def file_name(case: Case) -> str:
    """Return the path of its scenario, with `/`; line breaks and what is no UTF-8 are spelt out for reports."""
    path = case.scenario.path.as_posix().encode("utf-8", "backslashreplace").decode()
    return path if path.isprintable() else _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", path)


def case_name(case: Case) -> str:
    """Return `path::case`, as reports and pytest name it."""
    return f"{file_name(case)}::{case.case_id}"
