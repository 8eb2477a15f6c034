"""IM's client of OPPO's HTTP API, written from OPPO's document and not from the simulated cloud."""

import hashlib
from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from simulator.im.sender import Done, OutgoingPush, SendResult
from simulator.im.token_sender import AccessToken, Credentials, TokenSender
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import HOUR_MS
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.reason import Reason

TOKEN_KEPT_MS = Fact(
    "oppo.sender_keeps_token_ms", 20 * HOUR_MS, Source("OPPO PUSH server API", "auth", grade=Grade.ASSUMED)
)
"""A token lives 24 h; IM is taken to renew it well before."""

REGISTRATION_ID = 2
OFF_LINE_TTL_S = 86_400

_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
_CLICK_TYPES = {ClickKind.OPEN_APP: 0, ClickKind.ACTION: 1, ClickKind.URL: 2, ClickKind.ACTIVITY: 4}
"""Whatever else a certificate may hold goes out as an address of its own: type 5."""
_ABOUT_TARGET = frozenset({"target_type", "target_value", "verify_registration_id"})
"""Fields beside the notification; all others are the notification's."""
_ANDROID_INFO = {
    "OPPOCategory": "category",
    "OPPONotifyLevel": "notify_level",
    "OPPOPrivateMsgTemplateId": "private_msg_template_id",
    "OPPOPrivateTitleParameters": "private_title_parameters",
    "OPPOPrivateContentParameters": "private_content_parameters",
}
"""OPPO's name of each field of `AndroidInfo` that IM passes on."""

_TOKEN_STALE = 11
_REASONS: Mapping[int, Reason] = {
    **dict.fromkeys((11, 14, 15, 16, 17, 18, 19, 29), Reason.AUTH_REFUSED),
    **dict.fromkeys((28, 30), Reason.APP_NOT_OPEN),
    **dict.fromkeys((-2, 13, 55), Reason.FREQUENCY_CONTROL),
    **dict.fromkeys((54, 67), Reason.MESSAGE_CLASS_LIMITED),
    33: Reason.QUOTA_USED,
    10000: Reason.REG_ID_INVALID,
}
"""What IM makes of OPPO's codes; any other one is a field that OPPO does not like."""


class _Data(msgspec.Struct):
    """The fields of `data` that IM reads."""

    auth_token: str = ""
    messageId: str = ""


class _Answer(msgspec.Struct):
    """OPPO's envelope."""

    code: int
    message: str = ""
    data: _Data | None = None


_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


class OppoSender(TokenSender):
    """Authenticates once for many pushes, and once more when OPPO no longer knows the token."""

    host = "api.push.oppomobile.com"

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
        answer = _decode(response.body)
        if answer.code == 0 and answer.data is not None:
            return AccessToken(answer.data.auth_token, TOKEN_KEPT_MS.value)
        return _refused(answer)

    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make a unicast."""
        message = _encode(_message(push)).decode()
        request = self._form("/message/notification/unicast", {"message": message, "auth_token": token})

        def answered(response: Response) -> None:
            answer = _decode(response.body)
            if answer.code == 0:
                done(SendResult(code="" if answer.data is None else answer.data.messageId))
            elif answer.code == _TOKEN_STALE and may_renew:
                self.renew(push, token, done)
            else:
                done(_refused(answer))

        self.call(request, push.cargo, answered, done)

    def _form(self, call: str, fields: Mapping[str, object]) -> Request:
        body = urlencode(fields).encode()
        return Request("POST", self.host, f"/server/v1{call}", headers=(_FORM,), body=body)


def _message(push: OutgoingPush) -> Mapping[str, object]:
    """Return the JSON object of a unicast."""
    own = push.vendor_fields
    notification: dict[str, object] = {
        "title": push.title,
        "content": push.desc,
        **_click(push),
        "off_line": True,
        "off_line_ttl": OFF_LINE_TTL_S,
    }
    channel_id = push.android.get("OPPOChannelID") or push.certificate.values.get("channel_id")
    if channel_id:
        notification["channel_id"] = channel_id
    if push.ext is not None:
        notification["action_parameters"] = push.ext
    for name, oppos_name in _ANDROID_INFO.items():
        if name in push.android:
            notification[oppos_name] = push.android[name]
    notification |= {name: value for name, value in own.items() if name not in _ABOUT_TARGET}
    return {
        "target_type": REGISTRATION_ID,
        "target_value": push.token,
        **{name: own[name] for name in sorted(_ABOUT_TARGET & set(own))},
        "notification": notification,
    }


def _click(push: OutgoingPush) -> Mapping[str, object]:
    click = push.certificate.on_click
    kind = _CLICK_TYPES.get(click.kind, 5)
    if kind == 0:
        return {"click_action_type": kind}
    target = "click_action_activity" if kind in {1, 4} else "click_action_url"
    return {"click_action_type": kind, target: click.target}


def _refused(answer: _Answer) -> SendResult:
    return SendResult(_REASONS.get(answer.code, Reason.INVALID_REQUEST), str(answer.code), answer.message)
