"""A message as the sender writes it, and the notification that becomes of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec


class OfflinePushInfo(msgspec.Struct, frozen=True):
    """What the sender wants of the push, beside the message itself; fields as in `OfflinePushInfo` of the REST API.

    Attributes:
        push_flag: 0 pushes, 1 does not.
        title: Empty for the default.
        desc: Text shown; empty for that of the message's elements.
        ext: Custom content; `None` when the sender set none.
        android: `AndroidInfo`, keys as on the wire.
        apns: `ApnsInfo`, keys as on the wire; of interest here for `BadgeMode` alone.
    """

    push_flag: int = 0
    title: str = ""
    desc: str = ""
    ext: str | None = None
    android: Mapping[str, Any] = msgspec.field(default_factory=dict)
    apns: Mapping[str, Any] = msgspec.field(default_factory=dict)

    @property
    def adds_to_badge(self) -> bool:
        """Whether the message counts as one more unread (`BadgeMode` 0, the default)."""
        return bool(self.apns.get("BadgeMode") != 1)


class Element(msgspec.Struct, frozen=True):
    """One element of a message body.

    Attributes:
        type: `TIMTextElem` and so on.
        content: Keys as on the wire.
    """

    type: str
    content: Mapping[str, Any]


class MessageKind(StrEnum):
    """What sort of message IM takes it for."""

    CHAT = "chat"
    SYSTEM = "system"
    """A tip of a group or a notification of the system: never pushed."""
    HISTORY = "history"
    """Imported from an older chat system: only there to be looked up."""


class TaskMark(msgspec.Struct, frozen=True):
    """The push to many users that a message is part of.

    Attributes:
        begun_s: Unix second at which it was ordered.
        data_id: What whoever ordered it wants to have back with its results.
    """

    task_id: str
    begun_s: int
    data_id: str = ""


class Message(msgspec.Struct, frozen=True):
    """A message on its way through IM.

    Attributes:
        sender: User ID.
        to: User ID; empty for a message to a group that is not yet on its way to one member.
        elements: At least one; none in a push to many users that is only a notification.
        online_only: Reaches online users only, is not kept, is not pushed.
        offline_push: What the sender wants of the push.
        key: `MsgKey` of the IM server.
        group: Group ID; empty for a message from user to user.
        heeds_options: What the receiver has chosen to be notified of counts; a REST call may override it.
        counts_unread: The receiver's number of unread messages grows by it.
        random: `MsgRandom`, by which two messages of one second are told apart.
        task: The push to many users that it is part of; `None` for a message of its own.
        cloud_custom_data: What the sender's app or server adds for other apps and servers.
    """

    sender: str
    to: str
    elements: tuple[Element, ...]
    online_only: bool = False
    offline_push: OfflinePushInfo = OfflinePushInfo()
    key: str = ""
    group: str = ""
    kind: MessageKind = MessageKind.CHAT
    heeds_options: bool = True
    counts_unread: bool = True
    random: int = 0
    cloud_custom_data: str = ""
    task: TaskMark | None = None
