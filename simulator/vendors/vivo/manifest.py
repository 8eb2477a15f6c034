"""`checkManifest` of vivo's SDK: what 2.9 and 3.0 look for in the app's manifest, and their words for a fault."""

from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.vendors.vivo import facts

RECEIVE = "com.vivo.pushclient.action.RECEIVE"
SERVICE = "com.vivo.push.sdk.service.CommandClientService"
PROXY_ACTIVITY = "com.vivo.push.sdk.LinkProxyClientActivity"
INTERNET = "android.permission.INTERNET"
API_KEY = "com.vivo.push.api_key"
APP_ID = "com.vivo.push.app_id"
SDK_VERSION = "sdk_version_vivo"
OLD_SDK_VERSIONS = ("sdk_version", "com.vivo.push.sdk_version")


class VivoPushException(Exception):
    """What `checkManifest` throws."""


def check_manifest(manifest: Manifest, version: tuple[int, ...]) -> None:
    """Look for what the SDK of *version* needs; 3.x no longer looks at everything that 2.9 did.

    Raises:
        VivoPushException: Something is missing; its text is the SDK's.

    Source:
        vivo client SDK 2.9 and 3.0, checkManifest (V02); grade: observed.
    """
    is_old = version < (3,)
    for name in (API_KEY, APP_ID):
        if not manifest.meta_data.get(name):
            raise VivoPushException(f"{name} is null")
    if INTERNET not in manifest.permissions:
        declared = ", ".join(sorted(manifest.permissions))
        raise VivoPushException(f"permission : {INTERNET}  check fail : [{declared}]")
    if is_old:
        _check_sdk_version(manifest)
        _check_kinds(manifest)
        if not manifest.receivers_of(RECEIVE):
            raise VivoPushException("AndroidManifest.xml中receiver配置项错误，详见接入文档")
    service = _component(manifest, SERVICE, ComponentKind.SERVICE)
    if is_old:
        activity = _component(manifest, PROXY_ACTIVITY, ComponentKind.ACTIVITY)
        if not service.exported:
            raise VivoPushException(f"{SERVICE} exported is false")
        # Assumed: that the process which 2.9 checks is the same one for both; every sample has it so.
        if activity.process != service.process:
            raise VivoPushException(f"{PROXY_ACTIVITY} check process fail")


def _check_kinds(manifest: Manifest) -> None:
    """Look for any receiver and any service at all.

    Raises:
        VivoPushException: There is none.
    """
    kinds = {component.kind for component in manifest.components}
    for kind, word in ((ComponentKind.RECEIVER, "receivers"), (ComponentKind.SERVICE, "services")):
        if kind not in kinds:
            raise VivoPushException(f"{manifest.package} has no {word}")


def _check_sdk_version(manifest: Manifest) -> None:
    """Look for the SDK's own version.

    Raises:
        VivoPushException: It is missing or another one.
    """
    versions = [manifest.meta_data[name] for name in OLD_SDK_VERSIONS if name in manifest.meta_data]
    known = facts.MANIFEST_SDK_VERSIONS.value
    if not versions:
        raise VivoPushException("AndroidManifest.xml中未配置sdk_version")
    if versions[0] not in known:
        raise VivoPushException(f"AndroidManifest.xml中sdk_version配置项错误，请配置当前sdk_version版本为:{known[0]}")


def _component(manifest: Manifest, name: str, kind: ComponentKind) -> Component:
    """Return the component.

    Raises:
        VivoPushException: It is missing.
    """
    component = manifest.component(name, kind)
    if component is None:
        raise VivoPushException(f"{name} module Push-SDK need is not exist")
    return component
