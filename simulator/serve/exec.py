"""Runs a sender, whatever it is written in, beside a served world that it takes for the real clouds."""

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.serve import isolation
from simulator.serve.authority import Authority
from simulator.serve.environment import sender_environment
from simulator.serve.forward_proxy import ForwardProxy
from simulator.serve.routing import MAIN
from simulator.serve.server import Server
from simulator.serve.worlds import Worlds

SETTLING_MS = 60_000
"""World time that passes behind the command, at once: what it has sent is on its way still."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended.

    Attributes:
        exit_code: Its own; 128 and the signal's number where a signal ended it.
        requests: How many reached a simulated host.
        refused: Hosts that it wanted and that are not simulated.
        broken: Why connections came to nothing, by host.
        is_isolated: It had name tables of its own.
    """

    exit_code: int
    requests: int
    refused: tuple[str, ...]
    broken: dict[str, str]
    is_isolated: bool


async def run_sender(command: Sequence[str], worlds: Worlds, *, isolate: bool) -> Ran:
    """Run *command* beside the main world of *worlds*, and let what it has sent come to its end.

    Args:
        command: The program and its arguments; it has the terminal of this process.
        worlds: With the main world in it.
        isolate: Give it name tables of its own, where this machine allows that.

    Raises:
        OSError: The command cannot be started, or a port cannot be had.
    """
    server = Server(worlds)
    await server.start()
    authority = Authority(server.hosts)
    proxy = ForwardProxy(server.hosts, server.handle, authority)
    try:
        with TemporaryDirectory(prefix="pushsim-") as made:
            folder = Path(made)
            trust = authority.write_trust(folder)
            is_isolated = isolate and isolation.is_possible()
            if is_isolated:
                await proxy.start(isolation.own_address(), https_port=443, http_port=80)
                names = await isolation.answer_names(proxy.address, server.hosts, proxy.refuse)
                command = isolation.isolated(command, proxy.address, server.hosts, folder, trust.pem)
            else:
                await proxy.start()
            unresolved = () if is_isolated else server.hosts
            environment = sender_environment(os.environ, proxy, trust, folder, unresolved=unresolved)
            environment["PUSHSIM_URL"] = server.url
            exit_code = await _run(command, environment)
            if is_isolated:
                names.close()
            await proxy.stop()
    finally:
        await server.stop()
    worlds.set_clock(MAIN, advance_ms=SETTLING_MS, pace=None)
    return Ran(exit_code, proxy.requests, tuple(proxy.refused), proxy.broken, is_isolated)


async def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    loop = asyncio.get_running_loop()
    # Ctrl-C reaches the command by the terminal; what it makes of it is its own affair.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    loop.add_signal_handler(signal.SIGTERM, lambda: _pass_on(process))
    try:
        code = await process.wait()
    finally:
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(sign)
    return code if code >= 0 else 128 - code


def _pass_on(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
