"""`pushsim schema`: what editors complete and check scenarios by."""

import click

from simulator.runner.suite import vocabulary
from simulator.scenario.json_schema import Kind, schema_text


@click.command("schema")
@click.argument("kind", type=click.Choice([str(kind) for kind in Kind]), default=str(Kind.SCENARIO))
def COMMAND(kind: str) -> None:  # noqa: N802  # the shelf's name for it
    """Print the JSON Schema (draft-07) of a KIND of file: scenario, fragment, suite (_suite.yaml) or world."""
    click.echo(schema_text(Kind(kind), vocabulary()), nl=False)
