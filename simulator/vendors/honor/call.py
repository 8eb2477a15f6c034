"""One request to Honor's simulated cloud, as its rules look at it."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import AccessToken
from simulator.kernel.lazy import lazy
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.form import form_pairs
from simulator.network.http import Request
from simulator.network.json_body import object_or_none
from simulator.vendors.honor import facts

if TYPE_CHECKING:
    from simulator.vendors.honor.cloud import HonorCloud

AUTH_PATH = "/auth/token"
OLD_AUTH_PATH = "/auth/realms/developer/protocol/openid-connect/token"
SEND_PATH = "/api/v1/{appId}/sendMessage"
_SEND = re.compile(r"/api/v1/([^/]+)/sendMessage")
_SECONDS = re.compile(r"([0-9]{1,9})s?")
_NUMBER = re.compile(r"-?[0-9]{1,18}")

_encode = msgspec.json.encode

GRANT_TYPE = "client_credentials"
GRANT_TYPE_BY_MISTAKE = "grant_type"


def _leniency(name: str, what: str) -> Fact[bool]:
    return Fact(f"honor.{name}", True, Source("public clients of the Honor push server API", what, grade=Grade.ASSUMED))


# Assumed: that Honor takes these. Public clients send them, and nobody says that they fail.
GRANT_TYPE_REPEATED = _leniency("grant_type_repeated", "grant_type with its own name as value")
BEARER_LEFT_OUT = _leniency("bearer_left_out", "Authorization without Bearer")
HUAWEIS_NAME = _leniency("huaweis_name_for_click_action", "click_action, as Huawei calls it")
ONE_BUTTON = _leniency("one_button_without_a_list", "buttons as one object")
NOTHING_TO_ADD = _leniency("badge_adds_nothing", "addNum 0 beside setNum, or setNum 0 beside addNum")
LIFE_AS_NUMBER = _leniency("life_as_number", "ttl as a number")


class HonorCall(VendorCall["HonorCloud"]):
    """One request. Numbers may come as text and texts as numbers, as several public clients send them.

    Attributes:
        body: The JSON object of a message; empty where the body is none. Unknown fields are there too.
        is_readable: Whether the body is a JSON object.
        token: The access token it came with; `None` when that is missing, unknown or expired.
    """

    def __init__(self, cloud: "HonorCloud", request: Request) -> None:
        """Read *request*, in whatever Content-Type it comes."""
        super().__init__(cloud, request)
        found = object_or_none(request.body)
        self.is_readable = found is not None
        self.body: Mapping[str, Any] = found or {}
        self.token: AccessToken | None = cloud.tokens.valid(self._bearer)

    @lazy
    def form(self) -> Mapping[str, str]:
        """Fields of a token request, which some clients send as JSON."""
        if self.is_readable:
            return {name: str(value) for name, value in self.body.items()}
        return {name: value for name, value in form_pairs(self.request.body, errors="replace") if value}

    @property
    def _has_bearer(self) -> bool:
        return (self.request.header("Authorization") or "").strip().lower().startswith("bearer ")

    @property
    def _bearer(self) -> str:
        """The access token; one public client leaves the word in front of it out."""
        written = (self.request.header("Authorization") or "").strip()
        return written.partition(" ")[2].strip() if self._has_bearer else written

    @property
    def leniencies(self) -> tuple[str, ...]:
        """Names of what Honor is taken to overlook in this message, as far as it does."""
        overlooked = (
            (BEARER_LEFT_OUT, not self._has_bearer),
            (HUAWEIS_NAME, not self.has("clickAction") and self.has("click_action")),
            (ONE_BUTTON, isinstance(self.notification.get("buttons"), dict)),
            (NOTHING_TO_ADD, len(self.badge) < len(self._badge_as_written)),
            (LIFE_AS_NUMBER, isinstance(self.android.get("ttl"), int)),
        )
        return tuple(fact.name for fact, is_met in overlooked if is_met and fact.value)

    @property
    def is_for_token(self) -> bool:
        """Whether it asks for an access token."""
        return self.request.path in {AUTH_PATH, OLD_AUTH_PATH}

    @property
    def grant_type(self) -> str:
        """As asked for; some clients write the field's name where its value belongs."""
        written = self.form.get("grant_type", "")
        return GRANT_TYPE if written == GRANT_TYPE_BY_MISTAKE and GRANT_TYPE_REPEATED.value else written

    # -- whose it is ------------------------------------------------------------------------------------------------

    @property
    def app_id(self) -> str:
        """The appId of the path."""
        found = _SEND.fullmatch(self.request.path)
        return "" if found is None else found[1]

    @lazy
    def app(self) -> PushApp | None:
        """The push app of the access token, or of `client_id` where there is no token yet."""
        if self.token is not None:
            return self.cloud.app_with("app_id", self.token.app_id)
        return self.cloud.app_with("client_id", self.form.get("client_id", "").strip())

    # -- fields -----------------------------------------------------------------------------------------------------

    @lazy
    def android(self) -> Mapping[str, Any]:
        """What is meant for Android phones."""
        return _mapping(self.body.get("android"))

    @lazy
    def notification(self) -> Mapping[str, Any]:
        """The notification for Android phones, with what the outer one has and this one has not."""
        outer, inner = _mapping(self.body.get("notification")), _mapping(self.android.get("notification"))
        return {**outer, **{name: value for name, value in inner.items() if not _is_blank(value)}}

    @property
    def is_notification(self) -> bool:
        """Whether it is shown; a message with data alone is handed to the app."""
        return bool(self.notification)

    def has(self, name: str) -> bool:
        """Return whether the notification has the field, not empty."""
        return not _is_blank(self.notification.get(name))

    def text(self, name: str) -> str:
        """Return a field of the notification as text."""
        return _text(self.notification.get(name))

    def number(self, name: str, default: int) -> int | None:
        """Return a field of the notification as a whole number; see `whole_number`."""
        return whole_number(self.notification.get(name), default)

    @lazy
    def click(self) -> Mapping[str, Any]:
        """What a tap does; some clients have Huawei's name for it."""
        return _mapping(self.notification.get("clickAction") or self.notification.get("click_action"))

    @property
    def click_type(self) -> int | None:
        """1 page, 2 web page, 3 the app."""
        return whole_number(self.click.get("type"), 0)

    def click_text(self, name: str) -> str:
        """Return a field of what a tap does, as text."""
        return _text(self.click.get(name))

    @property
    def buttons(self) -> Sequence[Mapping[str, Any]] | None:
        """The buttons; one client sends a single one without a list around it; `None` for something else."""
        written = self.notification.get("buttons")
        listed = [written] if isinstance(written, dict) else written or []
        return listed if isinstance(listed, list) and all(isinstance(one, dict) for one in listed) else None

    @property
    def button_names(self) -> tuple[str, ...]:
        """What stands on the buttons."""
        return tuple(str(button.get("name")) for button in self.buttons or ())

    @property
    def drawn(self) -> Mapping[str, object]:
        """What else the system draws, by Honor's names: only what the message has."""
        found: dict[str, object] = {name: self.text(name) for name in ("group", "image", "when") if self.has(name)}
        if self.number("style", 0) == 1:
            found |= {"bigTitle": self.text("bigTitle"), "bigBody": self.text("bigBody")}
        if self.button_names:
            found["buttons"] = self.button_names
        return found

    @property
    def _badge_as_written(self) -> Mapping[str, Any]:
        return _mapping(self.notification.get("badge"))

    @lazy
    def badge(self) -> Mapping[str, Any]:
        """What becomes of the number at the app's icon; a client that writes both numbers has 0 where it means none."""
        badge = self._badge_as_written
        given = [name for name in ("addNum", "setNum") if not _is_blank(badge.get(name))]
        if len(given) == 1 or not NOTHING_TO_ADD.value:
            return badge
        none = next((name for name in given if whole_number(badge[name], 1) == 0), "")
        return {name: value for name, value in badge.items() if name != none}

    @property
    def data(self) -> str:
        """Custom content, as it came; that of Android takes the place of the outer one."""
        return _text(self.android.get("data")) or _text(self.body.get("data"))

    @lazy
    def custom(self) -> Mapping[str, str] | None:
        """Custom content of a notification by key, each value as text; `None` when it is no JSON object."""
        if not self.data:
            return {}
        found = object_or_none(self.data)
        if found is None:
            return None
        return {name: value if isinstance(value, str) else _encode(value).decode() for name, value in found.items()}

    @lazy
    def targets(self) -> list[str]:
        """The regIds; Honor calls them tokens. One alone may stand without a list around it."""
        written = self.body.get("token")
        listed = written if isinstance(written, list) else [written]
        return [text for one in listed if (text := _text(one))]

    # -- what follows from the fields -------------------------------------------------------------------------------

    @property
    def bi_tag(self) -> str:
        """What the sender wants back with its receipts; empty for nothing."""
        return _text(self.android.get("biTag"))

    @property
    def is_test(self) -> bool:
        """Whether this is a test message."""
        return self.test_type == 1

    @property
    def test_type(self) -> int | None:
        """`targetUserType`."""
        return whole_number(self.android.get("targetUserType"), 0)

    @property
    def asked_class(self) -> str:
        """The class that the sender asks for."""
        return self.text("importance") or facts.DEFAULT_CLASS.value

    @property
    def message_class(self) -> str:
        """The class that the message has: without the right to the service class it is marketing."""
        return facts.MARKETING if self.is_reclassed else self.asked_class

    @property
    def is_reclassed(self) -> bool:
        """Whether it counts as marketing though the sender asks for the service class."""
        has_right = self.push_app.has_system_messages
        return facts.RECLASSED.value and self.asked_class == facts.SERVICE and not has_right

    @property
    def is_marketing(self) -> bool:
        """Whether it counts as marketing; an unknown class that a waived rule let through does not."""
        return self.message_class == facts.MARKETING

    @property
    def ttl_s(self) -> int | None:
        """Seconds the message lives, `86400s` or a number; `None` when it is something else."""
        written = _text(self.android.get("ttl")).strip()
        if not written:
            return facts.TTL_S_DEFAULT.value
        found = _SECONDS.fullmatch(written)
        return None if found is None else int(found[1])


def whole_number(value: object, default: int) -> int | None:
    """Return *value* as a whole number, *default* when it is absent, `None` when it is something else."""
    if _is_blank(value):
        return default
    written = "" if isinstance(value, bool) else str(value).strip()
    return int(written) if _NUMBER.fullmatch(written) else None


def _is_blank(value: object) -> bool:
    return value is None or value == ""


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
