"""One message for Xiaomi, whichever way it was written down: its fields, its extras, its targets."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from simulator.vendors.xiaomi import facts

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_JOB_KEY = re.compile(r"[0-9A-Za-z-][0-9A-Za-z_-]*")
_OWN_WORDS = frozenset(
    {
        "notify_effect",
        "intent_uri",
        "web_uri",
        "class_name",
        "intent_flag",
        "notify_foreground",
        "sound_uri",
        "sound_url",
        "ticker",
        "channel_id",
        "channel_name",
        "channel_description",
        "callback",
        "callback.param",
        "callback.type",
        "jobkey",
        "flow_control",
        "only_send_once",
        "connpt",
        "locale",
        "locale_not_in",
        "model",
        "model_not_in",
        "app_version",
        "app_version_not_in",
        "instant_notify",
        "badge",
        "hybrid_pn",
    }
)
"""Extras that mean something to Xiaomi, and others that begin with `notification_`; the rest are the app's own."""
_FILTERS = ("locale", "model", "app_version")


class By(StrEnum):
    """How the targets of a message are named; each value is the form's field."""

    REG_ID = "registration_id"
    ALIAS = "alias"
    ACCOUNT = "user_account"
    TOPIC = "topic"
    TOPICS = "topics"
    ALL = "all"
    REGION = "region"
    DEVICE_ID = "device_id"


class MessageClass(StrEnum):
    """What a message's channel makes of it."""

    UNCLASSED = "unclassed"
    """As before there were classes: no limit for a phone, one number a day for an app."""
    DEFAULT = "no_channel"
    PUBLIC = "public"
    PRIVATE = "private"


class Message:
    """One message and its targets. All values are texts, as in a form.

    Attributes:
        fields: Without the extras.
        extras: Without their prefix.
    """

    def __init__(self, fields: Mapping[str, str], extras: Mapping[str, str], by: By, targets: Sequence[str]) -> None:
        """Be for *targets*, which are named *by* this field."""
        self.fields = fields
        self.extras = extras
        self.by = by
        self.targets = targets

    def text(self, name: str) -> str:
        """Return the field; empty when it is absent."""
        return self.fields.get(name, "")

    def extra(self, name: str) -> str:
        """Return the extra; empty when it is absent."""
        return self.extras.get(name, "")

    def number(self, name: str, default: int) -> int | None:
        """Return the field as a whole number, *default* when it is absent, `None` when it is something else."""
        text = self.text(name).strip()
        return _number(text) if text else default

    @property
    def is_pass_through(self) -> bool:
        """Whether it is handed to the app instead of being shown."""
        return self.number("pass_through", 0) == 1

    @property
    def packages(self) -> list[str]:
        """The packages that it is restricted to."""
        return listed(self.text("restricted_package_name"))

    @property
    def custom(self) -> Mapping[str, str]:
        """The app's own extras."""
        return {
            name: value
            for name, value in self.extras.items()
            if name not in _OWN_WORDS and not name.startswith("notification_")
        }

    @property
    def custom_length(self) -> int:
        """Characters of the app's own extras, names and values together."""
        return sum(len(name) + len(value) for name, value in self.custom.items())

    @property
    def notify_id(self) -> int:
        """Messages of one id take each other's place; 0 for a message without any, so that all of those do so too."""
        # Assumed: something that is no number in bounds counts as none; one public client sends a UUID, another one ms.
        given = self.number("notify_id", 0)
        return given if given is not None and 0 <= given <= facts.NOTIFY_ID_MAX.value else 0

    @property
    def notify_type(self) -> int | None:
        """-1 for all, or the sum of 1 sound, 2 vibration, 4 light."""
        return self.number("notify_type", -1)

    @property
    def job_key_is_wrong(self) -> bool:
        """Whether `jobkey` has other characters than it may, or too many."""
        job_key = self.extra("jobkey")
        if not job_key:
            return False
        return len(job_key) > facts.JOB_KEY_LENGTH_MAX.value or not _JOB_KEY.fullmatch(job_key)

    @property
    def callback_types(self) -> frozenset[int] | None:
        """The events that receipts are wanted of; `None` for a sum that has something else in it."""
        known, wanted = facts.CALLBACK_TYPES.value, facts.CALLBACK_TYPE_USUAL.value
        if self.extra("callback.type"):
            given = _number(self.extra("callback.type"))
            if given is None or given <= 0 or given & ~sum(known):
                return None
            wanted = given
        return frozenset(one for one in known if wanted & one)

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        """The models, languages and app versions that it is for, and with `_not_in` those that it is not for."""
        names = [name + ending for name in _FILTERS for ending in ("", "_not_in")]
        return {name: listed(self.extra(name)) for name in names if self.extra(name)}

    @property
    def style_is_wrong(self) -> bool:
        """Whether `notification_style_type` is none of big text and big picture, or its picture is missing."""
        match self.extra("notification_style_type"):
            case "" | "1":
                return False
            case "2":
                return not self.extra("notification_bigPic_uri")
            case _:
                return True

    @property
    def page_is_missing(self) -> bool:
        """Whether `notify_effect` asks for something to open, and does not name it."""
        match self.extra("notify_effect"):
            case "" | "1":
                return False
            case "2":
                return not (self.extra("intent_uri") or self.extra("class_name"))
            case "3":
                return not self.extra("web_uri")
            case _:
                return True


def listed(text: str) -> list[str]:
    """Return what stands between the commas; a client that ends its list with one means nothing by it.

    Observed: a server SDK in Erlang has a blank behind each comma. What is nothing but a blank stays what it is.
    """
    return [item.strip() or item for item in text.split(",") if item]


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text.strip()) else None
