"""One phone: Android's services, the vendor's push service in its system, and the customer's app."""

import dataclasses

from msgspec.structs import replace

from simulator.device.android.activity_manager import ActivityManager, KillCause, ProcessState
from simulator.device.android.build import POST_NOTIFICATIONS_API, Build, api_level_of
from simulator.device.android.connectivity_manager import ConnectivityManager, NetworkKind
from simulator.device.android.keyguard_manager import KeyguardManager
from simulator.device.android.notification_manager import NotificationManager
from simulator.device.android.package_manager import PackageManager
from simulator.device.android.permission_manager import Answer, PermissionManager
from simulator.device.android.power_manager import PowerManager
from simulator.device.android.settings import Settings
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.app_build import AppBuild
from simulator.device.app.application import Application
from simulator.device.app.im_sdk_rules import RECONNECTS
from simulator.device.app.local_notifications import LocalContent
from simulator.device.opening import open_local
from simulator.device.process_life import ProcessLife
from simulator.device.profile import Profile
from simulator.device.push_service import PushService
from simulator.device.users import Space, UserManager
from simulator.device.wiring import Wiring
from simulator.kernel.environment import Environment
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import ConnectionClosed, Delivery, ForceOffline, InAppMessage

AM_KILL_SPARES = Fact("android.am_kill_spares", True, Source("Android developer guide", "adb shell am kill"))
"""`am kill` ends only processes that are safe to kill: not the one in front."""
POWER_CUT_IS_SILENT = Fact(
    "device.power_cut_is_silent", True, Source("Tencent IM online state management", "6.1", ("C21",))
)
"""A phone that loses its power closes no connection; IM finds it silent after a while."""


