"""A SOCKS5 door (RFC 1928) to the simulated hosts: the one proxy that a plain socket of Java heeds."""

import asyncio
import socket
from collections.abc import Callable
from typing import cast

_VERSION = 5
_NO_AUTHENTICATION = b"\x05\x00"
_CONNECT = 1
_NAME = 3
_ADDRESS_BYTES = {1: 4, 4: 16}
"""How long an address of each type is (5); a name says its length itself."""
_PORT_BYTES = 2
_BOUND = b"\x00\x01" + bytes(6)
"""Behind the reply's code (6): reserved, and an IPv4 address and port of the far side, which nobody asks for."""
_SUCCEEDED = b"\x05\x00" + _BOUND
_NOT_ALLOWED = b"\x05\x02" + _BOUND
_NOT_SUPPORTED = b"\x05\x07" + _BOUND

TakeOver = Callable[[asyncio.Transport], None]
"""Goes on with a connection whose client has been told that it leads on."""

Way = Callable[[str, int], TakeOver | None]
"""Returns who takes over a connection to a host and a port; `None` where that leads nowhere."""


class SocksDoor(asyncio.Protocol):
    """One connection, up to where it is agreed whom it is for."""

    def __init__(self, way: Way) -> None:
        """Hand the connection to whom *way* names."""
        self._way = way
        self._data = bytearray()
        self._has_greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # asyncio types all protocols alike

    def data_received(self, data: bytes) -> None:
        """Read on; a client waits for each answer before it goes on, so nothing lies behind a message."""
        self._data += data
        if self._data[0] != _VERSION:
            self._transport.close()
        elif not self._has_greeted:
            self._read_greeting()
        else:
            self._read_request()

    def _read_greeting(self) -> None:
        # 3: version, the number of methods, the methods.
        if len(self._data) < 2 or len(self._data) < 2 + self._data[1]:
            return
        self._data.clear()
        self._has_greeted = True
        self._transport.write(_NO_AUTHENTICATION)

    def _read_request(self) -> None:
        # 4: version, command, reserved, the address's type, the address, the port.
        if len(self._data) < 5:
            return
        command, kind = self._data[1], self._data[3]
        start = 5 if kind == _NAME else 4
        end = start + (self._data[4] if kind == _NAME else _ADDRESS_BYTES.get(kind, 0))
        if len(self._data) < end + _PORT_BYTES:
            return
        if command != _CONNECT or end == start:
            self._end(_NOT_SUPPORTED)
            return
        address = bytes(self._data[start:end])
        host = address.decode("ascii", "replace") if kind == _NAME else _text_of(address)
        port = int.from_bytes(self._data[end : end + _PORT_BYTES])
        take_over = self._way(host, port)
        if take_over is None:
            self._end(_NOT_ALLOWED)
            return
        self._transport.pause_reading()
        self._transport.write(_SUCCEEDED)
        take_over(self._transport)

    def _end(self, reply: bytes) -> None:
        self._transport.write(reply)
        self._transport.close()


def _text_of(address: bytes) -> str:
    return socket.inet_ntop(socket.AF_INET if len(address) == 4 else socket.AF_INET6, address)
