"""Messages whose real protocol is private: between vendor SDK and cloud, and between IM SDK and server.

They travel over the same links as HTTP.
"""

from collections.abc import Mapping

import msgspec

from simulator.push.click import Click
from simulator.push.message import Message
from simulator.push.platform import Platform
from simulator.push.receipt import ReceiptKind


class LogIn(msgspec.Struct, frozen=True):
    """IM SDK to server: begin a session.

    Attributes:
        instance: The phone or other client, as IM tells a user's login instances apart.
        sdk_version: Of the IM SDK, such as `5.0.1`.
    """

    user: str
    user_sig: str
    sdk_app_id: int
    instance: str
    platform: Platform
    sdk_version: str


class LogOut(msgspec.Struct, frozen=True):
    """IM SDK to server: end the session, and so the pushes."""

    user: str
    instance: str


class ReportToken(msgspec.Struct, frozen=True):
    """IM SDK to server: `setOfflinePushToken`."""

    user: str
    instance: str
    certificate_id: int
    token: str


class ChangeGround(msgspec.Struct, frozen=True):
    """IM SDK to server: `doBackground` and `doForeground`.

    Attributes:
        unread: Unread messages of all conversations with `doBackground`; 0 with `doForeground`.
    """

    user: str
    instance: str
    is_background: bool
    unread: int = 0


class SendMessage(msgspec.Struct, frozen=True):
    """IM SDK to server: a message of the logged-in user."""

    user: str
    instance: str
    message: Message


class SetReceiveOption(msgspec.Struct, frozen=True):
    """IM SDK to server: how the user wants to receive messages of another user, or of a group.

    Attributes:
        peer: The other user; empty for a group.
        group: Group ID; empty for a user.
        option: A value of `MsgFlag` in the REST API.
    """

    user: str
    instance: str
    peer: str
    group: str
    option: str


class SetBlocked(msgspec.Struct, frozen=True):
    """IM SDK to server: add another user to the blocklist, or remove one."""

    user: str
    instance: str
    peer: str
    is_blocked: bool


class ConnectionClosed(msgspec.Struct, frozen=True):
    """The phone's system to the IM server: the end of the app's connection (FIN or RST)."""

    instance: str


class ImAnswer(msgspec.Struct, frozen=True):
    """IM server to SDK: the result of a request; code 0 is success."""

    code: int = 0
    text: str = ""


class InAppMessage(msgspec.Struct, frozen=True):
    """IM server to SDK: a message for the logged-in user."""

    message: Message


class ForceOffline(msgspec.Struct, frozen=True):
    """IM server to SDK: this instance has been taken offline."""

    user: str


class Register(msgspec.Struct, frozen=True):
    """Vendor SDK to cloud: make this app on this phone reachable.

    Attributes:
        phone: Which phone; real SDKs send a device identifier.
        reg_id_wanted: A fixed regId that a test asks for; empty for a new one.
        region: The vendor's region that the app asks for; empty for the phone's own.
    """

    phone: str
    package: str
    app_id: str
    app_key: str
    reg_id_wanted: str = ""
    region: str = ""


class Unregister(msgspec.Struct, frozen=True):
    """Vendor SDK to cloud: invalidate this regId."""

    reg_id: str


class SdkCommand(msgspec.Struct, frozen=True):
    """Vendor SDK to cloud: any other call, such as setting an alias.

    Attributes:
        command: The vendor's own name for it.
    """

    reg_id: str
    command: str
    argument: str


class Presence(msgspec.Struct, frozen=True):
    """The phone to a vendor's cloud: a connection of an app's own was opened or closed."""

    phone: str
    is_connected: bool


class DeliveryReport(msgspec.Struct, frozen=True):
    """The vendor's service to its cloud: what became of a tracked message on the phone.

    Attributes:
        reason: Why it was not shown; empty for the other kinds.
    """

    phone: str
    push_id: int
    message_id: str
    reg_id: str
    kind: ReceiptKind
    reason: str = ""


Uplink = Register | Unregister | SdkCommand | Presence | DeliveryReport
"""Any message of a vendor's SDK or service to its cloud."""


class Registered(msgspec.Struct, frozen=True):
    """Cloud to vendor SDK: code 0 and a regId, or the vendor's client code and none.

    Attributes:
        text: The vendor's text, where its SDK passes it on: for a code other than 0, or the answer to a command.
    """

    code: int
    reg_id: str = ""
    text: str = ""


class Delivery(msgspec.Struct, frozen=True):
    """Cloud to the vendor's service on the phone: one notification for one app.

    Attributes:
        message_id: The vendor's id of the message.
        notify_id: Notifications with the same id replace each other.
        custom: Custom content, by key.
        options: Vendor-specific settings, by the vendor's own names.
        is_tracked: The phone's service should report what becomes of it, for receipts.
    """

    push_id: int
    message_id: str
    reg_id: str
    package: str
    title: str
    body: str
    click: Click
    notify_id: int
    channel_id: str = ""
    custom: Mapping[str, str] = msgspec.field(default_factory=dict)
    options: Mapping[str, object] = msgspec.field(default_factory=dict)
    is_tracked: bool = False
