"""Results as JUnit XML: a suite for each scenario file, a case for each cell of its matrix."""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from simulator.report.case_report import CaseReport
from simulator.report.text import failure_text
from simulator.runner.result import CaseOutcome
from simulator.world.verdicts import Verdict

_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 has no way to write."""


def write_junit(path: Path, reports: Iterable[CaseReport], seed: int) -> None:
    """Write *reports*, whose cases played with *seed*, to *path*, sorted by name."""
    from junitparser import Failure, JUnitXml, TestCase, TestSuite

    report = JUnitXml("pushsim")
    for file, cases in groupby(sorted(reports, key=lambda one: one.case), key=lambda one: one.file):
        suite = TestSuite(_plain(file))
        suite.add_property("seed", str(seed))
        for one in cases:
            case = TestCase(
                _plain(f"{one.case_id}: {one.name}"), classname=_plain(file), time=round(one.wall_ms / 1000, 6)
            )
            if one.outcome is CaseOutcome.FAILED:
                failure = Failure(_plain(one.failures[0].what), _plain(one.root))
                failure.text = _plain(failure_text(one))
                case.result = [failure]
            case.system_out = _plain(
                "\n".join((*(f"{step.line}: {step.step}" for step in one.steps), *map(_verdict_line, one.verdicts)))
            )
            suite.add_testcase(case)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]  # the library leaves it without types
    report.write(str(path))


def _verdict_line(verdict: Verdict) -> str:
    why = f" ({verdict.root})" if verdict.root and verdict.root != verdict.text else ""
    return f"push {verdict.push_id} to {verdict.phone or 'nobody known'}: {verdict.text}{why}, at {verdict.hop}"


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
