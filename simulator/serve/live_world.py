"""A world in which real time passes: before anything is asked of it, it is run up to that instant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto
from http import HTTPStatus
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.faults import Broken
from simulator.network.http import Request, Response
from simulator.runner.run import beginnings, step_waits
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.model import PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.step import Wait, Waits
from simulator.serve.masking import Mask
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions, build
from simulator.world.models import supported_model
from simulator.world.spec import PhoneSpec, VendorAppSpec, WorldSpec
from simulator.world.world import World

RECORDS_MAX = 100_000
"""How many records a served world keeps, the newest ones."""
_BEGINNING_MS = MINUTE_MS + SECOND_MS
"""What a phone's set_up is given before the world goes live; it takes a minute at most."""


class Pace(StrEnum):
    """How a served world's time passes."""

    REAL = "real"
    STOPPED = "stopped"
    """It stands still, but for what steps take and what it is advanced by."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a request.

    Attributes:
        answer: The response, or how the link to the server broke.
        after_ms: How much later than at once it comes, for a link that a step has slowed down.
    """

    answer: Response | Broken
    after_ms: int


class CutShort(Enum):
    """Why steps were not played to their end, and no expectation is to blame."""

    BY_FAULT = auto()
    """Of our own."""
    BY_END_OF_WORLD = auto()


@dataclass(slots=True, eq=False)
class Playing:
    """Some steps while they are played, and what became of them.

    Attributes:
        steps: In order.
        began: Number of the last record before them.
        told: Called once, when they are done.
        current: The step that is played.
        failure: What a step expected and did not get.
        is_done: Nothing of them is left to play.
        cut_short: What ended them before their end; `None` for nothing.
        step_ended_ms: When the step before the present one ended.
        numbers: Of the records of the steps that have begun.
        began_ms: When each of these has begun.
        ended_ms: When those have ended that have.
    """

    steps: Sequence[PlacedStep]
    began: int
    told: Callable[["Playing"], None]
    step_ended_ms: int
    current: PlacedStep | None = None
    failure: ExpectationFailed | None = None
    is_done: bool = False
    cut_short: CutShort | None = None
    numbers: list[int] = field(default_factory=list)
    began_ms: list[int] = field(default_factory=list)
    ended_ms: list[int] = field(default_factory=list)
    waits: Waits = field(init=False)
    wait: Wait | None = None


