"""Plays steps as a scenario file has them, and returns what `pushsim run` prints of the failure."""

import re
from collections.abc import Sequence
from pathlib import Path

from simulator.report.case_report import report_of
from simulator.report.text import failure_text
from simulator.runner.result import CaseOutcome, CaseResult, Failure
from simulator.runner.run import prove_negatives, run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import Case, cases
from simulator.world.build import RunOptions

TOP = "name: a case\nvendors: [vivo]\n"

UP = "set_up: {phone: bob_phone, user: bob}"
KILL = "kill_app: bob_phone"
SEND = "send_message: {from: alice, to: bob, text: lunch?}"
LOG_OUT = "log_out: bob_phone"
LAUNCH = "launch_app: bob_phone"
ARRIVE = "must_arrive: bob_phone"
TAP = "tap_notification: bob_phone"
NO_NETWORK = "set_network: {phone: bob_phone, to: off}"
SEEN = "must_record: {kind: step}"
"""An expectation that is always met: a scenario needs one."""

_JOURNEY = re.compile(r"(?m)^  journey of the last push:\n(    .*\n)+")


def a_case(steps: Sequence[str], top: str = "") -> Case:
    """Return the case of *steps*, of which the first stands in line 4 where *top* is empty."""
    text = f"{TOP}{top}steps:\n" + "".join(f"  - {step}\n" for step in steps)
    [case] = cases(scenario_of_text(Path("a_case.yaml"), text, vocabulary()), ("vivo",))
    return case


def played(*steps: str, top: str = "") -> CaseResult:
    """Play *steps* and return what became of them."""
    return run_case(a_case(steps, top), RunOptions())


def passes(*steps: str, top: str = "") -> bool:
    """Return whether *steps* pass."""
    return played(*steps, top=top).outcome is CaseOutcome.PASSED


def proof_of(*steps: str, top: str = "") -> list[str]:
    """Return what `--prove` has to say against the negatives of *steps*, which pass."""
    result = played(*steps, top=top)
    assert result.outcome is CaseOutcome.PASSED, failure_text(report_of(result))
    return said(vacuous(result))


def vacuous(result: CaseResult) -> list[Failure]:
    """Return the negatives of *result* that prove nothing."""
    result.proofs = list(prove_negatives(result.case, RunOptions()))
    return result.vacuous


def said(problems: list[Failure]) -> list[str]:
    """Return place and words of each of *problems*."""
    return [f"line {problem.step.line}: {problem.error.what}" for problem in problems]


def told(*steps: str, top: str = "") -> str:
    """Return all that is printed of the failure of *steps*, but the journey and the command that repeats the case.

    Both are the same for every step: `tests/report/test_text.py` looks at them.
    """
    result = played(*steps, top=top)
    assert result.failure is not None, "nothing failed"
    text = _JOURNEY.sub("", failure_text(report_of(result)))
    again = "\n  again: pushsim run a_case.yaml::vivo --seed 1"
    assert text.endswith(again)
    return text.removesuffix(again)
