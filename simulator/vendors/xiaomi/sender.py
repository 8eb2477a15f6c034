"""IM's client of MiPush: one form for each push, with the AppSecret in its header."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from simulator.im.sender import Done, OutgoingPush, SendResult, VendorSender
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.http import Request, Response
from simulator.push.click import ClickKind
from simulator.push.reason import Reason

OWN_NOTIFY_ID = Fact(
    "xiaomi.sender_sets_notify_id", True, Source("MiPush server API", "notify_id", ("C29",), Grade.ASSUMED)
)
"""Without one each notification takes the place of the one before; the guide expects to see several."""

PATH = "/v3/message/regid"
NOTIFICATION = "0"
ALL_SOUNDS_AND_LIGHTS = "-1"
NOTIFY_ID_MAX = 2**31 - 1

_FORM = ("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
_REASONS: Mapping[int, Reason] = {
    **dict.fromkeys((21301, 21302, 21305, 22022), Reason.AUTH_REFUSED),
    **dict.fromkeys((10031, 22000, 22006, 26006), Reason.APP_NOT_OPEN),
    **dict.fromkeys((10034, 200001), Reason.QUOTA_USED),
    **dict.fromkeys((10022, 10023, 10024, 10027, 200002), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys((20301, 66007), Reason.REG_ID_INVALID),
    10041: Reason.CONTENT_REFUSED,
    27001: Reason.MESSAGE_CLASS_LIMITED,
}
"""What IM makes of Xiaomi's codes; any other one is a field that Xiaomi does not like."""


class _Data(msgspec.Struct):
    """What an accepted message is called."""

    id: str = ""


class _Answer(msgspec.Struct):
    """The fields of Xiaomi's answers that IM reads."""

    code: int
    reason: str = ""
    description: str = ""
    trace_id: str = ""
    data: _Data | None = None


_decode = msgspec.json.Decoder(_Answer).decode


class XiaomiSender(VendorSender):
    """Sends each push by itself; there is no token to keep."""

    host = "api.xmpush.xiaomi.com"
    push_platform = 2

    def send(self, push: OutgoingPush, done: Done) -> None:
        """Send one notification to one regId."""
        secret = push.certificate.values.get("app_secret", "")
        request = Request(
            "POST",
            self.host,
            PATH,
            headers=(_FORM, ("Authorization", f"key={secret}")),
            body=urlencode(self._form(push)).encode(),
        )

        def answered(response: Response) -> None:
            answer = _decode(response.body)
            if answer.code == 0:
                done(SendResult(code=(answer.data.id if answer.data else "") or answer.trace_id))
            else:
                reason = _REASONS.get(answer.code, Reason.INVALID_REQUEST)
                done(SendResult(reason, str(answer.code), answer.reason or answer.description))

        self.call(request, push.cargo, answered, done)

    def _form(self, push: OutgoingPush) -> Mapping[str, object]:
        values = push.certificate.values
        form: dict[str, object] = {
            "restricted_package_name": values.get("package", ""),
            "title": push.title,
            "description": push.desc,
            "payload": push.ext or "",
            "pass_through": NOTIFICATION,
            "notify_type": ALL_SOUNDS_AND_LIGHTS,
            "notify_id": self.kit.stream.between(1, NOTIFY_ID_MAX),
            **_click(push),
        }
        channel_id = push.android.get("XiaoMiChannelID") or values.get("channel_id")
        if channel_id:
            form["extra.channel_id"] = channel_id
        if push.ext is not None:
            form["extra.ext"] = push.ext
        form = {**form, "registration_id": push.token, **push.vendor_fields}
        return {name: value for name, value in form.items() if value is not None}


def _click(push: OutgoingPush) -> Mapping[str, str]:
    """Return nothing for the app, which opens itself, and what to open for a web page or a page."""
    click = push.certificate.on_click
    if click.kind is ClickKind.OPEN_APP:
        return {}
    if click.kind is ClickKind.URL:
        return {"extra.notify_effect": "3", "extra.web_uri": click.target}
    return {"extra.notify_effect": "2", "extra.intent_uri": click.target}
