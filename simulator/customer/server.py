"""The customer's server: UserSigs for the app, REST calls to IM, and pushes of its own to a vendor."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from simulator.customer.usersig import LIFETIME_S, make_user_sig
from simulator.kernel.clock import Clock
from simulator.kernel.randomness import Stream
from simulator.network.faults import Broken
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.message import Message

IM_HOST = "console.tim.qq.com"
_AS_IT_SHOULD_BE: Mapping[str, str] = {}


class CustomerServer:
    """What the customer runs beside the app.

    Attributes:
        sig_lifetime_s: How long its UserSigs are valid.
        is_waiting: The latest REST call has not been answered yet.
        last_answer: Of the latest REST call, as JSON; `None` before the first, and where none came.
    """

    def __init__(
        self, *, secret_key: str, sdk_app_id: int, admin: str, link: Link, clock: Clock, stream: Stream
    ) -> None:
        """Reach IM over *link* as the administrator *admin*."""
        self._secret_key = secret_key
        self._sdk_app_id = sdk_app_id
        self._admin = admin
        self._link = link
        self._clock = clock
        self._stream = stream
        self.sig_lifetime_s = LIFETIME_S
        self._calls = 0
        self.is_waiting = False
        self.last_answer: Mapping[str, Any] | None = None

    def user_sig(self, user: str) -> str:
        """Return a UserSig for *user*, as the app asks for it at login."""
        return make_user_sig(
            self._secret_key, self._sdk_app_id, user, now_s=self._clock.epoch_s, lifetime_s=self.sig_lifetime_s
        )

    def call_rest(self, path: str, body: bytes, query: Mapping[str, str] = _AS_IT_SHOULD_BE) -> None:
        """POST *body* to *path* of the REST API; *query* replaces parameters of the URL that would be right.

        The answer is `last_answer` as soon as `is_waiting` is false again.
        """
        right = {
            "sdkappid": str(self._sdk_app_id),
            "identifier": self._admin,
            "usersig": self.user_sig(self._admin),
            "random": str(self._stream.between(0, 2**32 - 1)),
            "contenttype": "json",
        }
        request = Request(
            "POST",
            IM_HOST,
            path,
            urlencode({**right, **query}),
            (("Content-Type", "application/json"),),
            body,
        )

        self._calls += 1
        number = self._calls

        def arrived(answer: Response | Broken) -> None:
            # The answer to an earlier call may come in behind that to a later one, which counts.
            if number == self._calls:
                self.last_answer = _json_of(answer)
                self.is_waiting = False

        self.is_waiting = True
        self._link.call(request, arrived)

    def send_message(self, message: Message) -> None:
        """Send *message* with `sendmsg`."""
        self.call_rest("/v4/openim/sendmsg", msgspec.json.encode(self._sendmsg_body(message)))

    def _sendmsg_body(self, message: Message) -> Mapping[str, Any]:
        wanted = message.offline_push
        info: dict[str, Any] = {"PushFlag": wanted.push_flag, "Title": wanted.title, "Desc": wanted.desc}
        if wanted.ext is not None:
            info["Ext"] = wanted.ext
        if wanted.android:
            info["AndroidInfo"] = dict(wanted.android)
        body: dict[str, Any] = {
            "From_Account": message.sender,
            "To_Account": message.to,
            "MsgRandom": self._stream.between(0, 2**32 - 1),
            "MsgBody": [{"MsgType": element.type, "MsgContent": element.content} for element in message.elements],
            "OfflinePushInfo": info,
        }
        if message.online_only:
            body["MsgLifeTime"] = 0
        return body


def _json_of(answer: Response | Broken) -> Mapping[str, Any] | None:
    """Return what IM says; `None` where nobody answered, or only something on the way with an error of its own."""
    if isinstance(answer, Broken) or answer.status != 200:
        return None
    said: Mapping[str, Any] = msgspec.json.decode(answer.body)
    return said
