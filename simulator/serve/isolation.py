"""A view of the machine's name tables of a sender's own, for senders that heed no setting at all. Linux, as root.

The sender runs in a mount namespace in which the simulated hosts lead to a loopback address and every other name is
asked of a name server that knows none and notes who was wanted. Nothing of the machine's own files is touched.
"""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

ADDRESS = "127.80.83.1"
"""Of the doors on ports 443 and 80, where nothing else on the machine is likely to listen."""

_TABLES = (Path("/etc/hosts"), Path("/etc/resolv.conf"), Path("/etc/nsswitch.conf"))
_ENTER = "".join(f'mount --bind "${n}" {table} && ' for n, table in enumerate(_TABLES, 1)) + 'shift 3 && exec "$@"'


def is_possible() -> bool:
    """Return whether this process may make such a namespace, and the programs for it are there."""
    return (
        sys.platform == "linux"
        and os.geteuid() == 0
        and all(shutil.which(program) for program in ("unshare", "mount"))
        and all(table.is_file() for table in _TABLES)
    )


def isolated(command: Sequence[str], hosts: Iterable[str], folder: Path) -> list[str]:
    """Return *command* as it is run with name tables of its own, which are written into *folder*."""
    names = "".join(f"{ADDRESS} {host}\n" for host in sorted(hosts))
    texts = (
        f"127.0.0.1 localhost\n::1 localhost\n{names}",
        f"nameserver {ADDRESS}\noptions timeout:1 attempts:1\n",
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


class NoNames(asyncio.DatagramProtocol):
    """A name server that knows nobody, and tells whom it was asked for."""

    def __init__(self, asked: Callable[[str], None]) -> None:
        """Tell *asked* each name."""
        self._asked = asked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the *transport* for answers."""
        self._transport = cast("asyncio.DatagramTransport", transport)  # asyncio types all protocols alike

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer that there is no such name."""
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
