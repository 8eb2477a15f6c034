"""What `messageJson` holds, as the rules and the cloud read it."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from zlib import crc32

import msgspec

from simulator.network.json_body import json_or_none
from simulator.vendors.meizu import facts

NUMBER = re.compile(r"-?[0-9]{1,18}")
SWITCHES: Mapping[object, bool] = {True: True, False: False, "1": True, "0": False, "true": True, "false": False}
"""A flag as it may be written: the text says 0 and 1, Meizu's own server SDK writes `true` and `false`."""

_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
_OBJECTS = frozenset(
    {"noticeBarInfo", "noticeExpandInfo", "clickTypeInfo", "pushTimeInfo", "advanceInfo", "vipInfo", "extra"}
)
_PICTURES = (
    "noticeBarInfo.noticeBarImgUrl",
    "noticeExpandInfo.noticeExpandImgUrl",
    "vipInfo.backgroundImgUrl",
    "vipInfo.smallIconUrl",
    "vipInfo.bigIconUrl",
)


def instant_ms(text: str, zone: tzinfo) -> int | None:
    """Read `2026-03-02 09:00:00` as milliseconds since 1970; `None` for anything else."""
    try:
        return int(datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=zone).timestamp()) * 1_000
    except ValueError:
        return None


class Message:
    """One message. Clients leave objects out, send all keys empty, and write flags in two ways."""

    def __init__(self, text: str) -> None:
        """Read *text*, which need not be JSON."""
        read = json_or_none(text) if text else {}
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
        return int(text) if NUMBER.fullmatch(text) else None

    def switch(self, path: str, *, default: bool) -> bool | None:
        """Return the flag, in either way of writing; *default* when it is absent, `None` when it is none."""
        value = self.value(path)
        if value is None:
            return default
        # A list or an object is no key of the table.
        return SWITCHES.get(value) if isinstance(value, bool | int | str) else None

    # -- what it is -------------------------------------------------------------------------------------------------

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
        given = self.given_parameters
        if not given or self.click_type not in {0, 1}:
            return {}
        return {str(name): _text(value) for name, value in given.items()}

    @property
    def given_parameters(self) -> Mapping[str, Any] | None:
        """`clickTypeInfo.parameters`; empty when it is absent, `None` where it holds no object.

        Observed: a server SDK in Go declares it a text, which has the object in it as JSON.
        """
        given = self.value("clickTypeInfo.parameters")
        if isinstance(given, str):
            given = json_or_none(given)
        elif given is None:
            given = {}
        return given if isinstance(given, dict) else None

    @property
    def pictures(self) -> tuple[str, ...]:
        """Addresses of all pictures in it."""
        return tuple(url for url in map(self.text, _PICTURES) if url)

    @property
    def is_silent(self) -> bool:
        """Whether `notificationType` has the sound switched off; anything but a flag leaves it on."""
        given = self.value("advanceInfo.notificationType")
        return isinstance(given, dict) and str(given.get("sound")).lower() in {"0", "false"}

    # -- when it is shown -------------------------------------------------------------------------------------------

    @property
    def is_kept(self) -> bool:
        """Whether it waits for a phone that is away."""
        return self.switch("pushTimeInfo.offLine", default=True) is not False

    @property
    def life_ms(self) -> int:
        """How long it waits."""
        default = facts.LIFE_HOURS.value
        return (self.number("pushTimeInfo.validTime", default) or default) * facts.HOUR.value

    def starts_ms(self, zone: tzinfo) -> int | None:
        """When a timed task is to start, in milliseconds since 1970; 0 for at once, `None` for no readable time."""
        if self.number("pushTimeInfo.pushTimeType", 0) != 1:
            return 0
        return instant_ms(self.text("pushTimeInfo.startTime"), zone)

    @property
    def has_fixed_display(self) -> bool:
        """Whether it is to be shown between two instants."""
        return self.switch("advanceInfo.fixDisplay", default=False) is True

    def display_ms(self, zone: tzinfo) -> tuple[int, int] | None:
        """Return the two instants, in milliseconds since 1970; `None` where they are none, or in the wrong order."""
        first = instant_ms(self.text("advanceInfo.fixStartDisplayTime"), zone)
        # One line of Meizu's interface text has a blank behind this name, and clients have copied it.
        end_text = self.text("advanceInfo.fixEndDisplayTime") or self.text("advanceInfo.fixEndDisplayTime ")
        last = instant_ms(end_text, zone)
        return None if first is None or last is None or first >= last else (first, last)

    @property
    def a_second(self) -> int | None:
        """To how many phones a task goes in a second; 0 for no fixed speed, `None` for a speed that is none."""
        if self.switch("advanceInfo.fixSpeed", default=False) is not True:
            return 0
        rate = self.number("advanceInfo.fixSpeedRate", 0)
        return rate if rate is not None and rate > 0 else None

    @property
    def notify_key(self) -> str:
        """Of the messages of one key only the last one shows."""
        return self.text("advanceInfo.notifyKey")

    @property
    def key_id(self) -> int:
        """The notification id shared by all messages with one key."""
        return crc32(self.notify_key.encode()) & facts.NOTIFY_ID_MAX.value

    # -- receipts ---------------------------------------------------------------------------------------------------

    @property
    def callback(self) -> str:
        """Address for receipts; empty for none."""
        return self.text("extra.callback")

    @property
    def callback_types(self) -> int | None:
        """1 for arrivals, 2 for clicks, 3 for both."""
        return self.number("extra.callback.type", 3)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
