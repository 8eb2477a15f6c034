"""One request to Xiaomi's simulated cloud, as its rules look at it: a form, or for several messages a list in one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp
from simulator.kernel.lazy import lazy
from simulator.network.form import form_pairs
from simulator.network.http import Request
from simulator.network.multipart import MEDIA_TYPE, read_multipart
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.message import By, Message, MessageClass, listed

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_EXTRA = "extra."
CHINA, ABROAD = "CN", "GLOBAL"
TOPIC_MARK = ";$;"
_NAMED: Mapping[str, By] = {
    "registration_ids": By.REG_ID,
    "registration_id": By.REG_ID,
    "aliases": By.ALIAS,
    "alias": By.ALIAS,
    "user_accounts": By.ACCOUNT,
    "user_account": By.ACCOUNT,
    "topics": By.TOPICS,
    "topic": By.TOPIC,
}
"""Fields in which calls that send nothing name somebody, the narrower ones first."""

_decode = msgspec.json.decode


class XiaomiCall(VendorCall["XiaomiCloud"]):
    """One request.

    Attributes:
        query: Fields behind the path.
        form: Fields of the body, and of the query those that the body has not; those that are repeated, joined with
            commas.
        by: How its path has the targets named; `None` for a path that sends nothing.
        messages: One, or for a multi-message path as many as the form lists.
        is_multi: Whether each target has a message of its own.
        is_unreadable: Whether that list is no JSON.
        is_malformed: Whether it is JSON of another shape.
        is_not_text: Whether the body is no UTF-8, where it should be a form.
    """

    def __init__(self, cloud: "XiaomiCloud", request: Request, by: By | None, *, is_multi: bool) -> None:
        """Read *request*, in whatever Content-Type it comes; it is decoded once."""
        super().__init__(cloud, request)
        self.by = by
        self.is_multi = is_multi
        self.query: Mapping[str, str] = _form(request.query)
        form = _body_form(request)
        self.is_not_text = form is None
        # Observed: server SDKs in Python and in Erlang post all fields behind the path, and no body.
        self.form: Mapping[str, str] = {**self.query, **(form or {})}
        self.is_unreadable = False
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
            entries = _decode(self.form.get("messages", "").encode())
        except (msgspec.DecodeError, RecursionError):
            self.is_unreadable = True
            return
        self.is_malformed = not isinstance(entries, list) or not all(map(_is_entry, entries))
        if not self.is_malformed:
            self.messages = tuple(self._entry(entry, self.by) for entry in entries)

    def _entry(self, entry: Mapping[str, Any], by: By) -> Message:
        written = entry["message"]
        fields = {name: _text(value) for name, value in written.items() if name != "extra"}
        if self.form.get("time_to_send", "0") != "0":
            fields["time_to_send"] = self.form["time_to_send"]
        extras = {str(name): _text(value) for name, value in (written.get("extra") or {}).items()}
        return Message(fields, extras, by, [str(entry["target"])])

    def value(self, name: str) -> str:
        """Return a field; empty when it is absent."""
        return self.form.get(name, "")

    def values(self, name: str) -> list[str]:
        """Return a field that is a list with commas.

        Per the vendor's Java SDK: where a list comes first in its form, the `&` between the pairs is missing.
        """
        return [one for glued in self.value(name).split(f"{name}=") for one in listed(glued)]

    @property
    def named(self) -> tuple[By, Sequence[str]]:
        """Whom a call names that is no message: the kind of names, and those."""
        for field, by in _NAMED.items():
            if self.value(field):
                is_topics = by is By.TOPICS
                return by, self.value(field).split(TOPIC_MARK) if is_topics else self.values(field)
        return By.REG_ID, ()

    @property
    def wants_jobs(self) -> bool:
        """Whether one of its messages is to be sent later."""
        return any(self.ahead_ms(message) for message in self.messages)

    # -- whose it is ------------------------------------------------------------------------------------------------

    @property
    def secret(self) -> str:
        """What `Authorization` says behind `key=`."""
        scheme, _, secret = (self.request.header("Authorization") or "").strip().partition("=")
        return secret.strip() if scheme.strip().lower() == "key" else ""

    @lazy
    def app(self) -> PushApp | None:
        """The push app of the secret."""
        return self.cloud.app_with("app_secret", self.secret) if self.secret else None

    @property
    def region(self) -> str:
        """Where the host is that the call went to."""
        return ABROAD if ".global." in self.request.host else CHINA

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

    def channel_class(self, channel_id: str) -> MessageClass | None:
        """Return what *channel_id* makes of a message; `None` for a channel that Xiaomi has not approved."""
        app = self.push_app
        if channel_id == app.values.get("channel_id"):
            return MessageClass.PRIVATE if app.has_system_messages else None
        return self.cloud.channels.class_of(app, channel_id)

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

    def late_ms(self, message: Message) -> int:
        """Return how many milliseconds ago the message was to be sent; 0 for one without such an instant."""
        wanted = message.number("time_to_send", 0) or 0
        return max(0, self.cloud.kit.clock.epoch_ms - wanted) if wanted > 0 else 0

    def ahead_ms(self, message: Message) -> int:
        """Return in how many milliseconds the message is to be sent."""
        wanted = message.number("time_to_send", 0) or 0
        return max(0, wanted - self.cloud.kit.clock.epoch_ms)


def _body_form(request: Request) -> Mapping[str, str] | None:
    """Return the fields of the body; `None` where it is no UTF-8."""
    content_type = request.header("Content-Type") or ""
    try:
        # Assumed: that this is a form too. Public senders in Node and PHP post it, and nobody says that it fails.
        if content_type.lower().startswith(MEDIA_TYPE):
            return {name: value.decode() for name, value in read_multipart(content_type, request.body).items()}
        return _form(request.body.decode())
    except UnicodeDecodeError:
        return None


def _form(text: str) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for name, value in form_pairs(text.encode(), errors="replace"):
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def _targets(form: Mapping[str, str], by: By) -> list[str]:
    match by:
        case By.ALL | By.DEVICE_ID:
            return []
        case By.TOPICS:
            return [topic for topic in form.get("topics", "").split(TOPIC_MARK) if topic]
        case _:
            return listed(form.get(by, ""))


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or "target" not in entry:
        return False
    message = entry.get("message")
    return isinstance(message, dict) and isinstance(message.get("extra") or {}, dict)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
