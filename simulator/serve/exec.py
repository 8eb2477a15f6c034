"""Runs a sender, whatever it is written in, beside a served world that it takes for the real clouds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.serve.authority import Authority
from simulator.serve.environment import sender_environment
from simulator.serve.forward_proxy import ForwardProxy
from simulator.serve.isolation import Isolation, answer_names, isolated, own_address, possible
from simulator.serve.routing import MAIN
from simulator.serve.sender_process import run_process
from simulator.serve.server import Server
from simulator.serve.worlds import Worlds
from simulator.world.verdicts import Verdict

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
        isolation: What name tables of its own did for it.
        left: Processes that it has left behind, and that have not ended.
        forgotten: How those pushes ended of which the trace keeps nothing any more.
    """

    exit_code: int
    requests: int
    refused: tuple[str, ...]
    broken: dict[str, str]
    isolation: Isolation
    left: Sequence[str]
    forgotten: Sequence[Verdict]


async def run_sender(command: Sequence[str], worlds: Worlds, *, isolate: bool) -> Ran:
    """Run *command* beside the main world of *worlds*, and let what it has sent come to its end.

    Args:
        command: The program and its arguments; it has the terminal of this process.
        worlds: With the main world in it.
        isolate: Give it name tables of its own, where this machine allows that.

    Raises:
        OSError: The command cannot be started, or a port cannot be had.
    """
    forgotten: list[Verdict] = []
    world = worlds.present(MAIN).world
    world.trace.on_forget(lambda push_id: forgotten.append(world.verdict(push_id)))
    server = Server(worlds)
    await server.start()
    authority = Authority(server.hosts)
    proxy = ForwardProxy(server.hosts, server.handle, authority)
    try:
        with TemporaryDirectory(prefix="pushsim-") as made:
            folder = Path(made)
            trust = authority.write_trust(folder)
            isolation = possible() if isolate else Isolation.NONE
            address = own_address()
            is_led = isolation is Isolation.LED
            if is_led:
                await proxy.start(address, https_port=443, http_port=80)
                names = await answer_names(address, server.hosts, proxy.refuse)
            else:
                await proxy.start()
            if isolation is not Isolation.NONE:
                command = isolated(
                    command, isolation, address=address, hosts=server.hosts, folder=folder, pem=trust.pem
                )
            unresolved = () if is_led else server.hosts
            environment = sender_environment(os.environ, proxy, trust, folder, unresolved=unresolved)
            environment["PUSHSIM_URL"] = server.url
            exit_code, left = await run_process(command, environment, f"PUSHSIM_URL={server.url}")
            if is_led:
                names.close()
            await proxy.stop()
    finally:
        await server.stop()
    worlds.set_clock(MAIN, advance_ms=SETTLING_MS, pace=None)
    return Ran(exit_code, proxy.requests, tuple(proxy.refused), proxy.broken, isolation, left, forgotten)
