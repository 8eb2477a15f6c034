"""What an app's manifest and shrinking rules lack for each vendor, and what becomes of its pushes for it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from simulator.device.app.manifest import Component, Manifest, parse_manifest
from simulator.device.app.manifest_file import read_manifest_file
from simulator.device.app.requirements import Lack, lacks, own_component, required_manifest
from simulator.device.app.shrinking import ShrinkingRules, read_rules_file
from simulator.device.app.variants import VARIANTS
from simulator.device.vendor_demo import VendorDemo
from simulator.kernel.source import Source
from simulator.runner.play import Play
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.send_message import SendMessage
from simulator.scenario.steps.set_up import SetUp
from simulator.scenario.steps.wait import Wait
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.fields import Duration
from simulator.world.models import supported_model
from simulator.world.spec import AppSpec, AppVendorSpec, VendorAppSpec, WorldSpec
from simulator.world.verdicts import Verdict

PHONE = "phone"
_OWN_PACKAGE = "com.example.app.push"


@dataclass(frozen=True, slots=True)
class AppFiles:
    """What there is of an app.

    Attributes:
        package: Its application id; `None` for the one that the manifest names.
        rules: Shrinking rules; `None` for a build without them.
    """

    manifest: Path
    rules: Path | None = None
    package: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the app lacks.

    Attributes:
        source: Where the guide asks for it.
    """

    lack: Lack
    source: Source


@dataclass(frozen=True, slots=True)
class VendorLint:
    """What holds for one vendor.

    Attributes:
        sdk: Version of the vendor's SDK whose guide the app was held against.
        is_integrated: Some part of the vendor's guide is in the manifest.
        model: The phone on which the push was played.
        verdict: What became of a message to the killed app there.
    """

    vendor: str
    sdk: str
    is_integrated: bool
    findings: tuple[Finding, ...]
    model: str
    verdict: Verdict


def lint_app(files: AppFiles, vendor: str, sdk: str = "") -> VendorLint:
    """Hold the app against the guide of *vendor*, and play its push.

    Args:
        files: Of the app.
        vendor: Whose guide.
        sdk: Version of the vendor's SDK in the app; empty for the version whose guide it is closest to.

    Raises:
        ManifestFault: The manifest cannot be used.
        ShrinkingFault: The shrinking rules cannot be used.
    """
    placeholders = {} if files.package is None else {"applicationId": files.package}
    manifest = parse_manifest(read_manifest_file(files.manifest), placeholders)
    found = hold_against_guide(manifest, vendor, sdk, None if files.rules is None else read_rules_file(files.rules))
    findings = tuple(Finding(lack, VENDORS[vendor].demo.manifest_source) for lack in found.lacks)
    model = supported_model(vendor)
    verdict = _play(files, manifest.application_id, vendor, found)
    return VendorLint(vendor, found.sdk, found.is_integrated, findings, model, verdict)


@dataclass(frozen=True, slots=True)
class Held:
    """A manifest, and shrinking rules, beside one version of a guide.

    Attributes:
        sdk: Version of the vendor's SDK whose guide it is.
        is_integrated: Some part of the vendor's guide is in the manifest.
        own: The app's own receiver.
        credentials: Those that the manifest names, by field of the vendor's form.
    """

    sdk: str
    lacks: tuple[Lack, ...]
    own: Component | None
    is_integrated: bool
    credentials: Mapping[str, str]


def hold_against_guide(manifest: Manifest, vendor: str, sdk: str = "", rules: ShrinkingRules | None = None) -> Held:
    """Hold *manifest* against the guide of *vendor*, for version *sdk* or the one that it is closest to."""
    demo = VENDORS[vendor].demo
    versions = [sdk] if sdk else _known_sdks(demo)
    found = min((_hold_against(demo, version, manifest) for version in versions), key=lambda one: len(one.lacks))
    if rules is None or found.own is None:
        return found
    return replace(found, lacks=(*found.lacks, *_renamed(found.own, rules)))


def _known_sdks(demo: VendorDemo[Any]) -> Iterator[str]:
    """Walk the versions of the vendor's SDK that are known to this program, the newest first."""
    versions = {
        variant.sdk_versions[demo.vendor] for variant in VARIANTS.values() if demo.vendor in variant.sdk_versions
    }
    yield demo.sdk_version
    yield from sorted(versions - {demo.sdk_version})


def _hold_against(demo: VendorDemo[Any], sdk: str, manifest: Manifest) -> Held:
    own_class = f"{_OWN_PACKAGE}.{demo.receiver_class}"
    credentials = _distinct_credentials(demo.vendor)
    required = required_manifest(demo.manifest_parts(sdk, credentials, own_class), manifest)
    receiver = required.component(own_class)
    own = None if receiver is None else own_component(receiver, manifest)
    is_integrated = (
        own is not None
        or not manifest.meta_data.keys().isdisjoint(required.meta_data)
        or any(manifest.component(one.name, one.kind) is not None for one in required.components)
    )
    found = tuple(lacks(required, manifest, own_class))
    return Held(sdk, found, own, is_integrated, _credentials_in(manifest, required, credentials))


def _distinct_credentials(vendor: str) -> dict[str, str]:
    """Return credentials of which no two look alike, so that each is known again wherever the guide writes it."""
    numbers = count(1)
    return VENDORS[vendor].credentials(lambda digits: f"{next(numbers):0{digits}}")


def _credentials_in(manifest: Manifest, required: Manifest, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """Return the credentials that *manifest* names where *required* has *credentials*."""
    found = {}
    for key, template in required.meta_data.items():
        written = manifest.meta_data.get(key, "")
        for name, value in ((name, value) for name, value in credentials.items() if value):
            before, there, behind = template.partition(value)
            if there and written.startswith(before) and written.endswith(behind):
                found[name] = written.removeprefix(before).removesuffix(behind)
    return {name: value for name, value in found.items() if value}


def _renamed(own: Component, rules: ShrinkingRules) -> Iterator[Lack]:
    if not rules.keeps(own.name):
        yield Lack(own.name, "code shrinking gives the class another name than the manifest has: keep it")


def _play(files: AppFiles, package: str, vendor: str, held: Held) -> Verdict:
    """Send a message to the killed app on a phone of *vendor* whose app is well written and has these files.

    The vendor knows the app by the credentials that its manifest names: whether those are right, nobody can see there.
    """
    app = AppSpec(
        package=package,
        manifest=str(files.manifest),
        proguard=None if files.rules is None else str(files.rules),
        vendors={vendor: AppVendorSpec(sdk=held.sdk)},
    )
    known = VendorAppSpec(values=dict(held.credentials))
    play = Play(vendor, WorldSpec(app=app, vendor_apps={vendor: known}), RunOptions())
    with suppress(ExpectationFailed):
        # That no token was bound is what the verdict tells, with its root.
        play(SetUp(phone=PHONE, user="bob"))
    play(KillApp(phone=PHONE), SendMessage(sender="alice", to="bob", text="hello"), Wait(span=Duration.parse("60s")))
    [verdict] = play.world.verdicts()
    return verdict
