"""One request to Huawei's simulated cloud, as its rules look at it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import msgspec

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import AccessToken
from simulator.kernel.lazy import lazy
from simulator.network.http import Request
from simulator.network.json_body import json_or_none
from simulator.vendors.huawei import facts, old_message, scenario_messages
from simulator.vendors.huawei.jwt import ServiceAccountToken, looks_like_one, read
from simulator.vendors.huawei.parts import NOTHING, encoded, object_of, part, text_of

if TYPE_CHECKING:
    from simulator.vendors.huawei.cloud import HuaweiCloud

OLD_PATH = "/pushsend.do"
_TTL = re.compile(r"([0-9]{1,9})(?:\.[0-9]+)?[sS]?")
_API_PATH = re.compile(r"/(v[123])/([^/]+)/[a-z]+:[a-z]+")


class HuaweiCall(VendorCall["HuaweiCloud"]):
    """One request. What its body is follows from the path: the Content-Type of clients is not to be trusted.

    Attributes:
        version: `v1` to `v3` of the push API; empty for OAuth and for the old gateway.
        owner: AppID in the path, from version 2 on the project's ID.
        is_old: It is for the gateway of HMS 2.x.
        form: Fields of a request that is a form.
        sent: The JSON object of any other, empty when it is none.
        body: What is to be sent, in the words of version 1.
        push_type: The header of version 3.
        bearer: Access token as it was sent; empty for none.
        token: That token, ended or not; `None` when it is missing or unknown.
        account_token: What stands in its place, made by a service account; `None` for none.
    """

    def __init__(self, cloud: "HuaweiCloud", request: Request) -> None:
        """Read *request*."""
        super().__init__(cloud, request)
        path = unquote(request.path)
        found = _API_PATH.fullmatch(path)
        self.version: str = found[1] if found else ""
        self.owner: str = found[2] if found else ""
        self.is_old: bool = path == OLD_PATH
        self.form: Mapping[str, str] = NOTHING if found else _form(request.body)
        self.sent: Mapping[str, Any] = object_of(json_or_none(request.body)) if found else NOTHING
        self.push_type: str = (request.header("push-type") or "").strip()
        self.body: Mapping[str, Any] = self._in_words_of_v1()
        self.bearer: str = self._bearer()
        self.token: AccessToken | None = cloud.tokens.find(self.bearer)
        self.account_token: ServiceAccountToken | None = None
        if not self.is_old and looks_like_one(self.bearer):
            self.account_token = read(self.bearer, cloud.apps, cloud.kit.clock.sender_epoch_s)

    def _in_words_of_v1(self) -> Mapping[str, Any]:
        if self.is_old:
            return old_message.as_v1(self.form, self.cloud.kit.clock.now)
        return scenario_messages.as_v1(self.sent, self.push_type) if self.version == "v3" else self.sent

    def _bearer(self) -> str:
        header = (self.request.header("Authorization") or "").strip()
        if self.is_old:
            return self.form.get("access_token") or header
        scheme, _, text = header.partition(" ")
        return text.strip() if scheme.lower() == "bearer" else ""

    @lazy
    def context(self) -> Mapping[str, Any]:
        """`nsp_ctx` of the old gateway."""
        asked = parse_qs(self.request.query).get("nsp_ctx", [""])[0] or self.form.get("nsp_ctx", "")
        return object_of(json_or_none(asked.encode()))

    @property
    def is_text(self) -> bool:
        """Whether the body is UTF-8."""
        try:
            self.request.body.decode()
        except UnicodeDecodeError:
            return False
        return True

    # -- parts of the message -----------------------------------------------------------------------------------------

    @property
    def has_message(self) -> bool:
        """Whether there is a `message` at all."""
        return isinstance(self.body.get("message"), dict)

    @lazy
    def message(self) -> Mapping[str, Any]:
        """`message`."""
        return part(self.body, "message")

    @lazy
    def android(self) -> Mapping[str, Any]:
        """`message.android`."""
        return part(self.message, "android")

    @lazy
    def notification(self) -> Mapping[str, Any]:
        """`message.android.notification`."""
        return part(self.android, "notification")

    @lazy
    def click(self) -> Mapping[str, Any]:
        """`click_action` of the notification."""
        return part(self.notification, "click_action")

    @lazy
    def is_notification(self) -> bool:
        """Whether it is to be shown; a message with data alone is a pass-through message."""
        return any(isinstance(part.get("notification"), dict) for part in (self.message, self.android))

    @property
    def is_dry_run(self) -> bool:
        """`validate_only`."""
        return self.body.get("validate_only") is True

    @property
    def category(self) -> str:
        """`category`; empty for none, or for what is no text."""
        return text_of(self.android.get("category"))

    @property
    def receipt_id(self) -> str:
        """Which receipt configuration it asks for; empty for the only one."""
        return str(self.android.get("receipt_id") or "")

    @property
    def bi_tag(self) -> str:
        """What receipts bring back."""
        return str(self.android.get("bi_tag") or "")

    def shown(self, name: str) -> str:
        """Return `title`, `body` or `image`: that of the Android part goes first."""
        own = self.notification.get(name)
        value = own if own else part(self.message, "notification").get(name)
        return value if isinstance(value, str) else ""

    @property
    def data(self) -> str:
        """`data`; that of the Android part goes first."""
        value = self.android.get("data") or self.message.get("data")
        return value if isinstance(value, str) else ""

    @lazy
    def custom(self) -> Mapping[str, str]:
        """`data` as the extras of the page that a tap opens: its keys, where it is a JSON object."""
        pairs = object_of(json_or_none(self.data.encode()))
        return {key: value if isinstance(value, str) else encoded(value) for key, value in pairs.items()}

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
    def night_ends_ms(self) -> int:
        """Virtual time at which the night ends in which it is sent; 0 by day."""
        clock = self.cloud.kit.clock
        if clock.now.time() >= facts.NIGHT_ENDS:
            return 0
        return self.cloud.kit.scheduler.now_ms + clock.ms_until(facts.NIGHT_ENDS)

    @property
    def wakes_app(self) -> bool:
        """Whether it is a data message that starts the app's process: one of urgency HIGH, with the right to it."""
        is_high = self.android.get("urgency") == "HIGH" and facts.HIGH_URGENCY in self.push_app.rights
        return is_high and not self.is_notification

    @property
    def is_marketing(self) -> bool:
        """Whether it counts as marketing: Huawei told the classes apart from a certain day on."""
        if not self.edition(facts.HAS_CLASSES) or not self.is_notification:
            return False
        asks_for_it = self.category == facts.MARKETING_CATEGORY or self.importance == "LOW"
        return asks_for_it or self.is_reclassed

    @property
    def is_reclassed(self) -> bool:
        """Whether it has no category that Huawei accepts, so that its class is Huawei's to say."""
        if not self.edition(facts.HAS_CLASSES) or not self.is_notification:
            return False
        is_classed = self.push_app.has_system_messages and self.category in facts.SERVICE_CATEGORIES
        is_marketing = self.category == facts.MARKETING_CATEGORY
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

    # -- whose it is, and for whom ------------------------------------------------------------------------------------

    @property
    def is_current(self) -> bool:
        """Whether the access token has not ended."""
        return self.token is not None and self.token.ends_ms > self.cloud.kit.scheduler.now_ms

    @property
    def session_app(self) -> PushApp | None:
        """The push app that the access token was given to."""
        if self.account_token is not None:
            return self.account_token.app
        return None if self.token is None else self.cloud.app_with("app_id", self.token.app_id)

    @lazy
    def app(self) -> PushApp | None:
        """The push app that the request names: by AppID, by `client_id`, or by a project of its session's app."""
        if self.version in {"v2", "v3"}:
            own = self.session_app
            is_own = own is not None and own.values.get("project_id") == self.owner
            return own if is_own else self.cloud.app_with("project_id", self.owner)
        named = self.context.get("appId") if self.is_old else self.owner or self.form.get("client_id", "")
        return self.cloud.app_with("app_id", str(named or ""))

    def reaches(self, app_id: str) -> bool:
        """Return whether tokens of this app may be named: those of the app, from version 2 on of its whole project."""
        if self.version not in {"v2", "v3"}:
            return app_id == self.app_id
        project = self.push_app.values.get("project_id")
        return any(
            app.values.get("project_id") == project and app.values["app_id"] == app_id for app in self.cloud.apps
        )

    @property
    def topic(self) -> str:
        """The topic that it goes to; empty for none."""
        return text_of(self.message.get("topic"))

    @property
    def condition(self) -> str:
        """The condition on topics that it goes by; empty for none."""
        return text_of(self.message.get("condition"))

    @property
    def names_topic(self) -> bool:
        """Whether it goes to a topic and not to tokens."""
        return bool(self.topic or self.condition)

    @lazy
    def targets(self) -> list[str]:
        """The tokens, each once."""
        tokens = self.message.get("token")
        return list(dict.fromkeys(str(one) for one in tokens)) if isinstance(tokens, list) else []


def _form(body: bytes) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
