"""IM's client of Flyme push: one signed form for each push, with the message as JSON in it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec.structs import replace

from simulator.im.sender import Change, Done, OutgoingPush, SendResult, VendorSender, unchanged
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.ledger import Cargo
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable

CLASS_BY_DEFAULT = Fact(
    "meizu.sender_class",
    1,
    Source("Tencent IM message format", "AndroidInfo.MeiZuNoticeMsgType", ("M02",), Grade.ASSUMED),
)
"""What the sender does not say is a chat message, of the private class, which has no limit by the day."""

PATH = "/garcia/api/server/push/varnished/pushByPushId"
LIFE_HOURS = 24
SUCCESS = "200"

_FORM = ("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
_CLICK_TYPES = {ClickKind.OPEN_APP: 0, ClickKind.ACTIVITY: 1, ClickKind.URL: 2, ClickKind.CUSTOM: 3}
_REASONS: Mapping[str, Reason] = {
    # Assumed: IM does not follow Meizu to another platform.
    **dict.fromkeys(("300", "1006", "110000", "110001", "110031", "110033"), Reason.AUTH_REFUSED),
    **dict.fromkeys(("1001", "1003"), Reason.VENDOR_FAULT),
    **dict.fromkeys(("110019", "110051"), Reason.QUOTA_USED),
    "110009": Reason.APP_NOT_OPEN,
    "110010": Reason.FREQUENCY_CONTROL,
    "110053": Reason.MESSAGE_CLASS_LIMITED,
}
"""What IM makes of the code of a call; any other one is a field that Meizu does not like."""
_TARGET_REASONS: Mapping[str, Reason] = {
    **dict.fromkeys(("110002", "110003", "110005", "110010"), Reason.REG_ID_INVALID),
    **dict.fromkeys(("518", "519", "520"), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys(("501", "513"), Reason.VENDOR_FAULT),
    "110011": Reason.QUOTA_USED,
    "201": Reason.MESSAGE_CLASS_LIMITED,
}
"""The same of the codes of single targets, in which some numbers mean something else."""


class _Answer(msgspec.Struct):
    """The fields of Meizu's answers that IM reads."""

    code: str
    message: str = ""
    value: object = None
    msgId: str = ""


_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


_RECEIPT_KINDS: Mapping[int, ReceiptKind] = {1: ReceiptKind.ARRIVED, 2: ReceiptKind.CLICKED}


class _Batch(msgspec.Struct):
    """What stands in `cb` for one message and one kind of receipt."""

    type: int
    targets: list[str]
    param: str = ""


_decode_batches = msgspec.json.Decoder(dict[str, _Batch]).decode


class MeizuSender(VendorSender):
    """Signs each push by itself; there is no token to keep."""

    host = "server-api-push.meizu.com"
    push_platform = 5
    android_info: ClassVar[Mapping[str, type]] = {"MeiZuNoticeMsgType": int}

    def reason_of(self, code: int) -> Reason:
        """Return what the vendor's *code* is taken for."""
        return _reason(str(code))

    def send(self, push: OutgoingPush, done: Done) -> None:
        """Send one notification to one pushId, or to as many as the push names."""
        targets = push.tokens or (push.token,)
        self._post(PATH, _form(push, targets), targets, push.cargo, done)

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Send one notification to several pushIds at once."""
        self.send(replace(push, tokens=tuple(tokens)), done)

    def call_api(
        self, certificate: Certificate, path: str, body: Mapping[str, Any], done: Done, change: Change = unchanged
    ) -> None:
        """POST *body* to *path* as a signed form: an object becomes JSON, a list a text with commas."""
        form = _signed({"appId": certificate.values.get("app_id", ""), **body}, certificate)
        targets = str(form.get("pushIds") or form.get("alias") or "").split(",")
        self._post(path, form, targets, None, done, change)

    def _post(
        self,
        path: str,
        form: Mapping[str, str],
        targets: Sequence[str],
        cargo: Cargo | None,
        done: Done,
        change: Change = unchanged,
    ) -> None:
        request = change(Request("POST", self.host, path, headers=(_FORM,), body=urlencode(form).encode()))

        def answered(answer: _Answer) -> None:
            if answer.code == SUCCESS:
                done(_result(answer, targets))
            else:
                done(SendResult(_reason(answer.code), answer.code, answer.message))

        self.call(request, cargo, lambda response: _decode(response.body), answered, done)

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read a form with `cb` and the console's token; Meizu signs nothing.

        Raises:
            ReceiptUnreadable: One of the two is missing, or `cb` is no JSON of this form.
        """
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        if not form.get("access_token"):
            raise ReceiptUnreadable("the form has no access_token")
        try:
            batches = _decode_batches(form.get("cb", ""))
        except msgspec.DecodeError as broken:
            raise ReceiptUnreadable(f"cb: {broken}") from broken
        receipts = [
            Receipt(_kind_of(batch), key.rpartition("-")[0], target, param=batch.param)
            for key, batch in batches.items()
            for target in batch.targets
        ]
        return receipts, Response(200)


