"""A view of the machine's tables of a sender's own, for senders that heed no setting at all. Linux, as root.

The sender runs in a mount namespace in which the simulated hosts lead to a loopback address and every other name is
asked of a name server that knows none but those and notes who was wanted, and in which the machine trusts the authority
of this run alone. Nothing of the machine's own files is touched.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

NAME_PORT = 53

_TABLES = (Path("/etc/hosts"), Path("/etc/resolv.conf"), Path("/etc/nsswitch.conf"))
_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
    Path("/etc/ssl/ca-bundle.pem"),
    Path("/etc/ssl/cert.pem"),
)
"""Where distributions keep the authorities that the machine trusts."""
_ENTER = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit; shift 2; done; shift; exec "$@"'


def is_possible() -> bool:
    """Return whether this process may make such a namespace, and has what it takes."""
    if sys.platform != "linux" or os.geteuid() != 0 or not all(table.is_file() for table in _TABLES):
        return False
    if not all(shutil.which(program) for program in ("unshare", "mount")):
        return False
    # Root in a container may lack the right all the same.
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0


def trusted_bundles() -> list[Path]:
    """Return the files of this machine that hold the authorities it trusts."""
    return sorted({bundle.resolve() for bundle in _BUNDLES if bundle.is_file()})


def own_address() -> str:
    """Return a loopback address that nobody but this process is likely to listen at."""
    number = os.getpid()
    return f"127.{64 + (number >> 16) % 128}.{(number >> 8) % 256}.{number % 254 + 1}"


def isolated(command: Sequence[str], address: str, hosts: Iterable[str], folder: Path, pem: Path) -> list[str]:
    """Return *command* as it is run with tables of its own, which are written into *folder*.

    Args:
        command: The program and its arguments.
        address: Where *hosts* are, and where names are asked.
        hosts: The simulated ones.
        folder: For the tables.
        pem: The authority that is trusted.
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
    mounts = [*zip(own, _TABLES, strict=True), *((pem, bundle) for bundle in trusted_bundles())]
    enter = ["sh", "-c", _ENTER, "sh", *(str(path) for mount in mounts for path in mount), "--"]
    return ["unshare", "--mount", "--propagation", "private", *enter, *command]


_HEAD_BYTES = 12
_BEHIND_NAME_BYTES = 5
"""The empty label that ends a name, then the type and the class that are asked for."""
_ADDRESS_WANTED = b"\0\1\0\1"
"""Type A, class IN."""
_TTL = b"\0\0\0\x3c"


async def answer_names(
    address: str, hosts: Iterable[str], unknown: Callable[[str], None], *, port: int = NAME_PORT
) -> asyncio.DatagramTransport:
    """Run a name server at *address* that knows *hosts*, which are there, and tells *unknown* of any other name."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Names(address, frozenset(hosts), unknown), local_addr=(address, port)
    )
    return transport


class _Names(asyncio.DatagramProtocol):
    """Answers as RFC 1035 has it; a program with a resolver of its own asks here and reads no table of hosts."""

    def __init__(self, address: str, hosts: frozenset[str], unknown: Callable[[str], None]) -> None:
        self._address = socket.inet_aton(address)
        self._hosts = hosts
        self._unknown = unknown

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
        name = ".".join(labels)
        question = data[_HEAD_BYTES : place + _BEHIND_NAME_BYTES]
        # 4.1.1: the one question back, as an answer (QR, RD, RA); code 3 is a name error.
        if name.lower() not in self._hosts:
            self._unknown(name)
            self._transport.sendto(data[:2] + b"\x81\x83\0\1" + bytes(6) + question, addr)
        elif question.endswith(_ADDRESS_WANTED):
            # 4.1.3 and 4.1.4: the name is that of the question, which stands behind the head.
            found = b"\xc0" + bytes([_HEAD_BYTES]) + _ADDRESS_WANTED + _TTL + b"\0\4" + self._address
            self._transport.sendto(data[:2] + b"\x81\x80\0\1\0\1" + bytes(4) + question + found, addr)
        else:
            self._transport.sendto(data[:2] + b"\x81\x80\0\1" + bytes(6) + question, addr)
