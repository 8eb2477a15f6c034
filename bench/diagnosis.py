"""How often planted causes are found again from what a customer could see, alone and in pairs; and false alarms.

`python -m bench.diagnosis` tells what was taken for what.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import NamedTuple

from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure
from simulator.causes import CAUSES
from simulator.causes.setting import PHONE, Setting
from simulator.diagnose.conclude import Conclusion, Verdict, conclude, ticket_in, ticket_of
from simulator.diagnose.evaluate import Worlds
from simulator.diagnose.observe import Seen
from simulator.diagnose.planted import form_of, healthy_setting, plant, plantable, read_planted, told_by
from simulator.kernel.randomness import Stream, Streams
from simulator.vendors import VENDORS

_TOP1_MIN, _TOP3_MIN, _PAIRS_MIN = 95, 99, 90


@dataclass
class Tally:
    """How many tickets there were, and what became of them.

    Attributes:
        alike: Whose raw tickets are those of another world, so that nobody could tell the two apart.
        confused: What was answered instead.
    """

    count: int = 0
    first: int = 0
    third: int = 0
    alike: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def percent(self, hits: int) -> float:
        """Return *hits* in per cent of all tickets."""
        return 100 * hits / max(1, self.count)


class Planted:
    """Random healthy backgrounds of each vendor, and causes planted in them."""

    def __init__(self, sizes: Sizes, seed: int = 1) -> None:
        self.streams = Streams(seed)
        self.worlds = Worlds()
        self.backgrounds = {
            vendor: list(self._backgrounds(vendor, sizes.backgrounds)) for vendor in list(VENDORS)[: sizes.vendors]
        }

    def _backgrounds(self, vendor: str, count: int) -> Iterator[Setting]:
        stream = self.streams.named(f"backgrounds of {vendor}")
        for _ in range(count):
            yield healthy_setting(vendor, stream)

    def conclude(self, seen: Seen, stream: Stream) -> Conclusion:
        """Diagnose the ticket of whoever has *seen* this."""
        ticket = ticket_of(read_planted(form_of(seen, stream)))
        world = self.worlds.of(ticket.setting)
        return conclude(ticket_in(world, ticket), world)

    def alike(self, seen: Seen, setting: Setting) -> set[str]:
        """Return the causes that, alone, show all that was *seen*, in *setting* or on the ticket's phone."""
        told = told_by(seen)
        phone = replace(setting, model=seen.tree["phones"][PHONE]["model"])
        worlds = (self.worlds.of(one) for one in (setting, phone))
        return {one.id for world in worlds for one in world.candidates if told_by(one.seen) == told}


def single_causes(planted: Planted) -> Tally:
    """Plant each cause for each vendor that it concerns."""
    tally = Tally()
    for vendor, settings in planted.backgrounds.items():
        for index, (name, cause) in enumerate(CAUSES.items()):
            where = (one for one in settings[index % len(settings) :] + settings if cause.concerns(one))
            if (setting := next(where, None)) is None:
                continue
            seen = plant((name,), setting)
            assert seen is not None, "one cause can always be planted"
            wanted = {name} | planted.alike(seen, setting)
            answered = _ids(planted.conclude(seen, planted.streams.named(f"{vendor} {name}")))
            tally.count += 1
            tally.first += answered[0] in wanted
            tally.third += bool(wanted & set(answered[:3]))
            tally.alike += len(wanted) > 1
            if answered[0] not in wanted:
                tally.confused[name, answered[0]] += 1
    return tally


def _ids(found: Conclusion) -> list[str]:
    """Return the causes of an answer in its order; of those that it does not tell apart, the first first."""
    firsts = [group.first.id for group in found.groups]
    others = [one.id for group in found.groups for one in group.candidates[1:]]
    return [*firsts, *others] or [found.verdict]


