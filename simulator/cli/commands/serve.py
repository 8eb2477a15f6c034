"""`pushsim serve`: the vendors' clouds, IM and their phones on loopback, for real senders."""

import asyncio
import signal
from pathlib import Path

import click

from simulator.world.spec import WorldSpec


@click.command("serve")
@click.argument("world", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=8600, show_default=True, type=click.IntRange(0, 65_535), help="0 for a free one.")
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
def COMMAND(world: Path | None, port: int, seed: int) -> None:  # noqa: N802  # the shelf's name for it
    """Serve WORLD, a file with the world part of a scenario, or a phone of each vendor where none is given.

    Senders reach the simulated clouds and IM by the true host names in `Host`, or by their paths alone.
    """
    from simulator.runner.suite import vocabulary
    from simulator.scenario.pieces import load_world
    from simulator.serve.live_world import usual_world

    names = vocabulary()
    spec = usual_world() if world is None else load_world(world, names)
    asyncio.run(_serve(spec, port, seed))


async def _serve(spec: WorldSpec, port: int, seed: int) -> None:
    """Serve until a signal says that it is enough.

    Raises:
        UsageError: The port cannot be had.
    """
    from simulator.runner.suite import vocabulary
    from simulator.serve.routing import MAIN
    from simulator.serve.server import Server, machine_ms
    from simulator.serve.worlds import Worlds

    worlds = Worlds(vocabulary(), machine_ms)
    live = worlds.create_of(MAIN, spec, seed)
    server = Server(worlds)
    try:
        await server.start(port=port)
    except OSError as refused:
        raise click.UsageError(f"--port {port}: {(refused.strerror or str(refused)).lower()}; choose another") from None
    enough = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, enough.set)
    for text in live.unready:
        click.echo(f"not set up: {text}", err=True)
    click.echo(f"serving on http://127.0.0.1:{server.port} with {', '.join(live.world.phones)}; Ctrl-C ends it")
    await enough.wait()
    await server.stop()
