"""A phone as IM reaches it: the link, and the app's connection at the end of it."""

from typing import Protocol

import msgspec

from simulator.network.link import Link
from simulator.push.uplink import ForceOffline, InAppMessage


class ClientPort(Protocol):
    """The app's IM connection on one phone, as the server reaches it."""

    @property
    def is_connected(self) -> bool:
        """Whether the app's process lives and has a connection; physics, which the server cannot see."""
        ...

    def receive(self, message: InAppMessage) -> None:
        """Take a message."""
        ...

    def force_offline(self, notice: ForceOffline) -> None:
        """Handle having been kicked."""
        ...


class Phone(msgspec.Struct, frozen=True):
    """What the server's side of the world knows of a phone, or of another client that is reached in the same way.

    Attributes:
        vendor: Whose push service it has; IM learns it from the token's instance type.
        is_simulated: It is a simulated phone, to which a push can be under way. Others get messages in the app alone.
    """

    link: Link
    port: ClientPort
    vendor: str
    is_simulated: bool = True