def pairs_of_causes(planted: Planted, each: int) -> Tally:
    """Plant *each* random pairs for each vendor; those that show no more than one cause does are counted apart."""
    tally = Tally()
    for vendor, settings in planted.backgrounds.items():
        stream = planted.streams.named(f"pairs of {vendor}")
        planned = 0
        while planned < each:
            setting = settings[stream.between(0, len(settings) - 1)]
            possible = list(combinations(plantable(vendor, setting), 2))
            pair = possible[stream.between(0, len(possible) - 1)]
            pair = pair[::-1] if stream.between(0, 1) else pair
            seen = plant(pair, setting)
            if seen is None:
                continue
            planned += 1
            if planted.alike(seen, setting):
                tally.alike += 1
                continue
            answered = tuple(_ids(planted.conclude(seen, stream))[:2])
            tally.count += 1
            tally.third += bool(set(pair) & set(answered))
            if _is_right(pair, answered, seen, setting):
                tally.first += 1
            else:
                tally.confused[" + ".join(pair), " + ".join(answered)] += 1
    return tally


def _is_right(pair: tuple[str, ...], answered: tuple[str, ...], seen: Seen, setting: Setting) -> bool:
    """Whether *answered* are the two, or two that show the very same."""
    if set(pair) == set(answered):
        return True
    worlds = (plant(names, setting) for names in (answered, answered[::-1]))
    return any(other is not None and told_by(other) == told_by(seen) for other in worlds)


def false_alarms(planted: Planted, count: int) -> Tally:
    """Look at *count* healthy worlds."""
    tally = Tally(count)
    stream = planted.streams.named("healthy")
    vendors = list(planted.backgrounds)
    for index in range(count):
        vendor = vendors[index % len(vendors)]
        seen = plant((), healthy_setting(vendor, stream))
        assert seen is not None, "nothing can always be planted"
        found = planted.conclude(seen, stream)
        if found.verdict is Verdict.HEALTHY:
            tally.first += 1
        else:
            tally.confused["healthy", _ids(found)[0]] += 1
    return tally


class Tallies(NamedTuple):
    """What became of causes that were planted alone, in pairs, and of healthy worlds."""

    alone: Tally
    both: Tally
    well: Tally


def tallies(sizes: Sizes) -> Tallies:
    """Plant causes, pairs of them, and none."""
    planted = Planted(sizes)
    alone, both = single_causes(planted), pairs_of_causes(planted, sizes.pairs)
    return Tallies(alone, both, false_alarms(planted, sizes.healthy_worlds))


def measure(sizes: Sizes) -> list[Row]:
    """Plant causes, pairs of them, and none."""
    alone, both, well = tallies(sizes)
    told_apart = f"beside {both.alike} hidden ones"
    return [
        _row("planted causes found first", alone, alone.first, _TOP1_MIN),
        _row("planted causes among the first three", alone, alone.third, _TOP3_MIN),
        _row(f"planted pairs found, {told_apart}", both, both.first, _PAIRS_MIN),
        _row("healthy worlds without an alarm", well, well.first, 100),
    ]


def _row(what: str, tally: Tally, hits: int, limit: float) -> Row:
    percent = tally.percent(hits)
    return Row(f"{what}, of {tally.count}", "%", Figure(percent, percent, 1), aim=Aim(Bound.AT_LEAST, limit))


def main() -> None:
    """Print the figures, and what was taken for what."""
    alone, both, well = tallies(Sizes())
    print(f"planted causes: {alone.count} tickets, {alone.alike} alike with another cause's")
    print(f"  top-1 {alone.percent(alone.first):.1f} %, top-3 {alone.percent(alone.third):.1f} %")
    _print_confused(alone)
    print(f"pairs of causes: {both.count + both.alike} tickets, {both.alike} hidden: alike with one cause's")
    print(f"  of the others both found {both.percent(both.first):.1f} %, at least one {both.percent(both.third):.1f} %")
    of_all = 100 * (both.first) / (both.count + both.alike)
    print(f"  of all, hidden ones counted as missed: both found {of_all:.1f} %")
    _print_confused(both)
    print(f"healthy worlds: {well.count}, false alarms {well.count - well.first}")
    _print_confused(well)


def _print_confused(tally: Tally) -> None:
    for (name, instead), times in tally.confused.most_common():
        print(f"  {times} × {name}: answered {instead}")


if __name__ == "__main__":
    main()
