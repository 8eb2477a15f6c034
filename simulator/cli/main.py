"""The command's frame: finds the commands, and turns mistakes into texts and exit codes."""

import errno
import re
import sys
from enum import IntEnum
from typing import NoReturn

import click

from simulator.kernel.shelf import Shelf
from simulator.scenario.errors import ScenarioErrors

COMMANDS: Shelf[click.Command] = Shelf("simulator.cli.commands", "COMMAND", click.Command)


class ExitCode(IntEnum):
    """What the command's exit says."""

    PASSED = 0
    FAILED = 1
    BAD_INPUT = 2
    OUR_FAULT = 3
    GATE_NOT_MET = 4


def leave(code: int) -> NoReturn:
    """End the command with *code*.

    Raises:
        Exit: Always; click's own way to leave.
    """
    raise click.exceptions.Exit(code)


class _Commands(click.Group):
    """Imports a command when it is called, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return [name.replace("_", "-") for name in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = COMMANDS.get(cmd_name.replace("-", "_"))
        if command is None:
            from simulator.scenario.suggest import nearest

            near = nearest(cmd_name, self.list_commands(ctx))
            hint = f'; did you mean "{near}"?' if near else ""
            ctx.fail(f'no command is called "{cmd_name}"{hint}')
        _for_users(command)
        return command


_FOR_CALLERS = re.compile(r"\n+ *(?:Args|Attributes|Raises|Returns|Source|Yields):\n.*", re.DOTALL)
"""Sections of a docstring that tell about the function, not about the command that it makes."""


class _Choice(click.Choice[str]):
    """Names the word that was probably meant."""

    def get_invalid_choice_message(self, value: str, ctx: click.Context | None) -> str:
        from simulator.scenario.suggest import nearest

        near = nearest(value, [str(choice) for choice in self.choices])
        return super().get_invalid_choice_message(value, ctx) + (f' did you mean "{near}"?' if near else "")


def _for_users(command: click.Command) -> None:
    """Make *command* and its own commands speak to those who type them, of whom most mistype a word now and then."""
    command.help = _FOR_CALLERS.sub("", command.help or "")
    for parameter in command.params:
        if type(parameter.type) is click.Choice:
            parameter.type = _Choice(parameter.type.choices, parameter.type.case_sensitive)
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        _for_users(one)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 passed, 1 a scenario failed, 2 bad input, 3 our own fault, 4 gate not met.",
)
@click.version_option(package_name="pushsim", prog_name="pushsim")
def pushsim() -> None:
    """Rehearse offline push on simulated phones: which notification arrives, and if not, where it ended and why."""


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def main() -> None:
    """Run the command and leave with its exit code."""
    try:
        code = pushsim.main(standalone_mode=False)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.Abort:
        code = 130
    except click.ClickException as mistake:
        mistake.show()
        code = ExitCode.BAD_INPUT
    except ScenarioErrors as errors:
        click.echo(errors.text(), err=True)
        code = ExitCode.BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stderr.close()
        code = ExitCode.PASSED
    except Exception as fault:  # the one place that turns our own faults into exit code 3, traceback and all
        if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
            click.echo(f"no room to write: {(fault.strerror or '').lower()}; make room, or write elsewhere", err=True)
            sys.exit(ExitCode.BAD_INPUT)
        import traceback

        traceback.print_exc()
        click.echo("this is a fault of pushsim, not of your scenario; please report it with the lines above", err=True)
        code = ExitCode.OUR_FAULT
    sys.exit(code)
