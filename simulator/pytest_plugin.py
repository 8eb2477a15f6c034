"""Scenarios as pytest items, and a world for tests in Python. Uses pytest's public hooks alone."""

import gc
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol, Unpack

import msgspec
import pytest

from simulator.report.case_report import CaseReport, report_of
from simulator.report.json_lines import Results
from simulator.report.text import failure_text
from simulator.runner.play import Play
from simulator.runner.result import CaseOutcome
from simulator.runner.run import ease_garbage_collection
from simulator.runner.suite import vocabulary
from simulator.runner.workers import play_case
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import DEFAULT_FOLDER, SUFFIXES, load_scenario
from simulator.scenario.model import Case, cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.spec import WorldSpec

if TYPE_CHECKING:
    from simulator.runner.verbs import WorldFields

pytest_plugins = ("simulator.pytest_senders",)

INI = "pushsim_scenarios"
PROVE = "pushsim_prove"
LINE = "pushsim_line"
"""Attribute of a report: the case's line of results."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the seed, where scenarios are looked for, whether negatives are proved, and where results go."""
    parser.addini(
        INI, "folders, below pytest's root, whose *.yaml files are pushsim scenarios", "args", [DEFAULT_FOLDER]
    )
    parser.addini(PROVE, "rerun each negative with its reason waived: then it has to arrive", "bool", False)
    group = parser.getgroup("pushsim")
    group.addoption("--pushsim-seed", type=int, default=1, help="what scenarios repeat from")
    group.addoption("--pushsim-prove", action="store_true", help="rerun each negative with its reason waived")
    group.addoption("--pushsim-json", type=Path, metavar="FILE", help="write results and traces here, as JSON Lines")


def pytest_configure(config: pytest.Config) -> None:
    """Gather results where they are wanted; with several processes, in the one that hands out the work.

    Raises:
        UsageError: They cannot be written there.
    """
    path: Path | None = config.getoption("--pushsim-json")
    if path is None or hasattr(config, "workerinput"):
        return
    if not path.parent.is_dir():
        raise pytest.UsageError(f'--pushsim-json: there is no folder "{path.parent}"; make it first')
    config.pluginmanager.register(_Gathered(path, config.getoption("--pushsim-seed")))


class _Gathered:
    """Takes in the results of all items, wherever they were played."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self._results = Results(seed)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        line: str | None = getattr(report, LINE, None)
        if line is not None:
            self._results.add(msgspec.json.decode(line, type=CaseReport))

    def pytest_sessionfinish(self) -> None:
        with self._results as results:
            results.write(self._path)


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
            seed: int = self.config.getoption("--pushsim-seed")
            here = self.config.invocation_params.dir
            scenario = load_scenario(_as_named(self.path, here), vocabulary(), _as_named(self.root, here), seed=seed)
        except ScenarioErrors as errors:
            raise self.CollectError(errors.text()) from None
        for case in cases(scenario, tuple(VENDORS)):
            yield ScenarioItem.from_parent(self, name=case.case_id, case=case)


def _as_named(path: Path, here: Path) -> Path:
    """Return *path* as `pushsim run` would name it from *here*."""
    try:
        return path.relative_to(here)
    except ValueError:
        return path


class CaseFailed(Exception):
    """A case's expectation was not met.

    Attributes:
        report: What became of the case.
    """

    def __init__(self, report: CaseReport) -> None:
        """Keep the *report*."""
        super().__init__(failure_text(report))
        self.report = report


class ScenarioItem(pytest.Item):
    """One case."""

    case: Case
    line: str | None = None

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
        config = self.config
        options = RunOptions(seed=config.getoption("--pushsim-seed"))
        prove = config.getoption("--pushsim-prove") or config.getini(PROVE)
        is_told = config.getoption("--pushsim-json") is not None
        began_s = perf_counter()
        result = play_case(self.case, options, prove=prove)
        if is_told or result.outcome is CaseOutcome.FAILED:
            report = report_of(result, perf_counter() - began_s, with_traces=is_told)
            if is_told:
                self.line = msgspec.json.encode(report).decode()
            if report.failures:
                raise CaseFailed(report)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]  # the text alone
        """Return the failure as `pushsim run` prints it; anything else with its traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and name."""
        return self.path, 0, f"{self.case.scenario.name} [{self.name}]"


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let the garbage collector look less often while scenarios are played."""
    if not any(isinstance(item, ScenarioItem) for item in session.items):
        return (yield)
    usual = gc.get_threshold()
    ease_garbage_collection()
    try:
        return (yield)
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Hand an item's line of results on with its report, which also leaves a process of xdist."""
    report = yield
    if isinstance(item, ScenarioItem) and call.when == "call" and item.line is not None:
        setattr(report, LINE, item.line)
        item.line = None
    return report


class Worlds(Protocol):
    """What the fixture `world` is: a call makes a world, whose methods play steps."""

    def __call__(
        self, vendor: str = "", spec: WorldSpec | None = None, *, seed: int = 1, **world: "Unpack[WorldFields]"
    ) -> Play:
        """Make a world, as `Play` does."""
        ...


@pytest.fixture
def world() -> Iterator[Worlds]:
    """Give worlds to play steps in; at the end of the test each one is checked for lost pushes.

    A call with a vendor's name, `play = world("vivo")`, makes one; `play.kill_app("bob_phone")` plays a step.
    """
    made: list[Play] = []

    def make(vendor: str = "", spec: WorldSpec | None = None, *, seed: int = 1, **world: "Unpack[WorldFields]") -> Play:
        play = Play(vendor, spec, RunOptions(seed=seed), **world)
        made.append(play)
        return play

    yield make
    for play in made:
        play.world.check_conservation()
