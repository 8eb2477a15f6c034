"""A served world on its port: the event loop, the pacing of time, and how both begin and end."""

import asyncio
import ssl
import time
from collections.abc import Callable

from simulator.network.http1 import Incoming
from simulator.serve.front import Front
from simulator.serve.http_server import Exchange, HttpServer, Patience
from simulator.serve.routing import MAIN, Directory
from simulator.serve.worlds import Worlds

_EARLY_S = 0.001
"""A wake-up is not moved for less."""


def machine_ms() -> int:
    """Return what the machine's clock shows, in Unix milliseconds."""
    return time.time_ns() // 1_000_000


class Server:
    """Serves worlds on one port, on the running event loop. The world `main` has to be there before it starts.

    Attributes:
        worlds: What is served.
        port: Where; 0 until it has started.
    """

    def __init__(self, worlds: Worlds, *, patience: Patience | None = None) -> None:
        """Serve *worlds*."""
        self.worlds = worlds
        self.port = 0
        self._front = Front(worlds, Directory(worlds.present(MAIN).world), self._later)
        self._http = HttpServer(self._handle, patience=patience)
        self._wake_up: asyncio.TimerHandle | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        """Listen at *host* and *port*, a free one for 0, and let time pass.

        Raises:
            OSError: The port is taken, or not allowed.
        """
        self._loop = asyncio.get_running_loop()
        self.port = await self._http.start(host, port, tls)
        self._pace()

    async def stop(self) -> None:
        """Close every connection and listen no more."""
        if self._wake_up is not None:
            self._wake_up.cancel()
        await self._http.stop()

    def _handle(self, incoming: Incoming, exchange: Exchange) -> None:
        self._front.handle(incoming, exchange)
        self._front.events.soon()
        self._arm(self.worlds.due_in_ms())

    def _later(self, after_ms: int, action: Callable[[], None]) -> None:
        self._loop.call_later(after_ms / 1_000, action)

    def _pace(self) -> None:
        """Run what is due, and wake up again for what is due next."""
        self._wake_up = None
        self.worlds.run_all()
        self._front.events.soon()
        self._arm(self.worlds.due_in_ms())

    def _arm(self, due_ms: int | None) -> None:
        if due_ms is None:
            return
        at_s = self._loop.time() + due_ms / 1_000
        if self._wake_up is not None:
            if self._wake_up.when() <= at_s + _EARLY_S:
                return
            self._wake_up.cancel()
        self._wake_up = self._loop.call_at(at_s, self._pace)
