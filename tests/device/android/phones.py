"""A phone with Android's services and a healthy chat app, from which each test spoils one thing."""

from dataclasses import dataclass

from simulator.device.android.activity_manager import ActivityManager
from simulator.device.android.build import Build
from simulator.device.android.connectivity_manager import ConnectivityManager
from simulator.device.android.display import Notification
from simulator.device.android.keyguard_manager import KeyguardManager
from simulator.device.android.notification_channel import NotificationChannel
from simulator.device.android.notification_manager import NotificationManager
from simulator.device.android.package_manager import PackageManager
from simulator.device.android.permission_manager import POST_NOTIFICATIONS, PermissionManager
from simulator.device.android.power_manager import PowerManager
from simulator.device.android.settings import Settings
from simulator.device.app.manifest import Component, ComponentKind, IntentFilter, Manifest
from simulator.kernel.rule import Rulebook, Waiver
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Record, Trace
from tests.kernel.environments import new_environment

PACKAGE = "com.example.chat"
MAIN = Component(
    ComponentKind.ACTIVITY,
    f"{PACKAGE}.MainActivity",
    exported=True,
    filters=(IntentFilter(("android.intent.action.MAIN",), ("android.intent.category.LAUNCHER",)),),
)


def a_manifest(
    target_sdk: int = 33, *components: Component, permissions: tuple[str, ...] = (POST_NOTIFICATIONS,)
) -> Manifest:
    return Manifest(
        PACKAGE,
        PACKAGE,
        permissions=frozenset(permissions),
        components=(MAIN, *components),
        target_sdk=target_sdk,
        min_sdk=21,
    )


@dataclass
class Phone:
    scheduler: Scheduler
    trace: Trace
    rulebook: Rulebook
    settings: Settings
    packages: PackageManager
    permissions: PermissionManager
    notifications: NotificationManager
    activities: ActivityManager
    connectivity: ConnectivityManager

    def notification(self, **changes: object) -> Notification:
        fields: dict[str, object] = {
            "package": PACKAGE,
            "id": 1,
            "title": "a new message",
            "text": "lunch?",
            "channel_id": "tuikit",
            "push_id": 7,
        }
        return Notification(**{**fields, **changes})

    def channel(self, channel_id: str = "tuikit", **changes: object) -> None:
        self.notifications.create_notification_channel(
            PACKAGE,
            NotificationChannel(channel_id, "chat", **changes),
        )

    def records(self, kind: Kind, name: str) -> list[Record]:
        return [record for record in self.trace if record.kind is kind and record.name == name]


def new_phone(
    api_level: int = 33,
    target_sdk: int = 33,
    *,
    waived: str | None = None,
    manifest: Manifest | None = None,
    installed: bool = True,
    granted: bool = True,
    channel: bool = True,
) -> Phone:
    env = new_environment(*([Waiver(waived, "bob_phone")] if waived else []))
    build = Build("vivo", "vivo", "V2046A", api_level)
    settings = Settings("bob_phone", build, env)
    packages = PackageManager(settings)
    permissions = PermissionManager(settings, packages)
    notifications = NotificationManager(
        settings,
        packages,
        permissions,
        clock=env.clock,
        keyguard=KeyguardManager(settings),
        power=PowerManager(settings),
    )
    activities = ActivityManager(settings, packages, permissions, notifications)
    phone = Phone(
        env.scheduler,
        env.trace,
        env.rules,
        settings,
        packages,
        permissions,
        notifications,
        activities,
        ConnectivityManager(settings),
    )
    if installed:
        assert packages.install(PACKAGE, manifest or a_manifest(target_sdk)) is None
    if granted:
        permissions.grant(PACKAGE)
    if channel:
        phone.channel()
    return phone
