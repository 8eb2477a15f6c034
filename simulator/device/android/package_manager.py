"""Android's `PackageManager`: which apps are installed, what they declare, and which of them are stopped."""

from simulator.device.android.intent import ACTION_MAIN, CATEGORY_LAUNCHER, FLAG_ACTIVITY_NEW_TASK, Intent
from simulator.device.android.settings import Settings
from simulator.device.app.manifest import Manifest, install_fault
from simulator.kernel.source import Fact, Source

FIRST_APPLICATION_UID = Fact("android.first_application_uid", 10_000, Source("Android API reference", "Process"))
UIDS_PER_USER = Fact("android.uids_per_user", 100_000, Source("Android API reference", "UserHandle"))


class InstalledPackage:
    """One installed app.

    Attributes:
        package: Application id.
        uid: Linux user of the app for the phone's owner; another one after each new install.
        is_stopped: Freshly installed, or force-stopped by the user, and not started since.
        is_suspended: Paused, by a timer of the user's or by who administers the phone.
        is_distracting: Of those that are not to distract the user now.
    """

    __slots__ = ("is_distracting", "is_stopped", "is_suspended", "manifest", "package", "uid")

    def __init__(self, package: str, manifest: Manifest, uid: int) -> None:
        """Install the app, stopped as Android leaves it."""
        self.package = package
        self.manifest = manifest
        self.uid = uid
        self.is_stopped = True
        self.is_suspended = False
        self.is_distracting = False


class PackageManager:
    """The apps of one phone."""

    __slots__ = ("_next_uid", "_packages", "_settings")

    def __init__(self, settings: Settings) -> None:
        """Begin without any app."""
        self._settings = settings
        self._packages: dict[str, InstalledPackage] = {}
        self._next_uid = FIRST_APPLICATION_UID.value

    def install(self, package: str, manifest: Manifest) -> str | None:
        """Install or update an app; an update keeps the app's uid and whether it is stopped.

        Args:
            package: Application id.
            manifest: What the app declares, with the SDK levels that its build sets.

        Returns:
            Android's text when it refuses, and all stays as it was; `None` when the app is installed.

        Source:
            Android developer guide, Android 3.1 launch controls on stopped applications; grade: documented.
        """
        refusal = install_fault(manifest, self._settings.api_level)
        if refusal is not None:
            self._settings.changed("package", package=package, state="refused", detail=refusal)
            return refusal
        installed = self._packages.get(package)
        if installed is None:
            self._packages[package] = InstalledPackage(package, manifest, self._next_uid)
            self._next_uid += 1
        else:
            installed.manifest = manifest
        self._settings.changed("package", package=package, state="updated" if installed else "installed")
        return None

    def uninstall(self, package: str) -> None:
        """Remove an app; nothing happens when it is not there. What else ends with it, `ActivityManager` ends."""
        if self._packages.pop(package, None) is not None:
            self._settings.changed("package", package=package, state="uninstalled")

    def get(self, package: str) -> InstalledPackage | None:
        """Return the installed app."""
        return self._packages.get(package)

    def is_installed(self, package: str) -> bool:
        """Return whether the app is there."""
        return package in self._packages

    def is_stopped(self, package: str) -> bool:
        """Return whether the app is there and in the stopped state, in which no broadcast reaches it."""
        installed = self._packages.get(package)
        return installed is not None and installed.is_stopped

    def set_stopped(self, package: str, *, stopped: bool) -> None:
        """Put the app into the stopped state, or take it out."""
        installed = self._packages.get(package)
        if installed is not None and installed.is_stopped is not stopped:
            installed.is_stopped = stopped
            self._settings.changed("package", package=package, state="stopped" if stopped else "unstopped")

    def is_suspended(self, package: str) -> bool:
        """Return whether the app is paused."""
        installed = self._packages.get(package)
        return installed is not None and installed.is_suspended

    def is_distracting(self, package: str) -> bool:
        """Return whether the app is not to distract the user now."""
        installed = self._packages.get(package)
        return installed is not None and installed.is_distracting

    def set_suspended(self, package: str, *, suspended: bool) -> None:
        """Pause the app, or let it go on; `NotificationManager.review` then looks at its notifications."""
        installed = self._packages.get(package)
        if installed is not None and installed.is_suspended is not suspended:
            installed.is_suspended = suspended
            self._settings.changed("package", package=package, state="suspended" if suspended else "unsuspended")

    def set_distracting(self, package: str, *, distracting: bool) -> None:
        """Keep the app from distracting the user, or no longer; `NotificationManager.review` then looks again."""
        installed = self._packages.get(package)
        if installed is not None and installed.is_distracting is not distracting:
            installed.is_distracting = distracting
            state = "distracting" if distracting else "not_distracting"
            self._settings.changed("package", package=package, state=state)

    def target_sdk(self, package: str) -> int:
        """Return the API level the app is made for; 0 when it is not installed."""
        installed = self._packages.get(package)
        return 0 if installed is None else installed.manifest.target_sdk

    def uid(self, package: str) -> int:
        """Return the app's Linux user, another one for each user of the phone; -1 when it is not installed."""
        installed = self._packages.get(package)
        return -1 if installed is None else self._settings.user_id * UIDS_PER_USER.value + installed.uid

    def holds(self, package: str, permission: str) -> bool:
        """Return whether the app's manifest uses *permission*, which for an install-time one is all it needs."""
        installed = self._packages.get(package)
        return installed is not None and permission in installed.manifest.permissions

    def get_launch_intent_for_package(self, package: str) -> Intent | None:
        """Return the intent of the app's launcher activity, `None` when it has none."""
        installed = self._packages.get(package)
        launcher = installed.manifest.launcher if installed else None
        if launcher is None:
            return None
        component = (package, launcher.name)
        return Intent(ACTION_MAIN, "", "", (CATEGORY_LAUNCHER,), component, package, FLAG_ACTIVITY_NEW_TASK)
