"""One message of a request to OPPO's simulated cloud, as its rules look at it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import AccessToken
from simulator.kernel.lazy import lazy
from simulator.kernel.units import SECOND_MS
from simulator.network.form import form_pairs
from simulator.network.http import Request
from simulator.network.json_body import json_or_none, object_or_none
from simulator.network.multipart import read_multipart
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.paths import BIG_PICTURE, BROADCAST, IN_JSON, SAVE, SMALL_PICTURE, UNICAST_BATCH

if TYPE_CHECKING:
    from simulator.vendors.oppo.cloud import OppoCloud

EVERYBODY, BY_REG_ID, BY_OLD_ALIAS, BY_ALIAS, BY_TAG = 1, 2, 3, 5, 6
"""`target_type`; 3 is the older number of aliases."""
OPEN_APP, ACTION, URL, ACTIVITY, SCHEME = 0, 1, 2, 4, 5
"""`click_action_type`."""
STANDARD, LONG_TEXT, BIG_PICTURE_STYLE, MEDIUM_PICTURE_STYLE = 1, 2, 3, 4
"""`style`."""

_OWN_TO_CALL = frozenset({"auth_token", "sdk_version"})
"""Fields of a flat form that are not the notification's."""
_EMPTY: Mapping[str, Any] = MappingProxyType({})
_HOLE = re.compile(r"\$\s*\{\s*(\w+)\s*\}\s*\$")
"""Where a value goes in the text of a private template."""
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}

_encode = msgspec.json.encode


