"""A served world on its port: the event loop, the pacing of time, and how both begin and end."""

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping

from simulator.network.http1 import Incoming
from simulator.serve.callbacks import Callbacks
from simulator.serve.front import Front
from simulator.serve.guard import Guard
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
        hosts: The host names that it answers for.
        url: The base address, without a slash at its end.
    """

    def __init__(
        self,
        worlds: Worlds,
        *,
        guard: Guard | None = None,
        callbacks: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Serve *worlds*; copies of their receipts and webhooks go to the addresses of *callbacks*, by host."""
        self.worlds = worlds
        self.port = 0
        self.url = ""
        self._guard = guard or Guard()
        self._callbacks = Callbacks(callbacks or {})
        directory = Directory(worlds.present(MAIN).world)
        self.hosts = directory.all_hosts
        self._front = Front(worlds, directory, self._later, self._guard)
        self._http = HttpServer(self.handle, patience=patience)
        self._wake_up: asyncio.TimerHandle | None = None

    async def start(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        """Listen at *port*, a free one for 0, of the address that the guard knows, and let time pass.

        Raises:
            OSError: The port is taken, or not allowed.
        """
        self._loop = asyncio.get_running_loop()
        self.port = await self._http.start(self._guard.host, port, tls)
        host = f"[{self._guard.host}]" if ":" in self._guard.host else self._guard.host
        self.url = f"{'http' if tls is None else 'https'}://{host}:{self.port}"
        self.worlds.callbacks = self._callbacks.take
        self._pace()

    async def stop(self) -> None:
        """Close every connection and listen no more."""
        if self._wake_up is not None:
            self._wake_up.cancel()
        self.worlds.callbacks = None
        await self._http.stop()
        await self._callbacks.finish()

    def handle(self, incoming: Incoming, exchange: Exchange) -> None:
        """Answer *incoming*, now or later."""
        try:
            self._front.handle(incoming, exchange)
        finally:
            self._front.events.soon()
            self._arm(self.worlds.due_in_ms())

    def _later(self, after_ms: int, action: Callable[[], None]) -> None:
        self._loop.call_later(after_ms / 1_000, action)

    def _pace(self) -> None:
        """Run what is due, and wake up again for what is due next."""
        self._wake_up = None
        try:
            self.worlds.run_all()
        finally:
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
