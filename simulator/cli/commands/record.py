"""`pushsim record`: a session of a served world as a scenario."""

from pathlib import Path

import click


@click.command("record")
@click.argument("journal", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--world", default="main", show_default=True, help="Which of its worlds.")
def COMMAND(journal: Path, world: str) -> None:  # noqa: N802  # the shelf's name for it
    """Print a scenario that does what came into a served world, whose JOURNAL holds it, and demands the same verdicts.

    Raises:
        UsageError: The journal cannot be used, or there was no such world.
    """
    from simulator.runner.suite import vocabulary
    from simulator.serve.journal import Journal, JournalUnusable
    from simulator.serve.recording import NothingRecorded, scenario_of

    try:
        click.echo(scenario_of(Journal(journal), vocabulary(), world), nl=False)
    except (JournalUnusable, NothingRecorded) as wrong:
        raise click.UsageError(str(wrong)) from wrong
