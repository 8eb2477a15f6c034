"""What all actors of one world share."""

from dataclasses import dataclass

from simulator.kernel.clock import Clock
from simulator.kernel.randomness import Streams
from simulator.kernel.rule import Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Trace


@dataclass(frozen=True, slots=True)
class Environment:
    """The surroundings of an actor: handed to it as one thing, since nearly every actor needs nearly all of it.

    Attributes:
        scheduler: Virtual time.
        clock: The same as calendar time.
        trace: Where whatever happens is recorded.
        rules: Asks rules, and knows which of them this run waives.
        streams: Random numbers, a stream for each actor.
    """

    scheduler: Scheduler
    clock: Clock
    trace: Trace
    rules: Rulebook
    streams: Streams
