"""Builds the customer's app as a scenario has it: variant, libraries, constants, manifest and shrinking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from simulator.device.app.app_build import AppBuild
from simulator.device.app.manifest import Manifest, parse_manifest
from simulator.device.app.manifest_file import read_manifest_file
from simulator.device.app.mistakes import with_mistakes
from simulator.device.app.requirements import own_class_in, required_manifest
from simulator.device.app.shrinking import ShrinkingRules, read_rules_file
from simulator.device.app.variant import AppVariant, Constants
from simulator.device.vendor_demo import ManifestParts
from simulator.kernel.randomness import Streams
from simulator.vendor_api import Vendor
from simulator.world.app_mistakes import (
    of_debug_build,
    secret_for_key,
    with_receivers,
    written_certificate_id,
    written_receivers,
)
from simulator.world.spec import AppSpec, AppVendorSpec

_NO_SDK = "none"
"""What a scenario writes for a vendor's library that is not in the app."""
_NO_VENDOR_PART = AppVendorSpec()


@dataclass(frozen=True, slots=True)
class AppBuilder:
    """Builds apps for one world.

    Attributes:
        vendors: Whose demo code is in every app.
        values_of: Credentials as a vendor knows them, by the names of the certificate form.
        certificate_ids: Of each vendor's certificate in the IM console.
        streams: To make up the credentials of another app.
    """

    vendors: Sequence[Vendor]
    values_of: Callable[[Vendor], Mapping[str, str]]
    certificate_ids: Mapping[str, int]
    streams: Streams

    def build(self, spec: AppSpec) -> AppBuild:
        """Return the app that *spec* says."""
        variant = with_mistakes(spec.variant, spec.mistakes)
        demos = {vendor.name: vendor.demo for vendor in self.vendors}
        usual = {name: variant.sdk_versions.get(name, demo.sdk_version) for name, demo in demos.items()}
        wanted = {name: _vendor_part(spec, name).sdk or usual[name] for name in usual}
        sdk_versions = tuple((name, sdk) for name, sdk in wanted.items() if sdk != _NO_SDK)
        variant = _with_versions(spec.variant, spec.mistakes, sdk_versions, spec.im_sdk or variant.im_sdk)
        # A library that was forgotten in the build leaves the manifest as its guide has it.
        declared = {name: usual[name] if sdk == _NO_SDK else sdk for name, sdk in wanted.items()}
        constants = {
            vendor.name: {**self._constants(variant.constants, vendor), **_vendor_part(spec, vendor.name).values}
            for vendor in self.vendors
        }
        receivers = {name: f"{variant.receiver_package}.{demo.receiver_class}" for name, demo in demos.items()}
        written = written_receivers(variant.receiver_entry, receivers)
        parts = {
            name: demo.manifest_parts(declared[name], constants[name], written[name]) for name, demo in demos.items()
        }
        placeholders = {"applicationId": spec.package}
        if spec.manifest:
            manifest = parse_manifest(read_manifest_file(Path(spec.manifest)), placeholders)
            receivers = {
                name: own_class_in(manifest, required_manifest(part, manifest), receivers[name])
                for name, part in parts.items()
            }
        else:
            manifest = parse_manifest(_merged(variant.manifest, tuple(parts.values())), placeholders)
            manifest = with_receivers(manifest, variant.receiver_entry, written.values())
        return AppBuild(
            package=spec.package,
            variant=variant,
            manifest=_edited(manifest, spec),
            shrinking=_shrinking(spec, variant),
            certificate_ids={name: self._certificate_id(spec, variant, name) for name in demos},
            demos=demos,
            receivers=receivers,
            constants=constants,
            lacks=frozenset(spec.without),
            starts_itself=spec.starts_itself,
        )

    def _constants(self, whose: Constants, vendor: Vendor) -> Mapping[str, str]:
        """Return the credentials that the app has for *vendor*, where the scenario does not say others."""
        own = self.values_of(vendor)
        if whose is Constants.OF_ANOTHER_APP:
            return {**own, **vendor.credentials(self.streams.named(f"{vendor.name} credentials of another app").digits)}
        if whose is Constants.OF_DEBUG_BUILD:
            return of_debug_build(own)
        return secret_for_key(own) if whose is Constants.SECRET_FOR_KEY else own

    def _certificate_id(self, spec: AppSpec, variant: AppVariant, vendor: str) -> int:
        wanted = _vendor_part(spec, vendor).certificate_id
        return written_certificate_id(variant, self.certificate_ids[vendor]) if wanted is None else wanted


def _vendor_part(spec: AppSpec, vendor: str) -> AppVendorSpec:
    return spec.vendors.get(vendor, _NO_VENDOR_PART)


@lru_cache(maxsize=256)
def _with_versions(
    variant: str, mistakes: tuple[str, ...], sdk_versions: tuple[tuple[str, str], ...], im_sdk: str
) -> AppVariant:
    """Return the variant of that name with *mistakes*, and the libraries of these versions."""
    return replace(with_mistakes(variant, mistakes), sdk_versions=dict(sdk_versions), im_sdk=im_sdk)


@lru_cache(maxsize=256)
def _merged(manifest: str, parts: tuple[ManifestParts, ...]) -> str:
    """Return *manifest* with the vendors' parts: permissions before the application, the others in their place."""
    beside = "".join(part.beside for part in parts)
    before, application, rest = manifest.partition("    <application ")
    text = f"{before}{beside}{application}{rest}"
    return text.replace("{vendor_parts}", "".join(part.application for part in parts))


def _shrinking(spec: AppSpec, variant: AppVariant) -> ShrinkingRules | None:
    """Return what code shrinking keeps: by the rules that the scenario names, else those of the variant."""
    if spec.proguard:
        return read_rules_file(Path(spec.proguard))
    return ShrinkingRules.parse(variant.shrinking_rules) if variant.shrinking_rules else None


def _edited(manifest: Manifest, spec: AppSpec) -> Manifest:
    """Return *manifest* without what the scenario has missing, and with what it has written otherwise."""
    if spec.target_sdk is not None:
        manifest = replace(manifest, target_sdk=spec.target_sdk)
    if not (spec.without or spec.rename or spec.not_exported):
        return manifest
    gone, names = frozenset(spec.without), spec.rename
    return replace(
        manifest,
        permissions=manifest.permissions - gone,
        declared_permissions={name: level for name, level in manifest.declared_permissions.items() if name not in gone},
        meta_data={names.get(name, name): value for name, value in manifest.meta_data.items() if name not in gone},
        components=tuple(
            replace(
                component,
                name=names.get(component.name, component.name),
                exported=component.exported and component.name not in spec.not_exported,
            )
            for component in manifest.components
            if component.name not in gone
        ),
    )
