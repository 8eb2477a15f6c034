"""IM's client of Lumen's cloud."""

import base64
from collections.abc import Sequence

import msgspec

from simulator.im.sender import Done, OutgoingPush, SendResult, VendorSender
from simulator.network.http import Request, Response
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable

_REASONS = {
    1: Reason.AUTH_REFUSED,
    3: Reason.QUOTA_USED,
    4: Reason.REG_ID_INVALID,
    5: Reason.APP_NOT_OPEN,
}


class _Answer(msgspec.Struct):
    code: int
    text: str = ""


class _Posted(msgspec.Struct):
    id: str
    token: str
    what: ReceiptKind


class LumenSender(VendorSender):
    """Sends each push by itself, with both credentials in its header."""

    host = "push.lumen.example"

    def reason_of(self, code: int) -> Reason:
        """Return what the vendor's *code* is taken for."""
        return _REASONS.get(code, Reason.INVALID_REQUEST)

    def send(self, push: OutgoingPush, done: Done) -> None:
        values = push.certificate.values
        key = base64.b64encode(f"{values.get('app_id', '')}:{values.get('app_secret', '')}".encode()).decode()
        click = push.certificate.on_click
        body: dict[str, object] = {"token": push.token, "title": push.title, "text": push.desc}
        if click.kind is not ClickKind.OPEN_APP:
            body |= {"open": click.kind, "target": click.target}
        if push.ext is not None:
            body["ext"] = push.ext
        if push.receipt_url:
            body["receipts"] = push.receipt_url
        encoded = msgspec.json.encode({**body, **push.vendor_fields})
        request = Request("POST", self.host, "/lumen/push", headers=(("Authorization", f"Basic {key}"),), body=encoded)

        def read(response: Response) -> _Answer:
            return msgspec.json.decode(response.body, type=_Answer)

        def answered(answer: _Answer) -> None:
            if answer.code == 0:
                done(SendResult(code=answer.text))
            else:
                done(SendResult(_REASONS.get(answer.code, Reason.INVALID_REQUEST), str(answer.code), answer.text))

        self.call(request, push.cargo, read, answered, done)

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:
        try:
            posted = msgspec.json.decode(request.body, type=_Posted)
        except msgspec.DecodeError as wrong:
            raise ReceiptUnreadable(str(wrong)) from wrong
        return [Receipt(posted.what, posted.id, posted.token)], Response(200)
