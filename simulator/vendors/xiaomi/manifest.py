"""What MiPush's SDK wants in the app's manifest, and what its own checker says of it in debuggable builds."""

from collections.abc import Callable

import msgspec

from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import version_numbers
from simulator.device.device import Device
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.xiaomi import facts

RECEIVE_MESSAGE = "com.xiaomi.mipush.RECEIVE_MESSAGE"
MESSAGE_ARRIVED = "com.xiaomi.mipush.MESSAGE_ARRIVED"
ERROR = "com.xiaomi.mipush.ERROR"
INTERNET = "android.permission.INTERNET"
MIPUSH_RECEIVE = "{package}.permission.MIPUSH_RECEIVE"
PUSH_SERVICE = "com.xiaomi.push.service.XMPushService"
JOB_SERVICE = "com.xiaomi.push.service.XMJobService"
MESSAGE_HANDLER = "com.xiaomi.mipush.sdk.PushMessageHandler"
HANDLE_SERVICE = "com.xiaomi.mipush.sdk.MessageHandleService"
NETWORK_RECEIVER = "com.xiaomi.push.service.receivers.NetworkStatusReceiver"
PING_RECEIVER = "com.xiaomi.push.service.receivers.PingReceiver"
CLICKED_ACTIVITY = "com.xiaomi.mipush.sdk.NotificationClickedActivity"
BIND_JOB_SERVICE = "android.permission.BIND_JOB_SERVICE"

CHECKER = Fact(
    "xiaomi.manifest_checker",
    True,
    Source(facts.CLIENT, "ManifestChecker, debuggable builds", ("X02", "X03", "X10"), Grade.OBSERVED),
)


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of MiPush's SDK in the app on *device*; empty when it is not in it."""
    return version_numbers(device.app.variant.sdk_version(facts.NAME))


def manifest_faults(manifest: Manifest, version: tuple[int, ...]) -> list[str]:
    """Return what the checker of debuggable builds finds, in the SDK's words; registration goes on all the same.

    Source:
        MiPush client SDK 6.0, ManifestChecker (X02, X03, X10); grade: observed.
    """
    permission = MIPUSH_RECEIVE.format(package=manifest.application_id)
    found = []
    if permission not in manifest.declared_permissions:
        found.append(f'<permission android:name="{permission}" .../> is undefined in AndroidManifest.')
    wanted = (INTERNET, "android.permission.ACCESS_NETWORK_STATE", permission, "android.permission.ACCESS_WIFI_STATE",
              "android.permission.VIBRATE")  # fmt: skip
    found += [
        f'<uses-permission android:name="{name}"/> is missing in AndroidManifest.'
        for name in wanted
        if name not in manifest.permissions
    ]
    for need in _needs(version):
        found += _component_faults(manifest, need)
    if not any(receiver.enabled for receiver in message_receivers(manifest)):
        found.append("Receiver: none of the subclasses of PushMessageReceiver is enabled or defined.")
    return found


def message_receivers(manifest: Manifest) -> list[Component]:
    """Return the app's own receivers of messages."""
    receivers = manifest.receivers_of(RECEIVE_MESSAGE)
    return [one for one in receivers if one.name not in {NETWORK_RECEIVER, PING_RECEIVER}]


class Need(msgspec.Struct, frozen=True):
    """A component that the SDK requires, with the attributes that it checks; `None` for any value."""

    kind: ComponentKind
    name: str
    exported: bool | None = None
    permission: str | None = None
    process: str | None = None


def _needs(version: tuple[int, ...]) -> list[Need]:
    service, receiver = ComponentKind.SERVICE, ComponentKind.RECEIVER
    needs = [
        Need(receiver, NETWORK_RECEIVER, exported=True),
        Need(receiver, PING_RECEIVER, process=":pushservice"),
        Need(service, PUSH_SERVICE, process=":pushservice"),
        Need(service, MESSAGE_HANDLER, exported=True),
    ]
    if version >= facts.JOB_SERVICE_SDK.value:
        needs.append(Need(service, JOB_SERVICE, permission=BIND_JOB_SERVICE, process=":pushservice"))
    if version >= facts.HANDLE_SERVICE_SDK.value:
        needs.append(Need(service, HANDLE_SERVICE))
    return needs


