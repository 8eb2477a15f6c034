"""`pushsim diagnose`: a customer's report in; causes, verified repair, what to ask next, and a scenario out."""

import json
from pathlib import Path

import click


@click.command("diagnose")
@click.argument("ticket", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--works",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The same of where pushes arrive, to compare with: a request, a log, a build; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="The answer for machines.")
@click.option("--scenario", type=click.Path(path_type=Path, dir_okay=False), help="Write a scenario that fails alike.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the answer as a page to send on.")
@click.option("--evaluate", type=click.Path(path_type=Path), help="Only: answer the reports of this file, and count.")
@click.option(
    "--fit", type=click.Path(path_type=Path, dir_okay=False), help="With --evaluate: write the model fitted to it."
)
def COMMAND(  # noqa: N802  # the shelf's name for it
    ticket: tuple[Path, ...],
    works: tuple[Path, ...],
    as_json: bool,
    scenario: Path | None,
    html: Path | None,
    evaluate: Path | None,
    fit: Path | None,
) -> None:
    """Find out why a customer gets no push, from TICKET: files, folders, archives, or - for standard input.

    Raises:
        UsageError: There is no ticket, or it is not there.
    """
    missing = [
        path for path in (*ticket, *works, *([evaluate] if evaluate else ())) if str(path) != "-" and not path.exists()
    ]
    if missing:
        raise click.UsageError(f"no such file or folder: {missing[0]}")
    if evaluate is not None:
        _evaluate(evaluate, as_json, fit)
    elif ticket:
        _answer(ticket, works, as_json, scenario, html)
    else:
        raise click.UsageError("give the ticket: files, a folder, or - for standard input")


def _answer(
    ticket: tuple[Path, ...], works: tuple[Path, ...], as_json: bool, scenario: Path | None, html: Path | None
) -> None:
    from simulator.diagnose.answer import diagnose, to_json
    from simulator.diagnose.compare import compare, compared_json, compared_text
    from simulator.diagnose.reading import read_ticket
    from simulator.diagnose.text import answer_text

    findings = read_ticket(ticket)
    compared = compare(findings, read_ticket(works)) if works else None
    answer = diagnose(findings)
    if scenario is not None and answer.scenario:
        scenario.write_text(answer.scenario, encoding="utf-8")
    if html is not None:
        from simulator.diagnose.html import write_answer

        write_answer(html, answer)
    if as_json:
        more = {} if compared is None else {"compared": compared_json(compared)}
        click.echo(json.dumps({**to_json(answer), **more}, ensure_ascii=False, indent=2))
        return
    for line in () if compared is None else (*compared_text(compared), ""):
        click.echo(line)
    click.echo(answer_text(answer))


def _evaluate(cases: Path, as_json: bool, fit: Path | None) -> None:
    from simulator.diagnose import evaluate
    from simulator.diagnose.model import written

    try:
        known = evaluate.read_cases(cases)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if fit is not None:
        fit.write_text(written(evaluate.fit(evaluate.prepare(known))), encoding="utf-8")
    report = evaluate.evaluation(cases)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else evaluate.text(report))
