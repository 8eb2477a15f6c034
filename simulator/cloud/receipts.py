"""Receipts on their way to the customer: batched, posted in the vendor's form, and retried."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken
from simulator.network.http import Headers, Request, Response


class CallbackAddress(msgspec.Struct, frozen=True):
    """An http or https address that receipts are posted to, split into its parts."""

    host: str
    path: str
    query: str

    @classmethod
    def parse(cls, url: str) -> "CallbackAddress | None":
        """Return the parts of *url*; `None` where it is no http or https address."""
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            return None
        if parts.scheme.lower() not in {"http", "https"} or not host:
            return None
        return cls(host, parts.path or "/", parts.query)


KeyT = TypeVar("KeyT", bound=Hashable)
ItemT = TypeVar("ItemT")


class Receipts:
    """Posts receipts over the link from a vendor to the customer; every attempt and its result is recorded."""

    def __init__(self, actor: str, kit: CloudKit) -> None:
        """Write records as *actor*, and post over the links of *kit*."""
        self._actor = actor
        self._kit = kit

    def post(self, url: str, headers: Headers, body: bytes, *, again_after_ms: tuple[int, ...] = ()) -> None:
        """POST *body* to *url*, and again after each of *again_after_ms* while it is not answered with 200.

        A malformed address is recorded, and nothing is sent.
        """
        address = CallbackAddress.parse(url)
        if address is None:
            self._end("receipt_without_address", {"url": url})
            return
        request = Request("POST", address.host, address.path, address.query, headers, body)
        self._try(request, again_after_ms)

    def _try(self, request: Request, again_after_ms: tuple[int, ...]) -> None:
        def answered(answer: Response | Broken) -> None:
            if isinstance(answer, Response) and answer.status == 200:
                return
            why = answer.kind.value if isinstance(answer, Broken) else f"HTTP {answer.status}"
            if again_after_ms:
                self._kit.scheduler.after(again_after_ms[0], lambda: self._try(request, again_after_ms[1:]))
            else:
                self._end("receipt_given_up", {"url": request.url, "why": why})

        self._kit.other_links.get(request.host, self._kit.customer).call(request, answered)

    def _end(self, name: str, data: dict[str, object]) -> None:
        self._kit.trace.write(self._actor, Kind.STATE, name, outcome=Outcome.REFUSED, data=data)


class ReceiptBatches(Generic[KeyT, ItemT]):
    """Gathers items into batches; each is handed over a fixed time after its first item came."""

    def __init__(self, scheduler: Scheduler, after_ms: int, post: Callable[[KeyT, list[ItemT]], None]) -> None:
        """Hand each batch to *post*, with the key that its items share, such as their address."""
        self._scheduler = scheduler
        self._after_ms = after_ms
        self._post = post
        self._gathered: dict[KeyT, list[ItemT]] = {}

    def add(self, key: KeyT, item: ItemT) -> None:
        """Add *item* to the batch of *key*; the first item starts a batch."""
        batch = self._gathered.setdefault(key, [])
        batch.append(item)
        if len(batch) == 1:
            self._scheduler.after(self._after_ms, lambda: self._post(key, self._gathered.pop(key)))
