"""IM's client of OPPO's HTTP API, written from OPPO's document and not from the simulated cloud."""

import hashlib
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import msgspec

from simulator.im.sender import Done, OutgoingPush, SenderKit, SendResult, VendorSender
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
    messageId: str = ""  # noqa: N815  # OPPO's spelling


class _Answer(msgspec.Struct):
    """OPPO's envelope."""

    code: int
    message: str = ""
    data: _Data | None = None


_decode = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.encode


class _KeptToken(msgspec.Struct, frozen=True):
    text: str
    until_ms: int


class _Waiting(msgspec.Struct, frozen=True):
    """A push that waits for a token.

    Attributes:
        context: The record that led to it; what it goes on to do is written below that one.
    """

    push: OutgoingPush
    done: Done
    context: int | None


class OppoSender(VendorSender):
    """Authenticates once for many pushes, and once more when OPPO no longer knows the token."""

    host = "api.push.oppomobile.com"

    def __init__(self, kit: SenderKit) -> None:
        """Start without a token."""
        super().__init__(kit)
        self._kept: dict[tuple[str, str], _KeptToken] = {}
        self._waiting: dict[tuple[str, str], list[_Waiting]] = {}

    def send(self, push: OutgoingPush, done: Done) -> None:
        """Send one notification to one registration id."""
        kept = self._kept.get(_credentials(push.certificate))
        if kept is not None and kept.until_ms > self.kit.scheduler.now_ms:
            self._push(push, kept.text, done, may_renew=True)
        else:
            self._wait_for_token(push, done)

    def _wait_for_token(self, push: OutgoingPush, done: Done) -> None:
        """Let *push* wait; the first that does so asks for the token of all."""
        waiting = self._waiting.setdefault(_credentials(push.certificate), [])
        waiting.append(_Waiting(push, done, self.kit.scheduler.context))
        if len(waiting) == 1:
            self._authenticate(_credentials(push.certificate))

    def _authenticate(self, credentials: tuple[str, str]) -> None:
        """Ask for a token on behalf of the first push that waits for one."""
        app_key, master_secret = credentials
        timestamp = self.kit.clock.epoch_ms
        sign = hashlib.sha256(f"{app_key}{timestamp}{master_secret}".encode()).hexdigest()
        request = self._form("/auth", {"app_key": app_key, "timestamp": timestamp, "sign": sign})

        def answered(response: Response) -> None:
            answer = _decode(response.body)
            if answer.code == 0 and answer.data is not None:
                token = answer.data.auth_token
                self._kept[credentials] = _KeptToken(token, self.kit.scheduler.now_ms + TOKEN_KEPT_MS.value)
                for one in self._released(credentials):
                    self._push(one.push, token, one.done, may_renew=False)
            else:
                self._refuse_first(credentials, answer)

        def broken(result: SendResult) -> None:
            for one in self._released(credentials):
                one.done(result)

        self.call(request, self._waiting[credentials][0].push.cargo, answered, broken)

    def _released(self, credentials: tuple[str, str]) -> Iterator[_Waiting]:
        """Walk the pushes that waited, each in the chain of events that led to it."""
        for one in self._waiting.pop(credentials):
            self.kit.scheduler.context = one.context
            yield one

    def _refuse_first(self, credentials: tuple[str, str], answer: _Answer) -> None:
        """Give up the push whose auth call was refused, and let the next one ask for itself."""
        waiting = self._waiting[credentials]
        waiting.pop(0).done(_refused(answer))
        if waiting:
            self.kit.scheduler.context = waiting[0].context
            self._authenticate(credentials)
        else:
            del self._waiting[credentials]

    def _push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        message = _encode(_message(push)).decode()
        request = self._form("/message/notification/unicast", {"message": message, "auth_token": token})

        def answered(response: Response) -> None:
            answer = _decode(response.body)
            if answer.code == 0:
                done(SendResult(code="" if answer.data is None else answer.data.messageId))
            elif answer.code == _TOKEN_STALE and may_renew:
                self._renew(push, token, done)
            else:
                done(_refused(answer))

        self.call(request, push.cargo, answered, done)

    def _renew(self, push: OutgoingPush, stale: str, done: Done) -> None:
        """Send once more with another token than *stale*: the one that another push has brought, or a new one."""
        credentials = _credentials(push.certificate)
        kept = self._kept.get(credentials)
        if kept is not None and kept.text != stale:
            self._push(push, kept.text, done, may_renew=False)
            return
        self._kept.pop(credentials, None)
        self._wait_for_token(push, done)

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


def _credentials(certificate: Certificate) -> tuple[str, str]:
    return certificate.values.get("app_key", ""), certificate.values.get("master_secret", "")
