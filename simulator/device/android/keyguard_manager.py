"""Android's `KeyguardManager`: whether the screen is locked, and whether anybody has unlocked it since the start."""

from collections.abc import Callable

from simulator.device.android.settings import Settings


class KeyguardManager:
    """The lock of one phone's screen.

    Attributes:
        is_keyguard_locked: The screen is off or shows the lock; false to begin with.
        is_user_unlocked: Somebody has unlocked the phone since it was switched on, as `UserManager.isUserUnlocked`
            tells apps: before that, storage is encrypted and only what is made for direct boot runs.
    """

    __slots__ = ("_callbacks", "_settings", "is_keyguard_locked", "is_user_unlocked")

    def __init__(self, settings: Settings) -> None:
        """Begin unlocked, in somebody's hand."""
        self.is_keyguard_locked = False
        self.is_user_unlocked = True
        self._settings = settings
        self._callbacks: tuple[Callable[[], None], ...] = ()

    def register_callback(self, callback: Callable[[], None]) -> None:
        """Tell *callback* of each later change, behind those registered before it."""
        self._callbacks = (*self._callbacks, callback)

    def lock(self) -> None:
        """Switch the screen off."""
        self._become(is_locked=True, is_user_unlocked=self.is_user_unlocked)

    def unlock(self) -> None:
        """Unlock the phone."""
        self._become(is_locked=False, is_user_unlocked=True)

    def boot(self) -> None:
        """Start anew: locked, and not unlocked yet."""
        self._become(is_locked=True, is_user_unlocked=False)

    def _become(self, *, is_locked: bool, is_user_unlocked: bool) -> None:
        if (is_locked, is_user_unlocked) == (self.is_keyguard_locked, self.is_user_unlocked):
            return
        self.is_keyguard_locked = is_locked
        self.is_user_unlocked = is_user_unlocked
        self._settings.changed("keyguard", is_locked=is_locked, is_user_unlocked=is_user_unlocked)
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            go_back()
            callback()
