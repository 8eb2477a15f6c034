"""Receipts of Meizu's: gathered for a second, then posted in one form for each address, once."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from simulator.cloud.receipts import Receipts
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


class ReceiptBatches:
    """What has been reported since the last post, by address."""

    def __init__(self, receipts: Receipts, scheduler: Scheduler) -> None:
        """Post with *receipts*."""
        self._receipts = receipts
        self._scheduler = scheduler
        self._waiting: dict[tuple[str, str], dict[str, dict[str, object]]] = {}

    @staticmethod
    def is_unregistered(app: PushApp, url: str) -> bool:
        """Return whether *url* is none of the console's; a console that nobody has spoken of has every address."""
        return bool(url and app.receipt_url) and url != app.receipt_url

    def add(self, wanted: Wanted, kind: ReceiptKind, message_id: str, target: str) -> None:
        """Note that *target*, a pushId or an alias, has had or tapped the message."""
        number = _TYPES.get(kind, 0)
        if not wanted.types & number:
            return
        key = (wanted.url, wanted.access_token)
        if key not in self._waiting:
            self._waiting[key] = {}
            self._scheduler.after(facts.RECEIPTS_EVERY_MS.value, lambda: self._post(key))
        entry = self._waiting[key].setdefault(
            f"{message_id}-{number}", {"param": wanted.param, "type": number, "targets": []}
        )
        targets = entry["targets"]
        assert isinstance(targets, list)
        targets.append(target)

    def _post(self, key: tuple[str, str]) -> None:
        url, access_token = key
        form = {"cb": _encode(self._waiting.pop(key)).decode(), "access_token": access_token}
        self._receipts.post(url, _HEADERS, urlencode(form).encode())
