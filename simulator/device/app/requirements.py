"""What a guide asks of a manifest, held against an app's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.device.app.manifest import Component, Manifest, parse_manifest
from simulator.device.vendor_demo import ManifestParts


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing in which a manifest falls short of a guide.

    Attributes:
        name: Class name, permission or key of meta-data.
        what: What is wrong with it, for people.
    """

    name: str
    what: str


_REQUIRED = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="{package}">
{beside}
    <application>
{application}
    </application>
</manifest>
"""


def required_manifest(parts: ManifestParts, manifest: Manifest) -> Manifest:
    """Return *parts* of a guide as the whole manifest of the app that has *manifest*."""
    text = _REQUIRED.format(package=manifest.package, beside=parts.beside, application=parts.application)
    return parse_manifest(text, {"applicationId": manifest.application_id})


def own_class_in(manifest: Manifest, required: Manifest, own_class: str) -> str:
    """Return how *manifest* names the receiver that *required* calls *own_class*; just so where it has none."""
    for component in required.components:
        if component.name == own_class:
            found = own_component(component, manifest)
            return own_class if found is None else found.name
    return own_class


def own_component(required: Component, manifest: Manifest) -> Component | None:
    """Return what stands in *manifest* for *required*, a class of the app's own that every app names as it likes.

    It is found by its filter: of the same kind, for the same actions.
    """
    actions = _actions(required)
    for component in manifest.components:
        if component.kind is required.kind and actions and actions <= _actions(component):
            return component
    return None


def lacks(required: Manifest, manifest: Manifest, own_class: str) -> Iterator[Lack]:
    """Iterate over what *manifest* lacks of *required*; *own_class* is the app's own receiver there."""
    for permission in sorted(required.permissions - manifest.permissions):
        yield Lack(permission, "the permission is not used")
    for permission in sorted(required.declared_permissions.keys() - manifest.declared_permissions.keys()):
        yield Lack(permission, "the permission is not declared")
    for key in sorted(required.meta_data):
        if not manifest.meta_data.get(key, "").strip():
            yield Lack(key, "the meta-data is missing" if key not in manifest.meta_data else "the meta-data is empty")
    for component in required.components:
        is_own = component.name == own_class
        found = own_component(component, manifest) if is_own else manifest.component(component.name, component.kind)
        if found is not None:
            yield from _differences(component, found)
        elif is_own:
            wanted = ", ".join(sorted(_actions(component)))
            yield Lack(component.kind, f"the app has none that takes {wanted}")
        else:
            yield Lack(component.name, f"the {component.kind} is not declared")


def _differences(required: Component, found: Component) -> Iterator[Lack]:
    if not found.enabled and required.enabled:
        yield Lack(found.name, "it is not enabled")
    if required.exported and not found.exported:
        yield Lack(found.name, "it is not exported")
    if required.permission and found.permission != required.permission:
        guard = f"by {found.permission}" if found.permission else "by nothing"
        yield Lack(found.name, f"it is guarded {guard} instead of {required.permission}")
    missing = sorted(_actions(required) - _actions(found))
    if missing:
        yield Lack(found.name, f"its filter does not take {' and '.join(missing)}")
    if _suffix(required) and _suffix(found) != _suffix(required):
        yield Lack(found.name, f"it runs in {found.process} instead of the process {_suffix(required)}")


def _actions(component: Component) -> frozenset[str]:
    return frozenset(action for one in component.filters for action in one.actions)


def _suffix(component: Component) -> str:
    """Return the part of the process that is the component's own; empty for the app's main process."""
    return component.process[component.process.find(":") :] if ":" in component.process else ""
