"""How often planted causes are found again from what a customer could see, alone and in pairs; and false alarms."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from simulator.causes import CAUSES
from simulator.causes.setting import Setting
from simulator.diagnose.answer import Verdict, ticket_of, verdict_of
from simulator.diagnose.planted import healthy_setting, plant, plantable, read_planted
from simulator.diagnose.rank import Ranked, Ticket, World, rank
from simulator.diagnose.second import second_cause
from simulator.kernel.randomness import Stream, Streams
from simulator.vendors import VENDORS

BACKGROUNDS = 3
HEALTHY_WORLDS = 200
PAIRS_EACH = 25


class Diagnosed:
    """Worlds of a few random backgrounds of each vendor, with what was found in them."""

    def __init__(self, seed: int = 1) -> None:
        self.streams = Streams(seed)
        self.worlds: dict[str, World] = {}
        self.backgrounds = {vendor: list(self._backgrounds(vendor)) for vendor in VENDORS}

    def _backgrounds(self, vendor: str) -> Iterator[Setting]:
        stream = self.streams.named(f"backgrounds of {vendor}")
        for _ in range(BACKGROUNDS):
            yield healthy_setting(vendor, stream)

    def find(self, names: tuple[str, ...], setting: Setting, stream: Stream) -> tuple[Ticket, World, Ranked] | None:
        """Plant *names* and diagnose the ticket; None where they cannot stand together."""
        form = plant(names, setting, stream)
        if form is None:
            return None
        ticket = ticket_of(read_planted(form))
        world = self.worlds.setdefault(repr(ticket.setting), World(ticket.setting))
        return ticket, world, rank(ticket, world)


def alike(world: World, name: str) -> set[str]:
    """The causes whose worlds show exactly what that of *name* shows: nobody could tell them apart."""
    own = next((one.seen for one in world.candidates if one.id == name), None)
    if own is None:
        return {name}
    return {one.id for one in world.candidates if (one.seen.signs, one.seen.lines) == (own.signs, own.lines)}


def single_causes(diagnosed: Diagnosed) -> tuple[int, int, int, Counter[tuple[str, str]]]:
    """Count tickets, right first answers, right ones among three, and what was answered instead."""
    count = first = third = 0
    confused: Counter[tuple[str, str]] = Counter()
    for vendor, settings in diagnosed.backgrounds.items():
        for index, name in enumerate(CAUSES):
            setting = next(
                (one for one in settings[index % BACKGROUNDS :] + settings if CAUSES[name].concerns(one)), None
            )
            stream = diagnosed.streams.named(f"{vendor} {name}")
            found = None if setting is None else diagnosed.find((name,), setting, stream)
            if found is None:
                continue
            _, world, ranked = found
            wanted = alike(world, name)
            ids = [one.id for one, _ in ranked.candidates[:3]]
            count += 1
            first += ids[0] in wanted
            third += bool(wanted & set(ids))
            if ids[0] not in wanted:
                confused[name, ids[0]] += 1
    return count, first, third, confused


def pairs_of_causes(diagnosed: Diagnosed) -> tuple[int, int, int]:
    """Count tickets of two causes, and those whose first two answers hold one of them, or both."""
    count = one = both = 0
    for vendor, settings in diagnosed.backgrounds.items():
        stream = diagnosed.streams.named(f"pairs of {vendor}")
        pairs = list(combinations(plantable(vendor, settings[0]), 2))
        for _ in range(PAIRS_EACH):
            pair = pairs[stream.between(0, len(pairs) - 1)]
            found = diagnosed.find(pair, settings[0], stream)
            if found is None:
                continue
            _, world, ranked = found
            beside = second_cause(*found)
            answered = [
                ranked.candidates[0][0].id,
                *([] if beside is None else [beside[0].id]),
                ranked.candidates[1][0].id,
            ][:2]
            hit = [bool(alike(world, name) & set(answered)) for name in pair]
            count += 1
            one += any(hit)
            both += all(hit)
    return count, one, both


def false_alarms(diagnosed: Diagnosed) -> int:
    """Count healthy worlds in which something was found."""
    stream = diagnosed.streams.named("healthy")
    vendors = list(VENDORS)
    alarms = 0
    for index in range(HEALTHY_WORLDS):
        vendor = vendors[index % len(vendors)]
        setting = diagnosed.backgrounds[vendor][index % BACKGROUNDS]
        found = diagnosed.find((), setting, stream)
        assert found is not None, "a healthy world can always be made"
        alarms += verdict_of(*found) is not Verdict.HEALTHY
    return alarms


def main() -> None:
    """Print the figures."""
    diagnosed = Diagnosed()
    count, first, third, confused = single_causes(diagnosed)
    print(f"planted causes: {count} tickets, top-1 {first / count:.1%}, top-3 {third / count:.1%}")
    for (name, instead), times in confused.most_common():
        print(f"  {name}: {instead} {times}")
    pairs, one, both = pairs_of_causes(diagnosed)
    print(f"pairs of causes: {pairs} tickets, top-2 holds one of the two {one / pairs:.1%}, both {both / pairs:.1%}")
    print(f"healthy worlds: {HEALTHY_WORLDS}, false alarms {false_alarms(diagnosed)}")


if __name__ == "__main__":
    main()
