"""The adapter that carries requests over real sockets on the loopback interface, as HTTP/1.1."""

import socket
import weakref
from concurrent.futures import ThreadPoolExecutor

from simulator.network.http import Hosts, Request, Response
from simulator.network.http1 import Limits, RequestReader, ResponseReader, request_bytes, response_bytes

_LOOPBACK = "127.0.0.1"
_CHUNK = 64 * 1024
_NO_LIMITS = Limits(head_bytes_max=2**31, headers_max=2**31, body_bytes_max=2**31)
"""Whoever lives in the world may send what it likes: the other adapters do not count either."""


class SocketsAdapter:
    """Carries each request over a connection that stays, to a server in a thread of its own.

    Whoever answers may have to ask somebody else first, so there are as many connections as exchanges are open at once.
    """

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*; the first connection is made when there is something to carry."""
        self._hosts = hosts
        self._idle: list[_Line] = []

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*.

        Raises:
            HostUnknown: Nobody in the world answers for its host.
        """
        line = self._idle.pop() if self._idle else _Line(self._hosts)
        answer = line.exchange(request)
        self._idle.append(line)
        return answer

    def close(self) -> None:
        """Close all connections; the next exchange makes a new one."""
        while self._idle:
            self._idle.pop().close()


class _Line:
    """One connection with its two ends."""

    def __init__(self, hosts: Hosts) -> None:
        with socket.create_server((_LOOPBACK, 0)) as listener:
            self._client = socket.create_connection(listener.getsockname())
            self._server, _ = listener.accept()
        self._answers = ThreadPoolExecutor(1, "pushsim sockets")
        self.close = weakref.finalize(self, _close, self._client, self._server, self._answers)
        for end in (self._client, self._server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._hosts = hosts

    def exchange(self, request: Request) -> Response:
        """Carry *request* there and the answer back; what the far end raises is raised here."""
        answering = self._answers.submit(_answer_one, self._server, self._hosts)
        self._client.sendall(request_bytes(request))
        reader = ResponseReader()
        answer = None
        while answer is None:
            data = self._client.recv(_CHUNK)
            if not data:
                # The far end has hung up, so it has raised something.
                answering.result()
            answer = reader.feed(data)
        answering.result()
        return answer


def _answer_one(connection: socket.socket, hosts: Hosts) -> None:
    """Read one request off *connection* and answer it; hang up where *hosts* have no answer."""
    reader = RequestReader(_NO_LIMITS)
    has_answered = False
    try:
        while not (requests := reader.feed(connection.recv(_CHUNK))):
            pass
        [incoming] = requests
        answer = hosts.handle(incoming.request_to(incoming.header(b"host") or "", incoming.target))
        connection.sendall(response_bytes(answer, keeps_alive=True))
        has_answered = True
    finally:
        if not has_answered:
            connection.close()


def _close(client: socket.socket, server: socket.socket, answers: ThreadPoolExecutor) -> None:
    client.close()
    server.close()
    answers.shutdown(wait=False)
