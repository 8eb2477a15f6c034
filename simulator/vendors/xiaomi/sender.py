"""IM's client of MiPush: one form for each push, with the AppSecret in its header."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec.structs import replace

from simulator.im.sender import Change, Done, OutgoingPush, SendResult, VendorSender, unchanged
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable

PATH = "/v3/message/regid"
_READ_PATHS = ("/v1/trace/", "/v1/stats/", "/v1/channel/", "/v1/regid/", "/v1/alias/", "/v1/topic/", "/v1/account/")
NOTIFICATION = "0"
ALL_SOUNDS_AND_LIGHTS = "-1"
NOTIFY_ID_MAX = 2**31 - 1
TARGETS_MAX = 1_000
ALL_EVENTS = str(3 + 16 + 32 + 64 + 128 + 1_024)
"""Delivered and clicked are one number; the other kinds of receipts are added to it."""

_FORM = ("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
_REASONS: Mapping[int, Reason] = {
    **dict.fromkeys((21301, 21302, 21303, 21305, 22022), Reason.AUTH_REFUSED),
    **dict.fromkeys((10002, 10026, 10031, 22000, 22001, 22002, 22004, 22006, 22021, 26006), Reason.APP_NOT_OPEN),
    **dict.fromkeys((10034, 200001), Reason.QUOTA_USED),
    **dict.fromkeys((10009, 10022, 10023, 10024, 10027, 10028, 26004, 200002), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys((20301, 66007), Reason.REG_ID_INVALID),
    10041: Reason.CONTENT_REFUSED,
    27001: Reason.MESSAGE_CLASS_LIMITED,
}
"""What IM makes of Xiaomi's codes; any other one is a field that Xiaomi does not like."""


_KINDS = {1: ReceiptKind.ARRIVED, 2: ReceiptKind.CLICKED}


class _Answer(msgspec.Struct):
    """The fields of Xiaomi's answers that IM reads."""

    code: int
    reason: str = ""
    description: str = ""
    trace_id: str = ""
    data: Any = None

    @property
    def message_id(self) -> str:
        """What an accepted message is called; empty for none."""
        return str(self.data.get("id", "")) if isinstance(self.data, dict) else ""

    @property
    def words(self) -> str:
        """What the answer has to say: `data` as JSON, or the description where there is none."""
        return self.description if self.data is None else msgspec.json.encode(self.data).decode()


class _ReceiptLine(msgspec.Struct):
    """The fields of a receipt that are read, for one message."""

    type: int
    targets: str
    param: str = ""
    barStatus: str = ""
    errorCode: int = 0
    replaceTarget: dict[str, str] = {}
    targetRegion: dict[str, str] = {}
    extra: dict[str, str] = {}


_decode = msgspec.json.Decoder(_Answer).decode
_decode_receipts = msgspec.json.Decoder(dict[str, _ReceiptLine]).decode


