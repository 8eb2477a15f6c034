"""The push apps of a vendor's console, and the phones that have registered for them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec


class AppState(StrEnum):
    """State of a push app in the vendor's console."""

    OPEN = "open"
    CLOSED = "closed"
    UNDER_REVIEW = "under_review"


class PushApp(msgspec.Struct):
    """A push app of the vendor's console.

    Attributes:
        values: Credentials, by the names of the certificate form.
        package: The one Android package bound to it.
        test_devices: Names of phones that test pushes may go to.
        has_system_messages: The vendor has granted its unlimited message class.
        has_content_review: The vendor refuses texts that look like tests.
        forbidden_words: Words that its content review considers sensitive.
        calls_today: Calls of the app's servers before the run, on its first day, by kind: `auth`, `list_payload`,
            `pictures`; `total` for all kinds.
        calls_of_others: Calls a second of all other apps together.
        subscribers: How many phones that are not in the world have subscribed to a topic.
        used_today: Messages of each class that were sent before the run, on its first day.
        channels: Further message channels that the vendor has approved, with the class of each.
        needs_channel: The vendor takes no message without an approved channel.
        rights: Further rights that the vendor has granted.
        barred: What the vendor has forbidden to the app, such as `sending`.
        receipt_url: Address in the console that receipts are posted to; empty for none.
    """

    values: Mapping[str, str]
    package: str
    state: AppState = AppState.OPEN
    test_devices: frozenset[str] = frozenset()
    has_system_messages: bool = True
    has_content_review: bool = False
    forbidden_words: tuple[str, ...] = ()
    used_today: int = 0
    calls_today: Mapping[str, int] = msgspec.field(default_factory=dict)
    calls_of_others: int = 0
    subscribers: Mapping[str, int] = msgspec.field(default_factory=dict)
    channels: Mapping[str, str] = msgspec.field(default_factory=dict)
    needs_channel: bool = False
    rights: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    receipt_url: str = ""


class Registration(msgspec.Struct):
    """One app on one phone.

    Attributes:
        is_valid: False after uninstalling, clearing data or switching push off; the registration is kept.
        seen_ms: Virtual time at which the phone was last known to be connected.
    """

    reg_id: str
    phone: str
    package: str
    app_id: str
    is_valid: bool = True
    seen_ms: int = 0


class Registrations:
    """All regIds that a cloud has given out."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_reg_id: dict[str, Registration] = {}
        self._by_phone: dict[str, dict[str, Registration]] = {}

    def add(self, registration: Registration) -> None:
        """Add *registration*; an older one of the same app on the same phone becomes invalid."""
        packages = self._by_phone.setdefault(registration.phone, {})
        older = packages.get(registration.package)
        if older is not None and older.reg_id != registration.reg_id:
            older.is_valid = False
        self._by_reg_id[registration.reg_id] = registration
        packages[registration.package] = registration

    def __iter__(self) -> Iterator[Registration]:
        """Iterate over all of them, valid or not, in the order they were made."""
        return iter(self._by_reg_id.values())

    def __len__(self) -> int:
        """Return how many there are, valid or not."""
        return len(self._by_reg_id)

    def valid_reg_ids(self, app_id: str) -> list[str]:
        """Return the valid regIds of an app, in the order they were made."""
        return [one.reg_id for one in self if one.app_id == app_id and one.is_valid]

    def find(self, reg_id: str) -> Registration | None:
        """Return the registration of *reg_id*, valid or not."""
        return self._by_reg_id.get(reg_id)

    def seen(self, phone: str, now_ms: int) -> None:
        """Record that *phone* was connected at *now_ms*."""
        for registration in self._by_phone.get(phone, {}).values():
            registration.seen_ms = now_ms

    def current(self, phone: str, package: str) -> Registration | None:
        """Return the latest registration of *package* on *phone*, valid or not."""
        return self._by_phone.get(phone, {}).get(package)
