"""Receipts of Meizu's: gathered for a second, then posted in one form for each address, once."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from simulator.cloud.receipts import ReceiptBatches, Receipts
from simulator.cloud.registrations import PushApp
from simulator.kernel.scheduler import Scheduler
from simulator.push.receipt import ReceiptKind
from simulator.vendors.meizu import facts

ARRIVED, CLICKED = 1, 2
_TYPES: Mapping[ReceiptKind, int] = {ReceiptKind.ARRIVED: ARRIVED, ReceiptKind.CLICKED: CLICKED}
_HEADERS = (("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),)

_encode = msgspec.json.encode


class Wanted(msgspec.Struct, frozen=True):
    """What the sender of a message wants to be told, and where.

    Attributes:
        access_token: The console's, which proves to the receiver who posts.
        types: 1 for arrivals, 2 for clicks, 3 for both.
        param: Given back with each receipt.
    """

    url: str
    access_token: str
    types: int
    param: str


class _Reported(msgspec.Struct, frozen=True):
    """One arrival or tap.

    Attributes:
        name: Of the message and the type, under which it is told.
    """

    name: str
    param: str
    type: int
    target: str


class _Told(msgspec.Struct, frozen=True):
    """What is told of one message and type, under Meizu's names."""

    param: str
    type: int
    targets: list[str]


class MeizuReceipts:
    """What has been reported since the last post, by address."""

    def __init__(self, receipts: Receipts, scheduler: Scheduler) -> None:
        """Post with *receipts*."""
        self._receipts = receipts
        self._batches: ReceiptBatches[tuple[str, str], _Reported] = ReceiptBatches(
            scheduler, facts.RECEIPT_BATCH_MS.value, self._post
        )

    @staticmethod
    def is_unregistered(app: PushApp, url: str) -> bool:
        """Return whether *url* is none of the console's; a console that nobody has spoken of has every address."""
        return bool(url and app.receipt_url) and url != app.receipt_url

    def tell(self, wanted: Wanted, kind: ReceiptKind, message_id: str, target: str) -> None:
        """Note that *target*, a pushId or an alias, has had or tapped the message."""
        number = _TYPES.get(kind, 0)
        if wanted.types & number:
            reported = _Reported(f"{message_id}-{number}", wanted.param, number, target)
            self._batches.add((wanted.url, wanted.access_token), reported)

    def _post(self, key: tuple[str, str], batch: list[_Reported]) -> None:
        url, access_token = key
        told: dict[str, _Told] = {}
        for one in batch:
            told.setdefault(one.name, _Told(one.param, one.type, [])).targets.append(one.target)
        form = {"cb": _encode(told).decode(), "access_token": access_token}
        self._receipts.post(url, _HEADERS, urlencode(form).encode())
