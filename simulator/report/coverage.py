"""What a suite proves: statements on both sides, rules that said no, and rules whose waiving somebody notices."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Record
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import CLICK_HOPS, TOKEN_HOPS, Hop
from simulator.push.reason import Reason
from simulator.report.codes import witnesses
from simulator.runner.result import CaseOutcome, CaseResult, case_name
from simulator.runner.run import run_case
from simulator.scenario.model import Case
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.catalogue import catalogue, rules
from simulator.world.statements import SIDES, statements


@dataclass(slots=True)
class Proof:
    """Who proves one statement for one vendor.

    Attributes:
        covers: Cases that show the behaviour.
        other_side: Cases that show what happens when its condition is not met.
        claims: Cases that name the statement while their trace leans on no rule or fact of it.
        nothing_to_show: Why a side cannot be shown at this vendor, by side.
    """

    covers: list[str] = field(default_factory=list)
    other_side: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    nothing_to_show: Mapping[str, str] = field(default_factory=dict)

    def cases(self, side: str) -> list[str]:
        """Return the cases that show *side*."""
        return self.covers if side == "covers" else self.other_side

    @property
    def is_whole(self) -> bool:
        """Whether both sides are proved, as far as there is anything to show."""
        return all(self.cases(side) or side in self.nothing_to_show for side in SIDES)


def names_in(records: Iterable[Record]) -> set[str]:
    """Return the names of all rules, decisions and facts that *records* lean on."""
    names: set[str] = set()
    for record in records:
        if record.kind is not Kind.FAULT and record.rule:
            names.add(record.rule)
        names.update(record.data.get("facts", ()))
    return names


def statements_behind(names: Iterable[str]) -> set[str]:
    """Return the statements that stand in the sources of the things called *names*."""
    entries = catalogue()
    return {statement for name in names if name in entries for statement in entries[name].statements}


def proofs(results: Iterable[CaseResult]) -> Mapping[str, Mapping[str, Proof]]:
    """Return who proves each statement for each vendor that it concerns; a failed case proves nothing."""
    found = {
        number: {
            vendor: Proof(nothing_to_show=one.nothing_to_show.get(vendor, {}))
            for vendor in VENDORS
            if one.concerns(vendor)
        }
        for number, one in statements().items()
    }
    for result in results:
        if result.outcome is CaseOutcome.FAILED:
            continue
        shown = statements_behind(names_in(result.trace))
        scenario = result.case.scenario
        for side, named in zip(SIDES, (scenario.covers, scenario.other_side), strict=True):
            for statement in named:
                for vendor in vendors_of(result) & found[statement].keys():
                    proof = found[statement][vendor]
                    (proof.cases(side) if statement in shown else proof.claims).append(case_name(result.case))
    return found


def vendors_of(result: CaseResult) -> set[str]:
    """Return whose case it is: those of its phones where it is no single vendor's."""
    vendor = result.case.vendor
    return {vendor} if vendor else {phone.push_vendor for phone in result.world.phones.values()}


# -- rules -------------------------------------------------------------------------------------------------------------


def beyond_scenarios() -> Mapping[str, str]:
    """Return why no scenario can provoke a rule, by rule; of all others there is nothing here."""
    return {rule.name: rule.no_scenario for rule in rules() if rule.no_scenario}


def provoked(results: Iterable[CaseResult]) -> Mapping[str, Mapping[str, int]]:
    """Return how often each rule said no in which case, by rule; rules that never did are there with none."""
    cases: dict[str, dict[str, int]] = {rule.name: {} for rule in rules()}
    for result in results:
        for rule, count in result.world.rules.noes.items():
            if rule in cases:
                cases[rule][case_name(result.case)] = count
    return cases


@dataclass(frozen=True, slots=True)
class Unprovoked:
    """The rules that no case provokes.

    Attributes:
        in_tests: By rule, a test of this project that provokes it.
        nowhere: Those of which no test is on record either.
        beyond: By rule, why no scenario can provoke it.
    """

    in_tests: Mapping[str, str]
    nowhere: Sequence[str]
    beyond: Mapping[str, str]


def unprovoked(counts: Mapping[str, Mapping[str, int]]) -> Unprovoked:
    """Return the rules that `provoked` has found no case for, by what else is known of them."""
    never = [rule for rule, cases in counts.items() if not cases]
    beyond = {rule: why for rule, why in beyond_scenarios().items() if rule in never}
    tests = {rule: witnesses(rule) for rule in never if rule not in beyond}
    in_tests = {rule: names[0] for rule, names in tests.items() if names}
    return Unprovoked(in_tests, [rule for rule in tests if rule not in in_tests], beyond)


GATED_HOPS = frozenset({*TOKEN_HOPS, Hop.OFFLINE_DECIDED, Hop.DEVICE_RECEIVED, Hop.POSTED, *CLICK_HOPS})
"""Where phone, app, binding and the offline decision say no: most pushes are lost there."""


def gated() -> list[str]:
    """Return the rules of `GATED_HOPS` that scenarios can provoke: waiving one has to be noticed by a suite."""
    return [
        rule.name for rule in rules() if not rule.no_scenario and EXPLANATIONS[Reason(rule.reason)].hop in GATED_HOPS
    ]


@dataclass(frozen=True, slots=True)
class Noticed:
    """One rule waived for everybody.

    Attributes:
        provoked: In how many cases it says no.
        by: A case whose verdict changes; empty when nobody notices.
    """

    rule: str
    provoked: int
    by: str


def waive_each(results: Sequence[CaseResult], seed: int, only: Collection[str] | None = None) -> Iterator[Noticed]:
    """Waive one rule after the other, or of *only* these, and rerun the cases in which it said no until one fails."""
    by_name = {case_name(result.case): result for result in results if result.outcome is CaseOutcome.PASSED}
    for rule, names in provoked(by_name.values()).items():
        if only is not None and rule not in only:
            continue
        yield Noticed(
            rule,
            len(names),
            next((name for name in names if fails_without(rule, by_name[name].case, seed)), ""),
        )


def fails_without(rule: str, case: Case, seed: int) -> bool:
    """Return whether *case* fails where *rule* is waived for everybody."""
    options = RunOptions(seed=seed, waivers=frozenset({Waiver(rule)}))
    try:
        rerun = run_case(case, options)
    except (AssertionError, LookupError, TypeError, ValueError):
        # What the rule keeps out has nowhere to go on to: that is noticed too.
        return True
    return rerun.outcome is CaseOutcome.FAILED
