"""Messages whose real wire is private: vendor SDK and its cloud, IM SDK and its server.

They travel over the same links as HTTP, and are small frozen values.
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
    """IM SDK to server: end the session, and with it the pushes."""

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
        unread: Unread messages of all conversations, as `doBackground` tells them; 0 with `doForeground`.
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
    """IM SDK to server: what the user wants of messages of one other user, or of one group.

    Attributes:
        peer: The other user; empty for a group.
        group: Group ID; empty for a user.
        option: As `MsgFlag` of the REST API names it.
    """

    user: str
    instance: str
    peer: str
    group: str
    option: str


class SetBlocked(msgspec.Struct, frozen=True):
    """IM SDK to server: put another user on the blocklist, or take him off it."""

    user: str
    instance: str
    peer: str
    is_blocked: bool


class ConnectionClosed(msgspec.Struct, frozen=True):
    """The phone's system to the IM server: the end of the app's connection (FIN or RST)."""

    instance: str


class ImAnswer(msgspec.Struct, frozen=True):
    """IM server to SDK: how a request went; code 0 is success."""

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
        reg_id_wanted: A fixed regId that a test asks for; empty for a fresh one.
        region: Region of the vendor's that the app asks for; empty for where the phone is.
    """

    phone: str
    package: str
    app_id: str
    app_key: str
    reg_id_wanted: str = ""
    region: str = ""


class Unregister(msgspec.Struct, frozen=True):
    """Vendor SDK to cloud: this regId is to be forgotten."""

    reg_id: str


class SdkCommand(msgspec.Struct, frozen=True):
    """Vendor SDK to cloud: something else than a regId, such as an alias for it.

    Attributes:
        command: The vendor's own word.
    """

    reg_id: str
    command: str
    argument: str


class Presence(msgspec.Struct, frozen=True):
    """The phone to a vendor's cloud: a connection that an app itself holds has begun or ended."""

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
"""Whatever a vendor's SDK or service tells its cloud."""


class Registered(msgspec.Struct, frozen=True):
    """Cloud to vendor SDK: code 0 and a regId, or the vendor's client code and none.

    Attributes:
        text: The vendor's words, where its SDK passes them on: for a code that is not 0, or as the answer to a command.
    """

    code: int
    reg_id: str = ""
    text: str = ""


class Delivery(msgspec.Struct, frozen=True):
    """Cloud to the vendor's service on the phone: one notification for one app.

    Attributes:
        message_id: The vendor's number of the message.
        notify_id: Notifications of one id replace each other.
        custom: Custom content, by key.
        options: What only this vendor has, by the vendor's own names.
        is_tracked: The phone's service is to report what becomes of it, since somebody wants receipts.
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
