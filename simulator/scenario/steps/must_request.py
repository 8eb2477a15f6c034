"""A request must have gone over a link."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import msgspec

from simulator.kernel.trace import Kind, Record
from simulator.kernel.units import seconds_text
from simulator.network.faults import FaultKind
from simulator.scenario.counting import AtLeast, AtMost, Count, Times
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import counted
from simulator.scenario.requests import Difference, SeenRequest, differences, read_request, side_by_side
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import Duration, LinkName

_FITTING_SHOWN_MAX = 3


class MustRequest(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Over a link went a request with this path, these headers and these fields, as its receiver saw it.

    What is left out may be anything. Over `im>vendor` these are IM's pushes, over `im>customer` the webhooks, over
    `vendor>customer` the receipts. One that a fault doubles counts twice, and one that it loses was sent all the same.

    Attributes:
        path: Without host and query.
        query: Some of its parameters.
        headers: Some of them; letter case of their names does not matter.
        body: A part of the JSON or of the form: fields that are left out may be anything.
        within: How long to wait.
    """

    shorthand = None
    takes_time = True
    expects = True

    link: LinkName = "im>vendor"
    method: str | None = None
    path: Annotated[str, msgspec.Meta(pattern="^/", description="such as /message/send")] | None = None
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: Any = None
    times: Times = None
    at_least: AtLeast = None
    at_most: AtMost = None
    within: Duration = Duration(0)

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other.

        Raises:
            ValueError: No number fits all of them.
        """
        self._number()

    def _number(self) -> Count:
        return Count(self.times, self.at_least, self.at_most)

    def play(self, stage: Stage) -> Waits:
        """Look for it.

        Raises:
            ExpectationFailed: There was none, or not so many; or there is no such link.
        """
        name, number = stage.link(self.link).name, self._number()
        if self.within:
            fitting = stage.counter(self._fits(name))
            yield stage.wait_within(self.within, lambda: number.is_settled(fitting()))
        count = len(self._fitting(stage, name))
        if not number.fits(count):
            window = f" within {self.within}" if self.within else ""
            raise ExpectationFailed(
                f"{counted(count, 'request fits', 'requests fit')} over {name}{window}, expected {number}",
                self._context(stage, name, wants_more=count < number.least),
            )

    def _seen(self, stage: Stage, link: str) -> Iterator[SeenRequest]:
        for record in stage.world.trace:
            if record.kind is Kind.WIRE and record.name == link and (request := read_request(record)):
                yield request

    def _fits(self, link: str) -> Callable[[Record], bool]:
        """Return what says of each record, one after the other, whether it is a request that fits or doubles one."""
        numbers: set[int] = set()

        def fits(record: Record) -> bool:
            if record.kind is Kind.FAULT:
                return record.name == FaultKind.DUPLICATED and record.parent in numbers
            request = read_request(record) if record.kind is Kind.WIRE and record.name == link else None
            is_fitting = request is not None and not self._differences(request)
            if is_fitting:
                numbers.add(record.n)
            return is_fitting

        return fits

    def _fitting(self, stage: Stage, link: str) -> list[Record]:
        return list(filter(self._fits(link), stage.world.trace))

    def _differences(self, request: SeenRequest) -> list[Difference]:
        wanted: dict[str, Any] = {"method": self.method, "path": self.path, "body": self.body}
        found = [
            difference
            for name, value in wanted.items()
            if value is not None
            for difference in differences(value, getattr(request, name), name)
        ]
        headers = {name.lower(): value for name, value in self.headers.items()}
        found += differences(headers, request.headers, "headers")
        return [*found, *differences(self.query, request.query, "query")]

    def _context(self, stage: Stage, link: str, *, wants_more: bool) -> list[tuple[str, str]]:
        """Return the requests that fit, and of the others the one that nearly does, with what differs in it."""
        fitting = self._fitting(stage, link)
        lines = [("fits", _text(record)) for record in fitting[:_FITTING_SHOWN_MAX]]
        if len(fitting) > len(lines):
            lines.append(("and", f"{len(fitting) - len(lines)} more"))
        others = [request for request in self._seen(stage, link) if self._differences(request)]
        if not wants_more:
            return [*lines, ("next", "correct what this step expects, or what makes so many requests")]
        if not others:
            then = "correct link:, or let something happen before that makes a request"
            vendor, _, receiver = link.partition(">")
            if receiver == "customer" and vendor in stage.world.clouds:
                then = f"set receipts: true in send_to_vendor, or receipts: URL for {vendor} in vendor_apps:"
            return [*lines, ("next", then if not lines else "correct the number, or allow more time with within:")]
        # Requests of the wanted path are nearer, whatever else differs.
        near = min(reversed(others), key=lambda one: (self.path not in {None, one.path}, len(self._differences(one))))
        return [
            *lines,
            ("nearest request", _text(near.record)),
            *side_by_side(self._differences(near)),
            ("next", "correct what this step expects, or what was sent"),
        ]


def _text(record: Record) -> str:
    request = read_request(record)
    text = f"{record.name} {record.actor}" if request is None else request.text
    return f"{text}, number {record.n}, at {seconds_text(record.at_ms)}"


STEP = MustRequest
