"""Every order in which a small set of events can happen, what becomes of each message, and whether what must hold does.

An event is steps of the scenario vocabulary, or something that was asked for and is held on its way until it is let go:

    for order in all_orders(TOKEN_EVENTS, "vivo", begin=(LaunchApp(phone="bob_phone"),)):
        print(order.text)

Each order is played in a world of its own, and `must_hold` is checked at its end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import MINUTE_MS
from simulator.network.http import Request
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.push.uplink import Delivery, LogIn, Register, ReportToken, SdkCommand
from simulator.runner.play import Play
from simulator.scenario.step import Step
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.launch_app import LaunchApp
from simulator.scenario.steps.log_in import LogIn as LogInStep
from simulator.scenario.steps.send_message import SendMessage
from simulator.world.build import RunOptions
from simulator.world.spec import AppSpec, WorldSpec
from simulator.world.verdicts import End, Verdict
from simulator.world.world import World

PHONE: Final = "bob_phone"
SETTLING_MS: Final = 2_000
"""What an event is given before the next; a report that failed is made again only later."""


def _always(_: World) -> bool:
    return True


def app_runs(world: World) -> bool:
    """Return whether the app runs on the phone of these events."""
    return world.phone(PHONE).app.is_running


@dataclass(frozen=True, slots=True)
class Event:
    """What may happen sooner or later, once.

    Attributes:
        name: In texts of orders.
        steps: What happens.
        held: Link, with `vendor` for the vendor's name, and kind of message: what of these is sent waits for the event.
            Without steps, the event is possible only while something waits.
        is_possible: Whether it can happen now.
    """

    name: str
    steps: tuple[Step, ...] = ()
    held: tuple[tuple[str, type], ...] = ()
    is_possible: Callable[[World], bool] = _always


REGISTRATION = Event("registration", held=((f"vendor>{PHONE}", Register), (f"vendor>{PHONE}", SdkCommand)))
"""Its result. Some SDKs register by a command like any other."""
LOGIN = Event("login", held=((f"im>{PHONE}", LogIn),))
REPORT = Event("report", held=((f"im>{PHONE}", ReportToken),))
KILL = Event("kill", (KillApp(phone=PHONE),), is_possible=app_runs)
MESSAGE = Event("message", (SendMessage(sender="alice", to="bob", text="lunch?"),))
REQUEST = Event("request", held=(("im>vendor", Request),))
"""IM's call of the vendor's cloud."""
DELIVERY = Event("delivery", held=((f"vendor>{PHONE}", Delivery),))
"""The vendor's message to the phone."""

TOKEN_EVENTS = (REGISTRATION, LOGIN, REPORT, KILL, MESSAGE)
"""What a bound token, and a message that needs one, are made of."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one order of events leads to.

    Attributes:
        events: Their names, in order; one that never came about is not among them.
        verdicts: Of each push that began; none where IM did not know of the phone when a message came.
        in_app: How many messages the running app got itself.
    """

    events: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    in_app: int

    @property
    def is_shown(self) -> bool:
        """Whether a notification is shown for every push, and there was one."""
        return bool(self.verdicts) and all(one.end is End.SHOWN for one in self.verdicts)

    @property
    def reason(self) -> str:
        """The root of what kept the one message from being shown; empty when it is shown, or no push began."""
        return self.verdicts[0].root if self.verdicts else ""

    def comes_before(self, *events: Event) -> bool:
        """Return whether *events* came about, in this order."""
        names = [event.name for event in events]
        return [name for name in self.events if name in names] == names

    @property
    def text(self) -> str:
        """One line: the events, and what became of the messages."""
        pushed = ", then ".join(one.root or one.text for one in self.verdicts) or "no push"
        in_app = ("", " and got by the app")[self.in_app] if self.in_app < 2 else f" and {self.in_app} got by the app"
        return f"{', '.join(self.events)}: {pushed}{in_app}"


Check = Callable[[Order, World], None]
"""Raises an `AssertionError` where something does not hold."""


