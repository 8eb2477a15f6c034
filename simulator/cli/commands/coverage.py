"""`pushsim coverage`: what the suite proves."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave
from simulator.report.coverage import (
    Proof,
    beyond_scenarios,
    gated,
    proofs,
    provoked,
    unprovoked,
    waive_each,
)
from simulator.report.mistakes import catch_each
from simulator.runner.result import CaseResult
from simulator.runner.run import ease_garbage_collection, run_case
from simulator.runner.suite import load_suite
from simulator.scenario.loader import DEFAULT_FOLDER
from simulator.scenario.model import Case
from simulator.world.build import RunOptions
from simulator.world.statements import statements


@click.command("coverage")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rules", "rules_too", is_flag=True, help="Also how often each rule said no, and which never did.")
@click.option("--waive-each", is_flag=True, help="Waive each rule in turn and name a scenario that notices.")
@click.option("--apps", is_flag=True, help="Only: give the app each mistake in turn and name a scenario that notices.")
@click.option("--gate", is_flag=True, help="Leave with 4 unless all is proved, provoked, noticed.")
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
def COMMAND(paths: tuple[Path, ...], rules_too: bool, waive_each: bool, apps: bool, gate: bool, seed: int) -> None:  # noqa: N802  # the shelf's name for it
    """Say which statements the scenarios at or below PATHS prove, on both sides, and by which of them."""
    suite = load_suite(paths or (Path(DEFAULT_FOLDER),))
    if apps:
        if not _print_mistakes(suite.cases, seed) and gate:
            leave(ExitCode.GATE_NOT_MET)
        return
    results = [run_case(case, RunOptions(seed=seed)) for case in suite.cases]
    is_whole = _print_statements(results)
    if rules_too:
        is_whole &= _print_rules(results)
    if waive_each:
        is_whole &= _print_waived(results, seed)
    if gate and not is_whole:
        leave(ExitCode.GATE_NOT_MET)


def _print_statements(results: list[CaseResult]) -> bool:
    """Print who proves each statement, vendor by vendor, and return whether all is proved."""
    whole = cells = 0
    found = proofs(results)
    for statement, by_vendor in found.items():
        is_whole = all(proof.is_whole for proof in by_vendor.values())
        click.echo(f"{'proved ' if is_whole else 'missing'}  {statement}  {statements()[statement].text}")
        for vendor, proof in by_vendor.items():
            for line in _proof_lines(vendor, proof):
                click.echo(f"           {line}")
        whole += is_whole
        cells += len(by_vendor)
    proved = sum(proof.is_whole for by_vendor in found.values() for proof in by_vendor.values())
    click.echo(f"\n{whole} of {len(found)} statements proved on both sides for every vendor; {proved} of {cells} pairs")
    return whole == len(found)


_LABELS = {"covers": "shown by", "other_side": "other side"}


def _proof_lines(vendor: str, proof: Proof) -> Iterator[str]:
    for side, label in _LABELS.items():
        cases = proof.cases(side)
        if cases:
            said = cases[0] + (f" and {len(cases) - 1} more" if len(cases) > 1 else "")
        else:
            why = proof.nothing_to_show.get(side)
            said = f"nothing to show: {why}" if why else "nobody"
        yield f"{vendor:<8} {label}: {said}"
    for case in proof.claims:
        yield f"{vendor:<8} named in vain by: {case} (its trace leans on nothing of this statement)"


def _print_rules(results: list[CaseResult]) -> bool:
    """Print a line a rule, the most frequent first, and return whether these cases provoke each that scenarios can."""
    counts = provoked(results)
    click.echo("\nrules by how often they said no, in how many cases")
    for rule, cases in sorted(counts.items(), key=lambda one: (-sum(one[1].values()), one[0])):
        if cases:
            click.echo(f"{sum(cases.values()):>6} {len(cases):>5}  {rule}")
    never = unprovoked(counts)
    for heading, why in (
        ("never provoked here, but by pushsim's own tests", never.in_tests),
        ("never provoked here, nor by a test on record", dict.fromkeys(never.nowhere, "")),
        ("beyond what a scenario can provoke", never.beyond),
    ):
        if why:
            click.echo(f"\n{heading}:")
            for rule, said in why.items():
                click.echo(f"{'':14}{rule}  {said}".rstrip())
    numbers = (len(counts), len(never.in_tests), len(never.nowhere), len(never.beyond))
    said_no = numbers[0] - sum(numbers[1:])
    click.echo(
        "\n{} of {} rules said no here; {} do so in pushsim's own tests alone, {} in no test on record, "
        "{} are beyond what a scenario can provoke".format(said_no, *numbers)
    )
    return not never.in_tests and not never.nowhere


def _print_waived(results: list[CaseResult], seed: int) -> bool:
    """Print a line a rule that was provoked or should be, and return whether all that should be noticed are."""
    click.echo("\nrules waived one at a time")
    wanted, beyond = set(gated()), beyond_scenarios()
    unnoticed = missed = 0
    for noticed in waive_each(results, seed):
        if noticed.provoked:
            unnoticed += not noticed.by
            click.echo(f"{'noticed   ' if noticed.by else 'UNNOTICED '}  {noticed.rule}  {noticed.by}".rstrip())
        elif noticed.rule in wanted:
            click.echo(f"UNPROVOKED  {noticed.rule}")
        elif noticed.rule in beyond:
            click.echo(f"no scenario {noticed.rule}  {beyond[noticed.rule]}")
        missed += noticed.rule in wanted and not noticed.by
    click.echo(f"{unnoticed} rules that some scenario provokes can be waived without anyone noticing")
    click.echo(f"{len(wanted) - missed} of {len(wanted)} rules of phone, app, binding and offline decision are noticed")
    return not missed


def _print_mistakes(cases: Sequence[Case], seed: int) -> bool:
    """Print a line a mistake, and return whether every one was noticed."""
    ease_garbage_collection()
    unnoticed = count = 0
    for caught in catch_each(cases, seed):
        count += 1
        unnoticed += not caught.by
        click.echo(f"{'caught    ' if caught.by else 'NOT CAUGHT'}  {caught.variant:<30}  {caught.by}".rstrip())
        if caught.why:
            click.echo(f"{'':44}{caught.why}")
    click.echo(f"\n{count - unnoticed} of {count} mistakes of an app are caught")
    return not unnoticed
