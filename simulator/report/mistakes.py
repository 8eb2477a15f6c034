"""Which scenario notices each mistake that an app can make: the careful app's scenarios, played with the mistake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from simulator.device.app.variants import VARIANTS
from simulator.runner.result import CaseOutcome, case_name
from simulator.runner.run import run_case
from simulator.scenario.model import Case
from simulator.world.build import RunOptions
from simulator.world.spec import AppSpec

_WORD_LETTERS_MIN = 4


@dataclass(frozen=True, slots=True)
class Caught:
    """One mistake.

    Attributes:
        variant: The app that makes it.
        by: A case that passes for the careful app and fails for this one; empty when there is none.
        why: What that case says then.
    """

    variant: str
    by: str = ""
    why: str = ""


def mistakes() -> list[str]:
    """Return the app variants that are the careful app with one mistake."""
    return [name for name, variant in VARIANTS.items() if variant.is_mistake]


def catch_each(cases: Sequence[Case], seed: int) -> Iterator[Caught]:
    """Look for each mistake among *cases*, stopping at the first that notices it."""
    usual = [case for case in cases if _is_usual(case)]
    for name in mistakes():
        found = (caught_by(name, case, seed) for case in _likely_first(name, usual))
        yield next((one for one in found if one.by), Caught(name))


def caught_by(variant: str, case: Case, seed: int) -> Caught:
    """Say whether *case*, whose app is the usual one, passes with it and fails with *variant* in its place."""
    options = RunOptions(seed=seed)
    failure = run_case(_with_app(case, variant), options).failure
    if failure is None or run_case(case, options).outcome is CaseOutcome.FAILED:
        return Caught(variant)
    return Caught(variant, case_name(case), f"{failure.step.verb}: {failure.error.what}")


def _is_usual(case: Case) -> bool:
    """Whether every phone of *case* has the app that a scenario gets which says nothing of it."""
    world = case.scenario.world
    return world.app == AppSpec() and all(phone.app is None for phone in world.phones.values())


def _with_app(case: Case, variant: str) -> Case:
    world = msgspec.structs.replace(case.scenario.world, app=AppSpec(variant=variant))
    return msgspec.structs.replace(case, scenario=replace(case.scenario, world=world))


def _likely_first(variant: str, cases: Sequence[Case]) -> list[Case]:
    """Return *cases* in the order to try: those that speak of the same first, and of a push that arrives."""
    statements, words = set(VARIANTS[variant].source.statements), _words(VARIANTS[variant].about)

    def unlikeliness(case: Case) -> tuple[int, int]:
        scenario = case.scenario
        in_common = statements.intersection((*scenario.covers, *scenario.other_side)) | words & _words(scenario.name)
        is_about_a_no = any(placed.verb == "must_not_arrive" for placed in scenario.steps)
        return (is_about_a_no - len(in_common), len(scenario.steps))

    return sorted(cases, key=unlikeliness)


def _words(text: str) -> set[str]:
    return {word for word in text.lower().replace("'", " ").split() if len(word) >= _WORD_LETTERS_MIN}
