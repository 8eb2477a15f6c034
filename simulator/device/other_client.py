"""An IM client that is no simulated phone: the app on a tablet, on a computer, or in a browser."""

from collections.abc import Callable

from simulator.device.wiring import Wiring
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.faults import Broken
from simulator.network.link import Link
from simulator.push.message import Message
from simulator.push.platform import Platform
from simulator.push.reason import Reason
from simulator.push.uplink import (
    ConnectionClosed,
    ForceOffline,
    ImAnswer,
    InAppMessage,
    LogIn,
    LogOut,
    SendMessage,
)

SDK_VERSION = "7.9.5680"
"""Of the IM SDK in it; nothing but the number is known to IM."""
REQUEST_TIMEOUT = 6012


class OtherClient:
    """One user on one platform.

    Attributes:
        name: Actor of its records, such as `bob@Web`.
        is_connected: Logged in, or on the way to it, in a client that runs.
    """

    def __init__(
        self,
        user: str,
        platform: Platform,
        *,
        link: Link,
        trace: Trace,
        wiring: Wiring,
    ) -> None:
        """Reach the IM server over *link*."""
        self.user = user
        self.platform = platform
        self.name = name_of(user, platform)
        self.is_connected = False
        self._link = link
        self._trace = trace
        self._wiring = wiring
        self._attempt = 0

    # -- what its user does -----------------------------------------------------------------------------------------

    def log_in(self) -> None:
        """Log in; one that was kicked while it was away is told so once."""
        self.is_connected = True
        self._attempt += 1
        attempt = self._attempt
        sig = self._wiring.user_sig(self.user)

        def answered(answer: ImAnswer | Broken) -> None:
            code = REQUEST_TIMEOUT if isinstance(answer, Broken) else answer.code
            if code and self._attempt == attempt:
                self.is_connected = False
            self._write("login", {"code": code}, Reason.LOGIN_FAILED if code else "")

        self._ask(LogIn(self.user, sig, self._wiring.sdk_app_id, self.name, self.platform, SDK_VERSION), answered)

    def log_out(self) -> None:
        """Log out."""
        self.is_connected = False
        self._attempt += 1
        self._ask(LogOut(self.user, self.name), lambda _: self._write("logout", {}))

    def close(self) -> None:
        """End without logging out: the page or the program is closed, and its system tells the server."""
        self.is_connected = False
        self._attempt += 1
        if self._link.is_up:
            self._link.send(self.name, ConnectionClosed(self.name), self._wiring.connection_closed)

    def send(self, message: Message) -> None:
        """Send *message*."""

        def answered(answer: ImAnswer | Broken) -> None:
            code = REQUEST_TIMEOUT if isinstance(answer, Broken) else answer.code
            self._write("message_sent", {"to": message.to, "code": code}, Reason.CALL_REFUSED if code else "")

        self._ask(SendMessage(self.user, self.name, message), answered)

    # -- what the server sends --------------------------------------------------------------------------------------

    def receive(self, message: InAppMessage) -> None:
        """Show a message."""
        self._write("message_received", {"from": message.message.sender})

    def force_offline(self, notice: ForceOffline) -> None:
        """Handle having been kicked."""
        assert notice.user == self.user
        self.is_connected = False
        self._attempt += 1
        self._write("onKickedOffline", {})

    def _ask(self, question: object, answered: Callable[[ImAnswer | Broken], None]) -> None:
        self._link.ask(self.name, question, self._wiring.answer, answered)

    def _write(self, name: str, data: dict[str, object], reason: str = "") -> None:
        outcome = Outcome.REFUSED if reason else Outcome.OK
        data = {"user": self.user, **data}
        self._trace.write(self.name, Kind.CALLBACK, name, outcome=outcome, reason=reason, data=data)


def name_of(user: str, platform: Platform) -> str:
    """Return the name of the client of *user* on *platform*."""
    return f"{user}@{platform}"
