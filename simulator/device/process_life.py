"""Whether the app's process survives, may start by itself, and has a network."""

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.power_manager import BatteryUse, StandbyBucket
from simulator.device.nat_mapping import NatMapping
from simulator.device.rom import BACKGROUND_LIFE_MS, CLEAN_AFTER_LOCK_MS, FREEZE_MS, RELAXED, Rom, Swipe
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.device import Device

DOZE_API = 23
"""Android 6.0: Doze."""
STANDBY_BUCKETS_API = 28
"""Android 9: standby buckets."""
FREEZER_API = 30
"""Android 11: cached apps are frozen."""

RESTART_MS = Fact(
    "android.service_restart_ms", SECOND_MS, Source("AOSP ActiveServices", "restart delay", grade=Grade.ASSUMED)
)
"""Delay after which the system restarts a sticky service."""

_POWER = "Android developer guide"
_MAKERS = "makers' background managers"


class Danger(StrEnum):
    """What may make the system end an app."""

    SWIPED = "swiped"
    SCREEN_LOCKED = "screen_locked"
    IN_BACKGROUND = "in_background"


class LifeCase(msgspec.Struct, frozen=True):
    """A running process that the system may end."""

    life: "ProcessLife"
    danger: Danger

    @property
    def rom(self) -> Rom:
        """How the phone's system treats apps."""
        return self.life.rom


LIVE_ON: Decision[LifeCase] = Decision(
    "rom.live_on",
    (
        Rule(
            "rom.swiped_away",
            Reason.ENDED_BY_ROM,
            lambda case: case.danger is Danger.SWIPED and case.rom.swipe is not Swipe.KEEP and not case.life.is_pinned,
            Source(_POWER, "processes and app lifecycle", grade=Grade.OBSERVED),
        ),
        Rule(
            "rom.cleaned_on_lock",
            Reason.ENDED_BY_ROM,
            lambda case: case.danger is Danger.SCREEN_LOCKED and case.rom.cleans_on_lock and not case.life.is_exempt,
            Source(_MAKERS, "protected apps", grade=Grade.OBSERVED),
        ),
        Rule(
            "rom.killed_in_background",
            Reason.ENDED_BY_ROM,
            lambda case: (
                case.danger is Danger.IN_BACKGROUND and case.rom.kills_in_background and not case.life.is_exempt
            ),
            Source("vendors' offline-push guides", "why the vendor's channel", ("C18",)),
        ),
    ),
)
"""Whether the maker's system lets a process run on."""


class Occasion(StrEnum):
    """What may start the app's process without its user."""

    BOOT = "boot"
    RESTART = "restart"
    BROADCAST = "broadcast"
    OTHER_APP = "other_app"


class StartAttempt(msgspec.Struct, frozen=True):
    """An attempt to start the app's process without its user."""

    life: "ProcessLife"
    occasion: Occasion


SELF_START: Decision[StartAttempt] = Decision(
    "android.self_start",
    (
        Rule(
            "android.before_first_unlock",
            Reason.BEFORE_FIRST_UNLOCK,
            lambda attempt: not attempt.life.device.keyguard.is_user_unlocked,
            Source(_POWER, "direct boot"),
        ),
        Rule(
            "android.stopped_app",
            Reason.APP_STOPPED,
            lambda attempt: attempt.life.is_stopped,
            Source(_POWER, "Android 3.1 launch controls on stopped applications"),
        ),
        Rule(
            "rom.autostart_off",
            Reason.AUTOSTART_OFF,
            lambda attempt: attempt.occasion is not Occasion.OTHER_APP and not attempt.life.autostart,
            Source(_MAKERS, "autostart", grade=Grade.OBSERVED),
        ),
        Rule(
            "rom.associated_start_off",
            Reason.AUTOSTART_OFF,
            lambda attempt: attempt.occasion is Occasion.OTHER_APP and not attempt.life.associated_start,
            Source(_MAKERS, "associated start", grade=Grade.OBSERVED),
        ),
    ),
)
"""Whether the app's process may start without its user."""


class NetworkCase(msgspec.Struct, frozen=True):
    """The app and its network."""

    life: "ProcessLife"


