"""One request to vivo's simulated cloud, as its rules look at it."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import msgspec

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import AccessToken
from simulator.kernel.lazy import lazy
from simulator.network.http import Request
from simulator.network.json_body import object_or_none
from simulator.vendors.vivo import facts

if TYPE_CHECKING:
    from simulator.vendors.vivo.cloud import VivoCloud

PUSH_TO_LIST = "/message/pushToList"
AUTH = "/message/auth"
BROADCAST = "/message/all"
TAG_PUSH = "/message/tagPush"
LIVE_MESSAGE = "/livemessage/send"
_OWN_TO_LIST = frozenset({"appId", "regIds", "aliases", "taskId", "requestId", "pushMode"})
"""Fields of `pushToList` itself; the message comes from the stored payload."""


def tidy_path(path: str) -> str:
    """Return *path* without what public clients put into it: a blank at its end."""
    return unquote(path).strip() if "%" in path or " " in path else path


class VivoCall(VendorCall["VivoCloud"]):
    """One request. Numbers may come as text and texts as numbers, as several public clients send them.

    Attributes:
        path: Without what clients put into it by mistake.
        body: The JSON object, for a list push with the stored message in it. Unknown fields are there too.
        token: The access token it came with; `None` when that is missing, wrong or expired.
    """

    def __init__(self, cloud: "VivoCloud", request: Request) -> None:
        """Read *request*; a body that is not a JSON object counts as empty."""
        super().__init__(cloud, request)
        self.path = tidy_path(request.path)
        self.body: Mapping[str, Any] = object_or_none(request.body) or {}
        self.token: AccessToken | None = None
        if self.path != AUTH:  # where some clients send one too, and it means nothing
            self.token = cloud.tokens.valid((request.header("authToken") or "").strip())
        if self.is_list_push:
            self.body = self._with_stored_message()

    def _with_stored_message(self) -> Mapping[str, Any]:
        payload = self.cloud.payloads.get(self.text("taskId"))
        stored = {} if payload is None else payload.message
        return {**stored, **{name: value for name, value in self.body.items() if name in _OWN_TO_LIST}}

    def message_to_store(self) -> Mapping[str, Any]:
        """Return what `saveListPayload` keeps for the list pushes to come."""
        kept = _OWN_TO_LIST - {"pushMode"}
        return {name: value for name, value in self.body.items() if name not in kept}

    @property
    def is_list_push(self) -> bool:
        """Whether this is `pushToList`."""
        return self.path == PUSH_TO_LIST

    @property
    def is_live(self) -> bool:
        """Whether it changes a live notification."""
        return self.path == LIVE_MESSAGE

    @property
    def is_task(self) -> bool:
        """Whether it goes to many phones under one taskId, whose counters vivo keeps."""
        return self.path in {PUSH_TO_LIST, BROADCAST, TAG_PUSH}

    # -- fields -----------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Return whether the field is there and not blank."""
        value = self.body.get(name)
        return value is not None and (not isinstance(value, str) or bool(value.strip()))

    def text(self, name: str) -> str:
        """Return the field as text; numbers too, since some clients send identifiers so."""
        value = self.body.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None or isinstance(value, dict | list) else str(value)

    def number(self, name: str, default: int) -> int | None:
        """Return the field as a whole number, *default* when it is absent, `None` when it is something else."""
        value = self.body.get(name)
        if type(value) is int:
            return value
        if value is None or value == "":
            return default
        if isinstance(value, bool) or not isinstance(value, int | str):
            return None
        try:
            return int(value)
        except ValueError:
            return None

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return the field as a map, empty when it is absent, `None` when it is something else.

        Observed: a server SDK in PHP writes an empty map as it writes an empty array.
        """
        value = self.body.get(name)
        if value in (None, "", []):
            return {}
        return value if isinstance(value, dict) else None

    def texts(self, name: str) -> list[str]:
        """Return the field as a list of texts; empty when it is not one."""
        value = self.body.get(name)
        return [str(item) for item in value] if isinstance(value, list) else []

    def in_query(self, name: str) -> list[str]:
        """Return the comma-separated parts of a query parameter."""
        return [
            part.strip() for part in ",".join(parse_qs(self.request.query).get(name, ())).split(",") if part.strip()
        ]

    # -- whose it is ------------------------------------------------------------------------------------------------

    @lazy
    def app(self) -> PushApp | None:
        """The push app of the token, or of `appId` where there is no token yet."""
        app_id = self.token.app_id if self.token else self.text("appId").strip()
        return self.cloud.app_with("app_id", app_id)

    # -- whom it is for ---------------------------------------------------------------------------------------------

    @lazy
    def targets(self) -> Sequence[str]:
        """The regIds, or the aliases where there is no regId; empty for a call that names none."""
        if self.is_list_push:
            return self.texts("regIds") or self.texts("aliases")
        target = self.text("regId") or self.text("alias")
        return [target] if target else []

    @property
    def names_aliases(self) -> bool:
        """Whether the targets are aliases."""
        return not self.texts("regIds") if self.is_list_push else not self.has("regId")

    # -- what follows from the fields -------------------------------------------------------------------------------

    @lazy
    def is_test(self) -> bool:
        """Whether this is a test push (`pushMode` 1)."""
        return self.number("pushMode", 0) == 1

    @lazy
    def message_class(self) -> int | None:
        """0 operation, 1 system; which one is meant when the field is absent changed over the years."""
        return self.number("classification", self.edition(facts.DEFAULT_CLASS))

    @property
    def sent_key(self) -> tuple[object, ...]:
        """What its messages are counted under, for the day's number."""
        return ("sent", self.app_id, self.message_class, self.is_test)

    @lazy
    def is_operation(self) -> bool:
        """Whether this is an operation (marketing) message."""
        return self.message_class == 0

    @property
    def is_silent(self) -> bool:
        """Whether it is posted without a sound: by `notifyType`, or because its class has none."""
        # Differs: vibration is not simulated, so that a message that only vibrates counts as one without a sound.
        return self.number("notifyType", 1) in {1, 3} or (self.is_operation and self.edition(facts.OPERATION_IS_SILENT))

    @property
    def is_news(self) -> bool:
        """Whether the app is one for news, which may send more operation messages."""
        return facts.NEWS_RIGHT in self.push_app.rights

    @lazy
    def click_kind(self) -> int | None:
        """`skipType`."""
        return self.number("skipType", 0)

    def length(self, name: str) -> int:
        """Return the length of a shown text, as vivo counts it on this day."""
        text = self.text(name)
        if not self.edition(facts.COUNTS_WIDE_AS_TWO):
            return len(text)
        return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

    @property
    def page_too_long(self) -> bool:
        """Whether `skipContent` exceeds what a custom action or a page may have."""
        return len(self.text("skipContent")) > self.edition(facts.PAGE_LENGTH_MAX)

    def ttl_is_wrong(self, seconds_min: int) -> bool:
        """Return whether `timeToLive` is outside its bounds; above today's longest life it is cut, not refused."""
        seconds = self.number("timeToLive", seconds_min)
        if seconds == 0:  # what vivo's own SDK sends where nobody has set it
            return False
        if seconds is None or seconds < seconds_min:
            return True
        is_cut = self.today >= facts.TTL_CUT_SINCE
        return not is_cut and seconds > self.edition(facts.TTL_S_MAX)

    @property
    def ttl_s(self) -> int:
        """Seconds the message lives."""
        default = self.edition(facts.OPERATION_TTL_S) if self.is_operation else facts.SYSTEM_TTL_S.value
        seconds = self.number("timeToLive", default) or default
        return min(seconds, self.edition(facts.TTL_S_MAX))

    @property
    def extra(self) -> Mapping[str, Any]:
        """`extra`; empty where it is no map."""
        return self.mapping("extra") or {}

    @lazy
    def timed(self) -> "TimedDisplay | None":
        """`timedDisplay`; `None` for a message that is shown when it comes."""
        wanted = self.mapping("timedDisplay")
        if not wanted:
            return None
        begin, end = wanted.get("showStartTime"), wanted.get("showEndTime")
        return TimedDisplay(
            begin if type(begin) is int else 0, end if type(end) is int else 0, wanted.get("overtimeDisplay") is True
        )

    @property
    def custom_map(self) -> Mapping[str, str]:
        """`clientCustomMap`; only its texts, where a waived rule let something else through."""
        pairs = self.mapping("clientCustomMap") or {}
        return {key: value for key, value in pairs.items() if isinstance(value, str)}

    @property
    def custom_map_is_wrong(self) -> bool:
        """Whether `clientCustomMap` is too long, or holds anything but text."""
        pairs = self.mapping("clientCustomMap")
        if pairs is None or len(pairs) != len(self.custom_map):
            return True
        return sum(len(key) + len(value) for key, value in pairs.items()) > facts.CUSTOM_LENGTH_MAX.value


class TimedDisplay(msgspec.Struct, frozen=True):
    """When a message is to be shown: from *begin_ms* to *end_ms*, both since 1970; 0 for what is no time.

    Attributes:
        when_over: It is shown also when it reaches its phone later.
    """

    begin_ms: int
    end_ms: int
    when_over: bool
