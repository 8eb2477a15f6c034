"""IM's client of Huawei's HTTP API, written from Huawei's document and not from the simulated cloud."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import msgspec
from msgspec.structs import replace

from simulator.im.sender import Done, OutgoingPush, SenderKit, SendResult
from simulator.im.token_sender import AccessToken, ApiCall, Credentials, TokenSender
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.http import Request, Response, find_header
from simulator.push.certificate import Certificate
from simulator.push.click import Click, ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable

RENEWED_EARLY_MS = Fact(
    "huawei.sender_renews_early_ms", 5 * MINUTE_MS, Source("Huawei OAuth 2.0", "expires_in", grade=Grade.ASSUMED)
)
"""IM is taken to ask for another access token some time before the old one ends."""

LOGIN_HOST = "oauth-login.cloud.huawei.com"
OLD_HOST = "api.push.hicloud.com"
OLD_PATH = "/pushsend.do"
OLD_SERVICE = "openpush.message.api.send"
TIME_TO_LIVE = "86400s"
KEEP_ALL = -1
IN_GROUP_MAX = 1_000
BIG_TEXT = 1
BADGE_MAX = 99
SUCCESS = "80000000"
PARTLY = "80100000"

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_JSON = ("Content-Type", "application/json;charset=utf-8")
_STALE = frozenset({"80200001", "80200003"})
_REASONS: Mapping[str, Reason] = {
    **dict.fromkeys(
        ("80200001", "80200003", "80200005", "80600003", "1101", "1102", "1104", "1203"), Reason.AUTH_REFUSED
    ),
    **dict.fromkeys(("80300007", "80100000"), Reason.REG_ID_INVALID),
    "80100016": Reason.CONTENT_REFUSED,
    "80300002": Reason.APP_NOT_OPEN,
    "80300011": Reason.MESSAGE_CLASS_LIMITED,
    "80100017": Reason.FREQUENCY_CONTROL,
    "81000001": Reason.VENDOR_FAULT,
    "503": Reason.FREQUENCY_CONTROL,
}
"""What IM makes of Huawei's codes; any other one is a field that Huawei does not like."""


class _TokenAnswer(msgspec.Struct):
    """The fields of OAuth's answers that IM reads."""

    access_token: str = ""
    expires_in: int = 0
    error: int = 0
    error_description: str = ""


class _Answer(msgspec.Struct):
    """The fields of Huawei's answers that IM reads."""

    code: str
    msg: str = ""
    requestId: str = ""


class _Delivered(msgspec.Struct):
    """`deliveryStatus` of version 2."""

    result: int


class _Status(msgspec.Struct):
    """What a receipt says of one token."""

    token: str
    requestId: str
    biTag: str = ""
    appid: str = ""
    clientId: str = ""
    status: int = 0
    deliveryStatus: _Delivered | None = None

    @property
    def receipt(self) -> Receipt:
        """The same in everybody's words."""
        code = self.status if self.deliveryStatus is None else self.deliveryStatus.result
        kind = ReceiptKind.ARRIVED if code == 0 else ReceiptKind.FAILED
        return Receipt(kind, self.requestId, self.token, str(code), param=self.biTag)


class _Receipts(msgspec.Struct):
    """The body of a receipt."""

    statuses: list[_Status]


_decode_receipts = msgspec.json.Decoder(_Receipts).decode
_decode_token = msgspec.json.Decoder(_TokenAnswer).decode
_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


