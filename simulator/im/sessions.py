"""Login sessions: who is logged in on which phone, and whether the server takes the phone for online."""

from collections.abc import Sequence
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

OLDEST_LOGIN_GOES = Fact(
    "im.oldest_login_goes", True, Source("Tencent IM features", "multi-device login", ("C20",), Grade.ASSUMED)
)
"""Where one phone too many logs in, the one that logged in longest ago is kicked."""


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
        unread: Messages that count in the app's badge: what the client told last, and one more for each push since.
        heard_ms: Virtual time of the last sign of life that was not a mere heartbeat.
        left_ms: Virtual time at which the connection was found gone.
        login_number: Position of its latest login among all logins of the app; 0 before the first.
        kick_pending: Another login took its place and it has not heard of that; its next login is told so once.
    """

    user: str
    instance: str
    platform: str = "Android"
    connected: bool = False
    ended: Ended = Ended.NEVER_BEGAN
    is_background: bool = False
    pushes_in_background: bool = False
    unread: int = 0
    heard_ms: int = 0
    left_ms: int = 0
    login_number: int = 0
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

    def end(self, why: Ended, *, now_ms: int) -> None:
        """End it for good at *now_ms*."""
        self.connected = False
        self.ended = why
        self.left_ms = now_ms

    def silence_ends_ms(self, lost_ms: int) -> int:
        """Return when the server gives up on a connection that went dead at *lost_ms*."""
        heartbeats = (lost_ms - self.heard_ms) // HEARTBEAT_MS.value
        return self.heard_ms + heartbeats * HEARTBEAT_MS.value + SILENCE_MS_MAX.value


class Sessions:
    """All sessions, by user and by phone, in the order of first login."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_user: dict[str, dict[str, Session]] = {}
        self._by_phone: dict[str, list[Session]] = {}
        self._logins = 0

    def of_user(self, user: str) -> Sequence[Session]:
        """Return the sessions of *user*, one for each phone that ever tried to log in."""
        return tuple(self._by_user.get(user, {}).values())

    def find(self, user: str, instance: str) -> Session | None:
        """Return the session of *user* on the phone *instance*."""
        return self._by_user.get(user, {}).get(instance)

    def at(self, user: str, instance: str) -> Session:
        """Return the session of *user* on the phone *instance*, made when new."""
        phones = self._by_user.setdefault(user, {})
        session = phones.get(instance)
        if session is None:
            session = phones[instance] = Session(user, instance)
            self._by_phone.setdefault(instance, []).append(session)
        return session

    def on_phone(self, instance: str) -> Sequence[Session]:
        """Return all sessions on the phone *instance*."""
        return self._by_phone.get(instance, ())

    def begin(self, session: Session, *, now_ms: int) -> None:
        """Let *session* begin, or begin anew, with a login at *now_ms*."""
        self._logins += 1
        session.login_number = self._logins
        session.connected = True
        session.ended = Ended.NOT_YET
        session.is_background = False
        session.unread = 0
        session.heard_ms = now_ms
        session.kick_pending = False

    def surplus(self, newcomer: Session, *, allowed: int, now_ms: int) -> Sequence[Session]:
        """Return the sessions that go when *newcomer* begins and a user may have *allowed* phones, oldest login first.

        A phone that has been away for longer than IM keeps pushing has lost its place already.
        """
        others = [
            other
            for other in self.of_user(newcomer.user)
            if other is not newcomer and other.state(now_ms) is not State.OFFLINE
        ]
        others.sort(key=lambda other: other.login_number)
        return others[: max(0, len(others) + 1 - allowed)]
