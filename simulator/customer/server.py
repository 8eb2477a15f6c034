"""The customer's server: UserSigs for the app, REST calls to IM, and what vendors post to its own addresses."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from simulator.customer.usersig import LIFETIME_S, make_user_sig
from simulator.customer.webhooks import WebhookReceiver
from simulator.kernel.environment import Environment
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.message import Message
from simulator.push.receipt import Receipt, ReceiptUnreadable

IM_HOST = "console.tim.qq.com"
HOST = "push.customer.example"
"""Where it listens, beside the addresses that a vendor's console names."""

_RECEIPTS = "/receipts"

TakeReceipts = Callable[[Request], tuple[Sequence[Receipt], Response]]
"""Reads what a vendor posted, and makes the answer that the vendor expects; raises `ReceiptUnreadable`."""
_AS_IT_SHOULD_BE: Mapping[str, str] = {}


class CustomerServer:
    """What the customer runs beside the app.

    Attributes:
        sig_lifetime_s: How long its UserSigs are valid.
        is_waiting: The latest REST call has not been answered yet.
        webhooks: Takes what IM posts; `None` where the console has no address for that.
        on_request: Called with each request that comes to its addresses; it must not act on the world.
        last_answer: Of the latest REST call, as JSON; `None` before the first, and where none came.
    """

    def __init__(self, env: Environment, *, secret_key: str, sdk_app_id: int, admin: str, link: Link) -> None:
        """Reach IM over *link* as the administrator *admin*."""
        self._secret_key = secret_key
        self._sdk_app_id = sdk_app_id
        self._admin = admin
        self._link = link
        self._clock = env.clock
        self._trace = env.trace
        self._receipt_readers: dict[tuple[str, str], tuple[str, TakeReceipts]] = {}
        self.webhooks: WebhookReceiver | None = None
        self._webhook_address = ("", "")
        self._stream = env.streams.named("customer")
        self.sig_lifetime_s = LIFETIME_S
        self._calls = 0
        self.is_waiting = False
        self.last_answer: Mapping[str, Any] | None = None
        self.on_request: Callable[[Request], None] | None = None

    # -- what vendors post -------------------------------------------------------------------------------------------

    @staticmethod
    def receipt_url(vendor: str) -> str:
        """Return the address at which receipts of *vendor* are read, whatever its console says."""
        return f"https://{HOST}{_RECEIPTS}/{vendor}"

    def expect_receipts(self, vendor: str, take: TakeReceipts, console_url: str | None = None) -> None:
        """Read receipts of *vendor* with *take*, also at the address in that vendor's console."""
        self._receipt_readers[HOST, f"{_RECEIPTS}/{vendor}"] = (vendor, take)
        if console_url:
            parts = urlsplit(console_url)
            self._receipt_readers[parts.hostname or "", parts.path or "/"] = (vendor, take)

    def expect_webhooks(self, url: str, token: str) -> None:
        """Take IM's webhooks at *url*, signed with *token* unless that is empty."""
        parts = urlsplit(url)

        def write(name: str, data: Mapping[str, Any], is_taken: bool) -> None:
            self._write(name, data, Outcome.OK if is_taken else Outcome.REFUSED)

        self.webhooks = WebhookReceiver(token, write)
        self._webhook_address = (parts.hostname or "", parts.path or "/")

    @property
    def hosts(self) -> Sequence[str]:
        """The hosts that it answers for."""
        addresses = (*self._receipt_readers, self._webhook_address)
        return sorted({HOST, *(host for host, _ in addresses if host)})

    def handle(self, request: Request) -> Response:
        """Answer what somebody posts to one of its addresses."""
        if self.on_request is not None:
            self.on_request(request)
        if self.webhooks is not None and (request.host, request.path) == self._webhook_address:
            return self.webhooks.handle(request)
        reader = self._receipt_readers.get((request.host, request.path))
        if reader is None:
            return Response(404, body=b"no such address")
        vendor, take = reader
        try:
            receipts, answer = take(request)
        except ReceiptUnreadable as unreadable:
            self._write("receipt_unreadable", {"vendor": vendor, "why": str(unreadable)}, Outcome.REFUSED)
            return Response(400, body=str(unreadable).encode())
        for receipt in receipts:
            self._write("receipt", {"vendor": vendor, **msgspec.structs.asdict(receipt)})
        return answer

    def _write(self, name: str, data: Mapping[str, Any], outcome: Outcome = Outcome.OK) -> None:
        self._trace.write("customer", Kind.CALLBACK, name, outcome=outcome, data=data)

    # -- IM ----------------------------------------------------------------------------------------------------------

    def user_sig(self, user: str) -> str:
        """Return a UserSig for *user*, as the app asks for it at login."""
        return make_user_sig(
            self._secret_key, self._sdk_app_id, user, now_s=self._clock.epoch_s, lifetime_s=self.sig_lifetime_s
        )

    def call_rest(
        self,
        path: str,
        body: bytes,
        query: Mapping[str, str] = _AS_IT_SHOULD_BE,
        *,
        without: Collection[str] = (),
        method: str = "POST",
    ) -> None:
        """POST *body* to *path* of the REST API; *query* replaces parameters of the URL that would be right.

        Those of *without* are left out.

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
            method,
            IM_HOST,
            path,
            urlencode({name: value for name, value in {**right, **query}.items() if name not in without}),
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
        """Send *message* with `sendmsg`, or with `send_group_msg` where it goes to a group."""
        if message.group:
            self.call_rest("/v4/group_open_http_svc/send_group_msg", msgspec.json.encode(self._group_body(message)))
        else:
            self.call_rest("/v4/openim/sendmsg", msgspec.json.encode(self._sendmsg_body(message)))

    def _sendmsg_body(self, message: Message) -> Mapping[str, Any]:
        body = self._body(message, {"To_Account": message.to}, "MsgRandom")
        if message.online_only:
            body["MsgLifeTime"] = 0
        if message.heeds_options:
            body["SendMsgControl"] = ["WithMuteNotifications"]
        return body

    def _group_body(self, message: Message) -> Mapping[str, Any]:
        body = self._body(message, {"GroupId": message.group}, "Random")
        if message.online_only:
            body["OnlineOnlyFlag"] = 1
        return body

    def _body(self, message: Message, target: Mapping[str, Any], random: str) -> dict[str, Any]:
        """Return what both calls say, for *target*; *random* is the name of the random number."""
        wanted = message.offline_push
        info: dict[str, Any] = {"PushFlag": wanted.push_flag, "Title": wanted.title, "Desc": wanted.desc}
        if wanted.ext is not None:
            info["Ext"] = wanted.ext
        if wanted.android:
            info["AndroidInfo"] = dict(wanted.android)
        if wanted.apns:
            info["ApnsInfo"] = dict(wanted.apns)
        return {
            "From_Account": message.sender,
            **target,
            random: self._stream.between(0, 2**32 - 1),
            "MsgBody": [{"MsgType": element.type, "MsgContent": element.content} for element in message.elements],
            "OfflinePushInfo": info,
        }


def _json_of(answer: Response | Broken) -> Mapping[str, Any] | None:
    """Return what IM says; `None` where nobody answered, or only something on the way with an error of its own."""
    if isinstance(answer, Broken) or answer.status != 200:
        return None
    said: Mapping[str, Any] = msgspec.json.decode(answer.body)
    return said