class OppoCall(VendorCall["OppoCloud"]):
    """One request with one message; for a batch, what all its messages share, with each of them as a call of its own.

    Numbers and flags may come as text, as several public clients send them, and names of fields as in OPPO's example
    for single messages, which spells them `clickActionType`.

    Attributes:
        form: Fields of the request's body.
        files: Its parts as bytes, where it has parts: an upload.
        is_utf8: Whether the body could be read.
        message: The JSON object of a single message; for a broadcast the same made of the form and what was stored.
    """

    message: Mapping[str, Any]

    def __init__(
        self, cloud: "OppoCloud", request: Request, batch: "OppoCall | None" = None, message: Mapping[str, Any] = _EMPTY
    ) -> None:
        """Read *request*, or take one *message* out of the *batch* that it is."""
        super().__init__(cloud, request)
        self._batch = batch
        self.files: Mapping[str, bytes] = {}
        if batch is None and request.path in {BIG_PICTURE, SMALL_PICTURE}:
            self.files = read_multipart(request.header("Content-Type") or "", request.body)
            texts = {name: value.decode("utf-8", "replace") for name, value in self.files.items()}
            self.form, self.is_utf8, self.message = texts, True, _EMPTY
        elif batch is None and request.path in IN_JSON:
            self.form, self.is_utf8 = _json_form(request.body)
            self.message = _EMPTY
        elif batch is None:
            self.form, self.is_utf8 = _form(request.body)
            self.message = self._read_message()
        else:
            self.form, self.is_utf8, self.message = batch.form, batch.is_utf8, message

    def _read_message(self) -> Mapping[str, Any]:
        match self.request.path:
            case path if path == SAVE:
                return {"notification": {name: value for name, value in self.form.items() if name not in _OWN_TO_CALL}}
            case path if path == BROADCAST:
                stored = self.cloud.stored_message(self)
                return {**self.form, "notification": {} if stored is None else stored.notification}
            case _:
                return object_or_none(self.form.get("message", "")) or {}

    @lazy
    def parts(self) -> Sequence["OppoCall"]:
        """The messages of a batch, each as a call of its own; what is no object counts as an empty one."""
        items = json_or_none(self.form.get("messages", ""))
        if not isinstance(items, list):
            return ()
        return [OppoCall(self.cloud, self.request, self, item if isinstance(item, dict) else {}) for item in items]

    # -- whose it is ------------------------------------------------------------------------------------------------

    @lazy
    def token_text(self) -> str:
        """`auth_token`, from the form, the query or a header."""
        in_query = dict(form_pairs(self.request.query.encode(), errors="replace"))
        text = self.form.get("auth_token") or in_query.get("auth_token") or self.request.header("auth_token")
        return (text or "").strip()

    @lazy
    def token(self) -> AccessToken | None:
        """The access token; `None` when it is missing, wrong, expired or of the other cluster."""
        if self._batch is not None:
            return self._batch.token
        return self.cloud.tokens_of(self.request.host).valid(self.token_text)

    @lazy
    def app(self) -> PushApp | None:
        """The push app of the token, or of `app_key` where there is no token yet."""
        if self.token is not None:
            return self.cloud.app_with("app_id", self.token.app_id)
        return self.cloud.app_with("app_key", self.form.get("app_key", "").strip())

    @property
    def caller_is_blocked(self) -> bool:
        """Whether the caller's address, as a proxy on its way names it, is on the app's black list in the console."""
        address = (self.request.header("X-Forwarded-For") or "").partition(",")[0].strip()
        return address in self.push_app.barred

    @property
    def is_abroad(self) -> bool:
        """Whether the call was made to the cluster for phones outside mainland China."""
        return self.cloud.is_abroad(self.request.host)

    # -- whom it is for ---------------------------------------------------------------------------------------------

    @lazy
    def target_type(self) -> int | None:
        """How the targets are named; `None` for no number."""
        return _whole(self.message.get("target_type"), 0)

    @lazy
    def targets(self) -> Sequence[str]:
        """What `target_value` names: one for a single message, any number for a broadcast; empty for everybody."""
        if self.request.path == SAVE:
            return ()
        if self.request.path == UNICAST_BATCH and self._batch is None:
            return [target for part in self.parts for target in part.targets]
        value = _text(self.message.get("target_value")) or _text(self.message.get("registration_id"))
        if self.request.path != BROADCAST:
            # One public client joins a list, even of one, with commas.
            return [value.strip().rstrip(",")] if value else []
        if self.target_type == EVERYBODY:
            return self.cloud.registrations.valid_reg_ids(self.app_id)
        return [one for one in value.split(";") if one]

    @property
    def names_reg_ids(self) -> bool:
        """Whether the targets are registration ids, and not aliases or tags."""
        return self.target_type in {EVERYBODY, BY_REG_ID}

    @lazy
    def reg_ids(self) -> Sequence[str]:
        """The targets as registration ids; an alias or a tag that stands for none is left as it is."""
        if self.request.path == UNICAST_BATCH and self._batch is None:
            return [reg_id for part in self.parts for reg_id in part.reg_ids]
        if self.names_reg_ids or not self.targets:
            return self.targets
        known = self._tagged if self.target_type == BY_TAG else self._named
        found = [known(name) or [name] for name in self.targets]
        return list(dict.fromkeys(reg_id for reg_ids in found for reg_id in reg_ids))

    def _named(self, alias: str) -> list[str]:
        return self.cloud.choices.aliases.reg_ids(self.app_id, alias)

    def _tagged(self, text: str) -> list[str]:
        """Return the registration ids of a tag, or of an expression such as `{"and": ["vip"], "not": ["old"]}`."""
        tags = self.cloud.choices.tags
        expression = json_or_none(text)
        if not isinstance(expression, dict):
            return tags.reg_ids(self.app_id, text)
        sets = {
            word: [set(tags.reg_ids(self.app_id, str(tag))) for tag in names]
            for word, names in expression.items()
            if isinstance(names, list)
        }
        needed = [*sets.get("and", ()), *([set().union(*sets["or"])] if sets.get("or") else ())]
        wanted = set.intersection(*needed).difference(*sets.get("not", ())) if needed else set()
        return [reg_id for reg_id in self.cloud.registrations.valid_reg_ids(self.app_id) if reg_id in wanted]

    # -- the notification -------------------------------------------------------------------------------------------

    @lazy
    def notification(self) -> Mapping[str, Any]:
        """The notification, names as in OPPO's tables."""
        given = self.message.get("notification")
        return {_snake(name): value for name, value in given.items()} if isinstance(given, dict) else {}

    def has(self, name: str) -> bool:
        """Return whether the field is there and not empty."""
        value = self.notification.get(name)
        return value is not None and value != ""

    def text(self, name: str) -> str:
        """Return the field as text; numbers too."""
        return _text(self.notification.get(name))

    def number(self, name: str, default: int) -> int | None:
        """Return the field as a whole number, *default* when it is absent, `None` when it is something else."""
        return _whole(self.notification.get(name), default)

    def flag(self, name: str, *, default: bool) -> bool | None:
        """Return the field as a flag, *default* when it is absent, `None` when it is something else."""
        value = self.notification.get(name)
        if value is None or value == "":
            return default
        return value if isinstance(value, bool) else _TRUTHS.get(str(value).lower())

    def longer(self, name: str, most: int) -> bool:
        """Return whether the field has more than *most* characters; an emoji counts as one."""
        return len(self.text(name)) > most

    # -- what follows from the fields -------------------------------------------------------------------------------

    @property
    def is_private(self) -> bool:
        """Whether the message is of the unlimited private class: its channel is approved as such in the console."""
        app, channel_id = self.push_app, self.text("channel_id")
        if not channel_id or not app.has_system_messages:
            return False
        return channel_id == app.values.get("channel_id") or app.channels.get(channel_id) == "private"

    @property
    def click_type(self) -> int | None:
        """What the tap does."""
        return self.number("click_action_type", OPEN_APP)

    @property
    def style(self) -> int | None:
        """1 standard, 2 long text, 3 and 4 with a picture."""
        return self.number("style", STANDARD)

    @property
    def content_is_too_long(self) -> bool:
        """Whether `content` exceeds what its style allows."""
        dated = facts.LONG_CONTENT_LENGTH_MAX if self.style == LONG_TEXT else facts.CONTENT_LENGTH_MAX
        return self.longer("content", self.edition(dated))

    @property
    def parameters(self) -> Mapping[str, str] | None:
        """`action_parameters` as texts by key, nested values as their JSON; `None` when it is no JSON object."""
        pairs = self.json_object("action_parameters")
        if pairs is None:
            return None
        return {key: value if isinstance(value, str) else _encode(value).decode() for key, value in pairs.items()}

    def json_object(self, name: str) -> Mapping[str, Any] | None:
        """Return the JSON object in the field, also where it is a text; empty for none, `None` for something else."""
        if not self.has(name):
            return {}
        given = self.notification[name]
        pairs = given if isinstance(given, dict) else json_or_none(str(given))
        return pairs if isinstance(pairs, dict) else None

    def filled(self, name: str) -> str:
        """Return the title or content with the holes of its private template filled."""
        values = self.json_object(f"private_{name}_parameters") or {}
        return _HOLE.sub(lambda hole: _text(values.get(hole[1], hole[0])), self.text(name))

    @property
    def show_time(self) -> tuple[int, int]:
        """Milliseconds since 1970 from which and until which the notification is to be shown; 0 for none."""
        if self.number("show_time_type", 0) != 1:
            return 0, 0
        return self.number("show_start_time", 0) or 0, self.number("show_end_time", 0) or 0

    def delay_ms(self, place: int) -> int:
        """Return the delay, in milliseconds, of the target at *place* (from 0) of a broadcast."""
        delay_ms = 0
        if self.target_type == EVERYBODY and self.number("push_time_type", 0) == 1:
            start_ms = self.number("push_start_time", 0) or 0
            delay_ms = max(start_ms - self.cloud.kit.clock.epoch_ms, 0)
        if self.flag("fix_speed", default=False):
            delay_ms += place * SECOND_MS // (self.number("fix_speed_rate", 0) or 1)
        return delay_ms

    @property
    def wants_receipts(self) -> bool:
        """Whether somebody is to be told what becomes of the message, and OPPO tells it for such targets."""
        if not self.has("call_back_url") or self.target_type == EVERYBODY:
            return False
        return self.target_type == BY_REG_ID or (
            self.target_type in {BY_OLD_ALIAS, BY_ALIAS} and self.edition(facts.RECEIPTS_FOR_ALIASES)
        )

    @property
    def device_daily_max(self) -> int:
        """How many messages of the public class one phone gets from the app in a day."""
        most = self.edition(facts.PUBLIC_PER_DEVICE_MAX)
        return max(most, facts.NEWS_PER_DEVICE_MAX.value) if facts.NEWS_RIGHT in self.push_app.rights else most

    @property
    def ttl_s(self) -> int:
        """Seconds the message waits for its phone; a longer life than the longest is cut."""
        seconds = self.number("off_line_ttl", facts.TTL_S.value)
        # A waived rule lets a wrong value through: then it is as if none had been named.
        return min(facts.TTL_S.value if seconds is None or seconds < 0 else seconds, self.edition(facts.TTL_S_MAX))

    @property
    def show_ttl_s_max(self) -> int:
        """Longest `show_ttl` of the message's class."""
        most = facts.SHOW_TTL_S_MAX_PRIVATE if self.is_private else facts.SHOW_TTL_S_MAX_PUBLIC
        return most.value


def _form(body: bytes) -> tuple[dict[str, str], bool]:
    """Return the fields of a form, and whether it could be read as UTF-8."""
    try:
        return dict(form_pairs(body)), True
    except UnicodeDecodeError:
        return dict(form_pairs(body, errors="replace")), False


def _json_form(body: bytes) -> tuple[dict[str, str], bool]:
    """Return the fields of a JSON object as texts, lists joined by commas, and whether it could be read as UTF-8."""
    try:
        given = json_or_none(body.decode())
    except UnicodeDecodeError:
        return {}, False
    if not isinstance(given, dict):
        return {}, True
    lists = {name: ",".join(map(_text, value)) for name, value in given.items() if isinstance(value, list)}
    return {name: _text(value) for name, value in given.items()} | lists, True


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _whole(value: object, default: int) -> int | None:
    if value is None or value == "":
        return default
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower() if name != "auditResponse" else name
