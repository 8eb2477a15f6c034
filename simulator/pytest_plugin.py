"""Scenarios as pytest items, and a world for tests in Python. Uses pytest's public hooks alone."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from simulator.report.case_report import report_of
from simulator.report.text import failure_text
from simulator.runner.play import Play
from simulator.runner.result import CaseResult
from simulator.runner.run import run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import DEFAULT_FOLDER, SUFFIXES, load_scenario
from simulator.scenario.model import Case, cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.spec import WorldSpec

INI = "pushsim_scenarios"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the seed, and where scenarios are looked for."""
    parser.addini(
        INI, "folders, below pytest's root, whose *.yaml files are pushsim scenarios", "args", [DEFAULT_FOLDER]
    )
    parser.getgroup("pushsim").addoption("--pushsim-seed", type=int, default=1, help="what scenarios repeat from")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the YAML files below the suite's folders; names that begin with _ are fragments and worlds."""
    if file_path.suffix not in SUFFIXES or file_path.name.startswith("_"):
        return None
    root = _suite_of(file_path, parent.config)
    return None if root is None else ScenarioFile.from_parent(parent, path=file_path, root=root)


def _suite_of(file_path: Path, config: pytest.Config) -> Path | None:
    folders: list[str] = config.getini(INI)
    for folder in folders:
        root: Path = config.rootpath / folder
        if file_path.is_relative_to(root):
            return root
    return None


class ScenarioFile(pytest.File):
    """One scenario file; its cases are the items."""

    root: Path

    @classmethod
    def from_parent(cls, parent: pytest.Collector, *, path: Path, root: Path) -> "ScenarioFile":  # type: ignore[override]  # names what pytest passes on
        """Make the collector; *root* is the suite's folder."""
        made: ScenarioFile = super().from_parent(parent, path=path)
        made.root = root
        return made

    def collect(self) -> Iterable[pytest.Item]:
        """Read the file and return its cases.

        Raises:
            CollectError: The file has mistakes; all of them are told.
        """
        try:
            scenario = load_scenario(self.path, vocabulary(), self.root, seed=self.config.getoption("--pushsim-seed"))
        except ScenarioErrors as errors:
            raise self.CollectError(errors.text()) from None
        for case in cases(scenario, tuple(VENDORS)):
            yield ScenarioItem.from_parent(self, name=case.case_id, case=case)


class CaseFailed(Exception):
    """A case's expectation was not met.

    Attributes:
        result: What became of the case.
    """

    def __init__(self, result: CaseResult) -> None:
        """Keep the *result*."""
        super().__init__(failure_text(report_of(result)))
        self.result = result


class ScenarioItem(pytest.Item):
    """One case."""

    case: Case

    @classmethod
    def from_parent(cls, parent: ScenarioFile, *, name: str, case: Case) -> "ScenarioItem":  # type: ignore[override]  # as above
        """Make the item."""
        made: ScenarioItem = super().from_parent(parent, name=name)
        made.case = case
        for tag in case.scenario.tags:
            made.extra_keyword_matches.add(tag)
        made.extra_keyword_matches.add(case.scenario.name)
        return made

    def runtest(self) -> None:
        """Play the case.

        Raises:
            CaseFailed: An expectation was not met.
        """
        result = run_case(self.case, RunOptions(seed=self.config.getoption("--pushsim-seed")))
        if result.failure is not None:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]  # the text alone
        """Return the failure as `pushsim run` prints it; anything else with its traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and name."""
        return self.path, 0, f"{self.case.scenario.name} [{self.name}]"


@pytest.fixture
def world() -> Iterator[Callable[..., Play]]:
    """Give worlds to play steps in; at the end of the test each one is checked for lost pushes.

    A call with a vendor's name, `play = world("vivo")`, makes one; `play(KillApp(phone="bob_phone"))` plays a step.
    """
    made: list[Play] = []

    def make(vendor: str = "", spec: WorldSpec | None = None, *, seed: int = 1) -> Play:
        play = Play(vendor, spec or WorldSpec(), RunOptions(seed=seed))
        made.append(play)
        return play

    yield make
    for play in made:
        play.world.check_conservation()
