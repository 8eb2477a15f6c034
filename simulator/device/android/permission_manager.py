"""Android's `PermissionManager`, as far as notifications need it: who holds `POST_NOTIFICATIONS`, and who is asked."""

from enum import StrEnum

from simulator.device.android.build import POST_NOTIFICATIONS_API
from simulator.device.android.package_manager import PackageManager
from simulator.device.android.settings import Settings
from simulator.kernel.source import Fact, Source

POST_NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS"

_GUIDE = Source("Android developer guide", "notification runtime permission")

DENIALS_MAX = Fact("android.permission_denials_max", 2, Source("Android developer guide", "Android 11 permissions"))
"""After so many refusals an app's request shows no dialog any more."""
LEGACY_DENIALS_MAX = Fact("android.permission_legacy_denials_max", 1, _GUIDE)
"""The same for the dialog that the system itself shows for apps with a target below 33."""


class Answer(StrEnum):
    """What the user does with the dialog."""

    ALLOW = "allow"
    DENY = "deny"
    DISMISS = "dismiss"


class _Standing:
    """How one app stands with the permission."""

    __slots__ = ("denials", "has_activity", "has_channel", "is_asking", "is_granted")

    def __init__(self) -> None:
        self.is_granted = False
        self.is_asking = False
        self.has_activity = False
        self.has_channel = False
        self.denials = 0


class PermissionManager:
    """The notification permission of each app, and the dialog that asks for it.

    Source:
        Android developer guide, notification runtime permission; grade: documented.
    """

    __slots__ = ("_packages", "_settings", "_standings")

    def __init__(self, settings: Settings, packages: PackageManager) -> None:
        """Begin with no app having asked."""
        self._settings = settings
        self._packages = packages
        self._standings: dict[str, _Standing] = {}

    def is_granted(self, package: str) -> bool:
        """Return whether the app may post notifications: always below Android 13, else once the user allowed it."""
        if self._settings.api_level < POST_NOTIFICATIONS_API:
            return True
        standing = self._standings.get(package)
        return standing is not None and standing.is_granted

    def is_asking(self, package: str) -> bool:
        """Return whether the dialog is open."""
        standing = self._standings.get(package)
        return standing is not None and standing.is_asking

    def request(self, package: str) -> bool:
        """Let the app ask for the permission (`requestPermissions`); return whether the dialog opens.

        It does not below Android 13, without the permission in the manifest, when it is granted, or after too many
        refusals. An app with a target below 33 cannot ask: the system does.
        """
        if self._is_legacy(package) or not self._packages.holds(package, POST_NOTIFICATIONS):
            return False
        return self._ask(package, DENIALS_MAX.value)

    def activity_started(self, package: str) -> None:
        """Request the permission for an app with a target below 33, once it also has a channel."""
        if self._settings.api_level >= POST_NOTIFICATIONS_API:
            self._standing(package).has_activity = True
            self._ask_for_legacy(package)

    def channel_created(self, package: str) -> None:
        """Request the permission for an app with a target below 33, once it has also started an activity."""
        if self._settings.api_level >= POST_NOTIFICATIONS_API:
            self._standing(package).has_channel = True
            self._ask_for_legacy(package)

    def process_ended(self, package: str) -> None:
        """Close the dialog, unanswered, with the app's activities."""
        standing = self._standings.get(package)
        if standing is not None:
            standing.has_activity = False
            self.answer(package, Answer.DISMISS)

    def answer(self, package: str, answer: Answer) -> bool:
        """Answer the dialog; return false, and change nothing, when none is open."""
        standing = self._standings.get(package)
        if standing is None or not standing.is_asking:
            return False
        standing.is_asking = False
        standing.denials += answer is Answer.DENY
        if answer is Answer.ALLOW:
            self.grant(package)
        self._settings.changed("permission", package=package, permission=POST_NOTIFICATIONS, answer=answer)
        return True

    def grant(self, package: str) -> None:
        """Grant the permission without a dialog, as switching notifications on in the system settings does."""
        if self._settings.api_level >= POST_NOTIFICATIONS_API:
            self._standing(package).is_granted = True

    def forget(self, package: str) -> None:
        """Reset all, as uninstalling and clearing data do."""
        self._standings.pop(package, None)

    def _is_legacy(self, package: str) -> bool:
        return self._packages.target_sdk(package) < POST_NOTIFICATIONS_API

    def _ask_for_legacy(self, package: str) -> None:
        standing = self._standing(package)
        if standing.has_activity and standing.has_channel and self._is_legacy(package):
            self._ask(package, LEGACY_DENIALS_MAX.value)

    def _standing(self, package: str) -> _Standing:
        standing = self._standings.get(package)
        if standing is None:
            standing = self._standings[package] = _Standing()
        return standing

    def _ask(self, package: str, denials_max: int) -> bool:
        if self.is_granted(package) or not self._packages.is_installed(package):
            return False
        standing = self._standing(package)
        if standing.denials >= denials_max:
            return False
        if not standing.is_asking:
            standing.is_asking = True
            self._settings.changed("permission", package=package, permission=POST_NOTIFICATIONS, answer="asked")
        return True
