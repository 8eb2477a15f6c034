"""`pushsim serve`: the vendors' clouds, IM and their phones on loopback, for real senders."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.world.spec import WorldSpec

if TYPE_CHECKING:
    from simulator.serve.server import Server
    from simulator.serve.worlds import Worlds

LOOPBACK = "127.0.0.1"
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve")
@click.argument("world", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=8600, show_default=True, type=click.IntRange(0, 65_535), help="0 for a free one.")
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
@click.option("--journal", type=_FILE, help="Keep all that comes in here, and go on from it after a restart.")
@click.option("--tls", is_flag=True, help="Speak TLS, with certificates for the true host names.")
@click.option(
    "--ca",
    default=".",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder for the authority's certificate, which is new each time.",
)
@click.option(
    "--host", default=LOOPBACK, show_default=True, help="Address to listen at; any but loopback needs --token."
)
@click.option("--token", default="", help="What whoever uses the control API has to know.")
@click.option(
    "--callbacks",
    multiple=True,
    metavar="ADDR",
    help="Send copies of receipts and webhooks there: http://127.0.0.1:9000, or HOST=URL. May be repeated.",
)
def COMMAND(  # noqa: N802  # the shelf's name for it
    world: Path | None,
    port: int,
    seed: int,
    journal: Path | None,
    tls: bool,
    ca: Path,
    host: str,
    token: str,
    callbacks: tuple[str, ...],
) -> None:
    """Serve WORLD, a file with the world part of a scenario, or a phone of each vendor where none is given.

    Senders reach the simulated clouds and IM by the true host names in `Host`, or by their paths alone.

    Raises:
        UsageError: The options do not go together, or the journal or the port cannot be had.
    """
    from simulator.runner.run import ease_garbage_collection
    from simulator.serve.callbacks import CallbackAddressWrong, addresses_of
    from simulator.serve.guard import Guard, is_loopback
    from simulator.serve.open_files import make_room
    from simulator.serve.routing import MAIN
    from simulator.serve.server import Server

    if not is_loopback(host) and not token:
        raise click.UsageError(f"--host {host}: others can reach this address; choose a --token for the control API")
    ease_garbage_collection()
    make_room()
    worlds = _worlds(journal)
    if MAIN not in worlds:
        worlds.create_of(MAIN, _spec(world), seed)
    elif world is not None and worlds.spec_of(MAIN) != _spec(world):
        raise click.UsageError(f"{journal} holds a session of another world; leave WORLD out, or begin a new file")
    try:
        server = Server(worlds, guard=Guard(host, token), callbacks=addresses_of(callbacks))
    except CallbackAddressWrong as wrong:
        raise click.UsageError(f"--callbacks: {wrong}") from wrong
    asyncio.run(_serve(server, port, ca if tls else None))


def _spec(world: Path | None) -> WorldSpec:
    from simulator.runner.suite import vocabulary
    from simulator.scenario.pieces import load_world
    from simulator.serve.live_world import usual_world

    return usual_world() if world is None else load_world(world, vocabulary())


def _worlds(path: Path | None) -> "Worlds":
    """Return the worlds of the journal at *path*.

    Raises:
        UsageError: It cannot be used.
    """
    from simulator.runner.suite import vocabulary
    from simulator.serve.journal import Journal, JournalUnusable
    from simulator.serve.server import machine_ms
    from simulator.serve.worlds import Worlds

    try:
        return Worlds(vocabulary(), machine_ms, None if path is None else Journal(path))
    except JournalUnusable as unusable:
        raise click.UsageError(f"--journal: {unusable}") from unusable


async def _serve(server: "Server", port: int, ca: Path | None) -> None:
    """Serve until a signal says that it is enough; with TLS where *ca* says a folder.

    Raises:
        UsageError: The port cannot be had.
    """
    from simulator.serve.authority import Authority
    from simulator.serve.routing import MAIN

    live = server.worlds.present(MAIN)
    authority = None if ca is None else Authority([*server.hosts, "localhost", LOOPBACK])
    try:
        await server.start(port, None if authority is None else authority.server_context())
    except OSError as refused:
        raise click.UsageError(f"--port {port}: {(refused.strerror or str(refused)).lower()}; choose another") from None
    enough = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, enough.set)
    for text in live.unready:
        click.echo(f"not set up: {text}", err=True)
    if authority is not None and ca is not None:
        click.echo(f"trust {authority.write_trust(ca).pem}: it is the authority of this run")
    click.echo(f"serving on {server.url} with {', '.join(live.world.phones)}; Ctrl-C ends it")
    await enough.wait()
    await server.stop()
    server.worlds.close()
