"""`pushsim explain`: what a reason, a code, a rule, a fact, a step or a statement means."""

import click

from simulator.report.vocabulary import explain, explainable
from simulator.scenario.suggest import nearest


@click.command("explain")
@click.argument("name")
def COMMAND(name: str) -> None:  # noqa: N802  # the shelf's name for it
    """Say what NAME means: a reason, code, rule, fact, step, key of a scenario, vendor, app, model or statement.

    Raises:
        UsageError: Nothing has that name.
    """
    lines = explain(name)
    if not lines:
        near = nearest(name, explainable())
        hint = f'did you mean "{near}"?' if near else "pushsim list reasons, codes, rules, facts, steps, statements"
        raise click.UsageError(f'nothing is called "{name}"; {hint}')
    for line in lines:
        click.echo(line)
