"""IM's client of Honor's HTTP API, written from Honor's document and not from the simulated cloud."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import msgspec
from msgspec.structs import replace

from simulator.im.sender import Done, OutgoingPush, SendResult
from simulator.im.token_sender import AccessToken, ApiCall, Credentials, TokenSender
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable
from simulator.vendors.honor import facts

RENEWED_EARLY_MS = Fact(
    "honor.sender_renews_early_ms", 60 * SECOND_MS, Source("Honor push server API", "expires_in", grade=Grade.ASSUMED)
)
"""IM is taken to renew its access token this long before it ends."""

PAGE, WEB_PAGE, APP = 1, 2, 3
SERVICE_CLASS = "NORMAL"
TIME_TO_LIVE = "86400s"
NORMAL_STYLE, BIG_TEXT = 0, 1
REAL_MESSAGE = 0

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_JSON = ("Content-Type", "application/json;charset=UTF-8")
_OK = 200
_REASONS: Mapping[int, Reason] = {
    401: Reason.AUTH_REFUSED,
    403: Reason.APP_NOT_OPEN,
    429: Reason.FREQUENCY_CONTROL,
    503: Reason.VENDOR_FAULT,
}
"""What IM makes of Honor's codes; any other one is a field that Honor does not like."""


class _Token(msgspec.Struct):
    """An answer of the token endpoint: a token or an error."""

    access_token: str = ""
    expires_in: int = 0
    error: str = ""
    error_description: str = ""


class _Data(msgspec.Struct):
    sendResult: bool = False
    requestId: str = ""
    failTokens: list[str] = []
    expireTokens: list[str] = []


class _Answer(msgspec.Struct):
    """The fields of Honor's answers that IM reads."""

    code: int
    message: str = ""
    data: _Data | None = None


_decode_token = msgspec.json.Decoder(_Token).decode
_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


class _Status(msgspec.Struct):
    """What a receipt says of one target, with its fields' names on the wire."""

    token: str
    status: int
    requestId: str = ""
    biTag: str = ""


class _Statuses(msgspec.Struct):
    statuses: list[_Status]


_decode_statuses = msgspec.json.Decoder(_Statuses).decode
_DELIVERED = 0
_TAKEN = Response(200, (_JSON,), b'{"code":"0","message":"success"}')


class HonorSender(TokenSender):
    """Authenticates once for many pushes, and once more when Honor no longer knows the token.

    The address for receipts stands in Honor's console, so that a push names none.
    """

    android_info: ClassVar[Mapping[str, type]] = {"HonorImportance": str, "HonorImage": str}
    host = "push-api.cloud.honor.com"
    reasons = _REASONS
    push_platform = 8
    token_host = "iam.developer.honor.com"

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Send one notification to several regIds in one request."""
        self.send(replace(push, tokens=tuple(tokens)), done)

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read the statuses, which nobody has signed.

        Raises:
            ReceiptUnreadable: The body is none of Honor's.
        """
        try:
            found = _decode_statuses(request.body)
        except msgspec.DecodeError as error:
            raise ReceiptUnreadable(str(error)) from error
        return [_receipt(one) for one in found.statuses], _TAKEN

    # -- access tokens ------------------------------------------------------------------------------------------------

    def credentials(self, certificate: Certificate) -> Credentials:
        """Return client id and client secret."""
        return certificate.values.get("client_id", ""), certificate.values.get("client_secret", "")

    def token_request(self, credentials: Credentials) -> Request:
        """Return the OAuth call."""
        client_id, client_secret = credentials
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        return Request("POST", self.token_host, "/auth/token", headers=(_FORM,), body=urlencode(form).encode())

    def read_token(self, response: Response) -> AccessToken | SendResult:
        """Return `access_token`, or Honor's refusal."""
        answer = _decode_token(response.body)
        if not answer.error:
            return AccessToken(answer.access_token, answer.expires_in * SECOND_MS - RENEWED_EARLY_MS.value)
        text = f"{answer.error}: {answer.error_description}"
        return SendResult(Reason.AUTH_REFUSED, str(response.status), text)

    # -- messages -----------------------------------------------------------------------------------------------------

    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make one `sendMessage`, with a message of IM's making or with the body as it is given."""
        if isinstance(push, ApiCall):
            path, message = push.filled_path, push.body
        else:
            app_id = quote(push.certificate.values.get("app_id", ""), safe="")
            path, message = f"/api/v1/{app_id}/sendMessage", self._message(push)
        headers = (_JSON, ("Authorization", f"Bearer {token}"), ("timestamp", str(self.kit.clock.epoch_ms)))
        request = Request("POST", self.host, path, headers=headers, body=_encode(message))
        if isinstance(push, ApiCall):
            request = push.change(request)

        def answered(answer: _Answer) -> None:
            if answer.code == 401 and may_renew:
                self.renew(push, token, done)
            else:
                done(self._result(answer))

        self.call(request, push.cargo, lambda response: _decode(response.body), answered, done)

    def _result(self, answer: _Answer) -> SendResult:
        if answer.code != _OK:
            return self.refused(answer.code, answer.message)
        data = answer.data or _Data()
        if data.sendResult:
            return SendResult(code=data.requestId)
        text = "expireTokens" if data.expireTokens else "failTokens"
        return SendResult(Reason.REG_ID_INVALID, str(answer.code), text)

    def _message(self, push: OutgoingPush) -> Mapping[str, Any]:
        android: dict[str, Any] = {
            "ttl": TIME_TO_LIVE,
            "biTag": self.kit.stream.hex(16),
            "targetUserType": REAL_MESSAGE,
            "notification": _notification(push),
        }
        if push.ext is not None:
            android["data"] = _encode({"ext": push.ext}).decode()
        message = {"token": push.tokens or (push.token,), "android": android}
        return _merged(message, push.vendor_fields)


def _receipt(one: _Status) -> Receipt:
    kind = ReceiptKind.ARRIVED if one.status == _DELIVERED else ReceiptKind.FAILED
    return Receipt(kind, one.requestId, one.token, str(one.status), param=one.biTag)


def _notification(push: OutgoingPush) -> Mapping[str, Any]:
    is_big = push.is_big_text
    notification: dict[str, Any] = {
        "title": push.title,
        "body": push.desc,
        "clickAction": _click(push),
        "importance": push.android.get("HonorImportance") or SERVICE_CLASS,
        "style": BIG_TEXT if is_big else NORMAL_STYLE,
    }
    if is_big:
        notification |= {"bigTitle": push.title, "bigBody": push.desc}
    if push.android.get("HonorImage"):
        notification["image"] = push.android["HonorImage"]
    badge_class = push.certificate.values.get("badge_class", "")
    if badge_class and push.badge is not None and push.adds_to_badge:
        # Assumed: IM sets the number that it counts, which Honor takes up to a limit, instead of adding one.
        number = min(push.badge, facts.BADGE_MAX.value)
        notification["badge"] = {"setNum": number, "badgeClass": badge_class}
    return notification


def _click(push: OutgoingPush) -> Mapping[str, Any]:
    click = push.certificate.on_click
    if click.kind is ClickKind.OPEN_APP:
        return {"type": APP}
    if click.kind is ClickKind.URL:
        return {"type": WEB_PAGE, "url": click.target}
    return {"type": PAGE, "intent": click.target}


def _merged(message: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *message* with *changes* in it; a map is changed field by field, and `None` takes a field away."""
    found = dict(message)
    for name, value in changes.items():
        own = found.get(name)
        found[name] = _merged(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return {name: value for name, value in found.items() if value is not None}
