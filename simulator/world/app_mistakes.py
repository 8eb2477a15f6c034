"""What an app's author wrote wrongly while building it: entries of the manifest, and constants."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from simulator.device.app.manifest import Manifest
from simulator.device.app.variant import AppVariant, CertificateConstant, ReceiverEntry

_COPIED_PACKAGE = "com.tencent.qcloud.tim.demo.thirdpush"
"""Of the receivers in a manifest that was copied out of a guide."""
_DEBUG_FINGERPRINT = "DE:BU:60"
"""Of a key that no vendor's console knows."""
_TEST_CERTIFICATE_ID = 29_999
"""Certificate that another IM application, the one for tests, has; nobody hosts it in this one."""


def written_receivers(entry: ReceiverEntry, receivers: Mapping[str, str]) -> Mapping[str, str]:
    """Return the class names of *receivers*, by vendor, as the manifest has them."""
    if entry is not ReceiverEntry.ANOTHER_PACKAGE:
        return receivers
    return {vendor: f"{_COPIED_PACKAGE}.{name.rpartition('.')[2]}" for vendor, name in receivers.items()}


def with_receivers(manifest: Manifest, entry: ReceiverEntry, receivers: Collection[str]) -> Manifest:
    """Return *manifest* with what the author made of the entries of its *receivers*."""
    if entry is ReceiverEntry.MISSING:
        kept = tuple(component for component in manifest.components if component.name not in receivers)
        return replace(manifest, components=kept)
    if entry is ReceiverEntry.NOT_EXPORTED:
        closed = (
            replace(component, exported=False) if component.name in receivers else component
            for component in manifest.components
        )
        return replace(manifest, components=tuple(closed))
    return manifest


def secret_for_key(values: Mapping[str, str]) -> dict[str, str]:
    """Return a vendor's *values* with AppKey and secret swapped; unchanged for a vendor that has not both."""
    secret = next((name for name in values if name.endswith("_secret")), "")
    if not secret or "app_key" not in values:
        return dict(values)
    return {**values, "app_key": values[secret], secret: values["app_key"]}


def of_debug_build(values: Mapping[str, str]) -> dict[str, str]:
    """Return a vendor's *values* as an app shows them that is signed with the key of debug builds."""
    return {**values, **({"fingerprint": _DEBUG_FINGERPRINT} if "fingerprint" in values else {})}


def written_certificate_id(variant: AppVariant, certificate_id: int) -> int:
    """Return what stands in the app's code where *certificate_id* belongs."""
    written = {CertificateConstant.UNSET: 0, CertificateConstant.OF_TEST_APP: _TEST_CERTIFICATE_ID}
    return written.get(variant.certificate_constant, certificate_id)
