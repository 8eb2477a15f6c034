"""Every refusal in the simulator is a named rule with a reason and a source, asked in one place, in a fixed order."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from simulator.kernel.source import Source

CaseT = TypeVar("CaseT")
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True)
class Rule(Generic[CaseT]):
    """One reason to refuse something.

    Attributes:
        name: Dotted, unique over the project: `im.logged_out`.
        reason: One of the closed set of reasons, as records give it.
        says_no: Whether this rule refuses the case.
        source: Where the rule is written.
        answer: What the refused side gets, such as a vendor's error code; `None` when it gets no answer.
        no_scenario: Why no scenario can provoke it; empty where one can.
    """

    name: str
    reason: str
    says_no: Callable[[CaseT], bool]
    source: Source
    answer: object = None
    no_scenario: str = ""

    def answer_as(self, kind: type[AnswerT]) -> AnswerT:
        """Return the answer, which is a *kind* in every rule of the decision that this one belongs to."""
        assert isinstance(self.answer, kind)
        return self.answer

    def beyond_scenarios(self, why: str) -> "Rule[CaseT]":
        """Return the rule marked as one that no scenario can provoke, and *why*; it needs a test of its own."""
        return replace(self, no_scenario=why)


@dataclass(frozen=True, slots=True)
class Decision(Generic[CaseT]):
    """Rules asked one after the other; the first that refuses decides.

    Attributes:
        name: Dotted, unique: `im.offline_decision`. The record of an acceptance names it, standing for all its rules.
        rules: In the order in which the real system asks them.
    """

    name: str
    rules: tuple[Rule[CaseT], ...]

    def __iter__(self) -> Iterator[Rule[CaseT]]:
        """Iterate over the rules in order."""
        return iter(self.rules)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A refusal that does not count in this run.

    Attributes:
        what: A reason or the name of one rule.
        subject: For whom it is waived, such as a phone; `None` for everybody.
    """

    what: str
    subject: str | None = None


class Rulebook:
    """Asks the rules of one world, and knows which ones this run waives.

    Attributes:
        waived: Names of rules that would have refused and were waived, in the order in which that happened.
        noes: How often each rule has refused, by name.
    """

    def __init__(self, waivers: frozenset[Waiver] = frozenset()) -> None:
        """Waive what *waivers* name."""
        self._waivers = waivers
        self.waived: list[str] = []
        self.noes: defaultdict[str, int] = defaultdict(int)

    def first_no(self, decision: Decision[CaseT], case: CaseT, subject: str | None = None) -> Rule[CaseT] | None:
        """Return the first rule of *decision* that refuses *case* and is not waived for *subject*."""
        for rule in decision.rules:
            if rule.says_no(case) and not self.is_waived(rule, subject):
                return rule
        return None

    def is_waived(self, rule: Rule[CaseT], subject: str | None) -> bool:
        """Return whether *rule*, which refuses, is waived for *subject*; a refusal that stands is counted."""
        if self._waivers and (self.waives(rule.reason, subject) or self.waives(rule.name, subject)):
            self.waived.append(rule.name)
            return True
        self.noes[rule.name] += 1
        return False

    @property
    def waives_any(self) -> bool:
        """Whether this world waives anything at all, for whomever."""
        return bool(self._waivers)

    def waives(self, what: str, subject: str | None) -> bool:
        """Return whether *what*, a reason or a rule's name, is waived for *subject*."""
        return Waiver(what, subject) in self._waivers or Waiver(what) in self._waivers
