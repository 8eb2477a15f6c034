"""One request to Xiaomi's simulated cloud, as its rules look at it: a form, or for several messages a list in one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from simulator.cloud.registrations import PushApp
from simulator.kernel.source import Dated
from simulator.network.http import Request
from simulator.vendors.xiaomi import facts

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

ValueT = TypeVar("ValueT")

_EXTRA = "extra."
TOPIC_MARK = ";$;"
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

_decode = msgspec.json.decode


class By(StrEnum):
    """How the targets of a message are named; each value is the form's field."""

    REG_ID = "registration_id"
    ALIAS = "alias"
    ACCOUNT = "user_account"
    TOPIC = "topic"
    TOPICS = "topics"
    ALL = "all"


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
        if not text:
            return default
        return int(text) if _NUMBER.fullmatch(text) else None

    @property
    def is_pass_through(self) -> bool:
        """Whether it is handed to the app instead of being shown."""
        return self.number("pass_through", 0) == 1

    @property
    def packages(self) -> list[str]:
        """The packages that it is restricted to."""
        return _listed(self.text("restricted_package_name"))

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


class XiaomiCall:
    """One request.

    Attributes:
        query: Fields of a GET.
        form: Fields of the body; those that are repeated, joined with commas.
        by: How its path has the targets named; `None` for a path that sends nothing.
        messages: One, or for a multi-message path as many as the form lists.
        is_multi: Whether each target has a message of its own.
        is_malformed: Whether that list cannot be read.
    """

    def __init__(self, cloud: "XiaomiCloud", request: Request, by: By | None, *, is_multi: bool) -> None:
        """Read *request*, in whatever Content-Type it comes; it is decoded once."""
        self.cloud = cloud
        self.request = request
        self.by = by
        self.is_multi = is_multi
        self.query: Mapping[str, str] = _form(request.query)
        self.form: Mapping[str, str] = _form(request.body.decode("utf-8", "replace"))
        self.is_malformed = False
        self.messages: Sequence[Message] = ()
        if is_multi:
            self._read_list()
        elif by is not None:
            extras = {key.removeprefix(_EXTRA): text for key, text in self.form.items() if key.startswith(_EXTRA)}
            self.messages = (Message(self.form, extras, by, _targets(self.form, by)),)

    def _read_list(self) -> None:
        assert self.by is not None
        try:
            listed = _decode(self.form.get("messages", "").encode())
        except msgspec.DecodeError:
            listed = None
        self.is_malformed = not isinstance(listed, list) or not all(map(_is_entry, listed))
        if not self.is_malformed:
            self.messages = tuple(self._entry(entry, self.by) for entry in listed)

    def _entry(self, entry: Mapping[str, Any], by: By) -> Message:
        written = entry["message"]
        fields = {name: _text(value) for name, value in written.items() if name != "extra"}
        if self.form.get("time_to_send", "0") != "0":
            fields["time_to_send"] = self.form["time_to_send"]
        extras = {str(name): _text(value) for name, value in (written.get("extra") or {}).items()}
        return Message(fields, extras, by, [str(entry["target"])])

    def value(self, name: str) -> str:
        """Return a field of the query or of the form; empty when it is absent."""
        return self.query.get(name) or self.form.get(name, "")

    def values(self, name: str) -> list[str]:
        """Return a field that is a list with commas."""
        return _listed(self.value(name))

    # -- whose it is ------------------------------------------------------------------------------------------------

    @property
    def secret(self) -> str:
        """What `Authorization` says behind `key=`."""
        scheme, _, secret = (self.request.header("Authorization") or "").strip().partition("=")
        return secret.strip() if scheme.strip().lower() == "key" else ""

    @cached_property
    def app(self) -> PushApp | None:
        """The push app of the secret."""
        return self.cloud.app_with("app_secret", self.secret) if self.secret else None

    @property
    def push_app(self) -> PushApp:
        """The push app; where a waived rule let an unknown secret through, the first of the console."""
        return self.app or self.cloud.apps[0]

    @property
    def app_id(self) -> str:
        """Identifier of the push app."""
        return self.push_app.values["app_id"]

    @property
    def wrong_packages(self) -> list[str]:
        """Packages of the call that are not the app's."""
        named = {package for message in self.messages for package in message.packages}
        if not self.messages:
            named = set(self.values("restricted_package_name"))
        return sorted(named - {self.push_app.package})

    # -- what follows from the fields -------------------------------------------------------------------------------

    @property
    def targets(self) -> Iterator[str]:
        """All targets, of all messages."""
        return (target for message in self.messages for target in message.targets)

    @cached_property
    def _today(self) -> date:
        return self.cloud.kit.clock.today

    def edition(self, dated: Dated[ValueT]) -> ValueT:
        """Return the value of *dated* that holds today."""
        return dated.on(self._today).value

    def channel_class(self, channel_id: str) -> MessageClass | None:
        """Return what *channel_id* makes of a message; `None` for a channel that Xiaomi has not approved."""
        app = self.push_app
        if channel_id == app.values.get("channel_id"):
            return MessageClass.PRIVATE if app.has_system_messages else None
        given = app.channels.get(channel_id)
        return None if given is None else MessageClass(given)

    def class_of(self, message: Message) -> MessageClass:
        """Return the message's class; where a waived rule let a wrong channel through, the one it should have been."""
        if not self.edition(facts.HAS_CLASSES):
            return MessageClass.UNCLASSED
        channel_id = message.extra("channel_id")
        if not channel_id:
            return MessageClass.DEFAULT
        return self.channel_class(channel_id) or MessageClass.PRIVATE

    def channel_is_wrong(self, message: Message) -> bool:
        """Return whether Xiaomi does not know the channel, or wants one and there is none."""
        if not self.edition(facts.HAS_CLASSES):
            return False
        channel_id = message.extra("channel_id")
        if not channel_id:
            return self.push_app.needs_channel
        return self.channel_class(channel_id) is None

    def life_ms_max(self, message: Message) -> int:
        """Return how long the message may wait at most; what asks for longer is cut."""
        if not self.edition(facts.LIVES_BY_CLASS):
            return facts.LIFE_MS_MAX_OLD.value
        is_private = self.class_of(message) is MessageClass.PRIVATE
        return (facts.LIFE_MS_MAX_PRIVATE if is_private else facts.LIFE_MS_MAX_PUBLIC).value

    def life_ms(self, message: Message) -> int:
        """Return how long the message waits."""
        longest = self.life_ms_max(message)
        return min(message.number("time_to_live", longest) or longest, longest)

    def ahead_ms(self, message: Message) -> int:
        """Return in how many milliseconds the message is to be sent."""
        wanted = message.number("time_to_send", 0) or 0
        return max(0, wanted - self.cloud.kit.clock.epoch_ms)


def _form(text: str) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def _listed(text: str) -> list[str]:
    """Return what stands between the commas; a client that ends its list with one means nothing by it."""
    return [item for item in text.split(",") if item]


def _targets(form: Mapping[str, str], by: By) -> list[str]:
    match by:
        case By.ALL:
            return []
        case By.TOPIC:
            return [form["topic"]] if form.get("topic") else []
        case By.TOPICS:
            return [topic for topic in form.get("topics", "").split(TOPIC_MARK) if topic]
        case _:
            return _listed(form.get(by, ""))


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or "target" not in entry:
        return False
    message = entry.get("message")
    return isinstance(message, dict) and isinstance(message.get("extra") or {}, dict)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
