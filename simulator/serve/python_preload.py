"""Leads what a Python program connects to elsewhere to the simulated clouds, where its client heeds no proxy variables.

The interpreter runs this before the program, under the name `sitecustomize`. It may be one of 3.6, and it has nothing
of this package.
"""

import json
import re
import socket
import ssl
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

# What stands beside this file holds for a child too whose parent clears the environment.
_RUN: Any = json.loads(Path(__file__).with_name("pushsim.json").read_text(encoding="utf-8"))
_DOORS = {443: _RUN["https_port"], 80: _RUN["http_port"]}
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_OWN_MACHINE = re.compile(r"localhost|127(\.\d+){3}|::1|0\.0\.0\.0|::|")

_resolve: Any = socket.getaddrinfo
_connect: Any = socket.socket.connect
_connect_ex: Any = socket.socket.connect_ex
_trust: Any = ssl.SSLContext.load_verify_locations


def _is_own(host: Any) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host or ""
    return name == socket.gethostname() or _OWN_MACHINE.fullmatch(name.lower()) is not None


def _resolve_elsewhere(host: Any, port: Any, family: int = 0, *rest: Any, **named: Any) -> Any:
    return (
        _resolve(host, port, family, *rest, **named)
        if _is_own(host)
        else _resolve(_RUN["nowhere"], port, 0, *rest, **named)
    )


def _led(connecting: socket.socket, address: Any) -> Any:
    """Return where *connecting* goes, which was meant for *address*.

    Raises:
        ConnectionRefusedError: Nobody of the simulated clouds listens at such a port.
    """
    is_stream = connecting.family in _INTERNET and connecting.type == socket.SOCK_STREAM
    if not is_stream or _is_own(address[0]):
        return address
    if address[1] not in _DOORS:
        text = "pushsim: {}:{} is none of the simulated hosts; no real one is asked"
        raise ConnectionRefusedError(text.format(*address))
    return _RUN["address"], _DOORS[address[1]]


def _trust_ours_too(context: ssl.SSLContext, *given: Any, **named: Any) -> None:
    """Trust the authority of this run along with those that a client brings, such as certifi's."""
    _trust(context, *given, **named)
    _trust(context, cafile=_RUN["authority"])


def _run_the_other() -> None:
    """Run the `sitecustomize` that this one stands before, where there is one."""
    own = str(Path(__file__).parent)
    spec = PathFinder.find_spec("sitecustomize", [path for path in sys.path if path != own])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


def _lead() -> None:
    sockets: Any = socket
    sockets.getaddrinfo = _resolve_elsewhere
    sockets.socket.connect = lambda self, address: _connect(self, _led(self, address))
    sockets.socket.connect_ex = lambda self, address: _connect_ex(self, _led(self, address))


_contexts: Any = ssl.SSLContext
_contexts.load_verify_locations = _trust_ours_too
if any(port != door for port, door in _DOORS.items()):  # else the machine's own tables lead there already
    _lead()
_run_the_other()
