"""Clients of vendors that need an access token, which is fetched once for many pushes, cached and renewed."""

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from simulator.im.sender import Change, Done, OutgoingPush, SenderKit, SendResult, VendorSender, fault_of, unchanged
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate

Credentials = tuple[str, ...]


class AccessToken(msgspec.Struct, frozen=True):
    """An access token as issued by the vendor.

    Attributes:
        text: The token; empty where the answer has none.
        kept_ms: How long the sender keeps using it.
    """

    text: str
    kept_ms: int


class ApiCall(OutgoingPush, frozen=True, kw_only=True):
    """A request that is no push to a regId but needs the same token.

    Attributes:
        path: A name in braces, as in `/v1/{app_id}/topic:list`, is replaced by that value of the certificate.
        change: Alters the request before it is sent.
    """

    path: str
    body: Mapping[str, Any]
    change: Change = unchanged

    @property
    def filled_path(self) -> str:
        """The path with all names in braces replaced."""
        values = self.certificate.values
        return re.sub(r"\{(\w+)\}", lambda found: quote(values.get(found[1], found[0]), safe=""), self.path)


class _Kept(msgspec.Struct, frozen=True):
    text: str
    until_ms: int


class _Waiting(msgspec.Struct, frozen=True):
    """A push that waits for a token.

    Attributes:
        context: The record that led to it, which becomes the parent of what follows.
    """

    push: OutgoingPush
    done: Done
    context: int | None


class TokenSender(VendorSender):
    """Authenticates once for many pushes, and again when the vendor no longer accepts the token.

    Vendors limit how often a token may be fetched, so pushes that need one share a single request.
    """

    def __init__(self, kit: SenderKit) -> None:
        """Start without a token."""
        super().__init__(kit)
        self._kept: dict[Credentials, _Kept] = {}
        self._waiting: dict[Credentials, list[_Waiting]] = {}

    # -- what a vendor defines ----------------------------------------------------------------------------------------

    @abstractmethod
    def credentials(self, certificate: Certificate) -> Credentials:
        """Return the values of *certificate* that a token is issued for."""

    @abstractmethod
    def token_request(self, credentials: Credentials) -> Request:
        """Return the request for a token."""

    @abstractmethod
    def read_token(self, response: Response) -> AccessToken | SendResult:
        """Return the token in *response*, or why the vendor refuses to issue one.

        Raises:
            msgspec.DecodeError: The answer is not in the vendor's form.
        """

    @abstractmethod
    def push(self, push: OutgoingPush, token: str, done: Done, *, may_renew: bool) -> None:
        """Make the vendor's requests for *push* with *token*; call `renew` for a stale token, if *may_renew*.

        An `ApiCall` is handled here too.
        """

    def broken(self, result: SendResult) -> SendResult:
        """Return the result of a token request that was not answered."""
        return result

    # -- sending ----------------------------------------------------------------------------------------------------

    def send(self, push: OutgoingPush, done: Done) -> None:
        """Send one notification, with the cached token or a new one."""
        kept = self._kept.get(self.credentials(push.certificate))
        if kept is not None and kept.until_ms > self.kit.scheduler.now_ms:
            self.push(push, kept.text, done, may_renew=True)
        else:
            self._wait_for_token(push, done)

    def call_api(
        self, certificate: Certificate, path: str, body: Mapping[str, Any], done: Done, change: Change = unchanged
    ) -> None:
        """Make a request of *body* to *path*, with the cached token or a new one."""
        self.send(ApiCall(None, "", certificate, "", "", None, path=path, body=body, change=change), done)

    def renew(self, push: OutgoingPush, stale: str, done: Done) -> None:
        """Send again with another token than *stale*: one fetched meanwhile, or a new one."""
        credentials = self.credentials(push.certificate)
        kept = self._kept.get(credentials)
        if kept is not None and kept.text != stale:
            self.push(push, kept.text, done, may_renew=False)
            return
        self._kept.pop(credentials, None)
        self._wait_for_token(push, done)

    # -- waiting for a token ----------------------------------------------------------------------------------------

    def _wait_for_token(self, push: OutgoingPush, done: Done) -> None:
        """Let *push* wait for a token; the first push that waits requests it."""
        credentials = self.credentials(push.certificate)
        waiting = self._waiting.setdefault(credentials, [])
        waiting.append(_Waiting(push, done, self.kit.scheduler.context))
        if len(waiting) == 1:
            self._ask_for_token(credentials)

    def _ask_for_token(self, credentials: Credentials) -> None:
        """Request a token for all waiting pushes, on behalf of the first."""

        def read(response: Response) -> AccessToken | SendResult:
            token = self.read_token(response)
            return token if isinstance(token, SendResult) or token.text else fault_of(response)

        def answered(token: AccessToken | SendResult) -> None:
            if isinstance(token, SendResult):
                self._refuse_first(credentials, token)
                return
            self._kept[credentials] = _Kept(token.text, self.kit.scheduler.now_ms + token.kept_ms)
            for one in self._released(credentials):
                self.push(one.push, token.text, one.done, may_renew=False)

        def broken(result: SendResult) -> None:
            for one in self._released(credentials):
                one.done(self.broken(result))

        self.call(self.token_request(credentials), self._waiting[credentials][0].push.cargo, read, answered, broken)

    def _released(self, credentials: Credentials) -> Iterator[_Waiting]:
        """Iterate over the pushes that waited, each in its own chain of events."""
        for one in self._waiting.pop(credentials):
            self.kit.scheduler.context = one.context
            yield one

    def _refuse_first(self, credentials: Credentials, result: SendResult) -> None:
        """Fail the push whose token was refused, and request a token for the next one."""
        waiting = self._waiting[credentials]
        waiting.pop(0).done(result)
        if waiting:
            self.kit.scheduler.context = waiting[0].context
            self._ask_for_token(credentials)
        else:
            del self._waiting[credentials]
