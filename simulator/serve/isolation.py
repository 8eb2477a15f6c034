"""A view of the machine's name tables of a sender's own, for senders that heed no setting at all. Linux, as root.

The sender runs in a mount namespace in which the simulated hosts lead to a loopback address and every other name is
asked of a name server that knows none and notes who was wanted. Nothing of the machine's own files is touched.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

NAME_PORT = 53

_TABLES = (Path("/etc/hosts"), Path("/etc/resolv.conf"), Path("/etc/nsswitch.conf"))
_ENTER = "".join(f'mount --bind "${n}" {table} && ' for n, table in enumerate(_TABLES, 1)) + 'shift 3 && exec "$@"'


def is_possible() -> bool:
    """Return whether this process may make such a namespace, and has what it takes."""
    if sys.platform != "linux" or os.geteuid() != 0 or not all(table.is_file() for table in _TABLES):
        return False
    if not all(shutil.which(program) for program in ("unshare", "mount")):
        return False
    # Root in a container may lack the right all the same.
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0


def own_address() -> str:
    """Return a loopback address that nobody but this process is likely to listen at."""
    number = os.getpid()
    return f"127.{64 + (number >> 16) % 128}.{(number >> 8) % 256}.{number % 254 + 1}"


def isolated(command: Sequence[str], address: str, hosts: Iterable[str], folder: Path) -> list[str]:
    """Return *command* as it is run with name tables of its own, which are written into *folder*.

    Args:
        command: The program and its arguments.
        address: Where *hosts* are, and where names are asked.
        hosts: The simulated ones.
        folder: For the tables.
    """
    names = "".join(f"{address} {host}\n" for host in sorted(hosts))
    texts = (
        f"127.0.0.1 localhost\n::1 localhost\n{names}",
        f"nameserver {address}\noptions timeout:1 attempts:1\n",
        # Whatever else a machine asks, such as a resolver of its own behind a socket, would know the real hosts.
        re.sub(r"^hosts:.*$", "hosts: files dns", _TABLES[2].read_text(encoding="utf-8"), flags=re.MULTILINE),
    )
    own = [folder / table.name for table in _TABLES]
    for table, text in zip(own, texts, strict=True):
        table.write_text(text, encoding="utf-8")
    enter = ["sh", "-c", _ENTER, "sh", *map(str, own)]
    return ["unshare", "--mount", "--propagation", "private", *enter, *command]


_HEAD_BYTES = 12
_BEHIND_NAME_BYTES = 5
"""The empty label that ends a name, then the type and the class that are asked for."""


async def answer_names(address: str, asked: Callable[[str], None]) -> asyncio.DatagramTransport:
    """Run a name server at *address* that knows nobody, and tells *asked* whom it was asked for."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _NoNames(asked), local_addr=(address, NAME_PORT))
    return transport


class _NoNames(asyncio.DatagramProtocol):
    def __init__(self, asked: Callable[[str], None]) -> None:
        self._asked = asked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # asyncio types all protocols alike

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        labels = []
        place = _HEAD_BYTES
        while place < len(data) and data[place]:
            end = place + 1 + data[place]
            labels.append(data[place + 1 : end].decode("ascii", "replace"))
            place = end
        if not labels:
            return
        self._asked(".".join(labels))
        # RFC 1035, 4.1.1: the one question back, as an answer (QR, RD, RA) whose code is 3, name error.
        question = data[_HEAD_BYTES : place + _BEHIND_NAME_BYTES]
        self._transport.sendto(data[:2] + b"\x81\x83\0\1" + bytes(6) + question, addr)
