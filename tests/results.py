"""Results as tests need them: compared without what the machine's clock measured, and failed for another reason."""

import re
from pathlib import Path

from msgspec.structs import replace

from simulator.report.case_report import CaseReport

_WALL = re.compile(rb'"wall_\w+":[^,}\]]*,?')


def without_wall(written: Path | bytes) -> bytes:
    """Return what is *written* without its keys `wall_…`."""
    return _WALL.sub(b"", written.read_bytes() if isinstance(written, Path) else written)


def of_cause(report: CaseReport, **changed: str) -> CaseReport:
    """Return *report*, which failed for a reason, as one that failed for another."""
    assert report.failure is not None
    assert report.failure.stop is not None
    return replace(report, failure=replace(report.failure, stop=report.failure.stop._replace(**changed)))
