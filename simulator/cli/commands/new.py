"""`pushsim new`: a starter scenario."""

import re
from pathlib import Path

import click

from simulator.scenario.errors import quoted

STARTER = """\
name: {name}
vendors: [vivo]                    # or all; each vendor is one case
steps:
  - set_up: {{phone: bob_phone, user: bob}}      # launch, log in, token bound
  - kill_app: bob_phone
  - send_message: {{from: alice, to: bob, text: lunch?}}
  - must_arrive: {{phone: bob_phone, within: 60s, body: lunch?}}
"""


@click.command("new")
@click.argument("name")
def COMMAND(name: str) -> None:  # noqa: N802  # the shelf's name for it
    """Write a starter scenario to NAME (a path; .yaml is added) that runs as it is.

    Raises:
        UsageError: Something is there already; choose another name, or the name is reserved for fragments.
    """
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if path.name.startswith("_"):
        raise click.UsageError(
            f"{quoted(path.name)} begins with _, which marks fragments and worlds; choose another name"
        )
    if path.exists():
        raise click.UsageError(f"{quoted(str(path))} is there already; choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    title = re.sub(r"[_\W]+", " ", path.stem).strip().capitalize() or "A new scenario"
    path.write_text(STARTER.format(name=title), encoding="utf-8")
    click.echo(f"wrote {path}\nrun it: pushsim run {path}")
