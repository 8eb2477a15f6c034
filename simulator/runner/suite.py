"""From paths to cases: the vocabulary of the program, the files, and which of their cases are wanted."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from simulator.device.app.variants import VARIANTS
from simulator.runner.result import case_name
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where, quoted
from simulator.scenario.loader import find_scenarios, load_scenario, suite_root
from simulator.scenario.model import Case, cases
from simulator.scenario.names import Vocabulary
from simulator.scenario.steps import STEPS
from simulator.scenario.suggest import nearest
from simulator.vendors import VENDORS
from simulator.world.models import models
from simulator.world.statements import statements


def vocabulary() -> Vocabulary:
    """Return all names of the program that a scenario may use."""
    return Vocabulary(
        steps=STEPS,
        vendors=VENDORS,
        apps=VARIANTS,
        models=models(),
        statements=statements(),
        certificate_fields=lambda vendor: VENDORS[vendor].form.names,
        refusals=lambda vendor: VENDORS[vendor].codes.refusals,
    )


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of some files.

    Attributes:
        deselected: How many cases of these files are left out.
    """

    cases: tuple[Case, ...]
    deselected: int = 0


def load_suite(paths: Sequence[Path], wanted: Callable[[Case], bool] = lambda _: True, *, seed: int = 1) -> Suite:
    """Read every scenario at or below *paths*, completely, before anything runs; made-up data repeat from *seed*.

    One case alone is given as reports name it: `path::case`.

    Raises:
        ScenarioErrors: All mistakes of all files.
    """
    names = vocabulary()
    given = _Given(paths)
    found: list[Case] = []
    problems: list[ScenarioError] = []
    for file in find_scenarios(given.files):
        try:
            of_file = cases(load_scenario(file, names, suite_root(file, given.files), seed=seed), tuple(VENDORS))
            found += given.of(file, of_file)
        except ScenarioErrors as errors:
            problems += errors.errors
    if problems:
        raise ScenarioErrors(problems)
    kept = tuple(case for case in found if wanted(case))
    return Suite(kept, len(found) - len(kept))


class _Given:
    """What paths name: whole files and folders, and single cases.

    Attributes:
        files: Files and folders, those of single cases too.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Tell them apart.

        Raises:
            ScenarioErrors: A folder stands where a single case's file belongs.
        """
        self.files: list[Path] = []
        self._whole: list[Path] = []
        self._cases: dict[Path, list[str]] = {}
        for path in paths:
            file, mark, case_id = path.as_posix().rpartition("::")
            if mark and Path(file).is_dir() and not path.exists():
                whole = ScenarioError(Where(path.as_posix()), "", "a folder has no cases of its own", next=_OF_FILES)
                raise ScenarioErrors([whole])
            if mark and not path.exists():
                self._cases.setdefault(Path(file), []).append(case_id)
            else:
                self._whole.append(path)
        self.files = [*self._whole, *self._cases]

    def of(self, file: Path, of_file: Sequence[Case]) -> Sequence[Case]:
        """Return those of the cases of *file* that are wanted.

        Raises:
            ScenarioErrors: One that is named is not there.
        """
        if any(file.is_relative_to(whole) for whole in self._whole):
            return of_file
        known = {case.case_id: case for case in of_file}
        if unknown := [case_id for case_id in self._cases[file] if case_id not in known]:
            raise ScenarioErrors([_no_case(file, case_id, tuple(known)) for case_id in unknown])
        return [case for case_id, case in known.items() if case_id in self._cases[file]]


_OF_FILES = "name a file before ::, or choose among the folder's cases with -k"


def _no_case(file: Path, case_id: str, known: Sequence[str]) -> ScenarioError:
    what = f"no case is called {quoted(case_id)}"
    near = nearest(case_id, known)
    return ScenarioError(Where(file.as_posix()), "", what, known=known, known_as="cases of this file", suggestion=near)


def shard(cases: Sequence[Case], number: int, count: int) -> tuple[Case, ...]:
    """Return those of *cases* that the shard *number*, from 1, of *count* plays, in their order.

    Shards differ by one case at most. They are stretches of the cases in the order of a digest of their names: a case
    that is added or taken away moves at most one other over each border, and nobody else changes the shard.
    """
    by_digest = sorted(cases, key=_digest)
    mine = {case_name(case) for case in by_digest[_border(number - 1, count, cases) : _border(number, count, cases)]}
    return tuple(case for case in cases if case_name(case) in mine)


def _digest(case: Case) -> bytes:
    return sha256(case_name(case).encode()).digest()


def _border(number: int, count: int, cases: Sequence[Case]) -> int:
    return len(cases) * number // count


# -- selecting, as pytest's -k does -----------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(\(|\)|[^\s()]+)")


class ExpressionWrong(ValueError):
    """A `-k` expression that cannot be read."""


def selector(expression: str) -> Callable[[Case], bool]:
    """Return a test for `-k`: words joined by `and`, `or`, `not` and parentheses.

    A word fits when it is part of the case's name, file, vendor or tags; letter case does not matter.

    Raises:
        ExpressionWrong: The expression cannot be read.
    """
    tokens = [match[1] for match in _TOKEN.finditer(expression)]
    parser = _Parser(tokens)
    test = parser.alternatives()
    if parser.rest:
        raise ExpressionWrong(f'"{parser.rest[0]}" is not expected in "{expression}"')
    return lambda case: test(_haystack(case))


def _haystack(case: Case) -> str:
    return " ".join([case_name(case), case.scenario.name, case.vendor or "", *case.scenario.tags]).lower()


Test = Callable[[str], bool]


class _Parser:
    """Reads `or` of `and` of `not`."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.rest = list(tokens)

    def alternatives(self) -> Test:
        tests = list(self._joined("or", self._all))
        return lambda text: any(test(text) for test in tests)

    def _all(self) -> Test:
        tests = list(self._joined("and", self._one))
        return lambda text: all(test(text) for test in tests)

    def _joined(self, word: str, part: Callable[[], Test]) -> Iterator[Test]:
        yield part()
        while self.rest and self.rest[0] == word:
            self.rest.pop(0)
            yield part()

    def _one(self) -> Test:
        if not self.rest or self.rest[0] in {"and", "or", ")"}:
            raise ExpressionWrong("a word is missing in the -k expression")
        token = self.rest.pop(0)
        if token == "not":
            test = self._one()
            return lambda text: not test(text)
        if token != "(":
            return lambda text: token.lower() in text
        inner = self.alternatives()
        if not self.rest or self.rest.pop(0) != ")":
            raise ExpressionWrong('a ")" is missing in the -k expression')
        return inner
