"""`pushsim diagnose`: a customer's report in; causes, verified repair, what to ask next, and a scenario out."""

import json
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave


@click.command("diagnose")
@click.argument("ticket", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="The answer for machines.")
@click.option("--scenario", type=click.Path(path_type=Path, dir_okay=False), help="Write a scenario that fails alike.")
def COMMAND(ticket: tuple[Path, ...], as_json: bool, scenario: Path | None) -> None:  # noqa: N802  # the shelf's name for it
    """Find out why a customer gets no push, from TICKET: files, folders, archives, or - for standard input.

    Raises:
        UsageError: There is no ticket, or it is not there.
    """
    from simulator.diagnose.answer import diagnose, to_json
    from simulator.diagnose.reading import read_ticket
    from simulator.diagnose.text import answer_text

    missing = [path for path in ticket if str(path) != "-" and not path.exists()]
    if missing or not ticket:
        raise click.UsageError(
            f"no such file or folder: {missing[0]}" if missing else "give the ticket: files, a folder, or -"
        )
    answer = diagnose(read_ticket(ticket))
    if scenario is not None and answer.scenario:
        scenario.write_text(answer.scenario, encoding="utf-8")
    click.echo(json.dumps(to_json(answer), ensure_ascii=False, indent=2) if as_json else answer_text(answer))
    leave(ExitCode.PASSED)
