"""IM's client of vivo's HTTP API, written from vivo's document and not from the simulated cloud."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from simulator.im.sender import Done, OutgoingPush, SendResult
from simulator.im.token_sender import AccessToken, ApiCall, Credentials, TokenSender
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import HOUR_MS
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable

TOKEN_KEPT_MS = Fact(
    "vivo.sender_keeps_token_ms", 20 * HOUR_MS, Source("vivo server API 2.9.2", "auth", grade=Grade.ASSUMED)
)
"""A token lives 24 h; IM is taken to renew it well before."""

SYSTEM_MESSAGE = 1
TIME_TO_LIVE_S = 86_400
RING_AND_VIBRATE = 4

_JSON = ("Content-Type", "application/json;charset=UTF-8")
_SKIP_TYPES = {ClickKind.OPEN_APP: 1, ClickKind.URL: 2, ClickKind.CUSTOM: 3}
"""Every other click opens a page: skipType 4, whatever form the page was given in."""

_TOKEN_STALE = 10000
_REASONS: Mapping[int, Reason] = {
    **dict.fromkeys((10000, 10200, 10201, 10202, 10203, 10204, 10205, 10206, 10207, 10094), Reason.AUTH_REFUSED),
    **dict.fromkeys((10043, 10045), Reason.APP_NOT_OPEN),
    **dict.fromkeys((10070, 10073, 10252, 10254), Reason.QUOTA_USED),
    **dict.fromkeys((10072, 10093, 10250), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys((10082, 10097, 11000), Reason.MESSAGE_CLASS_LIMITED),
    **dict.fromkeys((10103, 10104), Reason.CONTENT_REFUSED),
    **dict.fromkeys((10302, 10307), Reason.REG_ID_INVALID),
    10071: Reason.QUIET_HOURS,
    10311: Reason.DEVICE_INACTIVE,
}
"""What IM makes of vivo's codes; any other one is a field that vivo does not like."""


class _Answer(msgspec.Struct):
    """The fields of vivo's answers that IM reads."""

    result: int
    desc: str = ""
    authToken: str = ""
    taskId: str = ""

    @property
    def words(self) -> str:
        """What the answer has for later calls, as JSON; its description where that is nothing."""
        return _encode({"taskId": self.taskId}).decode() if self.taskId else self.desc


_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


