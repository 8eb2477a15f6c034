"""A server beside code that is not asynchronous: tests, above all."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self, TypeVar

from simulator.serve.guard import Guard
from simulator.serve.http_server import Patience
from simulator.serve.server import Server
from simulator.serve.worlds import Worlds

ResultT = TypeVar("ResultT")


class ServerInThread:
    """A server on a port of the loopback interface, on an event loop of its own, for the length of a `with`.

    Attributes:
        server: It.
    """

    def __init__(
        self,
        worlds: Worlds,
        *,
        guard: Guard | None = None,
        callbacks: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        port: int = 0,
    ) -> None:
        """Serve *worlds* at *port*, a free one for 0, for the length of a `with`, in which only `do` may touch them."""
        self._port = port
        self.server = Server(worlds, guard=guard, callbacks=callbacks, patience=patience)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pushsim serve", daemon=True)

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return self.server.url

    def __enter__(self) -> Self:
        """Start it."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(self._port), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop it, and leave nothing behind."""
        asyncio.run_coroutine_threadsafe(self.server.stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def do(self, action: Callable[[], ResultT]) -> ResultT:
        """Call *action* on the server's own thread, between two requests, and return its result."""

        async def call() -> ResultT:
            return action()

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()
