"""Where steps are played: a world, and what earlier steps have left for later ones to look at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.cloud.vendor_cloud import VendorCloud
from simulator.device.app.process import AppProcess
from simulator.device.device import Device
from simulator.device.vendor_demo import VendorDemo
from simulator.im.rest import BACKEND_NAMES
from simulator.kernel.trace import Outcome, Record
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.scenario import consoles
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.explaining import verdict_lines
from simulator.scenario.step import Wait
from simulator.vendors import VENDORS
from simulator.world.verdicts import Verdict
from simulator.world.world import World

NOTHING_UNDER_WAY = (
    ("got as far as", "no push was under way to this phone"),
    ("next", "send a message to a user who has logged in on this phone, and leave it time to reach IM"),
)
"""What there is to tell where no push has begun that an earlier expectation did not settle."""

CALENDAR_ENDS = "this lies behind the year 9000, where the calendar of a world ends"

_CASE_VENDOR = "vendor"
"""Stands in a link's name for the vendor of the case."""
_FORGOTTEN_MAX = 10_000
"""How many pushes of a long-lived world are swept out at once."""


@dataclass(slots=True)
class PhonePushes:
    """Pushes towards one phone that no expectation has settled.

    Attributes:
        open: Their ids, in the order they began.
        shown: Records of those that were shown, in that order.
    """

    open: list[int] = field(default_factory=list)
    shown: list[Record] = field(default_factory=list)


