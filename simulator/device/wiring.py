"""What all phones of one world are wired to, beside the links that each has of its own."""

from collections.abc import Callable

import msgspec

from simulator.push.uplink import ConnectionClosed, ImAnswer


class Wiring(msgspec.Struct, frozen=True):
    """The far ends of a phone's links. One value for all phones, of which there may be 100,000.

    Attributes:
        sdk_app_id: The app's number at IM.
        answer: The IM server's answer to the app's SDK.
        connection_closed: Tells the IM server that a connection was closed.
        user_sig: A UserSig of the customer's server for a user.
        set_reachable: Gives a phone its network, or takes it away.
    """

    sdk_app_id: int
    answer: Callable[[object], ImAnswer]
    connection_closed: Callable[[ConnectionClosed], None]
    user_sig: Callable[[str], str]
    set_reachable: Callable[[str, bool], None]
