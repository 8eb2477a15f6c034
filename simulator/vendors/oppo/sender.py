"""IM's client of OPPO's HTTP API, written from OPPO's document and not from the simulated cloud."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

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
    "oppo.sender_keeps_token_ms", 20 * HOUR_MS, Source("OPPO PUSH server API", "auth", grade=Grade.ASSUMED)
)
"""A token lives 24 h; IM is taken to renew it well before."""

REGISTRATION_ID = 2
OFF_LINE_TTL_S = 86_400
LONG_TEXT = 2
TARGETS_MAX = 1_000
"""Registration ids of one broadcast."""

_JSON = ("Content-Type", "application/json; charset=UTF-8")
_API_HOSTS = {
    "feedback": "feedback.push.oppomobile.com",
    "device": "api-device.push.heytapmobi.com",
    "media": "api-media.push.heytapmobi.com",
}
"""Whom calls beside the pushes go to, by the part of the path behind the version."""
_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
_CLICK_TYPES = {ClickKind.OPEN_APP: 0, ClickKind.ACTION: 1, ClickKind.URL: 2, ClickKind.ACTIVITY: 4}
"""Whatever else a certificate may hold goes out as an address of its own: type 5."""
_ABOUT_TARGET = frozenset({"target_type", "target_value", "verify_registration_id"})
"""Fields beside the notification; all others are the notification's."""
_ANDROID_INFO = {
    "OPPOCategory": "category",
    "OPPONotifyLevel": "notify_level",
    "OPPOPrivateMsgTemplateId": "private_msg_template_id",
}
"""OPPO's name of each field of `AndroidInfo` that IM passes on."""
_TEMPLATE_PARAMETERS = {
    "OPPOPrivateTitleParameters": "private_title_parameters",
    "OPPOPrivateContentParameters": "private_content_parameters",
}
"""The same for those that OPPO wants as the text of a JSON object; IM takes text or object."""
_CALLBACK_URL = "call_back_url"

