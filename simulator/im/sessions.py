"""Login sessions: who is logged in on which phone, and whether the server takes the phone for online."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import DAY_MS, SECOND_MS

_STATES = "Tencent IM online state management"

HEARTBEAT_MS = Fact("im.heartbeat_ms", 120 * SECOND_MS, Source(_STATES, "6.1", ("C21",)))
"""The client's heartbeat on an idle connection."""

SILENCE_MS_MAX = Fact("im.silence_ms_max", 400 * SECOND_MS, Source(_STATES, "6.1", ("C21",)))
"""Silence after which the server takes a phone for gone."""

PUSH_LIFE_MS = Fact("im.push_life_ms", 7 * DAY_MS, Source(_STATES, "6.1"))
"""How long a phone that went away without logging out is pushed to."""

DUAL_PLATFORM = Fact("im.login_policy", "dual_platform", Source("Tencent IM features", "multi-device login", ("C20",)))
"""The console's default: one phone, tablet or computer, and the web beside it."""

KICK_ON_SAME_TOKEN = Source("Tencent IM login states", "6.1", grade=Grade.ASSUMED)


class State(StrEnum):
    """As `query_online_status` names them."""

    ONLINE = "Online"
    PUSH_ONLINE = "PushOnline"
    OFFLINE = "Offline"


class Ended(StrEnum):
    """What ended a session for good."""

    NOT_YET = ""
    LOGGED_OUT = "logged_out"
    KICKED = "kicked"
    NEVER_BEGAN = "never_began"


@dataclass(slots=True)
class Session:
    """One user on one phone, from the first login attempt on.

    Attributes:
        instance: The phone.
        connected: The server has a connection, as far as it knows.
        ended: Marked, not erased: the session stays known after logout and kick.
        is_background: The client said so with `doBackground`.
        pushes_in_background: This SDK generation lets IM push to a living app in the background.
        heard_ms: Virtual time of the last sign of life that was not a mere heartbeat.
        left_ms: Virtual time at which the connection was found gone.
        kick_pending: The phone was kicked while away; its next login is told so once.
    """

    user: str
    instance: str
    platform: str = "Android"
    connected: bool = False
    ended: Ended = Ended.NEVER_BEGAN
    is_background: bool = False
    pushes_in_background: bool = False
    heard_ms: int = 0
    left_ms: int = 0
    kick_pending: bool = False

    def state(self, now_ms: int) -> State:
        """Return how the server sees the phone at *now_ms*."""
        if self.ended is not Ended.NOT_YET:
            return State.OFFLINE
        if self.connected:
            return State.ONLINE
        return State.OFFLINE if self.is_expired(now_ms) else State.PUSH_ONLINE

    def is_expired(self, now_ms: int) -> bool:
        """Return whether the phone has been away for longer than IM keeps pushing."""
        return not self.connected and now_ms - self.left_ms > PUSH_LIFE_MS.value

    def silence_ends_ms(self, lost_ms: int) -> int:
        """Return when the server gives up on a connection that went dead at *lost_ms*."""
        heartbeats = (lost_ms - self.heard_ms) // HEARTBEAT_MS.value
        return self.heard_ms + heartbeats * HEARTBEAT_MS.value + SILENCE_MS_MAX.value


class Sessions:
    """All sessions, by user and by phone, in the order of first login."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_user: dict[str, dict[str, Session]] = {}

    def of_user(self, user: str) -> list[Session]:
        """Return the sessions of *user*, one for each phone that ever tried to log in."""
        return list(self._by_user.get(user, {}).values())

    def find(self, user: str, instance: str) -> Session | None:
        """Return the session of *user* on the phone *instance*."""
        return self._by_user.get(user, {}).get(instance)

    def at(self, user: str, instance: str) -> Session:
        """Return the session of *user* on the phone *instance*, made when new."""
        phones = self._by_user.setdefault(user, {})
        session = phones.get(instance)
        if session is None:
            session = phones[instance] = Session(user, instance)
        return session

    def on_phone(self, instance: str) -> list[Session]:
        """Return all sessions on the phone *instance*."""
        return [phones[instance] for phones in self._by_user.values() if instance in phones]
