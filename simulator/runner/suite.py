"""From paths to cases: the vocabulary of the program, the files, and which of their cases are wanted."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.device.app.variants import VARIANTS
from simulator.runner.result import case_name
from simulator.scenario.errors import ScenarioError, ScenarioErrors
from simulator.scenario.loader import find_scenarios, load_scenario, suite_root
from simulator.scenario.model import Case, cases
from simulator.scenario.names import Vocabulary
from simulator.scenario.steps import STEPS
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
    )


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of some files.

    Attributes:
        deselected: How many cases `-k` left out.
    """

    cases: tuple[Case, ...]
    deselected: int = 0


def load_suite(paths: Sequence[Path], wanted: Callable[[Case], bool] = lambda _: True, *, seed: int = 1) -> Suite:
    """Read every scenario at or below *paths*, completely, before anything runs; made-up data repeat from *seed*.

    Raises:
        ScenarioErrors: All mistakes of all files.
    """
    names = vocabulary()
    found: list[Case] = []
    problems: list[ScenarioError] = []
    for file in find_scenarios(paths):
        try:
            found += cases(load_scenario(file, names, suite_root(file, paths), seed=seed), tuple(VENDORS))
        except ScenarioErrors as errors:
            problems += errors.errors
    if problems:
        raise ScenarioErrors(problems)
    kept = tuple(case for case in found if wanted(case))
    return Suite(kept, len(found) - len(kept))


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
