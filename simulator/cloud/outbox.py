"""Accepted messages on their way to phones: sent at once, kept for a phone that is away, dropped when too old.

A vendor that asks more before a message leaves has a decision of its own, made of these rules and further ones.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.kernel.clock import Clock
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.scheduler import Timer
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.push.ledger import Cargo
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery


@dataclass(slots=True)
class Stored:
    """A message that waits in the outbox.

    Attributes:
        expires_ms: Virtual time from which it is not delivered any more.
        collapse_key: A later message with the same key replaces this one; `None` for a message that is never replaced.
        only_if_online: Dropped at once when the phone is away.
    """

    delivery: Delivery
    phone: str
    expires_ms: int
    collapse_key: object = None
    only_if_online: bool = False
    timer: Timer | None = field(default=None, repr=False)


class DispatchCase(msgspec.Struct, frozen=True):
    """A message about to leave for its phone.

    Attributes:
        clock: The cloud's, for rules about the time of day.
    """

    stored: Stored
    is_connected: bool
    now_ms: int
    clock: Clock


_DOCUMENTS = "vendors' server APIs"

TTL_EXPIRED: Rule[DispatchCase] = Rule(
    "cloud.ttl_expired",
    Reason.TTL_EXPIRED,
    lambda case: case.now_ms >= case.stored.expires_ms,
    Source(_DOCUMENTS, "time to live"),
)
ONLINE_ONLY: Rule[DispatchCase] = Rule(
    "cloud.online_only",
    Reason.DEVICE_OFFLINE,
    lambda case: case.stored.only_if_online and not case.is_connected,
    Source("vivo server API 2.9.2", "sendOnline"),
)
DEVICE_OFFLINE: Rule[DispatchCase] = Rule(
    "cloud.device_offline",
    Reason.DEVICE_OFFLINE,
    lambda case: not case.is_connected,
    Source(_DOCUMENTS, "time to live", ("C21",)),
)
COLLAPSED: Rule[None] = Rule(
    "cloud.collapsed",
    Reason.COLLAPSED,
    lambda _: True,
    Source(_DOCUMENTS, "notification id"),
)
WITHDRAWN: Rule[None] = Rule(
    "cloud.withdrawn",
    Reason.WITHDRAWN,
    lambda _: True,
    Source(_DOCUMENTS, "revoking; cancelling what is to be sent later"),
)
LOST_ON_LINK = Fact("cloud.lost_on_link", True, Source("vivo guide", "step 5", ("C21",)))
DISPATCH: Decision[DispatchCase] = Decision("cloud.dispatch", (TTL_EXPIRED, ONLINE_ONLY, DEVICE_OFFLINE))
"""What every cloud asks before a message leaves; `DEVICE_OFFLINE`, always last, only makes it wait."""


class Port(msgspec.Struct):
    """The vendor's service on one phone, as the cloud reaches it.

    Attributes:
        is_present: The phone has not told the cloud that the connection has ended.
    """

    link: Link
    receive: Callable[[Delivery], None]
    is_present: bool = True
    waiting: list[Stored] = msgspec.field(default_factory=list)

    @property
    def is_connected(self) -> bool:
        """Whether a message would get there now."""
        return self.is_present and self.link.is_up


class Outbox:
    """All messages of one cloud between acceptance and the phone."""

    def __init__(
        self,
        actor: str,
        kit: CloudKit,
        *,
        dispatch: Decision[DispatchCase],
        dropped: Callable[[Stored, Rule[Any]], None],
    ) -> None:
        """Write records as *actor*; ask *dispatch* before a message leaves, and call *dropped* for each dropped one."""
        self._actor = actor
        self._dispatch = dispatch
        self._scheduler = kit.scheduler
        self._clock = kit.clock
        self._trace = kit.trace
        self._rules = kit.rules
        self._dropped = dropped
        self._ports: dict[str, Port] = {}
        self._leaving: dict[int, Stored] = {}

    def add_phone(self, phone: str, link: Link, receive: Callable[[Delivery], None]) -> None:
        """Reach *phone* over *link*; *receive* takes each message at its far end."""
        self._ports[phone] = Port(link, receive)

    def send_at_once(self, phone: str, delivery: Delivery) -> bool:
        """Send a message that is no push, such as a recall, ahead of all others; return false if *phone* is away."""
        port = self._ports[phone]
        if port.is_connected:
            port.link.send(port.link.ends[0], delivery, port.receive)
        return port.is_connected

    def is_connected(self, phone: str) -> bool:
        """Return whether the vendor's service on *phone* answers now."""
        return self._ports[phone].is_connected

    def waiting_count(self, phone: str) -> int:
        """Return how many messages wait for *phone* to come back."""
        return len(self._ports[phone].waiting)

    def put(self, stored: Stored, delay_ms: int) -> None:
        """Take *stored*; it leaves in *delay_ms* if its phone is connected then."""
        self._collapse(stored)
        self._leaving[stored.delivery.push_id] = stored

        def leave() -> None:
            if stored.delivery.push_id in self._leaving:
                self._leave(stored)

        self._scheduler.after(delay_ms, leave)

    def held_messages(self) -> Iterator[Stored]:
        """Iterate over the messages that have not left for their phones yet."""
        yield from self._leaving.values()
        for port in self._ports.values():
            yield from port.waiting

    def withdraw(self, is_meant: Callable[[Stored], bool]) -> int:
        """Drop the messages that have not left yet and for which *is_meant* holds; return how many."""
        withdrawn = 0
        go_back = self._trace.branch()
        for stored in [one for one in self.held_messages() if is_meant(one)]:
            if self._rules.is_waived(WITHDRAWN, stored.phone):
                continue
            if self._leaving.pop(stored.delivery.push_id, None) is None:
                self._take_out(stored)
            self._drop(stored, WITHDRAWN)
            withdrawn += 1
            go_back()
        return withdrawn

    def _take_out(self, stored: Stored) -> None:
        """Remove *stored* from the messages that wait for its phone."""
        self._ports[stored.phone].waiting.remove(stored)
        if stored.timer is not None:
            stored.timer.cancel()

    def presence_changed(self, phone: str, *, is_present: bool) -> None:
        """Take note that an app on *phone* has opened or closed its own connection."""
        port = self._ports[phone]
        port.is_present = is_present
        if port.is_connected:
            self.phone_back(phone)

    def phone_back(self, phone: str) -> None:
        """Send what waits for *phone*, oldest first."""
        port = self._ports[phone]
        waiting, port.waiting = port.waiting, []
        go_back = self._trace.branch()
        for stored in waiting:
            if stored.timer is not None:
                stored.timer.cancel()
            self._leave(stored)
            go_back()

    def held(self) -> Iterator[int]:
        """Iterate over the ids of the pushes that are here."""
        return (stored.delivery.push_id for stored in self.held_messages())

    def _collapse(self, newcomer: Stored) -> None:
        """Drop the waiting messages that *newcomer* replaces."""
        if newcomer.collapse_key is None:
            return
        port = self._ports[newcomer.phone]
        for stored in [old for old in port.waiting if old.collapse_key == newcomer.collapse_key]:
            if self._rules.is_waived(COLLAPSED, stored.phone):
                continue
            self._take_out(stored)
            go_back = self._trace.branch()
            self._drop(stored, COLLAPSED)
            go_back()

    def _leave(self, stored: Stored) -> None:
        push_id = stored.delivery.push_id
        self._leaving.pop(push_id, None)
        port = self._ports[stored.phone]
        case = DispatchCase(stored, port.is_connected, self._scheduler.now_ms, self._clock)
        refusal = self._rules.first_no(self._dispatch, case, stored.phone)
        if refusal is DEVICE_OFFLINE:
            self._wait(stored, port, refusal)
        elif refusal is not None:
            self._drop(stored, refusal)
        else:
            self._send(stored, port)

    def _wait(self, stored: Stored, port: Port, rule: Rule[Any]) -> None:
        port.waiting.append(stored)
        data = {"expires_ms": stored.expires_ms}
        self._trace.wait(self._actor, Hop.DISPATCHED, rule, push_id=stored.delivery.push_id, data=data)
        stored.timer = self._scheduler.after(stored.expires_ms - self._scheduler.now_ms, lambda: self._expire(stored))

    def _expire(self, stored: Stored) -> None:
        if not self._rules.is_waived(TTL_EXPIRED, stored.phone):
            self._ports[stored.phone].waiting.remove(stored)
            self._drop(stored, TTL_EXPIRED)

    def _drop(self, stored: Stored, rule: Rule[Any]) -> None:
        self._trace.refuse(self._actor, Kind.HOP, Hop.DISPATCHED, rule, push_id=stored.delivery.push_id)
        self._dropped(stored, rule)

    def _send(self, stored: Stored, port: Port) -> None:
        push_id = stored.delivery.push_id
        cargo = Cargo(push_id, stored.phone)
        self._trace.write(self._actor, Kind.HOP, Hop.DISPATCHED, rule=self._dispatch.name, push_id=push_id)
        is_forced = not port.link.is_up
        if not port.link.send(port.link.ends[0], stored.delivery, port.receive, cargo, through=is_forced):
            self._trace.write(
                self._actor,
                Kind.HOP,
                Hop.DEVICE_RECEIVED,
                outcome=Outcome.REFUSED,
                reason=Reason.LOST_ON_LINK,
                rule=LOST_ON_LINK.name,
                push_id=push_id,
            )
