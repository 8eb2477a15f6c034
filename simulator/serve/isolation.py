"""A view of the machine's tables of a sender's own, for senders that heed no setting at all. Linux.

The sender runs in a mount namespace in which the simulated hosts lead to a loopback address and every other name is
asked of a name server that knows none but those and notes who was wanted, and in which the machine trusts the authority
of this run alone. Nothing of the machine's own files is touched.

Only root may listen where such senders connect. Other users have the same tables where the kernel grants them a user
namespace, with nobody at that address: a sender that heeds no setting reaches nothing then, and so no real host either.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
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
_MOUNTS = ("unshare", "--mount", "--propagation", "private")


class Isolation(Enum):
    """What tables of its own do for a sender that heeds no setting."""

    NONE = "none: it would reach real hosts"
    HELD_BACK = "names lead nowhere"
    LED = "names lead to the simulated hosts"


def possible() -> Isolation:
    """Return the most that this process may do here, and has what it takes for."""
    programs = ("unshare", "mount", "setpriv")
    if sys.platform != "linux" or not all(table.is_file() for table in _TABLES) or not all(map(shutil.which, programs)):
        return Isolation.NONE
    wanted = Isolation.LED if os.geteuid() == 0 else Isolation.HELD_BACK
    # A container may deny root the right, and some systems grant a namespace in which nothing may be mounted.
    probe = [*_NAMESPACE[wanted], *_enter([(_TABLES[0], _TABLES[0])]), *_UNPRIVILEGED[wanted], "true"]
    return wanted if subprocess.run(probe, capture_output=True, check=False).returncode == 0 else Isolation.NONE


_NAMESPACE = {
    Isolation.LED: _MOUNTS,
    Isolation.HELD_BACK: (*_MOUNTS, "--user", "--map-current-user", "--keep-caps"),
}
_UNPRIVILEGED = {Isolation.LED: (), Isolation.HELD_BACK: ("setpriv", "--ambient-caps", "-all", "--inh-caps", "-all")}
"""What a command is run with behind the mounts, so that it has no more rights than its user."""


def _enter(mounts: Iterable[tuple[Path, Path]]) -> list[str]:
    """Return what makes *mounts*, each a file and the one it lies over, and then is the command behind it."""
    return ["sh", "-c", _ENTER, "sh", *(str(path) for mount in mounts for path in mount), "--"]


def trusted_bundles() -> list[Path]:
    """Return the files of this machine that hold the authorities it trusts."""
    return sorted({bundle.resolve() for bundle in _BUNDLES if bundle.is_file()})


def own_address() -> str:
    """Return a loopback address that nobody but this process is likely to listen at."""
    number = os.getpid()
    return f"127.{64 + (number >> 16) % 128}.{(number >> 8) % 256}.{number % 254 + 1}"


def isolated(
    command: Sequence[str], isolation: Isolation, *, address: str, hosts: Iterable[str], folder: Path, pem: Path
) -> list[str]:
    """Return *command* as it is run with tables of its own, which are written into *folder*.

    Args:
        command: The program and its arguments.
        isolation: What `possible` has said, and not `NONE`.
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
    return [*_NAMESPACE[isolation], *_enter(mounts), *_UNPRIVILEGED[isolation], *command]


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