class HuaweiSender(TokenSender):
    """Fetches an access token for many pushes, and a new one when Huawei no longer accepts it."""

    host = "push-api.cloud.huawei.com"
    push_platform = 3
    android_info: ClassVar[Mapping[str, type]] = {
        "HuaWeiChannelID": str,
        "HuaWeiCategory": str,
        "HuaWeiImportance": str,
        "HuaWeiImage": str,
        "ExtAsHuaweiIntentParam": int,
    }

    def __init__(self, kit: SenderKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self._callback_keys: dict[str, tuple[str, str]] = {}

    def reason_of(self, code: int) -> Reason:
        """Return what the vendor's *code* is taken for."""
        return _REASONS.get(str(code), Reason.INVALID_REQUEST)

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Send one notification to many tokens, a thousand at a time."""
        for start in range(0, len(tokens), IN_GROUP_MAX):
            self.send(replace(push, tokens=tuple(tokens[start : start + IN_GROUP_MAX])), done)

    # -- access token -------------------------------------------------------------------------------------------------

    def credentials(self, certificate: Certificate) -> Credentials:
        """Return app id and app secret."""
        return certificate.values.get("app_id", ""), certificate.values.get("app_secret", "")

    def token_request(self, credentials: Credentials) -> Request:
        """Return the OAuth call."""
        app_id, app_secret = credentials
        form = {"grant_type": "client_credentials", "client_id": app_id, "client_secret": app_secret}
        return Request("POST", LOGIN_HOST, "/oauth2/v3/token", headers=(_FORM,), body=urlencode(form).encode())

    def read_token(self, response: Response) -> AccessToken | SendResult:
        """Return `access_token`, or Huawei's refusal."""
        answer = _decode_token(response.body)
        if not answer.error:
            return AccessToken(answer.access_token, answer.expires_in * SECOND_MS - RENEWED_EARLY_MS.value)
        return _refused(str(answer.error), answer.error_description)

    def broken(self, result: SendResult) -> SendResult:
        """Read HTTP 503 as flow control."""
        return _flow_control(result)

    # -- send ---------------------------------------------------------------------------------------------------------

    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make one `messages:send`, or another call: with JSON, or with the form of the old gateway."""
        self.learn_receipts(push.certificate.values)
        if isinstance(push, ApiCall):
            is_old = push.path == OLD_PATH
            request = self._old_request(push, token) if is_old else self._request(push.filled_path, token, push.body)
            request = push.change(request)
        else:
            path = f"/v1/{quote(push.certificate.values.get('app_id', ''), safe='')}/messages:send"
            request = self._request(path, token, _merged(_message(push), push.vendor_fields))

        def answered(answer: _Answer) -> None:
            if answer.code == SUCCESS or (answer.code == PARTLY and len(push.tokens) > 1):
                done(SendResult(code=answer.requestId, text=answer.msg if isinstance(push, ApiCall) else ""))
            elif answer.code in _STALE and may_renew:
                self.renew(push, token, done)
            else:
                done(_refused(answer.code, answer.msg))

        self.call(request, push.cargo, _read, answered, lambda result: done(self.broken(result)))

    def _request(self, path: str, token: str, body: Mapping[str, Any]) -> Request:
        headers = (_JSON, ("Authorization", f"Bearer {token}"))
        return Request("POST", self.host, path, headers=headers, body=_encode(body))

    def _old_request(self, call: ApiCall, token: str) -> Request:
        """Return the request of HMS 2.x: a form in which lists and objects are JSON, and a field of nothing is none."""
        system = {"nsp_svc": OLD_SERVICE, "nsp_ts": str(self.kit.clock.epoch_s), "access_token": token}
        form = {
            name: value if isinstance(value, str) else _encode(value).decode()
            for name, value in {**system, **call.body}.items()
            if value is not None
        }
        context = _encode({"ver": "1", "appId": call.certificate.values.get("app_id", "")}).decode()
        query = urlencode({"nsp_ctx": context})
        return Request("POST", OLD_HOST, call.path, query, (_FORM,), urlencode(form).encode())

    # -- receipts -----------------------------------------------------------------------------------------------------

    def learn_receipts(self, values: Mapping[str, str]) -> None:
        """Keep user and key with which the receipts of an app are signed, if both are set."""
        user, key = values.get("callback_user", ""), values.get("callback_key", "")
        if user and key:
            self._callback_keys[values.get("app_id", "")] = (user, key)

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read the statuses of a receipt, of either version, and answer as Huawei wants it.

        Raises:
            ReceiptUnreadable: It has none, or is not signed as the console says.
        """
        try:
            told = _decode_receipts(request.body)
        except msgspec.DecodeError as error:
            raise ReceiptUnreadable("no statuses") from error
        keys = {self._callback_keys.get(one.appid or one.clientId) for one in told.statuses}
        # Receipts of version 2 name no app: any that is known here may have signed.
        known = (keys - {None}) or set(self._callback_keys.values())
        if known and not any(_is_signed(request.header("X-HUAWEI-CALLBACK-ID") or "", *key) for key in known if key):
            raise ReceiptUnreadable("X-HUAWEI-CALLBACK-ID does not prove who posts")
        answer = Response(200, (("Content-Type", "application/json"),), b'{"code":"0","message":"success"}')
        return [one.receipt for one in told.statuses], answer


def _read(response: Response) -> _Answer:
    """Return what the answer says; refusals of the old gateway stand in a header."""
    status = find_header(response.headers, "NSP_STATUS")
    return _decode(response.body) if status is None else _Answer(status, response.body.decode())


def _is_signed(header: str, user: str, key: str) -> bool:
    parts = dict(part.strip().partition("=")[::2] for part in header.split(";"))
    text = f"{parts.get('timestamp', '')}{parts.get('nonce', '')}{user}"
    wanted = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
    return hmac.compare_digest(wanted, parts.get("value", ""))


def _message(push: OutgoingPush) -> Mapping[str, Any]:
    values, wanted = push.certificate.values, push.android
    notification: dict[str, Any] = {
        "title": push.title,
        "body": push.desc,
        "click_action": _click(push.certificate.on_click, push.ext if _is_intent_param(push) else None),
        "importance": wanted.get("HuaWeiImportance") or "NORMAL",
    }
    channel_id = wanted.get("HuaWeiChannelID") or values.get("channel_id")
    if channel_id:
        notification["channel_id"] = channel_id
    badge = _badge(push, values.get("badge_class", ""))
    if badge:
        notification["badge"] = badge
    if push.sound:
        notification |= {"default_sound": False, "sound": f"/raw/{push.sound.partition('.')[0]}"}
    if push.is_big_text:
        notification |= {"style": BIG_TEXT, "big_title": push.title, "big_body": push.desc}
    if wanted.get("HuaWeiImage"):
        notification["image"] = wanted["HuaWeiImage"]
    android: dict[str, Any] = {"collapse_key": KEEP_ALL, "ttl": TIME_TO_LIVE, "notification": notification}
    category = wanted.get("HuaWeiCategory") or values.get("category")
    if category:
        android["category"] = category
    if push.receipt_url and values.get("receipt_id"):
        android["receipt_id"] = values["receipt_id"]
    message: dict[str, Any] = {"android": android, "token": push.tokens or (push.token,)}
    if push.ext is not None and not _is_intent_param(push):
        message["data"] = _encode({"ext": push.ext}).decode()
    return {"validate_only": False, "message": message}


def _badge(push: OutgoingPush, launcher: str) -> Mapping[str, Any] | None:
    """Return the badge of the app's icon: as IM counts, else one more than before; `None` for none."""
    if not launcher or not push.adds_to_badge:
        return None
    if push.badge is None:
        return {"add_num": 1, "class": launcher}
    return {"set_num": min(push.badge, BADGE_MAX), "class": launcher}


def _is_intent_param(push: OutgoingPush) -> bool:
    """Return whether the sender has ext travel in the page's intent URI and not beside it."""
    opens_page = push.certificate.on_click.kind is ClickKind.INTENT
    return push.ext is not None and opens_page and str(push.android.get("ExtAsHuaweiIntentParam", 0)) == "1"


def _click(click: Click, ext: str | None) -> Mapping[str, Any]:
    if click.kind is ClickKind.OPEN_APP:
        return {"type": 3}
    if click.kind is ClickKind.URL:
        return {"type": 2, "url": click.target}
    if click.kind is ClickKind.ACTION:
        return {"type": 1, "action": click.target}
    if ext is None:
        return {"type": 1, "intent": click.target}
    before, _, after = click.target.rpartition("end")
    return {"type": 1, "intent": f"{before}S.ext={quote(ext, safe='')};end{after}"}


def _merged(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return *usual* with the sender's *own* fields, part by part; one that is nothing is left out."""
    merged = dict(usual)
    for name, value in own.items():
        before = merged.get(name)
        if value is None:
            merged.pop(name, None)
        elif isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[name] = _merged(before, value)
        else:
            merged[name] = value
    return merged


def _refused(code: str, text: str) -> SendResult:
    return SendResult(_REASONS.get(code, Reason.INVALID_REQUEST), code, text)


def _flow_control(result: SendResult) -> SendResult:
    """Return *result*, with HTTP 503 read as Huawei's flow control and not as a fault."""
    is_limited = result.code == "503" and result.reason is Reason.VENDOR_FAULT
    return replace(result, reason=Reason.FREQUENCY_CONTROL) if is_limited else result
