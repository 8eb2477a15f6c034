"""The page of a big suite: how large it is, how long it takes to write, how soon a browser shows something of it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from bench.generated import write_suite
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure, figure_of
from simulator.report.case_report import CaseReport, FailureReport, report_of
from simulator.report.html import write_html
from simulator.report.json_lines import Results
from simulator.runner.result import CaseOutcome
from simulator.runner.run import run_case
from simulator.runner.suite import load_suite
from simulator.world.build import RunOptions
from tests.report.browser import browser, in_page

SCENARIOS_PLAYED = 60
FAILS_EVERY = 40
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LISTED = "performance.getEntriesByName('listed')[0]?.startTime"


def measure(sizes: Sizes) -> list[Row]:
    """Write and open a page; without a browser here, only write it."""
    named = f"HTML page of {sizes.page_cases:,} cases"
    with ExitStack() as kept:
        folder = Path(kept.enter_context(TemporaryDirectory()))
        page = folder / "page.html"
        results = kept.enter_context(Results(1))
        for report in islice(_cases(folder / "suite"), sizes.page_cases):
            results.add(report)
        begun = time.perf_counter()
        write_html(page, results, seed=1)
        writing = time.perf_counter() - begun
        megabytes = page.stat().st_size / 1_000_000
        rows = [
            Row(f"{named}: size", "MB", Figure(megabytes, megabytes), aim=Aim(Bound.AT_MOST, 3)),
            Row(f"{named}: writing", "s", Figure(writing, writing)),
        ]
        if which("chromium") and which("chromedriver"):
            painted, listed = _opened(page, folder / "profile", sizes.rounds)
            rows += [
                Row(f"{named}: first paint", "s", figure_of(painted), aim=Aim(Bound.AT_MOST, 1)),
                Row(f"{named}: list and overview there", "s", figure_of(listed)),
            ]
    return rows


def _cases(folder: Path) -> Iterator[CaseReport]:
    """Yield cases without end: of a generated suite, again and again in other folders; some of them failed."""
    suite = load_suite([*write_suite(folder, SCENARIOS_PLAYED)])
    played = [report_of(run_case(case, RunOptions()), with_traces=True) for case in suite.cases]
    for number, report in enumerate(cycle(played)):
        file = f"suite_{number // len(played)}/{Path(report.file).name}"
        moved = replace(report, file=file, case=f"{file}::{report.case_id}")
        yield _failed(moved) if number % FAILS_EVERY == 0 else moved


def _failed(report: CaseReport) -> CaseReport:
    last = report.steps[-1]
    failure = FailureReport(last.line, last.step, "bob_phone showed nothing within 1min")
    return replace(report, outcome=CaseOutcome.FAILED, failure=failure)


def _opened(page: Path, profile: Path, rounds: int) -> tuple[Sequence[float], Sequence[float]]:
    """Return the seconds to the first paint and to the list, each time that *page* is opened."""
    painted, listed = [], []
    with browser(profile) as driver:
        for _ in range(rounds):
            driver.get("about:blank")
            driver.get(page.as_uri())
            while (there := in_page(driver, _LISTED)) is None or (seen := in_page(driver, _PAINTED)) is None:
                pass
            painted.append(seen / 1000)
            listed.append(there / 1000)
    return painted, listed
