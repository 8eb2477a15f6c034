"""Several files of results become one, as if all had been played in one run."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from msgspec.structs import replace

from simulator.report.case_report import CaseReport
from simulator.report.json_lines import Results, read_results
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where, quoted


def join(paths: Sequence[Path]) -> tuple[Results, list[str]]:
    """Return the cases of all *paths*, and the shards that are missing.

    Raises:
        ScenarioErrors: A file cannot be read, or they do not belong to one run.
    """
    with ExitStack() as until_whole:
        joined: Results | None = None
        shards: dict[str, Path] = {}
        for path in paths:
            with read_results(path) as part:
                if joined is None:
                    joined = until_whole.enter_context(Results(part.seed))
                _take(part, joined, path)
                shards.setdefault(part.shard, path)
                _check_shards(path, shards)
        assert joined is not None, "at least one file is given"
        until_whole.pop_all()
        return joined, _missing(shards)


def _take(part: Results, joined: Results, path: Path) -> None:
    """Take the cases of *part*, read from *path*, in.

    Raises:
        ScenarioErrors: They are not of the same run.
    """
    if part.seed != joined.seed:
        _refuse(path, f"played with seed {part.seed}, and those before with seed {joined.seed}")
    for report in part:
        if report.case in joined and not _is_same(report, joined[report.case]):
            _refuse(path, f"{quoted(report.case)} ended otherwise in a file before")
        joined.add(report)


def _is_same(report: CaseReport, other: CaseReport) -> bool:
    return replace(report, wall_ms=0.0) == replace(other, wall_ms=0.0)


def _check_shards(path: Path, shards: dict[str, Path]) -> None:
    """Check that the shards so far are of one number.

    Raises:
        ScenarioErrors: They are not.
    """
    counts = {shard.partition("/")[2]: shard for shard in shards if shard}
    if len(counts) > 1:
        _refuse(path, f"shards of different numbers: {', '.join(counts.values())}")


def _missing(shards: dict[str, Path]) -> list[str]:
    """Return the shards that nobody brought; none where a file has all cases."""
    if "" in shards:
        return []
    count = next(iter(shards)).partition("/")[2]
    return [shard for number in range(1, int(count) + 1) if (shard := f"{number}/{count}") not in shards]


def _refuse(path: Path, what: str) -> NoReturn:
    """Give up.

    Raises:
        ScenarioErrors: Always.
    """
    raise ScenarioErrors([ScenarioError(Where(path.as_posix()), "", what, next="join results of one run")])
