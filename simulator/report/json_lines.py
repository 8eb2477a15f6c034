"""Results and traces as JSON Lines: a head, then one line a case, sorted by name."""

import json
from typing import Any

from simulator.runner.result import CaseResult, Failure, case_name

FORMAT = 1


def case_data(result: CaseResult) -> dict[str, Any]:
    """Return one case's line, without the trace's records, which are text already."""
    return {
        "case": case_name(result.case),
        "outcome": result.outcome,
        "verdicts": [
            {
                "push_id": verdict.push_id,
                "phone": verdict.phone,
                "verdict": verdict.end,
                "hop": verdict.hop,
                "reason": verdict.reason,
                "root": verdict.root,
            }
            for verdict in result.verdicts()
        ],
        "failure": None if result.failure is None else _failure_data(result.failure),
        "proof": [_failure_data(problem) for problem in result.proof],
    }


def _failure_data(failure: Failure) -> dict[str, Any]:
    return {
        "line": failure.step.line,
        "step": failure.step.verb,
        "what": failure.error.what,
        "details": dict(failure.error.details),
    }


def case_line(result: CaseResult) -> str:
    """Return one case's line, trace included, without a line end."""
    whole = json.dumps(case_data(result), ensure_ascii=False, separators=(",", ":"))
    return f'{whole[:-1]},"trace":[{",".join(result.trace.to_json_lines())}]}}'


def head_line(seed: int) -> str:
    """Return the first line, without a line end."""
    return json.dumps({"format": FORMAT, "seed": seed}, separators=(",", ":"))
