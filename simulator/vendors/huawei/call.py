"""One request to Huawei's simulated cloud, as its rules look at it."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs

import msgspec

from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import AccessToken
from simulator.kernel.source import Dated
from simulator.network.http import Request
from simulator.vendors.huawei import facts

if TYPE_CHECKING:
    from simulator.vendors.huawei.cloud import HuaweiCloud

ValueT = TypeVar("ValueT")

_TTL = re.compile(r"([0-9]{1,9})(?:\.[0-9]+)?[sS]?")
_SEND_PATH = re.compile(r"/v1/([^/]+)/messages:send")
_NOTHING: Mapping[str, Any] = {}


class HuaweiCall:
    """One request. What its body is follows from the path: the Content-Type of clients is not to be trusted.

    Attributes:
        form: Fields of a token request.
        body: The JSON object of a send, empty when it is none.
        bearer: Access token as it was sent; empty for none.
        token: That token; `None` when it is missing, unknown or expired.
    """

    def __init__(self, cloud: "HuaweiCloud", request: Request) -> None:
        """Read *request*."""
        self.cloud = cloud
        self.request = request
        found = _SEND_PATH.fullmatch(request.path)
        self.path_app_id: str = found[1] if found else ""
        self.form: Mapping[str, str] = _form(request.body) if found is None else {}
        self.body: Mapping[str, Any] = _object_or_empty(request.body) if found else _NOTHING
        scheme, _, text = (request.header("Authorization") or "").strip().partition(" ")
        self.bearer: str = text.strip() if scheme.lower() == "bearer" else ""
        self.token: AccessToken | None = cloud.tokens.valid(self.bearer)

    # -- parts of the message -----------------------------------------------------------------------------------------

    @property
    def has_message(self) -> bool:
        """Whether there is a `message` at all."""
        return isinstance(self.body.get("message"), dict)

    @cached_property
    def message(self) -> Mapping[str, Any]:
        """`message`."""
        return _part(self.body, "message")

    @cached_property
    def android(self) -> Mapping[str, Any]:
        """`message.android`."""
        return _part(self.message, "android")

    @cached_property
    def notification(self) -> Mapping[str, Any]:
        """`message.android.notification`."""
        return _part(self.android, "notification")

    @cached_property
    def click(self) -> Mapping[str, Any]:
        """`click_action` of the notification."""
        return _part(self.notification, "click_action")

    @property
    def is_notification(self) -> bool:
        """Whether it is to be shown; a message with data alone is a pass-through message."""
        return any(isinstance(part.get("notification"), dict) for part in (self.message, self.android))

    @property
    def is_dry_run(self) -> bool:
        """`validate_only`."""
        return self.body.get("validate_only") is True

    def shown(self, name: str) -> str:
        """Return `title`, `body` or `image`: that of the Android part goes first."""
        own = self.notification.get(name)
        value = own if own else _part(self.message, "notification").get(name)
        return value if isinstance(value, str) else ""

    @property
    def data(self) -> str:
        """`data`; that of the Android part goes first."""
        value = self.android.get("data") or self.message.get("data")
        return value if isinstance(value, str) else ""

    @cached_property
    def custom(self) -> Mapping[str, str]:
        """`data` as the extras of the page that a tap opens: its keys, where it is a JSON object."""
        pairs = _object_or_empty(self.data.encode())
        return {key: value if isinstance(value, str) else _text(value) for key, value in pairs.items()}

    @property
    def size_bytes(self) -> int:
        """Bytes of the message without its tokens."""
        rest = {name: value for name, value in self.message.items() if name != "token"}
        return len(msgspec.json.encode(rest))

    # -- what follows from the fields -------------------------------------------------------------------------------

    @property
    def ttl_s(self) -> int | None:
        """Whole seconds that the message lives; `None` when the field is no such text."""
        value = self.android.get("ttl")
        if value is None:
            return facts.TTL_S_DEFAULT.value
        found = _TTL.fullmatch(value) if isinstance(value, str) else None
        return int(found[1]) if found else None

    @property
    def is_test(self) -> bool:
        """`target_user_type` 1: not for ordinary users."""
        return self.android.get("target_user_type") == 1

    @property
    def is_marketing(self) -> bool:
        """Whether it counts as marketing: Huawei told the classes apart from a certain day on."""
        if not self.edition(facts.HAS_CLASSES) or not self.is_notification:
            return False
        asks_for_it = self.android.get("category") == facts.MARKETING_CATEGORY or self.importance == "LOW"
        return asks_for_it or self.is_reclassed

    @property
    def is_reclassed(self) -> bool:
        """Whether it has no category that Huawei accepts, so that its class is Huawei's to say."""
        if not self.edition(facts.HAS_CLASSES) or not self.is_notification:
            return False
        is_classed = self.push_app.has_system_messages and self.android.get("category") in facts.SERVICE_CATEGORIES
        is_marketing = self.android.get("category") == facts.MARKETING_CATEGORY
        return facts.UNCLASSED_IS_MARKETING.value and not is_classed and not is_marketing

    @property
    def importance(self) -> str:
        """`importance`; NORMAL where it is left out."""
        return str(self.notification.get("importance") or "NORMAL")

    @property
    def sound(self) -> str:
        """Name of the sound in the app's res/raw; empty for the phone's own."""
        value = self.notification.get("sound")
        if self.notification.get("default_sound") is not False or not isinstance(value, str):
            return ""
        return value.removeprefix("/raw/")

    def edition(self, dated: Dated[ValueT]) -> ValueT:
        """Return the value of *dated* that holds today."""
        return dated.on(self.cloud.kit.clock.today).value

    # -- whose it is, and for whom ------------------------------------------------------------------------------------

    @cached_property
    def app(self) -> PushApp | None:
        """The push app of the path, or of `client_id` in a token request."""
        return self.cloud.app_with("app_id", self.path_app_id or self.form.get("client_id", ""))

    @property
    def push_app(self) -> PushApp:
        """The push app; where a waived rule let an unknown one through, the first of the console."""
        return self.app or self.cloud.apps[0]

    @property
    def app_id(self) -> str:
        """Identifier of the push app."""
        return self.push_app.values["app_id"]

    @property
    def names_topic(self) -> bool:
        """Whether it goes to a topic and not to tokens."""
        return bool(self.message.get("topic") or self.message.get("condition"))

    @cached_property
    def targets(self) -> list[str]:
        """The tokens, each once."""
        tokens = self.message.get("token")
        return list(dict.fromkeys(str(one) for one in tokens)) if isinstance(tokens, list) else []


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = whole.get(name)
    return value if isinstance(value, dict) else _NOTHING


def _form(body: bytes) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _object_or_empty(body: bytes) -> Mapping[str, Any]:
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _NOTHING
    return value if isinstance(value, dict) else _NOTHING


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
