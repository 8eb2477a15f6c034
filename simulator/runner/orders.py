"""Every order in which the events of one push can happen, and what arrives in each.

An app starts and its user logs in. What the app then asks for, a regId at the vendor, a login and a token's binding at
IM, is held on its way and let go one after the other; the kill and the message come in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS
from simulator.network.link import Link
from simulator.push.uplink import LogIn, Register, ReportToken, SdkCommand
from simulator.runner.play import Play
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.launch_app import LaunchApp
from simulator.scenario.steps.log_in import LogIn as LogInStep
from simulator.scenario.steps.send_message import SendMessage
from simulator.world.build import RunOptions
from simulator.world.spec import AppSpec, WorldSpec
from simulator.world.verdicts import End, Verdict

PHONE = "bob_phone"
SETTLING_MS = 2_000
"""What an event is given before the next; a report that failed is made again only later."""


class Event(StrEnum):
    """What may happen sooner or later."""

    REGISTRATION = "registration"
    LOGIN = "login"
    REPORT = "report"
    KILL = "kill"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one order of events leads to.

    Attributes:
        events: In their order; one that never came about is not among them.
        verdict: Of the push; `None` where no push began, since IM did not know of the phone when the message came.
        is_in_app: The running app got the message itself.
    """

    events: tuple[Event, ...]
    verdict: Verdict | None
    is_in_app: bool

    @property
    def is_shown(self) -> bool:
        """Whether the phone shows the message."""
        return self.verdict is not None and self.verdict.end is End.SHOWN

    @property
    def reason(self) -> str:
        """The root of what kept the message from being shown; empty when it is shown, or no push began."""
        return "" if self.verdict is None else self.verdict.root

    def comes_before(self, *events: Event) -> bool:
        """Return whether *events* came about, in this order."""
        return [event for event in self.events if event in events] == list(events)

    @property
    def text(self) -> str:
        """One line: the events, and what became of the message."""
        pushed = "no push" if self.verdict is None else self.reason or self.verdict.text
        return f"{', '.join(self.events)}: {pushed}{' and got by the app' if self.is_in_app else ''}"


def orders(variant: str, vendor: str, *, seed: int = 1) -> Iterator[Arrival]:
    """Play every order that can happen with the app *variant* on a phone of *vendor*.

    An order that would need a report which the app has not made by then cannot happen, and is none.

    Raises:
        ConservationBroken: A push was lost: our own fault.
    """
    untried: list[tuple[Event, ...]] = [()]
    while untried:
        run = _Run(variant, vendor, seed)
        for event in untried.pop():
            run.let(event)
        while possible := run.possible():
            untried += [(*run.events, event) for event in reversed(possible[1:])]
            run.let(possible[0])
        yield run.arrival()


class _Run:
    """One world, and the events that have happened in it."""

    def __init__(self, variant: str, vendor: str, seed: int) -> None:
        self.events: list[Event] = []
        self._play = Play(vendor, WorldSpec(app=AppSpec(variant=variant)), RunOptions(seed=seed))
        self._world = self._play.world
        self._phone = self._world.phone(PHONE)
        vendor_link, im_link = self._link(f"{vendor}>{PHONE}"), self._link(f"im>{PHONE}")
        # Some SDKs register by a command like any other.
        self._held = {
            Event.REGISTRATION: ((vendor_link, Register), (vendor_link, SdkCommand)),
            Event.LOGIN: ((im_link, LogIn),),
            Event.REPORT: ((im_link, ReportToken),),
        }
        for link, kind in chain.from_iterable(self._held.values()):
            link.hold(kind)
        self._play(LaunchApp(phone=PHONE))
        if self._phone.app.is_running:
            self._play(LogInStep(phone=PHONE, user="bob"))
        self._world.run_for(SETTLING_MS)

    def _link(self, name: str) -> Link:
        link = self._world.network.find(name)
        assert link is not None, f"no link is called {name}"
        return link

    def possible(self) -> list[Event]:
        """Return what can happen next; nothing where all has."""
        found = self._possible()
        if not found:
            # A report that failed may be made again.
            self._world.run_for(MINUTE_MS)
            found = self._possible()
        return found

    def _possible(self) -> list[Event]:
        found = [event for event, held in self._held.items() if any(link.holds(kind) for link, kind in held)]
        if self._phone.app.is_running:
            found.append(Event.KILL)
        if Event.MESSAGE not in self.events:
            found.append(Event.MESSAGE)
        return found

    def let(self, event: Event) -> None:
        """Let *event* happen, and what it leads to."""
        self.events.append(event)
        if event is Event.KILL:
            self._play(KillApp(phone=PHONE))
        elif event is Event.MESSAGE:
            self._play(SendMessage(sender="alice", to="bob", text="lunch?"))
        else:
            for link, kind in self._held[event]:
                link.release(kind)
        self._world.run_for(SETTLING_MS)

    def arrival(self) -> Arrival:
        """Return what became of the message, when all has happened.

        Raises:
            ConservationBroken: Its push was lost.
        """
        self._world.check_conservation()
        verdicts = list(self._world.verdicts())
        assert len(verdicts) <= 1, "one message towards one phone is one push"
        is_in_app = any(
            record.kind is Kind.CALLBACK and record.name == "message_received" for record in self._world.trace
        )
        return Arrival(tuple(self.events), verdicts[0] if verdicts else None, is_in_app)
