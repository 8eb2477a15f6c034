"""Results as JUnit XML: a suite for each scenario file, a case for each cell of its matrix.

Strict readers take it: nothing stands where the usual schemas have no place for it, so what is to be known of a single
case stands in its system-out, and texts stay below what XML libraries take.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.report.case_report import CaseReport
from simulator.report.text import failure_text
from simulator.world.verdicts import Verdict

if TYPE_CHECKING:
    from junitparser import TestCase, TestSuite

_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 has no way to write."""
TEXT_LENGTH_MAX = 100_000
"""libxml2 refuses a text of ten megabytes, and nobody reads one."""


def write_junit(path: Path, reports: Iterable[CaseReport], seed: int, excused: Mapping[str, str] = {}) -> None:
    """Write *reports*, sorted by name, which played with *seed*, to *path*; failed cases *excused* are skipped."""
    from junitparser import JUnitXml

    report = JUnitXml("pushsim")
    for file, cases in groupby(reports, key=lambda one: one.file):
        report.add_testsuite(_suite(file, cases, seed, excused))
    report.update_statistics()  # type: ignore[no-untyped-call]  # the library leaves it without types
    path.write_bytes(report.tostring())  # type: ignore[no-untyped-call]  # the library leaves it without types


def _suite(file: str, reports: Iterator[CaseReport], seed: int, excused: Mapping[str, str]) -> "TestSuite":
    from junitparser import TestSuite

    suite = TestSuite(_plain(file))
    for index, report in enumerate(reports):
        if not index:
            for name, value in (("name", report.name), ("seed", str(seed)), ("tags", " ".join(report.tags))):
                suite.add_property(name, _plain(value))
        suite.add_testcase(_case(report, excused.get(report.case)))
    return suite


def _case(report: CaseReport, excuse: str | None) -> "TestCase":
    from junitparser import Failure, Skipped, TestCase

    name = _plain(f"{report.case_id}: {report.name}")
    case = TestCase(name, classname=_plain(report.file), time=round(report.wall_ms / 1000, 6))
    if excuse is not None:
        case.result = [Skipped(_plain(excuse))]
    elif report.failures:
        failure = Failure(_plain(report.failures[0].what), _plain(report.root_cause.reason))
        failure.text = _plain(failure_text(report))
        case.result = [failure]
    case.system_out = _plain("\n".join(_told(report)))
    return case


def _told(report: CaseReport) -> Iterator[str]:
    """Yield what is to be known of one case: its cell of the matrix, its steps, its pushes."""
    if report.vendor:
        yield f"vendor: {report.vendor}"
    for field, value in report.values.items():
        yield f"{field}: {value}"
    for step in report.steps:
        yield f"{step.line}: {step.step}"
    yield from map(_verdict_line, report.verdicts)
    for proof in report.proof:
        ended = ", ".join(verdict.text for verdict in proof.verdicts)
        yield f"{proof.line}: with {proof.because} waived for {proof.phone}: {ended}"


def _verdict_line(verdict: Verdict) -> str:
    why = f" ({verdict.root})" if verdict.root and verdict.root != verdict.text else ""
    return f"push {verdict.push_id} to {verdict.phone or 'nobody known'}: {verdict.text}{why}, at {verdict.hop}"


def _plain(text: str) -> str:
    left = len(text) - TEXT_LENGTH_MAX
    clipped = text if left <= 0 else f"{text[:TEXT_LENGTH_MAX]}\n… {left} more characters"
    return _NOT_IN_XML.sub("\ufffd", clipped)