_TOKEN_STALE = 11
_REASONS: Mapping[int, Reason] = {
    **dict.fromkeys((11, 14, 15, 16, 17, 18, 19, 26, 29), Reason.AUTH_REFUSED),
    **dict.fromkeys((28, 30), Reason.APP_NOT_OPEN),
    **dict.fromkeys((-2, 13, 55), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys((54, 59, 67), Reason.MESSAGE_CLASS_LIMITED),
    -1: Reason.VENDOR_FAULT,
    33: Reason.QUOTA_USED,
    10000: Reason.REG_ID_INVALID,
}
"""What IM makes of OPPO's codes; any other one is a field that OPPO does not like."""


_RECEIPT_KINDS = {
    "push_arrive": ReceiptKind.ARRIVED,
    "regid_invalid": ReceiptKind.FAILED,
    "user_daily_limit": ReceiptKind.FAILED,
}


class _Answer(msgspec.Struct):
    """OPPO's envelope; of a batch `data` is a list, else an object."""

    code: int
    message: str = ""
    data: Any = None

    def text(self, name: str) -> str:
        """Return a text of `data`; empty for none."""
        value = self.data.get(name) if isinstance(self.data, dict) else None
        return value if isinstance(value, str) else ""

    @property
    def words(self) -> str:
        """What the answer has to say: `data` as JSON, or the message where there is none."""
        return self.message if self.data is None else _encode(self.data).decode()

    @property
    def refused(self) -> Iterator[tuple[int, list[str]]]:
        """Iterate over the codes of a broadcast whose targets were not all taken, with those targets."""
        for name, value in self.data.items() if isinstance(self.data, dict) else ():
            if name.isdecimal() and isinstance(value, list):
                yield int(name), [str(one) for one in value]


class _Event(msgspec.Struct, rename="camel"):
    """One event of a receipt."""

    message_id: str
    registration_ids: str
    event_type: str
    param: str = ""


_encode = msgspec.json.encode


class OppoSender(TokenSender):
    """Authenticates once for many pushes, and again when OPPO no longer accepts the token."""

    host = "api.push.oppomobile.com"
    reasons = _REASONS
    push_platform = 6
    android_info: ClassVar[Mapping[str, type]] = {
        "OPPOChannelID": str,
        "OPPOCategory": str,
        "OPPONotifyLevel": int,
        "OPPOPrivateMsgTemplateId": str,
    }

    def credentials(self, certificate: Certificate) -> Credentials:
        """Return app key and master secret."""
        return certificate.values.get("app_key", ""), certificate.values.get("master_secret", "")

    def token_request(self, credentials: Credentials) -> Request:
        """Return the signed auth call."""
        app_key, master_secret = credentials
        timestamp = self.kit.clock.epoch_ms
        sign = hashlib.sha256(f"{app_key}{timestamp}{master_secret}".encode()).hexdigest()
        return self._form("/auth", {"app_key": app_key, "timestamp": timestamp, "sign": sign})

    def read_token(self, response: Response) -> AccessToken | SendResult:
        """Return `auth_token`, or OPPO's refusal."""
        answer = _read(response)
        if answer.code == 0:
            return AccessToken(answer.text("auth_token"), TOKEN_KEPT_MS.value)
        return self.refused(answer.code, answer.message)

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Store the notification and have it broadcast, to so many at a time as OPPO takes."""
        for first in range(0, len(tokens), TARGETS_MAX):
            self.send(replace(push, tokens=tuple(tokens[first : first + TARGETS_MAX])), done)

    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make a unicast, the two calls of a broadcast, or another call."""

        def ask(request: Request, taken: Callable[[_Answer], None]) -> None:
            def answered(answer: _Answer) -> None:
                if answer.code == 0:
                    taken(answer)
                elif answer.code == _TOKEN_STALE and may_renew:
                    self.renew(push, token, done)
                else:
                    done(self.refused(answer.code, answer.message))

            self.call(request, push.cargo, _read, answered, done)

        def notify(call: str, fields: Mapping[str, object], taken: Callable[[_Answer], None]) -> None:
            ask(self._form(f"/message/notification/{call}", {**fields, "auth_token": token}), taken)

        if isinstance(push, ApiCall):
            ask(
                push.change(self._api_request(push, token)),
                lambda answer: done(SendResult(code="0", text=answer.words)),
            )
            return
        if not push.tokens:
            message = _encode(_message(push)).decode()
            notify("unicast", {"message": message}, lambda answer: done(SendResult(code=answer.text("messageId"))))
            return

        def stored(answer: _Answer) -> None:
            fields = {
                "message_id": answer.text("message_id"),
                "target_type": REGISTRATION_ID,
                "target_value": ";".join(push.tokens),
            }
            notify("broadcast", fields, lambda answer: done(self._broadcast_result(answer)))

        notify("save_message_content", _flat(_notification(push)), stored)

    def _broadcast_result(self, answer: _Answer) -> SendResult:
        for code, targets in answer.refused:
            return self.refused(code, ", ".join(targets))
        return SendResult(code=answer.text("message_id"))

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read the events that OPPO has posted; they carry no signature.

        Raises:
            ReceiptUnreadable: The body is no list of events, or one of them is of a kind that there is not.
        """
        try:
            events = msgspec.json.decode(request.body, type=list[_Event])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ReceiptUnreadable(str(error)) from error
        unknown = sorted({one.event_type for one in events} - set(_RECEIPT_KINDS))
        if unknown:
            raise ReceiptUnreadable(f"no such eventType: {', '.join(unknown)}")
        receipts = [
            Receipt(_RECEIPT_KINDS[one.event_type], one.message_id, target, one.event_type, param=one.param)
            for one in events
            for target in one.registration_ids.split(",")
        ]
        return receipts, Response(200)

    def _api_request(self, call: ApiCall, token: str) -> Request:
        """Return what asks for *call*: with a query, with JSON, or, nearly all, with a form."""
        path = call.filled_path
        part = "".join(path.split("/")[3:4])
        host = _API_HOSTS.get(part, self.host)
        if part in {"device", "media"}:
            return Request("POST", host, path, headers=(_JSON, ("auth_token", token)), body=_encode(call.body))
        form = urlencode({**_flat(call.body), "auth_token": token})
        if part == "feedback":
            return Request("GET", host, path, form)
        return Request("POST", host, path, headers=(_FORM,), body=form.encode())

    def _form(self, call: str, fields: Mapping[str, object]) -> Request:
        body = urlencode(fields).encode()
        return Request("POST", self.host, f"/server/v1{call}", headers=(_FORM,), body=body)


def _message(push: OutgoingPush) -> Mapping[str, object]:
    """Return the JSON object of a unicast."""
    own = push.vendor_fields
    return {
        "target_type": REGISTRATION_ID,
        "target_value": push.token,
        **{name: own[name] for name in sorted(_ABOUT_TARGET & set(own))},
        "notification": _notification(push),
    }


def _notification(push: OutgoingPush) -> Mapping[str, object]:
    own, android = push.vendor_fields, push.android
    notification: dict[str, object] = {
        "title": push.title,
        "content": push.desc,
        **_click(push),
        "off_line": True,
        "off_line_ttl": OFF_LINE_TTL_S,
    }
    if push.is_big_text:
        notification["style"] = LONG_TEXT
    channel_id = android.get("OPPOChannelID") or push.certificate.values.get("channel_id")
    if channel_id:
        notification["channel_id"] = channel_id
    if push.ext is not None:
        notification["action_parameters"] = push.ext
    if push.receipt_url:
        notification[_CALLBACK_URL] = push.receipt_url
    for name, oppos_name in _ANDROID_INFO.items():
        if name in android:
            notification[oppos_name] = android[name]
    for name, oppos_name in _TEMPLATE_PARAMETERS.items():
        if name in android:
            given = android[name]
            notification[oppos_name] = given if isinstance(given, str) else _encode(given).decode()
    return notification | {name: value for name, value in own.items() if name not in _ABOUT_TARGET}


def _flat(notification: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields as those of a form: flags in lower case, targets in a row, lists and objects as JSON."""
    return {name: _field(name, value) for name, value in notification.items()}


def _field(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if name == "target_value" and isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return _encode(value).decode()


def _click(push: OutgoingPush) -> Mapping[str, object]:
    click = push.certificate.on_click
    kind = _CLICK_TYPES.get(click.kind, 5)
    if kind == 0:
        return {"click_action_type": kind}
    target = "click_action_activity" if kind in {1, 4} else "click_action_url"
    return {"click_action_type": kind, target: click.target}


def _read(response: Response) -> _Answer:
    return msgspec.json.decode(response.body, type=_Answer)
