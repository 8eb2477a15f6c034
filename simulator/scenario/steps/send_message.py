"""Somebody sends a message."""

from typing import Annotated, Any, Literal

import msgspec

from simulator.device.app.process import AppProcess
from simulator.device.other_client import OtherClient
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import Duration
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import GroupName, NewUserName, UserName
from simulator.world.spec import Spec
from simulator.world.world import World

ELSEWHERE_TO_IM_MS = 40
"""From the app of a user without a phone to IM."""


class OfflinePush(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the sender wants of the push (`OfflinePushInfo`).

    Attributes:
        push: `off` sends PushFlag 1.
        ext: Custom content, as text.
        android: Fields of `AndroidInfo`, by their names on the wire.
        apns: Fields of `ApnsInfo`, of which `BadgeMode` counts on Android too.
    """

    push: Literal["on", "off"] = "on"
    title: str = ""
    desc: str = ""
    ext: str | None = None
    sound: str | None = None
    android: dict[str, Any] = {}
    apns: dict[str, Any] = {}

    @property
    def info(self) -> OfflinePushInfo:
        """The same as IM's own value."""
        android = dict(self.android)
        if self.sound is not None:
            android["Sound"] = self.sound
        return OfflinePushInfo(1 if self.push == "off" else 0, self.title, self.desc, self.ext, android, self.apns)


class SendMessage(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """Send a message to a user or a group, from somebody's app or from the customer's server.

    Attributes:
        to: The user; either he or a group is named.
        group: The group.
        text: Of a text message.
        custom: Data of a custom message instead, which has no text of its own to push.
        image: UUID of a picture that is sent instead.
        via: `client` from the sender's app, `rest` from the customer's server.
        online_only: Only for users who are online (`MsgLifeTime` 0, `onlineUserOnly`).
        heed_options: Of a message over REST: the receiver's choice not to be notified counts (`WithMuteNotifications`),
            as it always does for one from an app or to a group.
    """

    shorthand = None

    sender: NewUserName
    to: UserName | None = None
    group: GroupName | None = None
    text: str = ""
    custom: str | None = None
    image: str | None = None
    via: Literal["client", "rest"] = "client"
    online_only: bool = False
    heed_options: bool = False
    times: Annotated[int, msgspec.Meta(ge=1, le=10_000, description="that many messages")] = 1
    every: Annotated[Duration, msgspec.Meta(description="between two of them; at once where it is left out")] = (
        Duration(0)
    )
    offline_push: OfflinePush | None = None

    def __post_init__(self) -> None:
        """Refuse a message to nobody, and one to a user and a group.

        Raises:
            ValueError: Not exactly one of the two is named.
        """
        if (self.to is None) is (self.group is None):
            raise ValueError("a message goes to a user or to a group", "write to: or group:, and only one of them")

    def play(self, stage: Stage) -> None:
        """Do it."""
        for index in range(self.times):
            if index * self.every == 0:
                self._send(stage)
            else:
                stage.world.scheduler.after(index * self.every, lambda: self._send(stage))

    def _send(self, stage: Stage) -> None:
        world, message = stage.world, self._message()
        for user in (self.sender, self.to):
            if user is not None and not world.im.accounts.was_removed(user):
                world.im.accounts.add(user)
        app = _app_of(world, message.sender) or _other_client_of(world, message.sender)
        if self.via == "rest":
            world.customer.send_message(message)
        elif app is not None:
            app.send(message)
        else:
            # A user without a phone is online somewhere.
            world.scheduler.after(ELSEWHERE_TO_IM_MS, lambda: self._arrive(world, message))

    @staticmethod
    def _arrive(world: World, message: Message) -> None:
        answer = world.im.intake.take_from_client(message, "")
        if answer.code:
            data = {"from": message.sender, "code": answer.code, "text": answer.text}
            world.trace.write("im", Kind.STATE, "message_refused", outcome=Outcome.REFUSED, data=data)

    def _message(self) -> Message:
        if self.image is not None:
            element = Element("TIMImageElem", {"UUID": self.image})
        elif self.custom is not None:
            element = Element("TIMCustomElem", {"Data": self.custom})
        else:
            element = Element("TIMTextElem", {"Text": self.text})
        wanted = OfflinePushInfo() if self.offline_push is None else self.offline_push.info
        return Message(
            self.sender,
            self.to or "",
            (element,),
            self.online_only,
            wanted,
            group=self.group or "",
            heeds_options=self.via == "client" or self.heed_options,
        )


def _other_client_of(world: World, user: str) -> OtherClient | None:
    """Return the client on another platform in which *user* is logged in, if there is one."""
    clients = world.other_clients.values()
    return next((client for client in clients if client.user == user and client.is_connected), None)


def _app_of(world: World, user: str) -> AppProcess | None:
    """Return the running app in which *user* is logged in, if there is one."""
    for session in world.im.sessions.of_user(user):
        phone = world.phones.get(session.instance)
        process = None if phone is None else phone.app.process
        if process is not None and process.im.is_connected and process.im.user == user:
            return process
    return None


STEP = SendMessage
