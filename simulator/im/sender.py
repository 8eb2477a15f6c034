"""What IM needs of a vendor: something that turns a decided push into that vendor's requests."""

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
    """A push that IM has decided to make.

    Attributes:
        cargo: `None` when the customer's own server sends, for whom IM begins no push.
        ext: Custom content; `None` when there is none, or when the click action leaves it out.
        sound: `AndroidInfo.Sound`, a file of the app's `res/raw`; empty for the phone's own sound.
        is_big_text: `AndroidInfo.PushStyle` 1, the whole text in a notification that unfolds.
        badge: Unread messages of the receiver on that phone as IM counts them, this one among them if it counts; `None`
            when IM does not count, as for a push of the customer's own server.
        adds_to_badge: This message counts as one more unread (`ApnsInfo.BadgeMode` 0).
        android: `AndroidInfo` of the sender as a whole, keys as on the wire; those of other vendors too.
        tokens: Targets of a list push; empty for a push to `token` alone.
        vendor_fields: Fields of the vendor's request, by its own names, that a sender sets itself.
        receipt_url: Where the vendor is to post receipts; empty for a sender that wants none.
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
    """How a request to a vendor went.

    Attributes:
        reason: Why not; `None` for success.
        code: The vendor's own code, as text.
        text: The vendor's own words.
    """

    reason: Reason | None = None
    code: str = ""
    text: str = ""


Done = Callable[[SendResult], None]

Change = Callable[[Request], Request]
"""What a caller makes of a request that would be right in everything."""


def unchanged(request: Request) -> Request:
    """Return *request* as it is."""
    return request


class SenderKit(msgspec.Struct, frozen=True):
    """What the world gives a sender to stand on.

    Attributes:
        link: To the vendor's cloud.
    """

    link: Link
    scheduler: Scheduler
    clock: Clock
    stream: Stream


class VendorSender(ABC):
    """A client of one vendor's cloud. It speaks the vendor's HTTP API and knows nothing of the simulated cloud.

    Attributes:
        host: The vendor's true host name.
        android_info: Its own fields of `AndroidInfo`, with the type that each one has.
        push_platform: `PushPlatform` of IM's webhooks; 0 for a vendor that they do not know.
        reasons: Why a push ends that the vendor refuses, by its code; any other code is a field that it does not like.
    """

    host: str
    android_info: ClassVar[Mapping[str, type]] = {}
    push_platform: ClassVar[int] = 0
    reasons: ClassVar[Mapping[int, Reason]] = {}

    def __init__(self, kit: SenderKit) -> None:
        """Stand on *kit*."""
        self.kit = kit

    @abstractmethod
    def send(self, push: OutgoingPush, done: Done) -> None:
        """Make the vendor's requests for *push* and tell *done*, once, how it went."""

    def send_list(self, push: OutgoingPush, tokens: Sequence[str], done: Done) -> None:
        """Make the vendor's requests for one message to several targets: one after the other where it has no list."""
        for token in tokens:
            self.send(replace(push, token=token), done)

    def call_api(
        self, certificate: Certificate, path: str, body: Mapping[str, Any], done: Done, change: Change = unchanged
    ) -> None:
        """Make a request of the vendor's HTTP API that is no push to a phone's regId, such as one for tags.

        Args:
            certificate: With the credentials.
            path: From `/` on.
            body: As the vendor wants it.
            done: Told, once, how it went.
            change: What becomes of that request before it is sent; of none that only fetches a token.

        Raises:
            NotImplementedError: This sender makes no other requests than its pushes.
        """
        raise NotImplementedError(f"{type(self).__name__} calls no {path}")

    def reason_of(self, code: int) -> Reason:
        """Return why a push ends that the vendor refuses with its own *code*, as this sender reads it."""
        return self.reasons.get(code, Reason.INVALID_REQUEST)

    def refused(self, code: int, text: str) -> SendResult:
        """Return the result of a request that the vendor refuses with *code* and *text*."""
        return SendResult(self.reason_of(code), str(code), text)

    def learn_receipts(self, values: Mapping[str, str]) -> None:  # noqa: ARG002  # for vendors
        """Learn from *values*, as they stand in the vendor's console, with what receipts of that app are signed."""
        return

    def take_receipts(self, request: Request) -> tuple[Sequence[Receipt], Response]:  # noqa: ARG002  # for vendors
        """Read what the vendor posted to the address for receipts; return it, and the answer that the vendor expects.

        Raises:
            ReceiptUnreadable: It is no receipt of this vendor's, or its signature is wrong.
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
        """Make one request; a broken link ends the push, and so does whatever is no answer of the vendor's.

        Args:
            request: To the vendor.
            cargo: The push that it carries.
            read: Makes of an answer what the vendor says in it, or raises msgspec's or Unicode's error of decoding.
            answered: Told what that is.
            done: Told how it went where there is no such answer.
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
    """Return what to make of an answer that no vendor gives of its own accord: its status stands for itself."""
    return SendResult(Reason.VENDOR_FAULT, str(answer.status), answer.body.decode("utf-8", "replace"))
