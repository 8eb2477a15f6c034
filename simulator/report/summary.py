"""What reports tell of one case, as plain data: it outlives the world, and can leave the process that played it."""

import msgspec

from simulator.report.json_lines import case_line as json_line
from simulator.report.text import case_line, failure_text
from simulator.runner.result import CaseOutcome, CaseResult, case_name
from simulator.world.verdicts import Verdict


class CaseSummary(msgspec.Struct, frozen=True):
    """One case after its run.

    Attributes:
        name: `path::case`.
        path: Of the scenario's file.
        case_id: As behind `::`.
        title: The scenario's name for people.
        line: For logs.
        steps: One line a step, with its place in the file.
        failure: Why it failed, with the journey and the command that repeats it; empty for a case that passed.
        what: The first expectation that was not met, as one clause; empty for none.
        failed_line: Where it stands in the file; 0 for nowhere.
        root: What the failures of several cases have in common: why the last push ended, else `what`.
        json: Results and trace as one line; empty where nobody wants it.
        wall_s: What it took, by the machine's clock.
    """

    name: str
    path: str
    case_id: str
    title: str
    outcome: CaseOutcome
    verdicts: tuple[Verdict, ...]
    line: str
    steps: tuple[str, ...]
    failure: str
    what: str
    failed_line: int
    root: str
    json: str
    wall_s: float


def summarise(result: CaseResult, wall_s: float, *, with_json: bool) -> CaseSummary:
    """Return what reports tell of *result*, which took *wall_s* seconds by the machine's clock."""
    scenario = result.case.scenario
    verdicts = tuple(result.verdicts())
    failures = [*([] if result.failure is None else [result.failure]), *result.proof]
    what = failures[0].error.what if failures else ""
    ends = [verdict.root for verdict in verdicts if verdict.root]
    return CaseSummary(
        name=case_name(result.case),
        path=scenario.path.as_posix(),
        case_id=result.case.case_id,
        title=scenario.name,
        outcome=result.outcome,
        verdicts=verdicts,
        line=case_line(result),
        steps=tuple(f"{placed.line}: {placed.verb}" for placed in scenario.steps),
        failure=failure_text(result) if failures else "",
        what=what,
        failed_line=failures[0].step.line if failures else 0,
        root=(ends[-1] if ends else what) if failures else "",
        json=json_line(result) if with_json else "",
        wall_s=wall_s,
    )