class Device:
    """A phone with one user and the customer's app; a further user of it is a device of the same hardware.

    Attributes:
        name: The phone's name in the scenario, and the actor of all its records.
        space: What a further user is; `None` for the phone's owner.
        users: All users of the phone.
        is_turned_off: A work profile that was turned off, or a user who was stopped.
        android: Version of its Android, such as 12.
        clock: Its wall clock.
        push_vendor: Vendor of the push service in its system; empty for none.
        push_service: That service; `None` for none.
        app: The customer's app, installed.
        im_link: To the IM server.
        wiring: What it shares with all phones of its world.
        reg_id_wanted: A regId fixed by the scenario; empty for a fresh one.
    """

    __slots__ = (
        "_was_in_front",
        "activities",
        "android",
        "app",
        "clock",
        "connectivity",
        "im_link",
        "is_turned_off",
        "keyguard",
        "life",
        "name",
        "notifications",
        "packages",
        "permissions",
        "power",
        "profile",
        "push_service",
        "push_vendor",
        "reg_id_wanted",
        "rules",
        "scheduler",
        "settings",
        "space",
        "stream",
        "trace",
        "users",
        "wiring",
    )

    def __init__(
        self,
        name: str,
        profile: Profile,
        env: Environment,
        *,
        android: int,
        owner: "Device | None" = None,
        space: Space | None = None,
    ) -> None:
        """Switch the phone on, on Wi-Fi, with nothing installed.

        With an *owner*, this is a further user of the owner's phone, of the kind *space*.
        """
        self.name = name
        self.profile = profile
        self.android = android
        self.scheduler = env.scheduler
        self.clock = env.clock
        self.trace = env.trace
        self.rules = env.rules
        self.stream = env.streams.new(name)
        build = Build(profile.brand, profile.manufacturer, profile.model, api_level_of(android))
        self.settings: Settings = Settings(name, build, env)
        self.connectivity: ConnectivityManager = (
            ConnectivityManager(self.settings) if owner is None else owner.connectivity
        )
        self.power: PowerManager = PowerManager(self.settings) if owner is None else owner.power
        self.keyguard: KeyguardManager = KeyguardManager(self.settings)
        self.packages: PackageManager = PackageManager(self.settings)
        self.permissions = PermissionManager(self.settings, self.packages)
        self.notifications = NotificationManager(
            self.settings,
            self.packages,
            self.permissions,
            clock=env.clock,
            keyguard=self.keyguard,
            power=self.power,
        )
        self.activities: ActivityManager = ActivityManager(
            self.settings, self.packages, self.permissions, self.notifications
        )
        self.life: ProcessLife = ProcessLife(self)
        self.space = space
        self.is_turned_off = False
        self.users: UserManager = UserManager(self) if owner is None else owner.users
        if space is not None:
            self.users.add(self, space)
        self.push_vendor = profile.push_vendor
        self.push_service: PushService | None = None
        self.reg_id_wanted = ""
        self._was_in_front = False
        self.connectivity.register_network_callback(self._network_changed)
        self.power.register_callback(self._power_changed)

    # -- wiring, by the world ---------------------------------------------------------------------------------------

    def join_im(self, link: Link, wiring: Wiring) -> None:
        """Connect to the IM server over *link*."""
        self.im_link = link
        self.wiring = wiring

    def install(self, build: AppBuild) -> str | None:
        """Install the app; return Android's text when it refuses."""
        refusal = self.packages.install(build.package, build.manifest)
        self.app: Application = Application(self, build)
        return refusal

    # -- the IM connection ------------------------------------------------------------------------------------------

    @property
    def is_connected(self) -> bool:
        """Whether the app's process lives and holds a connection with a logged-in user."""
        process = self.app.process
        return process is not None and process.im.is_connected

    def receive(self, message: InAppMessage) -> None:
        """Hand a message to the app, if it still runs."""
        if self.app.process is not None:
            self.app.process.im.receive(message.message)

    def force_offline(self, notice: ForceOffline) -> None:
        """Tell the app that it was kicked, if it still runs with that user."""
        process = self.app.process
        if process is not None and process.im.user == notice.user:
            process.kicked()

    def connection_ended(self) -> None:
        """Close the connection of the dead process; the server notices if the phone has network."""
        if self.im_link.is_up:
            self.im_link.send(self.name, ConnectionClosed(self.name), self.wiring.connection_closed)

    def _network_changed(self, kind: NetworkKind) -> None:
        """Apply a change of network to the app, the vendor's service, and then the links."""
        go_back = self.trace.branch()
        self.life.network_changed(kind)
        go_back()
        if self.push_service is not None:
            self.push_service.life.refresh_network()
            go_back()
        self.wiring.set_reachable(self.name, self.connectivity.is_connected)

    def _power_changed(self) -> None:
        go_back = self.trace.branch()
        self.life.refresh_network()
        if self.push_service is not None:
            go_back()
            self.push_service.life.let_go()

    def network_is_back(self) -> None:
        """Reconnect: a running app logs in again by itself."""
        process = self.app.process
        if process is not None and process.im.is_connected:
            self.settings.changed("im_reconnects", RECONNECTS.name)
            process.im.reconnect()

    # -- what its user does -----------------------------------------------------------------------------------------

    def set_network(self, kind: NetworkKind, nat_timeout_ms: int | None = None) -> None:
        """Change the phone's network."""
        self.connectivity.set_network(kind, nat_timeout_ms)

    def kill_app(self, by: KillCause) -> None:
        """End the app; the phone's system decides what swiping it away does."""
        if by is KillCause.CRASH and self.app.is_running:
            self.settings.log("E", "AndroidRuntime", f"FATAL EXCEPTION: main, Process: {self.app.package}")
        if by is KillCause.SWIPE:
            self.life.swiped()
        elif by is KillCause.AM_KILL and self.app.state is ProcessState.FOREGROUND:
            self.settings.changed("kill_spared", AM_KILL_SPARES.name, package=self.app.package)
        else:
            self.app.end(by)

    def lock(self) -> None:
        """Switch the screen off."""
        self.users.lock()

    def unlock(self) -> None:
        """Unlock the phone for this user, who becomes its current user."""
        self.users.switch_to(self)
        self.power.wake_up()
        self.users.unlock()

    def used(self) -> None:
        """Make the phone ready for use: turned on, unlocked and awake, with this user in front."""
        if self.is_turned_off:
            self.users.start(self)
        if self.keyguard.is_keyguard_locked or not self.users.is_at_the_phone(self):
            self.unlock()
        self.power.wake_up()

    def reboot(self, *, is_unlocked: bool = True, is_power_cut: bool = False) -> None:
        """Restart: every process dies with its connections, the shade is empty.

        Args:
            is_unlocked: The owner unlocks the phone at once.
            is_power_cut: No connection is closed properly.
        """
        self.power.wake_up()
        self.users.reboot(is_power_cut=is_power_cut)
        if is_unlocked:
            self.users.unlock()

    # -- what its users share ---------------------------------------------------------------------------------------

    def screen_off(self) -> None:
        """Take this user's app off the screen, which was switched off or given to another user."""
        if not self.keyguard.is_keyguard_locked:
            self._was_in_front = self.app.state is ProcessState.FOREGROUND
            self.keyguard.lock()
            self.life.screen_locked()

    def screen_on(self) -> None:
        """Show this user the app that was in front; the first time after a boot, start what starts with the phone."""
        is_first = not self.keyguard.is_user_unlocked
        self.keyguard.unlock()
        if self._was_in_front and self.app.process is not None:
            self.activities.bring_to_front(self.app.package)
            self.app.process.to_foreground()
        self._was_in_front = False
        if is_first:
            self.life.booted()

    def restart(self, *, is_power_cut: bool) -> None:
        """Lose all processes and notifications; nobody has unlocked the phone since."""
        if is_power_cut:
            self.settings.changed("power_cut", POWER_CUT_IS_SILENT.name)
            self.im_link.set_shut(is_shut=True)
        self.app.end(KillCause.REBOOT)
        if is_power_cut:
            self.im_link.set_shut(is_shut=False)
        self.activities.reboot()
        self._was_in_front = False
        self.keyguard.boot()

    def reinstall(self) -> None:
        """Remove the app and install it again."""
        build = self.app.build
        self.uninstall()
        self.install(build)

    def uninstall(self) -> None:
        """Remove the app."""
        self.app.end(KillCause.UNINSTALL)
        self.activities.uninstall(self.app.package)
        self.app.clear_storage()

    def clear_data(self) -> None:
        """Clear the app's data; it dies and is as if freshly installed."""
        self.app.end(KillCause.CLEAR_DATA)
        self.activities.clear_application_user_data(self.app.package)
        self.app.clear_storage()

    def update(self, target_sdk: int | None = None) -> None:
        """Install the app over itself, with another *target_sdk* if given: the process dies, the data stay."""
        self.app.end(KillCause.UPDATE)
        if target_sdk is not None:
            self.app.build = replace(
                self.app.build, manifest=dataclasses.replace(self.app.manifest, target_sdk=target_sdk)
            )
        self.packages.install(self.app.package, self.app.manifest)

    def upgrade(self, android: int) -> bool:
        """Upgrade to a newer Android version, which restarts the phone; return false if it is not newer.

        Source:
            Android developer guide, notification runtime permission, existing apps; grade: documented.
        """
        build, package = self.settings.build, self.app.package
        if api_level_of(android) <= build.api_level:
            return False
        self.reboot()
        self.settings.build = replace(build, api_level=api_level_of(android))
        self.settings.changed("android", version=android, api_level=api_level_of(android))
        # Notifications that the user has switched off stay off: the switch remains, beside the permission.
        if build.api_level < POST_NOTIFICATIONS_API and self.notifications.has_channel(package):
            self.permissions.grant(package)
        return True

    def answer_permission(self, answer: Answer) -> bool:
        """Answer the dialog for notifications; return whether one was open."""
        return self.permissions.answer(self.app.package, answer)

    def tap(self, notification: StatusBarNotification) -> None:
        """Tap *notification*: remove it and open its target."""
        self.used()
        self.trace.write(self.name, Kind.HOP, Hop.TAPPED, push_id=notification.push_id)
        if notification.auto_cancel:
            self.notifications.cancel(notification.key, "click")
        delivery = notification.content
        if isinstance(delivery, LocalContent):
            open_local(self, delivery)
            return
        assert isinstance(delivery, Delivery)
        assert self.push_service is not None
        self.push_service.report(delivery, ReceiptKind.CLICKED)
        self.push_service.tapped(notification, delivery)