class VivoSender(TokenSender):
    """Authenticates once for many pushes, and again when vivo no longer accepts the token."""

    host = "api-push.vivo.com.cn"
    reasons = _REASONS
    push_platform = 7
    android_info: ClassVar[Mapping[str, type]] = {"VIVOClassification": int, "VIVOCategory": str}

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Store one notification and push it to 2 to 1000 regIds."""
        self.send(replace(push, tokens=tuple(tokens)), done)

    def credentials(self, certificate: Certificate) -> Credentials:
        """Return appId, appKey and appSecret."""
        values = certificate.values
        return values.get("app_id", ""), values.get("app_key", ""), values.get("app_secret", "")

    def token_request(self, credentials: Credentials) -> Request:
        """Return the signed auth call."""
        app_id, app_key, app_secret = credentials
        timestamp = self.kit.clock.epoch_ms
        signed = f"{app_id}{app_key}{timestamp}{app_secret}"
        sign = hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
        body = {"appId": _number_if_possible(app_id), "appKey": app_key, "timestamp": timestamp, "sign": sign}
        return Request("POST", self.host, "/message/auth", headers=(_JSON,), body=_encode(body))

    def read_token(self, response: Response) -> AccessToken | SendResult:
        """Return `authToken`, or vivo's refusal."""
        answer = _read(response)
        return (
            AccessToken(answer.authToken, TOKEN_KEPT_MS.value)
            if answer.result == 0
            else self.refused(answer.result, answer.desc)
        )

    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make a single send, or store the message and push it to a list."""
        if isinstance(push, ApiCall):
            path, body = push.path, push.body
        else:
            path, body = "/message/saveListPayload" if push.tokens else "/message/send", self._message(push)

        def answered(answer: _Answer) -> None:
            if answer.result == 0 and push.tokens:
                self._push_to_list(push, token, answer.taskId, done)
            elif answer.result == 0:
                done(SendResult(code=answer.taskId or "0", text=answer.words if isinstance(push, ApiCall) else ""))
            elif answer.result == _TOKEN_STALE and may_renew:
                self.renew(push, token, done)
            else:
                done(self.refused(answer.result, answer.desc))

        request = self._request(path, token, body)
        if isinstance(push, ApiCall):
            request = push.change(request)
        self.call(request, push.cargo, _read, answered, done)

    def _push_to_list(self, push: OutgoingPush, token: str, task_id: str, done: Done) -> None:
        wanted = {
            "taskId": task_id,
            "regIds": push.tokens,
            "requestId": self.kit.stream.hex(32),
            "pushMode": push.vendor_fields.get("pushMode", 0),
        }

        def answered(answer: _Answer) -> None:
            done(SendResult(code=task_id) if answer.result == 0 else self.refused(answer.result, answer.desc))

        self.call(self._request("/message/pushToList", token, wanted), push.cargo, _read, answered, done)

    def _request(self, path: str, token: str, body: Mapping[str, object]) -> Request:
        return Request("POST", self.host, path, headers=(_JSON, ("authToken", token)), body=_encode(body))

    def _message(self, push: OutgoingPush) -> Mapping[str, object]:
        click = push.certificate.on_click
        message: dict[str, object] = {
            **({} if push.tokens else {"regId": push.token}),
            "notifyType": RING_AND_VIBRATE,
            "title": push.title,
            "content": push.desc,
            "timeToLive": TIME_TO_LIVE_S,
            "skipType": _SKIP_TYPES.get(click.kind, 4),
            "skipContent": click.target,
            "networkType": -1,
            "classification": push.android.get("VIVOClassification", SYSTEM_MESSAGE),
            "requestId": self.kit.stream.hex(32),
            "pushMode": 0,
        }
        if push.ext is not None:
            message["clientCustomMap"] = {"ext": push.ext}
        if push.android.get("VIVOCategory"):
            message["category"] = push.android["VIVOCategory"]
        fields = dict(push.vendor_fields)
        if push.receipt_url:
            fields["extra"] = {"callback": push.receipt_url, **fields.get("extra", {})}
        return {**message, **fields}

    # -- receipts ---------------------------------------------------------------------------------------------------

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read receipts of either form: the old one, of arrivals alone, has no `ackType`.

        Raises:
            ReceiptUnreadable: It is no map from tasks to what became of them.
        """
        # Assumed: what vivo wants to hear; any 200 is said to do, and nothing is signed.
        try:
            tasks = _decode_receipts(request.body)
        except msgspec.DecodeError as error:
            raise ReceiptUnreadable(str(error)) from error
        receipts = [
            Receipt(told.kind, task_id, target, told.code, param=told.param)
            for task_id, told in tasks.items()
            for target in told.targets.split(",")
        ]
        return receipts, Response(200)


class _Told(msgspec.Struct):
    """What one task's part of a receipt says."""

    targets: str
    param: str = ""
    ackTime: int = 0
    ackType: int = 0
    subAckType: int | None = None

    @property
    def kind(self) -> ReceiptKind:
        """Whether it arrived."""
        return ReceiptKind.ARRIVED if self.ackType in _ARRIVED else ReceiptKind.FAILED

    @property
    def code(self) -> str:
        """`104/1017`, or the type alone."""
        return str(self.ackType) if self.subAckType is None else f"{self.ackType}/{self.subAckType}"


_ARRIVED = frozenset({0, 300})
_decode_receipts = msgspec.json.Decoder(dict[str, _Told]).decode


def _read(response: Response) -> _Answer:
    return _decode(response.body)


def _number_if_possible(app_id: str) -> int | str:
    return int(app_id) if app_id.isascii() and app_id.isdecimal() else app_id
