"""Receipts and webhooks that leave the process, to addresses that were allowed and to no other.

The simulated customer answers each of them within the world, at once and always alike, so that what the world does
follows from its inputs alone. A copy goes to the real address.

Differs: what the real address answers has no effect: no second try, and no webhook that stops a message.
"""

import asyncio
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from simulator.network.http import Request

WAITING_MAX = 1_000
"""How many copies may be on their way; more are not sent, and told of."""
_PATIENCE_S = 10


class CallbackAddressWrong(ValueError):
    """What should say where callbacks may go is no address."""


def addresses_of(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Return the base address to go to by the host that a callback names, of texts such as `HOST=URL` or `URL`.

    Raises:
        CallbackAddressWrong: One is neither.
    """
    found = {}
    for text in texts:
        name, separator, base = text.partition("=")
        base = base if separator else text
        parts = urlsplit(base)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise CallbackAddressWrong(
                f'"{text}" is no address; write http://127.0.0.1:9000, or push.example.com=http://127.0.0.1:9000'
            )
        found[name.lower() if separator else parts.hostname] = base.rstrip("/")
    return found


class Callbacks:
    """Sends copies of callbacks, on the running event loop."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        """Send to *addresses*, base addresses by the host that a callback names."""
        self._addresses = addresses
        self._under_way: set[asyncio.Task[None]] = set()

    def take(self, request: Request) -> None:
        """Send a copy of *request*, where its host is allowed."""
        base = self._addresses.get(request.host)
        if base is None:
            return
        if len(self._under_way) >= WAITING_MAX:
            _tell(request, f"not sent: {WAITING_MAX} others are on their way")
            return
        task = asyncio.get_running_loop().create_task(self._send(base, request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _send(self, base: str, request: Request) -> None:
        import httpx

        url = f"{base}{request.path}{'?' if request.query else ''}{request.query}"
        headers = [*request.headers, ("X-Original-Host", request.host)]
        try:
            # Redirects are not followed: they could lead to an address that nobody has allowed.
            async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE_S, follow_redirects=False) as client:
                answer = await client.request(request.method, url, headers=headers, content=request.body)
        except httpx.HTTPError as error:
            _tell(request, f"{base}: {type(error).__name__} {error}".strip())
        else:
            if not answer.is_success:
                _tell(request, f"{base}: HTTP {answer.status_code}")

    async def finish(self) -> None:
        """Wait until what is on its way has arrived, or has been given up."""
        await asyncio.gather(*self._under_way)


def _tell(request: Request, what: str) -> None:
    """Write what became of a copy, without its query, which may hold a signature."""
    print(f"callback to {request.host}{request.path}: {what}", file=sys.stderr)
