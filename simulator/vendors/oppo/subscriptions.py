"""Names and hours of phones: aliases, tags and accounts that stand for them, and hours in which they want messages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from simulator.kernel.clock import Clock
from simulator.vendors.oppo.commands import ALIASES, PUSH_TIME_METHOD, TAGS, USER_ACCOUNTS, Command


class PushTime(msgspec.Struct, frozen=True):
    """Hours in which a phone wants messages.

    Attributes:
        week_days: 0 is Sunday, as in OPPO's SDK.
        start_minute: Of the day.
        end_minute: Of the day; the minute itself is outside.
    """

    week_days: frozenset[int]
    start_minute: int
    end_minute: int

    def holds_at(self, instant: datetime) -> bool:
        """Return whether *instant* lies in them."""
        minute = instant.hour * 60 + instant.minute
        return instant.isoweekday() % 7 in self.week_days and self.start_minute <= minute < self.end_minute

    def wait_ms(self, clock: Clock, delay_ms: int) -> int:
        """Return how long it is until a message may leave that is not to leave before *delay_ms*."""
        earliest = clock.now + timedelta(milliseconds=delay_ms)
        if self.holds_at(earliest):
            return delay_ms
        midnight = earliest.replace(hour=0, minute=0, second=0, microsecond=0)
        begins = (midnight + timedelta(days=day, minutes=self.start_minute) for day in range(8))
        return min(clock.ms_until_instant(begin) for begin in begins if begin > earliest and self.holds_at(begin))


class Subscriptions:
    """Names of one kind for phones: an alias moves to the phone that was given it last, a tag stands for many."""

    def __init__(self, *, is_unique: bool) -> None:
        """Start without any; a name that *is_unique* stands for one phone alone."""
        self._is_unique = is_unique
        self._reg_ids: dict[tuple[str, str], dict[str, None]] = {}
        self._names: dict[tuple[str, str], dict[str, None]] = {}

    def set(self, app_id: str, reg_id: str, names: Sequence[str]) -> None:
        """Add *names* to those of *reg_id*."""
        for name in names:
            if self._is_unique:
                for holder in self.reg_ids(app_id, name):
                    self.unset(app_id, holder, (name,))
            self._reg_ids.setdefault((app_id, name), {})[reg_id] = None
            self._names.setdefault((app_id, reg_id), {})[name] = None

    def unset(self, app_id: str, reg_id: str, names: Sequence[str]) -> None:
        """Remove *names* from *reg_id*."""
        for name in names:
            self._reg_ids.get((app_id, name), {}).pop(reg_id, None)
            self._names.get((app_id, reg_id), {}).pop(name, None)

    def of(self, app_id: str, reg_id: str) -> list[str]:
        """Return the names of *reg_id*, in the order they were set."""
        return list(self._names.get((app_id, reg_id), ()))

    def reg_ids(self, app_id: str, name: str) -> list[str]:
        """Return the registration ids that *name* stands for."""
        return list(self._reg_ids.get((app_id, name), ()))


class Choices:
    """What apps and senders have set for phones.

    Attributes:
        aliases: Names that stand for one phone each.
        tags: Names that stand for any number of phones.
        accounts: Of users; nothing can be pushed to one.
        push_times: Hours, by registration id.
    """

    def __init__(self) -> None:
        """Start without any."""
        self.aliases = Subscriptions(is_unique=True)
        self.tags = Subscriptions(is_unique=False)
        self.accounts = Subscriptions(is_unique=False)
        self.push_times: dict[str, PushTime] = {}

    def do(self, command: Command, app_id: str) -> str:
        """Execute *command* of the app, and return the text of its answer."""
        names = {ALIASES: self.aliases, TAGS: self.tags, USER_ACCOUNTS: self.accounts}.get(command.kind)
        if command.method == PUSH_TIME_METHOD:
            self.push_times[command.reg_id] = PushTime(frozenset(command.week_days), *command.minutes)
        if names is None:
            return ""
        match command.method.partition("_")[0]:
            case "set":
                names.set(app_id, command.reg_id, command.names)
            case "unset":
                names.unset(app_id, command.reg_id, command.names)
        return ",".join(names.of(app_id, command.reg_id))
