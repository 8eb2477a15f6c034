"""Messages whose real wire is private: vendor SDK and its cloud, IM SDK and its server.

They travel over the same links as HTTP, and are small frozen values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.push.click import Click
from simulator.push.message import Message


@dataclass(frozen=True, slots=True)
class LogIn:
    """IM SDK to server: begin a session.

    Attributes:
        instance: The phone, as IM tells its login instances apart.
        platform: `Android`.
        pushes_in_background: Whether this SDK generation lets IM push after `doBackground`.
    """

    user: str
    user_sig: str
    sdk_app_id: int
    instance: str
    platform: str
    pushes_in_background: bool


@dataclass(frozen=True, slots=True)
class LogOut:
    """IM SDK to server: end the session, and with it the pushes."""

    user: str
    instance: str


@dataclass(frozen=True, slots=True)
class ReportToken:
    """IM SDK to server: `setOfflinePushToken`."""

    user: str
    instance: str
    certificate_id: int
    token: str


@dataclass(frozen=True, slots=True)
class ChangeGround:
    """IM SDK to server: `doBackground` and `doForeground`."""

    user: str
    instance: str
    is_background: bool


@dataclass(frozen=True, slots=True)
class SendMessage:
    """IM SDK to server: a message of the logged-in user."""

    user: str
    instance: str
    message: Message


@dataclass(frozen=True, slots=True)
class ConnectionClosed:
    """The phone's system to the IM server: the end of the app's connection (FIN or RST)."""

    instance: str


@dataclass(frozen=True, slots=True)
class ImAnswer:
    """IM server to SDK: how a request went; code 0 is success."""

    code: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class InAppMessage:
    """IM server to SDK: a message for the logged-in user."""

    message: Message


@dataclass(frozen=True, slots=True)
class ForceOffline:
    """IM server to SDK: this instance has been taken offline."""

    user: str


@dataclass(frozen=True, slots=True)
class Register:
    """Vendor SDK to cloud: make this app on this phone reachable.

    Attributes:
        phone: Which phone; real SDKs send a device identifier.
        reg_id_wanted: A fixed regId that a test asks for; empty for a fresh one.
    """

    phone: str
    package: str
    app_id: str
    app_key: str
    reg_id_wanted: str = ""


@dataclass(frozen=True, slots=True)
class Unregister:
    """Vendor SDK to cloud: this regId is to be forgotten."""

    reg_id: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Cloud to vendor SDK: code 0 and a regId, or the vendor's client code and none."""

    code: int
    reg_id: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Cloud to the vendor's service on the phone: one notification for one app.

    Attributes:
        message_id: The vendor's number of the message.
        notify_id: Notifications of one id replace each other.
        custom: Custom content, by key.
        options: What only this vendor has, by the vendor's own names.
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
    custom: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
