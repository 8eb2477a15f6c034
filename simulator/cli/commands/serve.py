"""`pushsim serve`: the vendors' clouds, IM and their phones on loopback, for real senders."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.world.spec import WorldSpec

if TYPE_CHECKING:
    from simulator.serve.worlds import Worlds

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve")
@click.argument("world", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=8600, show_default=True, type=click.IntRange(0, 65_535), help="0 for a free one.")
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
@click.option("--journal", type=_FILE, help="Keep all that comes in here, and go on from it after a restart.")
def COMMAND(world: Path | None, port: int, seed: int, journal: Path | None) -> None:  # noqa: N802  # the shelf's name
    """Serve WORLD, a file with the world part of a scenario, or a phone of each vendor where none is given.

    Senders reach the simulated clouds and IM by the true host names in `Host`, or by their paths alone.

    Raises:
        UsageError: The journal cannot be used, or is that of another world.
    """
    from simulator.serve.routing import MAIN

    worlds = _worlds(journal)
    if MAIN not in worlds:
        worlds.create_of(MAIN, _spec(world), seed)
    elif world is not None and worlds.spec_of(MAIN) != _spec(world):
        raise click.UsageError(f"{journal} holds a session of another world; leave WORLD out, or begin a new file")
    asyncio.run(_serve(worlds, port))


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


async def _serve(worlds: "Worlds", port: int) -> None:
    """Serve until a signal says that it is enough.

    Raises:
        UsageError: The port cannot be had.
    """
    from simulator.serve.routing import MAIN
    from simulator.serve.server import Server

    server = Server(worlds)
    try:
        await server.start(port=port)
    except OSError as refused:
        raise click.UsageError(f"--port {port}: {(refused.strerror or str(refused)).lower()}; choose another") from None
    enough = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, enough.set)
    live = worlds.present(MAIN)
    for text in live.unready:
        click.echo(f"not set up: {text}", err=True)
    click.echo(f"serving on http://127.0.0.1:{server.port} with {', '.join(live.world.phones)}; Ctrl-C ends it")
    await enough.wait()
    await server.stop()
    worlds.close()