class LiveWorld:
    """A world, the machine's clock that drives it, and the steps that wait in it.

    All that comes from outside is an input at one virtual instant. What the world then does follows from its spec, its
    seed and its inputs alone, however the machine's time was cut in between.

    Attributes:
        world: The actors.
        pace: How time passes.
        ready_ms: The virtual instant at which all users were set up.
        mask: Takes the world's secrets out of what is shown.
        callbacks: Is told of each receipt and webhook, to send a copy to a real address; `None` for nobody.
        unready: What was told of each phone of the spec whose `set_up` failed.
    """

    def __init__(self, spec: WorldSpec, machine_ms: int, *, seed: int = 1) -> None:
        """Begin the world of *spec* so that its clocks show *machine_ms*, in Unix milliseconds, once it is set up."""
        users = beginnings(spec)
        self.spec = started_at(spec, machine_ms - len(users) * _BEGINNING_MS)
        self.seed = seed
        self.world: World = build(self.spec, "", RunOptions(seed=seed, newest=RECORDS_MAX))
        self.pace = Pace.STOPPED
        self.unready: list[str] = []
        self.mask = Mask(self.world)
        self.callbacks: Callable[[Request], None] | None = None
        self.world.hosts.otherwise = self._take_stray_callback
        self.world.customer.on_request = self._pass_on
        self._stage = Stage(self.world)
        self._playing: list[Playing] = []
        self._ahead_ms = 0
        for end in ("im", *self.world.clouds):
            # Steps may plan faults of a link before the first request has gone over it.
            self.world.network.link("customer", end)
        for placed in users:
            self.play([placed], self._note_unready)
        self.pace = Pace.REAL
        self.ready_ms = self.world.scheduler.now_ms
        self.run_to(machine_ms)

    def _note_unready(self, playing: "Playing") -> None:
        if playing.failure is not None:
            self.unready.append(playing.failure.text())

    @property
    def waiting(self) -> int:
        """How many lists of steps are not done."""
        return len(self._playing)

    def _take_stray_callback(self, request: Request) -> Response:
        """Answer, as a customer would, what somebody posts to an address that this world knows nothing of."""
        self._pass_on(request)
        return Response(HTTPStatus.OK)

    def _pass_on(self, request: Request) -> None:
        if self.callbacks is not None:
            self.callbacks(request)

    # -- time ---------------------------------------------------------------------------------------------------------

    @property
    def epoch_ms(self) -> int:
        """What the world's clock shows, in Unix milliseconds."""
        return self.world.clock.epoch_ms

    def run_to(self, machine_ms: int) -> None:
        """Run everything that is due when the machine's clock shows *machine_ms*; nothing where time stands still."""
        if self.pace is Pace.REAL:
            self._run(self._instant(machine_ms))

    def run_to_instant(self, at_ms: int) -> None:
        """Run everything that is due up to the virtual instant *at_ms*, as it was when something came in there."""
        self._run(at_ms)

    def _instant(self, machine_ms: int) -> int:
        """Return the virtual instant at which the machine's clock shows *machine_ms*; now, where that has passed."""
        now_ms = self.world.scheduler.now_ms
        return max(now_ms, now_ms + machine_ms + self._ahead_ms - self.epoch_ms)

    def due_in_ms(self, machine_ms: int) -> int | None:
        """Return in how many real milliseconds something is due; `None` where nothing is, or time stands still."""
        if self.pace is Pace.STOPPED:
            return None
        next_ms = self.world.scheduler.next_ms
        if self._playing:
            waits = (wait.until_ms for playing in self._playing if (wait := playing.wait) is not None)
            next_ms = min(waits, default=next_ms) if next_ms is None else min([next_ms, *waits])
        return None if next_ms is None else max(0, next_ms - self._instant(machine_ms))

    def advance(self, span_ms: int) -> None:
        """Let *span_ms* pass at once; clocks outside the world stay behind."""
        self._run(self.world.scheduler.now_ms + span_ms)
        self._ahead_ms += span_ms

    def set_pace(self, pace: Pace, machine_ms: int) -> None:
        """Let time pass as *pace* says from now on."""
        if pace is Pace.REAL and self.pace is Pace.STOPPED:
            self._ahead_ms = self.epoch_ms - machine_ms
        self.pace = pace

    def _run(self, until_ms: int, halt: Callable[[], bool] = lambda: False) -> None:
        """Run up to *until_ms*, and let steps go on whose wait is over on the way; *halt* is asked whenever one did."""
        scheduler = self.world.scheduler
        # The limit is there for actors that answer each other for ever, not for a world that is served for months.
        scheduler.events_run = 0
        while True:
            next_ms = until_ms
            if self._playing:
                next_ms = min([until_ms, *(playing.wait.until_ms for playing in self._playing if playing.wait)])
            scheduler.run_until(next_ms, self._is_a_wait_over if self._playing else None)
            has_resumed = self._resume()
            if has_resumed and halt():
                return
            if not has_resumed and scheduler.now_ms >= until_ms:
                return

    # -- steps --------------------------------------------------------------------------------------------------------

    def play(self, steps: Sequence[PlacedStep], told: Callable[[Playing], None]) -> Playing:
        """Begin *steps*; *told* learns when they are done, be it at once. Time passes during them as it does anyway.

        Where time stands still they move it themselves, as far as they take.
        """
        playing = Playing(steps, len(self.world.trace), told, self.world.scheduler.now_ms)
        playing.waits = self._waits_of(playing)
        self._playing.append(playing)
        self._go_on(playing, has_stopped=None)
        self._resume()
        while self.pace is Pace.STOPPED and not playing.is_done:
            assert playing.wait is not None, "what is not done waits"
            self._run(playing.wait.until_ms, lambda: playing.is_done)
        return playing

    def _waits_of(self, playing: Playing) -> Waits:
        for index, placed in enumerate(playing.steps):
            playing.current = placed
            yield from step_waits(placed, self._stage, is_first=index == 0)
            playing.ended_ms.append(self.world.scheduler.now_ms)

    def _is_a_wait_over(self) -> bool:
        return any(playing.wait.stop() for playing in self._playing if playing.wait and playing.wait.stop)

    def _resume(self) -> bool:
        """Let all steps go on whose wait is over; return whether there was any."""
        now_ms, has_resumed = self.world.scheduler.now_ms, False
        for playing in tuple(self._playing):
            wait = playing.wait
            assert wait is not None, "what goes on is not resumed"
            has_stopped = wait.stop is not None and wait.stop()
            if has_stopped or wait.until_ms <= now_ms:
                has_resumed = True
                self._go_on(playing, has_stopped)
        return has_resumed

    def _go_on(self, playing: Playing, has_stopped: bool | None) -> None:
        """Play on until the next wait, or the end; *has_stopped* is `None` at the beginning."""
        stage, scheduler = self._stage, self.world.scheduler
        stage.step_ended_ms, stage.step_records = playing.step_ended_ms, playing.numbers
        scheduler.context = None
        playing.is_done, playing.cut_short = True, CutShort.BY_FAULT
        try:
            playing.wait = next(playing.waits) if has_stopped is None else playing.waits.send(has_stopped)
            playing.is_done, playing.cut_short = False, None
        except StopIteration:
            playing.cut_short = None
        except ExpectationFailed as error:
            playing.cut_short = None
            playing.failure = error
            assert playing.current is not None, "a step failed"
            self._write_failure(playing.current, error)
        finally:
            playing.step_ended_ms = stage.step_ended_ms
            playing.began_ms += [scheduler.now_ms] * (len(playing.numbers) - len(playing.began_ms))
            scheduler.context = None
            if playing.is_done:
                # A step may have changed what the consoles know.
                self.mask = Mask(self.world)
                self._playing.remove(playing)
                playing.told(playing)

    def end(self) -> None:
        """Tell those whose steps wait that this world is no more."""
        waiting, self._playing = self._playing, []
        for playing in waiting:
            playing.cut_short = CutShort.BY_END_OF_WORLD
            playing.told(playing)

    def _write_failure(self, placed: PlacedStep, error: ExpectationFailed) -> None:
        self.world.trace.write(
            "scenario",
            Kind.STEP,
            placed.verb,
            outcome=Outcome.FAILED,
            data={**placed.place, "why": error.what},
        )

    def records_of(self, playing: Playing) -> list[Record]:
        """Return the records of *playing* so far that are kept: of its steps, and of all that followed from them."""
        found: dict[int, Record] = {}
        steps = set(playing.numbers)
        for record in self.world.trace.after(playing.began):
            if record.n in steps or record.parent in found:
                found[record.n] = record
        return list(found.values())

    # -- requests -----------------------------------------------------------------------------------------------------

    def answer(self, end: str, request: Request, machine_ms: int) -> Answered:
        """Answer what a real sender asks the server *end*, a vendor or `im`, at the world's present instant.

        What the sender stamped with its own clock is held against *machine_ms*.
        """
        world = self.world
        try:
            answer, took_ms = world.ask(end, request, sender_ahead_ms=machine_ms - world.clock.epoch_ms)
        finally:
            world.scheduler.context = None
        if self._playing:
            self._resume()
        delay_ms = 2 * world.network.link("customer", end).extra_ms
        return Answered(answer, took_ms if isinstance(answer, Broken) else delay_ms)


def started_at(spec: WorldSpec, epoch_ms: int) -> WorldSpec:
    """Return *spec* with all vendors, and starting in the second of *epoch_ms*, in Unix milliseconds."""
    instant = datetime.fromtimestamp(epoch_ms // SECOND_MS, ZoneInfo(spec.timezone))
    everybody = {name: VendorAppSpec() for name in VENDORS}
    return replace(spec, start=instant.strftime("%Y-%m-%d %H:%M:%S"), vendor_apps={**everybody, **spec.vendor_apps})


def usual_world() -> WorldSpec:
    """Return the world that is served where none is given: a phone of each vendor, with a user who is logged in."""
    return WorldSpec(
        phones={f"{name}_phone": PhoneSpec(model=supported_model(name), user=f"{name}_user") for name in VENDORS}
    )