class Stage:
    """One run of one case, for steps.

    Attributes:
        world: The actors.
        step_ended_ms: Virtual time at which the step before ended.
        step_records: Numbers of the records of the steps that have begun.
    """

    def __init__(self, world: World) -> None:
        """Watch *world* from its beginning."""
        self.world = world
        self.step_ended_ms = 0
        self.step_records: list[int] = []
        self._pushes: dict[str, PhonePushes] = {}
        self._known: set[int] = set()
        self._forgotten: set[int] = set()
        self._handled: dict[str, Record] = {}
        world.trace.on_hop(self._note)
        world.trace.on_forget(self._forget)

    # -- what steps use ---------------------------------------------------------------------------------------------

    def phone(self, name: str) -> Device:
        """Return the phone *name*."""
        return self.world.phone(name)

    def wait(self, span_ms: int, stop: Callable[[], bool] | None = None) -> Wait:
        """Return the wait for *span_ms* from now, or less when *stop* says yes; for a step to yield."""
        return Wait(self._until(self.world.scheduler.now_ms + span_ms), stop)

    def wait_within(self, span_ms: int, stop: Callable[[], bool] | None = None) -> Wait:
        """Return the wait until *span_ms* after the step before ended; for a step to yield."""
        return Wait(self._until(max(self.world.scheduler.now_ms, self.step_ended_ms + span_ms)), stop)

    def _until(self, instant_ms: int) -> int:
        """Return *instant_ms*.

        Raises:
            ExpectationFailed: The calendar ends before it.
        """
        if instant_ms > self.world.clock.ends_ms:
            raise ExpectationFailed(CALENDAR_ENDS, [("next", "wait for less")])
        return instant_ms

    def counter(self, fits: Callable[[Record], bool]) -> Callable[[], int]:
        """Return what counts the records that fit, looking at each but once however often it is asked."""
        seen = count = 0

        def counted() -> int:
            nonlocal seen, count
            for record in self.world.trace.after(seen):
                seen = record.n
                count += fits(record)
            return count

        return counted

    def pushes_to(self, phone: str) -> PhonePushes:
        """Return the pushes towards *phone* that no expectation has settled yet."""
        if self._forgotten:
            self._sweep()
        return self._pushes_to(phone)

    def _pushes_to(self, phone: str) -> PhonePushes:
        pushes = self._pushes.get(phone)
        if pushes is None:
            pushes = self._pushes[phone] = PhonePushes()
        return pushes

    def settle(self, phone: str, push_ids: Iterable[int]) -> None:
        """Take *push_ids* as explained: later expectations do not look at them again."""
        settled = set(push_ids)
        pushes = self.pushes_to(phone)
        pushes.open = [push_id for push_id in pushes.open if push_id not in settled]
        pushes.shown = [record for record in pushes.shown if record.push_id not in settled]

    def settle_all(self) -> None:
        """Take every push so far as explained, as an expectation that was not met would have done."""
        for phone, pushes in self._pushes.items():
            self.settle(phone, tuple(pushes.open))

    def last_handled(self, phone: str) -> Record | None:
        """Return the record of what the latest tap on *phone* opened."""
        return self._handled.get(phone)

    def running_app(self, phone: str, purpose: str) -> AppProcess:
        """Return the app's process on *phone*.

        Raises:
            ExpectationFailed: There is none to *purpose* in.
        """
        process = self.phone(phone).app.process
        if process is None:
            raise ExpectationFailed(
                f"the app does not run on {phone}, so nobody can {purpose}",
                [("next", f"add launch_app: {phone} before this step")],
            )
        return process

    def vendor_code(self, process: AppProcess) -> VendorDemo[Any]:
        """Return the app's code for its phone's vendor.

        Raises:
            ExpectationFailed: It has none.
        """
        if process.demo is None:
            raise ExpectationFailed(
                f"the app on {process.device.name} has no code for the phone's vendor",
                [("next", "choose another app variant, or a phone of a vendor that the app knows")],
            )
        return process.demo

    def link(self, name: str) -> Link:
        """Return the link called *name*, where `vendor` stands for the vendor of this case.

        Raises:
            ExpectationFailed: These two are not linked, or the case has no vendor.
        """
        ends = [self.world.vendor if end == _CASE_VENDOR else end for end in name.split(">")]
        if "" in ends:
            raise ExpectationFailed(
                f"{quoted(name)} means the vendor of the case, and there is none",
                [("vendors here", ", ".join(self.world.clouds) or "none"), ("next", "name the vendor in link:")],
            )
        for end in ends:
            if end in VENDORS:
                consoles.cloud_of(self.world, end)
            elif end in BACKEND_NAMES:
                self.world.network.link("im", end)
            elif end not in {"im", "customer"}:
                self.phone(end)
        link = self.world.network.find(">".join(ends))
        if link is None:
            raise ExpectationFailed(
                f"{quoted(name)} is no link",
                [
                    ("links here", ", ".join(self.world.network.names)),
                    ("next", "write two of these names that are linked, in either order"),
                ],
            )
        return link

    # -- apps and vendors -------------------------------------------------------------------------------------------

    def cloud_of(self, phone: Device) -> VendorCloud[Any]:
        """Return the cloud of the phone's vendor.

        Raises:
            ExpectationFailed: This world has none.
        """
        cloud = self.world.clouds.get(phone.push_vendor)
        if cloud is None:
            raise ExpectationFailed(
                f"{phone.name} has no vendor push service in this world",
                [("next", "give the phone a model of a vendor under phones:")],
            )
        return cloud

    def app_removed(self, phone: Device) -> None:
        """Tell the phone's vendor that the app or its data have gone."""
        cloud = self.world.clouds.get(phone.push_vendor)
        if cloud is not None:
            cloud.app_removed(phone.name, phone.app.package)

    # -- what a failure tells ---------------------------------------------------------------------------------------

    def missed(self, what: str, verdicts: Iterable[Verdict]) -> ExpectationFailed:
        """Return the failure *what*, with how far the latest of the pushes got and what stopped it."""
        told = list(verdicts)
        if not told:
            return ExpectationFailed(what, NOTHING_UNDER_WAY)
        return ExpectationFailed(what, verdict_lines(self.world, told[-1]), push_id=told[-1].push_id)

    # -- bookkeeping ------------------------------------------------------------------------------------------------

    def _forget(self, push_id: int) -> None:
        """Know no more of a push of which the trace knows nothing any more; swept out when somebody looks, at last."""
        self._known.discard(push_id)
        self._forgotten.add(push_id)
        if len(self._forgotten) >= _FORGOTTEN_MAX:
            self._sweep()

    def _sweep(self) -> None:
        gone, self._forgotten = self._forgotten, set()
        for pushes in self._pushes.values():
            pushes.open = [push_id for push_id in pushes.open if push_id not in gone]
            pushes.shown = [record for record in pushes.shown if record.push_id not in gone]

    def _note(self, record: Record) -> None:
        push_id = record.push_id
        if record.name == Hop.HANDLED:
            self._handled[record.actor] = record
        if push_id is None:
            return
        pushes = self._pushes_to(self.world.ledger.phone_of(push_id))
        if push_id not in self._known:
            self._known.add(push_id)
            pushes.open.append(push_id)
        if record.name == Hop.POSTED and record.outcome is Outcome.OK:
            pushes.shown.append(record)


def verdicts_of(stage: Stage, phone: str) -> list[Verdict]:
    """Return how all unsettled pushes towards *phone* stand."""
    return [stage.world.verdict(push_id) for push_id in stage.pushes_to(phone).open]
