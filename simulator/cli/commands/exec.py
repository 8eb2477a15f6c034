"""`pushsim exec`: runs a sender as it is against the simulated clouds."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave
from simulator.push.reason import Reason
from simulator.scenario.suggest import nearest
from simulator.world.verdicts import End, Verdict

_ENDS = {"arrived": End.SHOWN, "dropped": End.DROPPED, "pending": End.PENDING}
_WORLD_SUFFIXES = (".yaml", ".yml")


class Wish(click.ParamType[tuple[str, int]]):
    """`arrived:1` or `quota_used:2`: how many pushes are to have ended so."""

    name = "HOW:COUNT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return the two parts."""
        how, _, count = value.partition(":")
        known = [*_ENDS, *Reason]
        if how not in known:
            near = nearest(how, known)
            hint = (
                f'did you mean "{near}"?'
                if near
                else f"known: {', '.join(_ENDS)}, and the reasons of pushsim list reasons"
            )
            self.fail(f'no push ends as "{how}"; {hint}', param, ctx)
        if not count.isdecimal():
            self.fail(f'"{value}" says no number; write {how}:1', param, ctx)
        return how, int(count)


@click.command("exec", context_settings={"allow_interspersed_args": False})
@click.option(
    "--expect", "wishes", multiple=True, type=Wish(), help="End with 1 unless so many pushes ended so; may be repeated."
)
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
@click.option(
    "--isolate/--no-isolate",
    default=True,
    show_default=True,
    help="On Linux: name tables of its own lead the command here as root, and hold it back from real hosts otherwise.",
)
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="[WORLD.yaml] -- COMMAND...")
def COMMAND(wishes: tuple[tuple[str, int], ...], seed: int, isolate: bool, words: tuple[str, ...]) -> None:  # noqa: N802  # the shelf's name for it
    """Run COMMAND, a sender in any language, and say what each of its requests became.

    It reaches the simulated clouds of all vendors and IM under their true host names, and nothing else. PUSHSIM_URL in
    its environment is the address of the control API, with credentials and regIds. The exit code is the command's own;
    1 where an --expect is not met, 4 where the command has sent nothing.

    Raises:
        UsageError: There is no such command.
        Exit: With the command's own code.
    """
    from simulator.runner.suite import vocabulary
    from simulator.scenario.pieces import load_world
    from simulator.serve.exec import run_sender
    from simulator.serve.exec_text import ran_lines
    from simulator.serve.live_world import usual_world
    from simulator.serve.open_files import make_room
    from simulator.serve.routing import MAIN
    from simulator.serve.server import machine_ms
    from simulator.serve.worlds import Worlds

    path, command = _parted(words)
    if shutil.which(command[0]) is None:
        raise click.UsageError(f'there is no command "{command[0]}" to run')
    make_room()
    names = vocabulary()
    spec = usual_world() if path is None else load_world(path, names)
    worlds = Worlds(names, machine_ms)
    live = worlds.create_of(MAIN, spec, seed)
    for text in live.unready:
        click.echo(f"not set up: {text}", err=True)
    try:
        ran = asyncio.run(run_sender(command, worlds, isolate=isolate))
    except OSError as refused:
        raise click.UsageError(f"{' '.join(command)}: {refused.strerror or refused}") from refused
    for line in ran_lines(live.world, ran, command):
        click.echo(line)
    unmet = list(_unmet([*ran.forgotten, *live.world.verdicts()], wishes))
    for line in unmet:
        click.echo(line)
    if not ran.requests:
        leave(ExitCode.GATE_NOT_MET)
    if unmet:
        leave(ExitCode.FAILED)
    raise click.exceptions.Exit(ran.exit_code)


def _unmet(verdicts: Sequence[Verdict], wishes: tuple[tuple[str, int], ...]) -> Iterator[str]:
    """Yield what was expected and did not come about."""
    for how, count in wishes:
        found = sum(
            verdict.end is _ENDS[how] if how in _ENDS else how in {verdict.reason, verdict.root} for verdict in verdicts
        )
        if found != count:
            yield f"expected {how}:{count}, found {found}"


def _parted(words: tuple[str, ...]) -> tuple[Path | None, Sequence[str]]:
    """Return the world's file, if one is given, and the command.

    Raises:
        UsageError: There is no command.
    """
    if words[0].endswith(_WORLD_SUFFIXES) and words[1:2] == ("--",):
        if not words[2:]:
            raise click.UsageError("no command stands behind --")
        return Path(words[0]), words[2:]
    return None, words
