"""`pushsim lint-app`: what a manifest, an APK or shrinking rules lack, per vendor."""

from collections.abc import Iterator
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave
from simulator.device.app.manifest import ManifestFault
from simulator.device.app.shrinking import ShrinkingFault
from simulator.report.app_lint import AppFiles, VendorLint, lint_app
from simulator.scenario.suggest import nearest
from simulator.vendors import VENDORS
from simulator.world.catalogue import find_source


@click.command("lint-app")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--proguard", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Shrinking rules of the app."
)
@click.option("--package", help="Application id, where the manifest leaves it to the build.")
@click.option(
    "--vendor", "wanted", multiple=True, help="Only this one, as vivo or with its SDK as vivo=2.9.0.0; may be repeated."
)
def COMMAND(path: Path, proguard: Path | None, package: str | None, wanted: tuple[str, ...]) -> None:  # noqa: N802  # the shelf's name for it
    """Say what PATH, an AndroidManifest.xml or an APK, lacks for each vendor, and what becomes of a push for it.

    Raises:
        UsageError: A file cannot be used, or there is no such vendor.
    """
    files = AppFiles(path, proguard, package)
    try:
        found = [lint_app(files, vendor, sdk) for vendor, sdk in _vendors(wanted)]
    except ManifestFault as fault:
        raise click.UsageError(f"{path}:{fault}") from fault
    except ShrinkingFault as fault:
        raise click.UsageError(f"{proguard}:{fault}") from fault
    for one in found:
        for line in _lines(one):
            click.echo(line)
    # A vendor that is left out altogether is the app's choice, unless somebody asked for it by name.
    if any(one.findings for one in found if one.is_integrated or wanted):
        leave(ExitCode.FAILED)


def _vendors(wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each vendor, with the version of its SDK where one is given.

    Raises:
        UsageError: There is no such vendor.
    """
    for one in wanted or VENDORS:
        vendor, _, sdk = one.partition("=")
        if vendor not in VENDORS:
            near = nearest(vendor, VENDORS)
            hint = f'did you mean "{near}"?' if near else f"known: {', '.join(VENDORS)}"
            raise click.UsageError(f'no vendor is called "{vendor}"; {hint}')
        yield vendor, sdk


def _lines(one: VendorLint) -> list[str]:
    if not one.is_integrated:
        return [f"{one.vendor}: not in the app"]
    count = f"{len(one.findings)} missing" if one.findings else "nothing is missing"
    lines = [f"{one.vendor}: {count}, by the guide for SDK {one.sdk or 'of any version'}"]
    lines += [f"  {finding.lack.name}: {finding.lack.what} ({finding.source})" for finding in one.findings]
    verdict = one.verdict
    if not verdict.reason:
        return [*lines, f"  on a {one.model}: the push is {verdict.text}"]
    source = find_source(verdict.rule)
    why = verdict.reason if verdict.root == verdict.reason else f"{verdict.reason} <- {verdict.root}"
    return [*lines, f"  on a {one.model}: {why}" + (f" ({verdict.rule}; {source})" if source else "")]