def _form(push: OutgoingPush, targets: Sequence[str]) -> Mapping[str, str]:
    """Return the form of *push*: its vendor fields that are objects belong to the message, others stand beside it."""
    message = _message(push)
    own: dict[str, object] = {}
    for name, value in push.vendor_fields.items():
        if isinstance(value, Mapping):
            message[name] = {**message.get(name, {}), **value}
        else:
            own[name] = value
    app_id = push.certificate.values.get("app_id", "")
    return _signed({"appId": app_id, "pushIds": targets, "messageJson": message, **own}, push.certificate)


def _signed(fields: Mapping[str, object], certificate: Certificate) -> Mapping[str, str]:
    """Return *fields* as texts, without those that are `None`, and `sign` with them unless it is there."""
    form = {name: _text(value) for name, value in fields.items() if value is not None}
    return form if "sign" in form else {**form, "sign": _sign(form, certificate.values.get("app_secret", ""))}


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return _encode(value).decode()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _kind_of(batch: _Batch) -> ReceiptKind:
    """Return what the batch tells of.

    Raises:
        ReceiptUnreadable: Its type is none of Meizu's.
    """
    kind = _RECEIPT_KINDS.get(batch.type)
    if kind is None:
        raise ReceiptUnreadable(f"type {batch.type} is neither an arrival nor a click")
    return kind


def _reason(code: str) -> Reason:
    """Return what the code of a call is taken for; one that is told of targets alone means the same of a call."""
    return _REASONS.get(code) or _TARGET_REASONS.get(code, Reason.INVALID_REQUEST)


def _result(answer: _Answer, targets: Sequence[str]) -> SendResult:
    """Return the result of a push; a target is refused if the map of an accepted call lists it."""
    value = answer.value if isinstance(answer.value, dict) else {}
    for code, listed in value.items():
        if isinstance(listed, list) and set(targets) <= set(map(str, listed)):
            return SendResult(_TARGET_REASONS.get(code, Reason.REG_ID_INVALID), code, answer.message)
    text = _encode(value).decode() if value else ""
    return SendResult(code=answer.msgId or str(value.get("taskId", "")), text=text)


def _sign(form: Mapping[str, str], secret: str) -> str:
    joined = "".join(f"{name}={form[name]}" for name in sorted(form))
    return hashlib.md5(f"{joined}{secret}".encode(), usedforsecurity=False).hexdigest()


def _message(push: OutgoingPush) -> dict[str, dict[str, object]]:
    wanted = push.android.get("MeiZuNoticeMsgType")
    bar: dict[str, object] = {
        "noticeBarType": 0,
        "noticeMsgType": CLASS_BY_DEFAULT.value if wanted is None else wanted,
        "title": push.title,
        "content": push.desc,
    }
    message: dict[str, dict[str, object]] = {
        "noticeBarInfo": bar,
        "clickTypeInfo": _click(push),
        "pushTimeInfo": {"offLine": 1, "validTime": LIFE_HOURS},
        "advanceInfo": {"notificationType": {"vibrate": 1, "lights": 1, "sound": 1}},
    }
    return {**message, "extra": {"callback": push.receipt_url}} if push.receipt_url else message


def _click(push: OutgoingPush) -> dict[str, object]:
    click = push.certificate.on_click
    info: dict[str, object] = {"clickType": _CLICK_TYPES.get(click.kind, 2)}
    if click.kind is ClickKind.ACTIVITY:
        info["activity"] = click.target
    elif click.kind is not ClickKind.OPEN_APP:
        info["url"] = click.target
    if push.ext is not None:
        # Per the Tencent IM REST reference, 3.3: the page reads the extra `ext`, the callback the custom content.
        info |= {"parameters": {"ext": push.ext}, "customAttribute": push.ext}
    return info
