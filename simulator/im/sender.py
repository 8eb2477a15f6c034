"""What IM needs from a vendor: a client that turns a push into the vendor's requests."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec.structs import replace

from simulator.kernel.clock import Clock
from simulator.kernel.randomness import Stream
from simulator.kernel.scheduler import Scheduler
from simulator.network.faults import Broken, FaultKind
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.certificate import Certificate
from simulator.push.ledger import Cargo
from simulator.push.reason import Reason
from simulator.push.receipt import Receipt, ReceiptUnreadable

AnswerT = TypeVar("AnswerT")


class OutgoingPush(msgspec.Struct, frozen=True):
    """A push that IM is going to make.

    Attributes:
        cargo: The push; `None` for a request of the customer's own server, which is no push of IM's.
        ext: Custom content; `None` for none, or where the click action excludes it.
        sound: `AndroidInfo.Sound`, a file in the app's `res/raw`; empty for the phone's default sound.
        is_big_text: `AndroidInfo.PushStyle` 1: the whole text, in an expandable notification.
        badge: Unread messages of the receiver on that phone as IM counts them, including this one if it counts;
            `None` when IM does not count, as for a push of the customer's own server.
        adds_to_badge: This message counts as unread (`ApnsInfo.BadgeMode` 0).
        android: The sender's whole `AndroidInfo`, with keys as on the wire, including those of other vendors.
        tokens: Targets of a list push; empty for a push to `token` alone.
        vendor_fields: Fields of the vendor's request that the caller sets itself, by the vendor's names.
        receipt_url: Where the vendor should post receipts; empty for none.
    """

    cargo: Cargo | None
    token: str
    certificate: Certificate
    title: str
    desc: str
    ext: str | None
    sound: str = ""
    is_big_text: bool = False
    badge: int | None = None
    adds_to_badge: bool = True
    android: Mapping[str, Any] = msgspec.field(default_factory=dict)
    tokens: tuple[str, ...] = ()
    vendor_fields: Mapping[str, Any] = msgspec.field(default_factory=dict)
    receipt_url: str = ""


class SendResult(msgspec.Struct, frozen=True):
    """Result of a request to a vendor.

    Attributes:
        reason: Why it failed; `None` for success.
        code: The vendor's own code, as text.
        text: The vendor's own words.
    """

    reason: Reason | None = None
    code: str = ""
    text: str = ""


Done = Callable[[SendResult], None]

Change = Callable[[Request], Request]
"""How a caller alters a request that would otherwise be correct."""


def unchanged(request: Request) -> Request:
    """Return *request* unaltered."""
    return request


class SenderKit(msgspec.Struct, frozen=True):
    """What a sender gets from the world.

    Attributes:
        link: To the vendor's cloud.
    """

    link: Link
    scheduler: Scheduler
    clock: Clock
    stream: Stream


class VendorSender(ABC):
    """A client of one vendor's cloud. It speaks the vendor's HTTP API, independently of the simulated cloud.

    Attributes:
        host: The vendor's real host name.
        android_info: The vendor's own fields of `AndroidInfo`, with their types.
        push_platform: `PushPlatform` in IM's webhooks; 0 for a vendor that they do not list.
        reasons: Why the vendor refuses a push, by its code; any other code means an invalid field.
    """

    host: str
    android_info: ClassVar[Mapping[str, type]] = {}
    push_platform: ClassVar[int] = 0
    reasons: ClassVar[Mapping[int, Reason]] = {}

    def __init__(self, kit: SenderKit) -> None:
        """Use *kit*."""
        self.kit = kit

    @abstractmethod
    def send(self, push: OutgoingPush, done: Done) -> None:
        """Make the vendor's requests for *push* and call *done* once with the result."""

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Make the vendor's requests for one message to several targets; by default, a push for each."""
        for token in tokens:
            self.send(replace(push, token=token), done)

    def call_api(
        self, certificate: Certificate, path: str, body: Mapping[str, Any], done: Done, change: Change = unchanged
    ) -> None:
        """Make a request of the vendor's HTTP API that is no push to a regId, such as one for tags.

        Args:
            certificate: The credentials.
            path: Path of the request, beginning with `/`.
            body: Body in the vendor's form.
            done: Called once with the result.
            change: Alters the request before it is sent, but not a request for a token.

        Raises:
            NotImplementedError: This sender only makes pushes.
        """
        raise NotImplementedError(f"{type(self).__name__} calls no {path}")

    def reason_of(self, code: int) -> Reason:
        """Return why the vendor refuses a push with its own *code*."""
        return self.reasons.get(code, Reason.INVALID_REQUEST)

    def refused(self, code: int, text: str) -> SendResult:
        """Return the result of a request that the vendor refuses with *code* and *text*."""
        return SendResult(self.reason_of(code), str(code), text)

    def learn_receipts(self, values: Mapping[str, str]) -> None:  # noqa: ARG002  # for vendors
        """Take the keys that receipts are signed with from *values*, the app's credentials in the vendor's console."""
        return

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:  # noqa: ARG002  # for vendors
        """Read the receipts in a request of the vendor's; return them, and the answer that the vendor expects.

        Raises:
            ReceiptUnreadable: It is not in this vendor's form, or its signature is wrong.
        """
        raise ReceiptUnreadable("this vendor sends none")

    def call(
        self,
        request: Request,
        cargo: Cargo | None,
        read: Callable[[Response], AnswerT],
        answered: Callable[[AnswerT], None],
        done: Done,
    ) -> None:
        """Make one request; a broken link or an unreadable answer ends the push.

        Args:
            request: The request to the vendor.
            cargo: The push that it carries.
            read: Decodes an answer, or raises msgspec's or Unicode's decoding error.
            answered: Called with the decoded answer.
            done: Called with the result where there is no such answer.
        """

        def arrived(answer: Response | Broken) -> None:
            if isinstance(answer, Broken):
                reason = Reason.VENDOR_FAULT if answer.kind is FaultKind.SERVER_ERROR else Reason.VENDOR_UNREACHABLE
                done(SendResult(reason, text=answer.kind))
                return
            if answer.status >= 500:
                done(fault_of(answer))
                return
            try:
                said = read(answer)
            except (msgspec.DecodeError, UnicodeDecodeError):
                done(fault_of(answer))
                return
            answered(said)

        self.kit.link.call(request, arrived, cargo)


def fault_of(answer: Response) -> SendResult:
    """Return the result of an answer that is not in the vendor's form: its HTTP status is its code."""
    return SendResult(Reason.VENDOR_FAULT, str(answer.status), answer.body.decode("utf-8", "replace"))