def must_hold(order: Order, world: World) -> None:
    """Check what holds whatever the order: conservation, one end for each push, and nothing for nobody.

    Raises:
        AssertionError: A push still waits, or was shown to a user who had left the phone when the message was sent.
        ConservationBroken: A push was lost: our own fault.
    """
    world.check_conservation()
    assert all(one.end is not End.PENDING for one in order.verdicts), order.text
    here: dict[str, str] = {}
    left: set[tuple[str, str]] = set()
    sent_to_nobody: set[int | None] = set()
    for record in world.trace:
        phone = record.actor
        if record.kind is Kind.CALLBACK and record.name in _LEAVING and record.data.get("code", 0) == 0:
            left.add((phone, here.pop(phone, "")))
        elif record.kind is Kind.CALLBACK and record.name == "login" and record.outcome is Outcome.OK:
            user = str(record.data["user"])
            left.add((phone, here.get(phone, "")))
            left.discard((phone, user))
            here[phone] = user
        elif record.name == Hop.IM_ACCEPTED and (record.data["phone"], record.data["to"]) in left:
            sent_to_nobody.add(record.push_id)
    shown = {one.push_id for one in order.verdicts if one.end is End.SHOWN}
    assert not shown & sent_to_nobody, order.text


_LEAVING = frozenset({"logout", "onForceOffline", "onKickedOffline"})


def all_orders(
    events: Sequence[Event],
    vendor: str,
    *,
    world: WorldSpec | None = None,
    begin: Sequence[Step] = (),
    check: Check = must_hold,
    options: RunOptions | None = None,
) -> Iterator[Order]:
    """Play every order in which *events* can happen behind the steps of *begin*, and *check* each at its end.

    An event that an order leaves no room for, such as the report of an app that has died unregistered, is none of it.

    Args:
        events: A small set: five events have at most 120 orders.
        vendor: Of the phones that name no model.
        world: What is special about the world; nothing where it is left out.
        begin: Played first, with whatever is held already held.
        check: `must_hold`, or something that asks more.
        options: Seed, waivers and the like.

    Raises:
        AssertionError: What *check* says does not hold.
        ConservationBroken: A push was lost: our own fault.
    """
    untried: list[tuple[Event, ...]] = [()]
    while untried:
        run = _Run(events, Play(vendor, world or WorldSpec(), options or RunOptions()), begin)
        for event in untried.pop():
            run.let(event)
        while possible := run.possible():
            untried += [(*run.done, event) for event in reversed(possible[1:])]
            run.let(possible[0])
        order = run.order()
        check(order, run.world)
        yield order


def token_orders(
    variant: str, vendor: str, *, check: Check = must_hold, options: RunOptions | None = None
) -> Iterator[Order]:
    """Play every order of `TOKEN_EVENTS` behind the start of the app *variant* and its login, on a phone of *vendor*.

    Raises:
        AssertionError: What *check* says does not hold.
        ConservationBroken: A push was lost: our own fault.
    """
    begin = (LaunchApp(phone=PHONE), LogInStep(phone=PHONE, user="bob"))
    world = WorldSpec(app=AppSpec(variant=variant))
    return all_orders(TOKEN_EVENTS, vendor, world=world, begin=begin, check=check, options=options)


class _Run:
    """One world, and the events that have happened in it.

    Attributes:
        done: They, in order.
    """

    def __init__(self, events: Sequence[Event], play: Play, begin: Sequence[Step]) -> None:
        self.done: list[Event] = []
        self.world = play.world
        self._play = play
        self._events = events
        self.world.phone(PHONE)
        self._links = {
            event.name: [(self._link(name), kind) for name, kind in event.held] for event in events if event.held
        }
        for held in self._links.values():
            for link, kind in held:
                link.hold(kind)
        for step in begin:
            # Nobody logs in to an app that has crashed at its start.
            if app_runs(self.world) or not isinstance(step, LogInStep):
                self._play(step)
        self.world.run_for(SETTLING_MS)

    def _link(self, name: str) -> Link:
        return self._play.stage.link(name)

    def possible(self) -> list[Event]:
        """Return what can happen next; nothing where all has."""
        found = self._possible()
        if not found:
            # A report that failed may be made again.
            self.world.run_for(MINUTE_MS)
            found = self._possible()
        return found

    def _possible(self) -> list[Event]:
        return [event for event in self._events if event not in self.done and self._can(event)]

    def _can(self, event: Event) -> bool:
        if not event.is_possible(self.world):
            return False
        return bool(event.steps) or any(link.holds(kind) for link, kind in self._links[event.name])

    def let(self, event: Event) -> None:
        """Let *event* happen, and what it leads to."""
        self.done.append(event)
        self._play(*event.steps)
        for link, kind in self._links.get(event.name, ()):
            link.release(kind)
        self.world.run_for(SETTLING_MS)

    def order(self) -> Order:
        """Return what became of the messages, when all has happened."""
        got = sum(record.kind is Kind.CALLBACK and record.name == "message_received" for record in self.world.trace)
        return Order(tuple(event.name for event in self.done), tuple(self.world.verdicts()), got)
