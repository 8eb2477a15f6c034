"""A record must be in the trace."""

from simulator.kernel.trace import Record
from simulator.scenario.counting import AtLeast, AtMost, Count, Times
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import RecordFields, RecordStep, counted, record_text
from simulator.scenario.stage import Stage
from simulator.scenario.step import Waits


class NextRecord(RecordFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that must follow."""


class MustRecord(RecordStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trace has a record with these fields, or gets one in time.

    Attributes:
        then: Further records that must follow, in this order; others may stand between them.
    """

    times: Times = None
    at_least: AtLeast = None
    at_most: AtMost = None
    then: tuple[NextRecord, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other.

        Raises:
            ValueError: No number fits all of them.
        """
        self._wanted_count()

    def _wanted_count(self) -> Count:
        return Count(self.times, self.at_least, self.at_most)

    def play(self, stage: Stage) -> Waits:
        """Look for it.

        Raises:
            ExpectationFailed: It is not there, not so often, or not followed by what should follow.
        """
        wanted, number = self.wanted, self._wanted_count()

        fitting = stage.counter(wanted.fits)

        def is_settled() -> bool:
            return number.is_settled(fitting()) and len(self._chain(stage)) > len(self.then)

        if self.within:
            yield stage.wait_within(self.within, is_settled)
        count = wanted.count(stage)
        if not number.fits(count):
            raise ExpectationFailed(
                f"{counted(count, 'record fits', 'records fit')}{self.window}, expected {number}",
                wanted.told(stage, wants_more=count < number.least),
                missing=self.reason_wanted if count < number.least else "",
            )
        chain = self._chain(stage)
        if self.then and len(chain) <= len(self.then):
            raise self._out_of_order(stage, chain)

    def _chain(self, stage: Stage) -> list[Record]:
        """Return the first record that fits, and those that follow it as they should, as far as they do."""
        chain: list[Record] = []
        for one in (self, *self.then):
            found = next(one.wanted.fitting(stage, chain[-1].n if chain else 0), None)
            if found is None:
                break
            chain.append(found)
        return chain

    def _out_of_order(self, stage: Stage, chain: list[Record]) -> ExpectationFailed:
        if not chain:
            what = f"no record fits{self.window}, so none can follow"
            return ExpectationFailed(what, self.wanted.nearest(stage), missing=self.reason_wanted)
        wanted = self.then[len(chain) - 1].wanted
        lines = [("follows", record_text(record)) for record in chain[1:]]
        earlier = next(wanted.fitting(stage), None)
        if earlier is None:
            lines += wanted.nearest(stage, chain[-1].n)
        else:
            lines += [
                ("came before", record_text(earlier)),
                ("next", "correct the order that this step expects, or what made it another one"),
            ]
        return ExpectationFailed(
            f"number {len(chain)} of then: does not follow{self.window}", [("first", record_text(chain[0])), *lines]
        )


STEP = MustRecord
