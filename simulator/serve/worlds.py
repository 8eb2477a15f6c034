"""All worlds that are served, and the one way in which anything reaches them from outside."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import msgspec

from simulator.network.http import Request, Response
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.names import Vocabulary
from simulator.scenario.pieces import steps_of_tree, tree_of_steps, world_of_text
from simulator.serve.journal import Asked, ClockSet, Created, Dropped, Entry, Input, Journal, JournalUnusable, Played
from simulator.serve.live_world import Answered, LiveWorld, Pace, Playing, usual_world
from simulator.world.spec import WorldSpec

MachineClock = Callable[[], int]
"""Unix milliseconds of the machine."""


class Worlds:
    """Served worlds by name. Each is run up to the present before anything is asked of it.

    Whatever comes in is an input at one virtual instant. It is written into the journal, if there is one, before it has
    any effect, and so before anybody is told of it.

    Attributes:
        vocabulary: The names of the program.
        machine_ms: The machine's clock.
        callbacks: Is told of each receipt and webhook of any world from now on; `None` for nobody.
    """

    def __init__(self, vocabulary: Vocabulary, machine_ms: MachineClock, journal: Journal | None = None) -> None:
        """Begin with the worlds of *journal*; steps and worlds are read with the names of *vocabulary*.

        Raises:
            JournalUnusable: The journal is damaged, or says what is unknown here.
        """
        self.machine_ms = machine_ms
        self.callbacks: Callable[[Request], None] | None = None
        self.vocabulary = vocabulary
        self._worlds: dict[str, LiveWorld] = {}
        self._specs: dict[str, WorldSpec] = {}
        self._journal: Journal | None = None
        for entry in journal or ():
            if not isinstance(entry.input, Created) and entry.world not in self._worlds:
                raise JournalUnusable(f'this journal is damaged: it never makes the world "{entry.world}"')
            try:
                self.repeat(entry)
            except ScenarioErrors as errors:
                raise JournalUnusable(f"this journal has steps of another version:\n{errors.text()}") from errors
        self._journal = journal

    # -- worlds -------------------------------------------------------------------------------------------------------

    def __contains__(self, name: str) -> bool:
        """Return whether there is a world of that name."""
        return name in self._worlds

    def __iter__(self) -> Iterator[str]:
        """Walk the names, oldest first."""
        return iter(self._worlds)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._worlds)

    def create(self, name: str, text: str, seed: int) -> LiveWorld:
        """Make the world *name* of *text*, YAML or JSON; of the usual one where that is empty.

        Raises:
            ScenarioErrors: All mistakes of the text.
        """
        spec = world_of_text(Path(f"{name}.yaml"), text, self.vocabulary) if text else usual_world()
        return self.create_of(name, spec, seed)

    def create_of(self, name: str, spec: WorldSpec, seed: int) -> LiveWorld:
        """Make the world *name* of *spec*."""
        assert name not in self._worlds, "a name is free before it is given"
        machine_ms = self.machine_ms()
        live = LiveWorld(spec, machine_ms, seed=seed)
        live.callbacks = self._pass_on
        self._write(Entry(name, 0, machine_ms, Created(spec, seed)))
        self._worlds[name], self._specs[name] = live, spec
        return live

    def spec_of(self, name: str) -> WorldSpec:
        """Return what the world *name* was made of."""
        return self._specs[name]

    def drop(self, name: str) -> None:
        """Drop the world *name*; who waits for steps in it is told so."""
        live = self.present(name)
        self._write_input(name, live, self.machine_ms(), Dropped())
        del self._worlds[name], self._specs[name]
        live.end()

    def present(self, name: str) -> LiveWorld:
        """Return the world *name* as it is now.

        Raises:
            KeyError: There is none.
        """
        live = self._worlds[name]
        live.run_to(self.machine_ms())
        return live

    def run_all(self) -> None:
        """Run every world up to now; a fault of ours in one of them is raised when all others have run."""
        now_ms = self.machine_ms()
        with ExitStack() as stack:
            for live in self._worlds.values():
                stack.callback(live.run_to, now_ms)

    def due_in_ms(self) -> int | None:
        """Return in how many milliseconds one of them has something to do; `None` where nothing is planned."""
        now_ms = self.machine_ms()
        due = [one for live in self._worlds.values() if (one := live.due_in_ms(now_ms)) is not None]
        return min(due, default=None)

    # -- inputs -------------------------------------------------------------------------------------------------------

    def answer(self, name: str, end: str, request: Request) -> Answered:
        """Answer what a real sender asks the server *end* of the world *name*."""
        live, machine_ms = self._worlds[name], self.machine_ms()
        live.run_to(machine_ms)
        if self._journal is not None:
            self._write_input(name, live, machine_ms, Asked(end, request))
        return live.answer(end, request, machine_ms)

    def _pass_on(self, request: Request) -> None:
        # What acts again for the journal has gone out before.
        if self.callbacks is not None:
            self.callbacks(request)

    def server_error(self, name: str, request: Request) -> Response:
        """Return what the server that *request* is for says when it has a fault of its own."""
        return self._worlds[name].world.network.server_error(request, None)

    def read_steps(self, name: str, text: str) -> object:
        """Return as JSON has them the steps that *text* writes in YAML, for the world *name*.

        Raises:
            ScenarioErrors: All mistakes, each with its place in the text.
        """
        return tree_of_steps(text, self.vocabulary, _names_in(self.present(name)))

    def play(self, name: str, tree: object, told: Callable[[Playing], None]) -> None:
        """Play the steps of *tree*, as JSON has them, in the world *name*; *told* learns when they are done.

        Raises:
            ScenarioErrors: All mistakes of the steps.
        """
        live = self.present(name)
        steps = steps_of_tree(tree, self.vocabulary, _names_in(live))
        self._write_input(name, live, self.machine_ms(), Played(msgspec.json.encode(tree)))
        live.play(steps, told)

    def set_clock(self, name: str, *, advance_ms: int, pace: Pace | None) -> LiveWorld:
        """Change the time of the world *name*: first its pace, then the jump."""
        live, machine_ms = self.present(name), self.machine_ms()
        self._write_input(name, live, machine_ms, ClockSet(advance_ms, None if pace is None else pace.value))
        _set_clock(live, machine_ms, advance_ms, pace)
        return live

    def close(self) -> None:
        """Close the journal, after which nothing may come in."""
        if self._journal is not None:
            self._journal.close()

    # -- the journal --------------------------------------------------------------------------------------------------

    def _write_input(self, name: str, live: LiveWorld, machine_ms: int, what: Input) -> None:
        self._write(Entry(name, live.world.scheduler.now_ms, machine_ms, what))

    def _write(self, entry: Entry) -> None:
        if self._journal is not None:
            self._journal.write(entry)

    def repeat(self, entry: Entry) -> Playing | None:
        """Let an input of earlier act again, at its own instant; return the steps that it has begun, if any."""
        what = entry.input
        if isinstance(what, Created):
            live = self._worlds[entry.world] = LiveWorld(what.spec, entry.machine_ms, seed=what.seed)
            live.callbacks = self._pass_on
            self._specs[entry.world] = what.spec
            return None
        live = self._worlds[entry.world]
        live.run_to_instant(entry.at_ms)
        match what:
            case Asked():
                live.answer(what.end, what.request, entry.machine_ms)
            case Played():
                tree = msgspec.json.decode(what.tree)
                return live.play(steps_of_tree(tree, self.vocabulary, _names_in(live)), lambda _: None)
            case ClockSet():
                _set_clock(live, entry.machine_ms, what.advance_ms, None if what.pace is None else Pace(what.pace))
            case Dropped():
                del self._worlds[entry.world], self._specs[entry.world]
        return None


def _set_clock(live: LiveWorld, machine_ms: int, advance_ms: int, pace: Pace | None) -> None:
    if pace is not None:
        live.set_pace(pace, machine_ms)
    if advance_ms:
        live.advance(advance_ms)


def _names_in(live: LiveWorld) -> Mapping[str, Collection[str]]:
    """Return the names that steps may use in a world."""
    world = live.world
    users = {*world.im.accounts, *(user for phone in live.spec.phones.values() if (user := phone.user))}
    groups = {group.group_id for group in world.im.delivery.groups}
    return {"phones": world.phones, "users": users, "groups": groups}


def time_text(live: LiveWorld) -> str:
    """Return what the clocks of a world show."""
    now: datetime = live.world.clock.now
    return now.isoformat(timespec="milliseconds")