class XiaomiSender(VendorSender):
    """Sends each push by itself; there is no token to keep."""

    host = "api.xmpush.xiaomi.com"
    reasons = _REASONS
    push_platform = 2
    android_info: ClassVar[Mapping[str, type]] = {"XiaoMiChannelID": str}

    def send(self, push: OutgoingPush, done: Done) -> None:
        """Send one notification to one regId."""
        headers = (_FORM, _authorization(push.certificate))
        request = Request("POST", self.host, PATH, headers=headers, body=urlencode(self._form(push)).encode())

        def answered(answer: _Answer) -> None:
            if answer.code != 0:
                done(self._refused(answer))
            else:
                done(SendResult(code=answer.message_id or answer.trace_id))

        self.call(request, push.cargo, _read, answered, done)

    def call_api(
        self, certificate: Certificate, path: str, body: Mapping[str, Any], done: Done, change: Change = unchanged
    ) -> None:
        """Make a request with a form, or to read something with a query."""
        fields = {name: _field(value) for name, value in body.items()}
        form = urlencode({"restricted_package_name": certificate.values.get("package", ""), **fields})
        headers = (_FORM, _authorization(certificate))
        if path.startswith(_READ_PATHS):
            request = Request("GET", self.host, path, form, headers)
        else:
            request = Request("POST", self.host, path, headers=headers, body=form.encode())

        def answered(answer: _Answer) -> None:
            done(self._refused(answer) if answer.code != 0 else SendResult(code="0", text=answer.words))

        self.call(change(request), None, _read, answered, done)

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Send one notification to several regIds, a thousand in a request."""
        for start in range(0, len(tokens), TARGETS_MAX):
            self.send(replace(push, token=",".join(tokens[start : start + TARGETS_MAX])), done)

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        """Read a form with one field, whose JSON has a receipt for each message.

        Raises:
            ReceiptUnreadable: It is none.
        """
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            lines = _decode_receipts(fields.get("data", ""))
        except msgspec.DecodeError as error:
            raise ReceiptUnreadable(str(error)) from error
        receipts = [
            Receipt(
                _KINDS.get(line.type, ReceiptKind.FAILED), message_id, target, str(line.type), _words(line), line.param
            )
            for message_id, line in lines.items()
            for target in line.targets.split(",")
        ]
        return receipts, Response(200)

    def _refused(self, answer: _Answer) -> SendResult:
        return self.refused(answer.code, answer.reason or answer.description)

    def _form(self, push: OutgoingPush) -> Mapping[str, object]:
        values = push.certificate.values
        form: dict[str, object] = {
            "restricted_package_name": values.get("package", ""),
            "title": push.title,
            "description": push.desc,
            "payload": push.ext or "",
            "pass_through": NOTIFICATION,
            "notify_type": ALL_SOUNDS_AND_LIGHTS,
            # Assumed: without one each notification takes the place of the one before (C29).
            "notify_id": self.kit.stream.between(1, NOTIFY_ID_MAX),
            **_click(push),
        }
        channel_id = push.android.get("XiaoMiChannelID") or values.get("channel_id")
        if channel_id:
            form["extra.channel_id"] = channel_id
        if push.ext is not None:
            form["extra.ext"] = push.ext
        if push.sound:
            form["extra.sound_uri"] = f"android.resource://{values.get('package', '')}/raw/{push.sound}"
        if push.receipt_url:
            # Xiaomi posts to plain http addresses alone.
            form["extra.callback"] = push.receipt_url.replace("https://", "http://", 1)
            form["extra.callback.type"] = ALL_EVENTS
        form = {**form, "registration_id": push.token, **push.vendor_fields}
        return {name: value for name, value in form.items() if value is not None}


def _authorization(certificate: Certificate) -> tuple[str, str]:
    return ("Authorization", f"key={certificate.values.get('app_secret', '')}")


def _field(value: object) -> object:
    """Return *value* for a form: texts of a list stand between commas, a list of objects is JSON."""
    if not isinstance(value, list | tuple):
        return value
    return ",".join(value) if all(isinstance(one, str) for one in value) else msgspec.json.encode(value).decode()


def _read(response: Response) -> _Answer:
    return _decode(response.body)


def _words(line: _ReceiptLine) -> str:
    """Return what else a receipt says, as `barStatus Disable`."""
    said: dict[str, object] = {"barStatus": line.barStatus, "errorCode": line.errorCode, **line.extra}
    said |= {f"{old} is now": new for old, new in line.replaceTarget.items()}
    said |= {f"{target} is of": region for target, region in line.targetRegion.items()}
    return ", ".join(f"{name} {value}" for name, value in said.items() if value)


def _click(push: OutgoingPush) -> Mapping[str, str]:
    """Return nothing for the app, which opens itself, and what to open for a web page or a page."""
    click = push.certificate.on_click
    if click.kind is ClickKind.OPEN_APP:
        return {}
    if click.kind is ClickKind.URL:
        return {"extra.notify_effect": "3", "extra.web_uri": click.target}
    return {"extra.notify_effect": "2", "extra.intent_uri": click.target}