APP_NETWORK: Decision[NetworkCase] = Decision(
    "android.app_network",
    (
        Rule(
            "android.doze",
            Reason.DOZE,
            lambda case: case.life.is_idle,
            Source(_POWER, "Doze and App Standby"),
        ),
        Rule(
            "android.app_standby",
            Reason.APP_STANDBY,
            lambda case: case.life.is_on_standby,
            Source(_POWER, "power management restrictions"),
        ),
        Rule(
            "android.process_frozen",
            Reason.PROCESS_FROZEN,
            lambda case: case.life.is_frozen,
            Source("AOSP CachedAppOptimizer", "cached apps freezer", grade=Grade.ASSUMED),
        ),
        Rule(
            "device.nat_timeout",
            Reason.CONNECTION_FORGOTTEN,
            lambda case: case.life.nat.is_lost,
            Source("networks with NAT", "idle time-out", grade=Grade.ASSUMED),
        ),
    ),
)
"""Whether the app's own connections work. If not, neither end is told: the connection is silently dead."""


class ProcessLife:
    """How Android and the maker's system treat the app's process on one phone.

    Attributes:
        rom: How the phone's system treats apps.
        autostart: Whether the user lets the app start by itself.
        background_popup: Whether the user lets the app open pages from the background.
        associated_start: Whether the user lets other apps start this one.
        is_pinned: Whether the user has locked the app in the list of recent apps.
        battery_use: The user's battery setting for the app.
        bucket: The app's standby bucket.
        is_frozen: The app's process is frozen.
        nat: What the network knows of the app's connection.
    """

    __slots__ = (
        "_network_rule",
        "_period",
        "_was_connected",
        "associated_start",
        "autostart",
        "background_popup",
        "battery_use",
        "bucket",
        "device",
        "is_frozen",
        "is_pinned",
        "nat",
        "rom",
    )

    def __init__(self, device: "Device") -> None:
        """Manage *device*'s app, on a system that leaves it alone."""
        self.device: Device = device
        self.rom = RELAXED
        self.autostart: bool = RELAXED.autostart
        self.background_popup: bool = RELAXED.background_popup
        self.associated_start: bool = RELAXED.associated_start
        self.is_pinned: bool = False
        self.battery_use = BatteryUse.OPTIMISED
        self.bucket = StandbyBucket.ACTIVE
        self.is_frozen: bool = False
        self.nat: NatMapping = NatMapping(device)
        self._period = 0
        self._network_rule = ""
        self._was_connected = True
        device.activities.register_process_callback(self._process_changed)

    def adopt(self, rom: Rom) -> None:
        """Behave as *rom*, with its switches as sold."""
        self.rom = rom
        self.autostart = rom.autostart
        self.background_popup = rom.background_popup
        self.associated_start = rom.associated_start

    # -- what the rules look at -------------------------------------------------------------------------------------

    @property
    def is_exempt(self) -> bool:
        """Whether the user has exempted the app from cleaning."""
        return self.is_pinned or self.battery_use is BatteryUse.UNRESTRICTED

    @property
    def is_stopped(self) -> bool:
        """Whether the app is in the stopped state."""
        return self.device.packages.is_stopped(self.device.app.package)

    @property
    def is_idle(self) -> bool:
        """Whether Doze cuts the app off the network now."""
        power = self.device.power
        return (
            power.is_device_idle_mode
            and not power.is_in_window
            and self.battery_use is not BatteryUse.UNRESTRICTED
            and self.device.settings.api_level >= DOZE_API
        )

    @property
    def is_on_standby(self) -> bool:
        """Whether the app's standby bucket cuts it off the network now."""
        device = self.device
        return (
            self.bucket in {StandbyBucket.RARE, StandbyBucket.RESTRICTED}
            and device.app.state is ProcessState.BACKGROUND
            and not device.power.is_charging
            and self.battery_use is not BatteryUse.UNRESTRICTED
            and device.settings.api_level >= STANDBY_BUCKETS_API
        )

    # -- ends -------------------------------------------------------------------------------------------------------

    def swiped(self) -> None:
        """Swipe the app away from the list of recent apps."""
        app = self.device.app
        if not self._lives_on(Danger.SWIPED):
            app.end(KillCause.SWIPE)
            if self.rom.swipe is Swipe.STOP:
                self.device.packages.set_stopped(app.package, stopped=True)
        elif app.process is not None:
            app.process.to_background()
            self.device.activities.remove_task(app.package)

    def screen_locked(self) -> None:
        """Take the app off the screen; a cleaning system ends it later, if the phone is still locked then."""
        process = self.device.app.process
        if process is not None:
            process.to_background()
        if self.rom.cleans_on_lock:
            self._later(self.rom.clean_after_lock_ms, Danger.SCREEN_LOCKED)

    def _process_changed(self, by: KillCause | None) -> None:
        """Take note that the process has started, moved to front or background, or was ended *by* something."""
        self._period += 1
        self.is_frozen = False
        if self.device.activities.state(self.device.app.package) is ProcessState.BACKGROUND:
            if self.rom.kills_in_background:
                self._later(self.rom.background_life_ms, Danger.IN_BACKGROUND)
            if self.rom.freezes and self.device.settings.api_level >= FREEZER_API:
                self._freeze_later()
        self.refresh_network()
        if by in _RESTARTED_AFTER and self.device.app.build.starts_itself and not self.is_stopped:
            service = f"{self.device.app.package}/.KeepAliveService"
            line = f"Scheduling restart of crashed service {service} in {RESTART_MS.value}ms"
            self.device.settings.log("W", "ActivityManager", line)
            self.device.scheduler.after(RESTART_MS.value, lambda: self.start_by_itself(Occasion.RESTART))

    def _later(self, delay_ms: int, danger: Danger) -> None:
        period = self._period

        def end() -> None:
            if danger is Danger.SCREEN_LOCKED and not self.device.keyguard.is_keyguard_locked:
                return
            if period == self._period and self.device.app.is_running and not self._lives_on(danger):
                self.device.app.end(KillCause.ROM)

        self.device.scheduler.after(delay_ms, end)

    def _lives_on(self, danger: Danger) -> bool:
        device = self.device
        rule = device.rules.first_no(LIVE_ON, LifeCase(self, danger), device.name)
        if rule is None:
            return True
        device.trace.refuse(
            device.name,
            Kind.STATE,
            "live_on",
            rule,
            data={"danger": danger, "rom": self.rom.name, "facts": self._facts_behind(danger)},
        )
        return False

    def _facts_behind(self, danger: Danger) -> tuple[str, ...]:
        """Return the name of the assumed time that led to *danger*, unless the scenario sets another one."""
        usual, is_usual = {
            Danger.SWIPED: ("", False),
            Danger.SCREEN_LOCKED: (
                CLEAN_AFTER_LOCK_MS.name,
                self.rom.clean_after_lock_ms == CLEAN_AFTER_LOCK_MS.value,
            ),
            Danger.IN_BACKGROUND: (BACKGROUND_LIFE_MS.name, self.rom.background_life_ms == BACKGROUND_LIFE_MS.value),
        }[danger]
        return (usual,) if is_usual else ()

    # -- starts -----------------------------------------------------------------------------------------------------

    def start_by_itself(self, occasion: Occasion) -> None:
        """Start the process without its user, if allowed; an app that remembers its user logs in."""
        device = self.device
        if device.app.is_running or not device.packages.is_installed(device.app.package):
            return
        rule = device.rules.first_no(SELF_START, StartAttempt(self, occasion), device.name)
        if rule is not None:
            data = {"occasion": occasion, "rom": self.rom.name, "setting": self.rom.setting}
            device.trace.refuse(device.name, Kind.STATE, "self_start", rule, data=data)
            return
        device.trace.write(device.name, Kind.STATE, "self_start", rule=SELF_START.name, data={"occasion": occasion})
        device.app.start().log_in_again()

    def booted(self) -> None:
        """Start the app after boot, if it wants to and may."""
        if self.device.app.build.starts_itself:
            self.start_by_itself(Occasion.BOOT)

    # -- network ----------------------------------------------------------------------------------------------------

    def _freeze_later(self) -> None:
        period = self._period

        def freeze() -> None:
            if period == self._period:
                self.is_frozen = True
                self.refresh_network()

        self.device.scheduler.after(FREEZE_MS.value, freeze)

    def network_changed(self, kind: NetworkKind) -> None:
        """Reconnect over another network; the server is not told that the old connection is dead."""
        device = self.device
        self.nat.network_changed()
        self.refresh_network()
        is_connected = device.connectivity.is_connected
        if is_connected and self._was_connected:
            device.network_is_back()
        self._was_connected = is_connected
        if kind is NetworkKind.CAPTIVE and device.app.process is not None:
            device.app.process.im.wifi_needs_login()

    def refresh_network(self) -> None:
        """Update whether the app has a network."""
        device = self.device
        rule = device.rules.first_no(APP_NETWORK, NetworkCase(self), device.name)
        name = "" if rule is None else rule.name
        if name == self._network_rule:
            return
        self._network_rule = name
        go_back = device.trace.branch()
        if rule is None:
            device.trace.write(device.name, Kind.STATE, "app_network", rule=APP_NETWORK.name)
        else:
            device.trace.refuse(device.name, Kind.STATE, "app_network", rule)
        device.im_link.set_shut(is_shut=rule is not None)
        go_back()


_RESTARTED_AFTER = frozenset({KillCause.SWIPE, KillCause.SYSTEM, KillCause.CRASH, KillCause.AM_KILL, KillCause.ROM})
"""After which ends the system restarts a sticky service; not after a force stop, an update or a reboot."""
