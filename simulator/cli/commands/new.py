"""`pushsim new`: a starter scenario."""

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from simulator.cli.starter import FAULTS, Wish, reachable, starter_text
from simulator.device.app.variants import VARIANTS
from simulator.push.explanations import EXPLANATIONS
from simulator.push.reason import Reason
from simulator.scenario.errors import quoted
from simulator.scenario.model import ALL
from simulator.scenario.suggest import alike, nearest
from simulator.vendors import VENDORS


@click.command("new")
@click.argument("name")
@click.option("--vendor", "vendors", multiple=True, help="Whose phones; several times for several cases, or all.")
@click.option("--app", default="", help="An app variant: pushsim list apps.")
@click.option("--negative", metavar="REASON", help="The push must not arrive, for this reason: pushsim list reasons.")
@click.option("--fault", type=click.Choice(list(FAULTS)), help="What goes wrong on the way.")
@click.option("--group", default="", help="The message goes to a group of this name.")
def COMMAND(  # noqa: N802  # the shelf's name for it
    name: str, vendors: tuple[str, ...], app: str, negative: str | None, fault: str | None, group: str
) -> None:
    """Write a starter scenario to NAME (a path; .yaml is added) that passes as it is, negative proofs included.

    Raises:
        UsageError: Something is there already, a name is unknown, or no scenario of this kind is known to pass.
    """
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if path.name.startswith("_"):
        raise click.UsageError(
            f"{quoted(path.name)} begins with _, which marks fragments and worlds; choose another name"
        )
    if path.exists():
        raise click.UsageError(f"{quoted(str(path))} is there already; choose another name")
    if negative is not None and fault is not None:
        raise click.UsageError("--negative finds what stops the push by itself; leave one of the two out")
    if app:
        _demand(app, "app variant", list(VARIANTS))
    wish = Wish(
        name=re.sub(r"[_\W]+", " ", path.stem).strip().capitalize() or "A new scenario",
        vendors=_vendors(vendors),
        app=app,
        group=group,
        fault=fault or "",
        because=None if negative is None else _reason(negative),
    )
    # Some reasons are those of a few vendors: who names none, takes any.
    wishes = [wish] if vendors else [wish, *(replace(wish, vendors=(vendor,)) for vendor in VENDORS)]
    text = next(filter(None, (starter_text(one, path) for one in wishes)), None)
    if text is None:
        raise click.UsageError(
            f"no such scenario is known to pass at {', '.join(VENDORS if not vendors else wish.vendor_names)}; "
            f"{_advice(wish)}"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"wrote {path}\nrun it: pushsim run {shlex.quote(str(path))}")


def _advice(wish: Wish) -> str:
    """Return what to ask for instead: of several vendors, those for which there is one."""
    path = Path("x.yaml")
    one_by_one = (replace(wish, vendors=(vendor,)) for vendor in wish.vendor_names)
    able = [one.vendor_names[0] for one in one_by_one if len(wish.vendor_names) > 1 and starter_text(one, path)]
    if able:
        return f"it does at {', '.join(able)}: {' '.join(f'--vendor {vendor}' for vendor in able)}"
    return "try fewer options, or begin with a plain one: pushsim new NAME"


def _reason(name: str) -> Reason:
    """Return the reason called *name*.

    Raises:
        UsageError: There is none, or none that a push ends for.
    """
    if name in EXPLANATIONS and name not in reachable():
        raise click.UsageError(
            f"{name} is never the only thing that keeps a push from a phone; what it does: pushsim explain {name}"
        )
    return Reason(_demand(name, "reason", reachable()))


def _vendors(names: tuple[str, ...]) -> tuple[str, ...] | Literal["all"]:
    if ALL in names:
        return ALL
    return tuple(dict.fromkeys(_demand(name, "vendor", list(VENDORS)) for name in names)) or ("vivo",)


def _demand(name: str, kind: str, known: list[str]) -> str:
    """Return *name*, which has to be one of *known*.

    Raises:
        UsageError: It is none.
    """
    if name in known:
        return name
    near = nearest(name, known)
    hint = f"did you mean {quoted(near)}?" if near else f"such as {', '.join(alike(name, known, 5))}"
    raise click.UsageError(f"no {kind} is called {quoted(name)}; {hint}")