def _component_faults(manifest: Manifest, need: Need) -> list[str]:
    component = manifest.component(need.name, need.kind)
    if component is None or not component.enabled:
        return [f'<{need.kind} android:name="{need.name}" .../> is missing or disabled in AndroidManifest.']
    found = []
    if need.exported is not None and component.exported is not need.exported:
        found.append(_attribute_fault(need, "exported", str(need.exported).lower()))
    if need.permission is not None and component.permission != need.permission:
        found.append(_attribute_fault(need, "permission", need.permission))
    if need.process is not None and component.process != manifest.application_id + need.process:
        found.append(f'"{need.name}" and "{PUSH_SERVICE}" must be running in the same process.')
    return found


def _attribute_fault(need: Need, attribute: str, value: str) -> str:
    return (
        f'<{need.kind} android:name="{need.name}" .../> in AndroidManifest had the wrong {attribute} attribute, '
        f"which should be android:{attribute}={value}."
    )


# -- what it costs to leave something out -----------------------------------------------------------------------------


def has_service(manifest: Manifest, name: str) -> bool:
    """Return whether *manifest* declares the service, enabled."""
    component = manifest.component(name, ComponentKind.SERVICE)
    return component is not None and component.enabled


class ReceiverCase(msgspec.Struct, frozen=True):
    """The app's receiver, which the SDK is to call.

    Attributes:
        receiver_written: Full class name of the receiver that the app's code has.
    """

    process: AppProcess
    receiver_written: str

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.process.app.manifest

    @property
    def receiver(self) -> Component | None:
        """The receiver that the manifest declares for messages."""
        return next(iter(message_receivers(self.manifest)), None)

    @property
    def lacks_permission(self) -> bool:
        """Whether the app does not both define and use its `MIPUSH_RECEIVE`."""
        permission = MIPUSH_RECEIVE.format(package=self.manifest.application_id)
        return permission not in self.manifest.permissions or permission not in self.manifest.declared_permissions


def _rule(name: str, reason: Reason, says_no: Callable[[ReceiverCase], bool], source: Source) -> Rule[ReceiverCase]:
    return Rule(f"xiaomi.{name}", reason, says_no, source)


def _handler_is_out_of_reach(case: ReceiverCase) -> bool:
    component = case.manifest.component(MESSAGE_HANDLER, ComponentKind.SERVICE)
    return component is None or not component.enabled or not component.exported


def _needs_handle_service(case: ReceiverCase) -> bool:
    is_new = version_in(case.process.device) >= facts.HANDLE_SERVICE_SDK.value
    return is_new and not has_service(case.manifest, HANDLE_SERVICE)


RESULT: Decision[ReceiverCase] = Decision(
    "xiaomi.result",
    (
        _rule(
            "message_handler_missing",
            Reason.MANIFEST_INCOMPLETE,
            _handler_is_out_of_reach,
            Source(facts.GUIDE, "step 3.2", ("X03",), Grade.ASSUMED),
        ),
        _rule(
            "receive_permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.lacks_permission,
            Source(facts.GUIDE, "step 3.2", ("X02",), Grade.ASSUMED),
        ),
        _rule(
            "handle_service_missing",
            Reason.MANIFEST_INCOMPLETE,
            _needs_handle_service,
            Source(facts.GUIDE, "step 3.2", ("X03", "X10"), Grade.ASSUMED),
        ),
        _rule(
            "receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is None,
            Source(facts.GUIDE, "step 3.3", ("X04",)),
        ),
        _rule(
            "receiver_not_exported",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.receiver.exported,
            Source(facts.GUIDE, "step 3.3", ("X04",), Grade.ASSUMED),
        ),
        _rule(
            "receiver_in_other_process",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and case.receiver.process != case.manifest.application_id,
            Source(facts.CLIENT, "ManifestChecker, same process", ("X04",), Grade.OBSERVED),
        ),
        _rule(
            "receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.receiver is not None and not case.process.app.build.has_class(case.receiver.name),
            Source(facts.GUIDE, "FAQ shrink", ("X09", "X13", "X04")),
        ),
        _rule(
            "receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and case.receiver.name != case.receiver_written,
            Source(facts.GUIDE, "step 3.3", ("X04",)),
        ),
    ),
)
"""Whether the app's receiver can be called; without it no result ever comes."""
