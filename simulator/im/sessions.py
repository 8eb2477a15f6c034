"""Login sessions: who is logged in on which phone, and whether the server considers the phone online."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from simulator.kernel.source import Fact, Source
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.platform import Platform, is_at_least

_STATES = "Tencent IM online state management"

HEARTBEAT_MS = Fact("im.heartbeat_ms", 120 * SECOND_MS, Source(_STATES, "6.1", ("C21",)))
"""The client's heartbeat on an idle connection."""

SILENCE_MS_MAX = Fact("im.silence_ms_max", 400 * SECOND_MS, Source(_STATES, "6.1", ("C21",)))
"""Silence after which the server considers a phone gone."""

PUSH_LIFE_MS = Fact("im.push_life_ms", 7 * DAY_MS, Source(_STATES, "6.1"))
"""How long IM pushes to a phone that went away without logging out."""

PUSH_PLATFORMS = Fact(
    "im.push_platforms",
    frozenset({Platform.ANDROID, Platform.IPHONE, Platform.IPAD}),
    Source(_STATES, "6.1"),
)
"""Platforms whose clients stay reachable by push when their connection ends; others are offline at once."""

WEB_SILENCE_MS_MAX = Fact("im.web_silence_ms_max", 60 * SECOND_MS, Source("Tencent IM webhooks", "State.StateChange"))
"""The same silence, for a web page."""

PUSHED_IN_BACKGROUND_SINCE = Fact(
    "im.pushed_in_background_since", "5.0.1", Source("Tencent IM SDK", "doBackground since 5.0.1", ("C18",))
)
"""The SDK version since which IM also pushes to a running app, from `doBackground` until `doForeground`."""


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


class Session(msgspec.Struct):
    """One user on one phone, from the first login attempt on.

    Attributes:
        instance: The phone, or the client on another platform.
        connected: As far as the server knows, the connection is up.
        ended: Why the session ended; a session stays known after logout and kick.
        is_background: The client has called `doBackground`.
        sdk_version: Version of the client's SDK at its latest login.
        unread: Count for the app's badge: what the client told last, plus one for each push since.
        heard_ms: Virtual time of the last sign of life other than a heartbeat.
        left_ms: Virtual time at which the server noticed the end of the connection.
        login_number: Position of its latest login among all logins of the app; 0 before the first.
        sig_ends_s: Unix second at which the UserSig of its latest login expires.
        login_bytes: Size of user ID and UserSig at its latest login.
        reports_s: Unix second of its latest token report.
        reports: Number of token reports in that second.
        kick_pending: The client was kicked and does not know yet; its next login is refused once to tell it.
    """

    user: str
    instance: str
    platform: Platform = Platform.ANDROID
    connected: bool = False
    ended: Ended = Ended.NEVER_BEGAN
    is_background: bool = False
    sdk_version: str = "0"
    unread: int = 0
    heard_ms: int = 0
    left_ms: int = 0
    login_number: int = 0
    sig_ends_s: int = 0
    login_bytes: int = 0
    reports_s: int = 0
    reports: int = 0
    kick_pending: bool = False

    def state(self, now_ms: int) -> State:
        """Return how the server sees the phone at *now_ms*."""
        if self.ended is not Ended.NOT_YET:
            return State.OFFLINE
        if self.connected:
            return State.ONLINE
        if self.platform not in PUSH_PLATFORMS.value:
            return State.OFFLINE
        return State.OFFLINE if self.is_expired(now_ms) else State.PUSH_ONLINE

    @property
    def pushes_in_background(self) -> bool:
        """Whether IM pushes to its living app as well once that is in the background."""
        return is_at_least(self.sdk_version, PUSHED_IN_BACKGROUND_SINCE.value)

    def count_report(self, now_s: int) -> None:
        """Count one token report at Unix second *now_s*."""
        self.reports = self.reports_in(now_s) + 1
        self.reports_s = now_s

    def reports_in(self, now_s: int) -> int:
        """Return how many token reports there were in the Unix second *now_s*."""
        return self.reports if self.reports_s == now_s else 0

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
        return self.heard_ms + heartbeats * HEARTBEAT_MS.value + self.silence_ms_max.value

    @property
    def silence_ms_max(self) -> Fact[int]:
        """How long a connection of its platform may be silent."""
        return WEB_SILENCE_MS_MAX if self.platform is Platform.WEB else SILENCE_MS_MAX


class Sessions:
    """All sessions, by user and by phone, in the order of first login."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_user: dict[str, tuple[Session, ...]] = {}
        self._by_phone: dict[str, tuple[Session, ...]] = {}
        self._logins = 0

    def of_user(self, user: str) -> Sequence[Session]:
        """Return the sessions of *user*, one for each phone that ever tried to log in."""
        return self._by_user.get(user, ())

    def find(self, user: str, instance: str) -> Session | None:
        """Return the session of *user* on the phone *instance*."""
        return next((one for one in self.of_user(user) if one.instance == instance), None)

    def at(self, user: str, instance: str, platform: Platform) -> Session:
        """Return the session of *user* on *instance*, a client of *platform*, made when new."""
        session = self.find(user, instance)
        if session is None:
            session = Session(user, instance, platform)
            self._by_user[user] = (*self.of_user(user), session)
            self._by_phone[instance] = (*self.on_phone(instance), session)
        return session

    def on_phone(self, instance: str) -> Sequence[Session]:
        """Return all sessions on the phone *instance*."""
        return self._by_phone.get(instance, ())

    def begin(self, session: Session, *, now_ms: int) -> None:
        """Begin *session*, or begin it again, with a login at *now_ms*."""
        self._logins += 1
        session.login_number = self._logins
        session.connected = True
        session.ended = Ended.NOT_YET
        session.is_background = False
        session.unread = 0
        session.heard_ms = now_ms
        session.kick_pending = False
