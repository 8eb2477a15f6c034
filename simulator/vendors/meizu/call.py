"""One request to Meizu's simulated cloud, as its rules look at it: a signed form, and for sending the message in it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl
from zlib import crc32

import msgspec

from simulator.cloud.registrations import PushApp, Registration
from simulator.kernel.source import Dated
from simulator.network.http import Request
from simulator.vendors.meizu import facts

if TYPE_CHECKING:
    from simulator.vendors.meizu.cloud import MeizuCloud, Task

ValueT = TypeVar("ValueT")

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_SWITCHES: Mapping[object, bool] = {True: True, False: False, "1": True, "0": False, "true": True, "false": False}
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"

_decode = msgspec.json.decode


class Message:
    """What `messageJson` holds. Clients leave objects out, send all keys empty, and write flags in two ways."""

    def __init__(self, text: str) -> None:
        """Read *text*, which need not be JSON."""
        try:
            read = _decode(text.encode()) if text else {}
        except msgspec.DecodeError:
            read = None
        self.is_readable: bool = isinstance(read, dict) and all(
            one is None or isinstance(one, dict) for name, one in read.items() if name in _OBJECTS
        )
        self.objects: Mapping[str, Any] = read if isinstance(read, dict) and self.is_readable else {}

    def value(self, path: str) -> object:
        """Return the field at *path*, such as `noticeBarInfo.title`; `None` when it is absent or empty."""
        value: object = self.objects
        for name in path.split(".", 1):
            value = value.get(name) if isinstance(value, dict) else None
        return None if value in ("", {}, []) else value

    def text(self, path: str) -> str:
        """Return the field as text; empty when it is absent."""
        value = self.value(path)
        return "" if value is None else str(value)

    def number(self, path: str, default: int) -> int | None:
        """Return the field as a whole number, *default* when it is absent, `None` when it is something else."""
        text = self.text(path).strip()
        if not text:
            return default
        return int(text) if _NUMBER.fullmatch(text) else None

    def switch(self, path: str, *, default: bool) -> bool | None:
        """Return the flag, written 0, 1, false or true; *default* when it is absent, `None` when it is none."""
        value = self.value(path)
        if value is None:
            return default
        # A list or an object is no key of the table.
        return _SWITCHES.get(value) if isinstance(value, bool | int | str) else None

    @property
    def is_private(self) -> bool:
        """Whether it asks for the private class (私信): 1, or another value that only a waived rule lets through."""
        return self.number("noticeBarInfo.noticeMsgType", 0) != 0

    @property
    def click_type(self) -> int | None:
        """0 the app, 1 a page, 2 an address, 3 the app's own callback."""
        return self.number("clickTypeInfo.clickType", 0)

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the page that opens finds in its intent; not for every kind of click."""
        given = self.value("clickTypeInfo.parameters")
        if not isinstance(given, dict) or self.click_type not in {0, 1}:
            return {}
        return {str(name): _text(value) for name, value in given.items()}

    @property
    def life_ms(self) -> int:
        """How long the message waits for a phone that is away."""
        default = facts.LIFE_HOURS.value
        return (self.number("pushTimeInfo.validTime", default) or default) * facts.HOUR.value

    @property
    def notify_key(self) -> str:
        """Of the messages of one key only the last one shows."""
        return self.text("advanceInfo.notifyKey")

    @property
    def key_id(self) -> int:
        """A notification id that all messages of one key have."""
        return crc32(self.notify_key.encode()) & facts.NOTIFY_ID_MAX.value


_OBJECTS = frozenset(
    {"noticeBarInfo", "noticeExpandInfo", "clickTypeInfo", "pushTimeInfo", "advanceInfo", "vipInfo", "extra"}
)


class MeizuCall:
    """One request.

    Attributes:
        fields: Of the query and of the body, decoded.
        names_aliases: Its targets are aliases.
        is_unvarnished: It is one of the calls for pass-through messages.
    """

    def __init__(self, cloud: "MeizuCloud", request: Request) -> None:
        """Read *request*, in whatever Content-Type it comes; it is decoded once."""
        self.cloud = cloud
        self.request = request
        body = request.body.decode("utf-8", "replace")
        pairs = [*parse_qsl(request.query, keep_blank_values=True), *parse_qsl(body, keep_blank_values=True)]
        self.fields: Mapping[str, str] = dict(pairs)
        self.names_aliases: bool = request.path.endswith("/pushByAlias")
        self.is_unvarnished: bool = "/unvarnished/" in request.path

    def text(self, name: str) -> str:
        """Return the field; empty when it is absent."""
        return self.fields.get(name, "")

    def values(self, name: str) -> list[str]:
        """Return a field that is a list with commas."""
        return [one for one in self.text(name).split(",") if one]

    def number(self, name: str) -> int | None:
        """Return the field as a whole number; `None` when it is none."""
        text = self.text(name).strip()
        return int(text) if _NUMBER.fullmatch(text) else None

    # -- whose it is ------------------------------------------------------------------------------------------------

    @cached_property
    def app(self) -> PushApp | None:
        """The push app of `appId`."""
        return self.cloud.app_with("app_id", self.text("appId").strip())

    @property
    def push_app(self) -> PushApp:
        """The push app; where a waived rule let an unknown appId through, the first of the console."""
        return self.app or self.cloud.apps[0]

    @property
    def app_id(self) -> str:
        """Identifier of the push app."""
        return self.push_app.values["app_id"]

    @property
    def sign_is_right(self) -> bool:
        """Whether `sign` is the MD5 of the sorted parameters and the appSecret, in lower case."""
        joined = "".join(f"{name}={self.fields[name]}" for name in sorted(self.fields) if name != "sign")
        signed = f"{joined}{self.push_app.values['app_secret']}"
        return self.text("sign") == hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()

    # -- what it sends ----------------------------------------------------------------------------------------------

    @cached_property
    def message(self) -> Message:
        """The message that comes with the call."""
        return Message(self.text("messageJson"))

    @property
    def task(self) -> "Task | None":
        """The task that the call names, if it is one of its app's."""
        task = self.cloud.tasks.get(self.number("taskId") or 0)
        return task if task is not None and task.app_id == self.app_id else None

    @property
    def targets(self) -> Sequence[str]:
        """The pushIds or aliases that the call names."""
        return self.values("alias" if self.names_aliases else "pushIds")

    @property
    def starts_ms(self) -> int | None:
        """When a timed task is to start, in milliseconds since 1970; 0 for at once, `None` for no readable time."""
        if self.message.number("pushTimeInfo.pushTimeType", 0) != 1:
            return 0
        try:
            text = self.message.text("pushTimeInfo.startTime")
            start = datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=self.cloud.kit.clock.zone)
        except ValueError:
            return None
        return int(start.timestamp()) * 1_000

    # -- what follows from the date ---------------------------------------------------------------------------------

    def edition(self, dated: Dated[ValueT]) -> ValueT:
        """Return the value of *dated* that holds today."""
        return dated.on(self.cloud.kit.clock.today).value

    def is_private(self, message: Message) -> bool:
        """Return whether *message* is of the private class, which there is since April 2025."""
        return self.edition(facts.HAS_CLASSES) and message.is_private

    # -- whom it is about -------------------------------------------------------------------------------------------

    @property
    def subscriber(self) -> Registration | None:
        """The app on a phone that a subscription call is about."""
        return self.cloud.registrations.find(self.text("pushId"))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
