"""Android's users of one phone: its owner, further users, work profiles and the second copies of apps.

Each has its own app data, channels, switches, notifications and regId, and so is a `Device` of its own; what they share
is the hardware: network, power, and the one screen.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from simulator.device.android.activity_manager import KillCause
from simulator.kernel.source import Fact, Grade, Source

if TYPE_CHECKING:
    from simulator.device.device import Device

_MULTI_USER = "AOSP multi-user support"

OWN_SHADE = Fact(
    "android.user_has_own_shade",
    True,
    Source(_MULTI_USER, "notifications of users in the background", grade=Grade.OBSERVED),
)
"""What is shown for a user who is not at the phone stands in that user's shade, to be seen when the phone is theirs."""


class Space(StrEnum):
    """What a further user of a phone is."""

    DUAL_APP = "dual_app"
    """A second copy of the app, beside the first."""
    WORK_PROFILE = "work_profile"
    """The company's part of the phone, beside the owner's; it can be turned off."""
    USER = "user"
    """Another person, to whom the phone has to be switched."""


DUAL_APP_ID = Fact("android.dual_app_user_id", 999, Source("MIUI dual apps", "user 999", grade=Grade.OBSERVED))
FIRST_USER_ID = Fact("android.first_user_id", 10, Source(_MULTI_USER, "user ids", grade=Grade.OBSERVED))


class UserManager:
    """The users of one phone, its owner first, and who is at it.

    Attributes:
        members: One device for each.
        current: Whose screen it is now: the owner or another person.
    """

    __slots__ = (
        "current",
        "members",
    )

    def __init__(self, owner: "Device") -> None:
        """Begin with the owner at the phone."""
        self.members: tuple[Device, ...] = (owner,)
        self.current: Device = owner

    def add(self, member: "Device", space: Space) -> None:
        """Add *member* as a further user; a person starts without having used the phone."""
        known = sum(one.space in {Space.WORK_PROFILE, Space.USER} for one in self.members)
        is_dual = space is Space.DUAL_APP
        member.settings.user_id = DUAL_APP_ID.value if is_dual else FIRST_USER_ID.value + known
        self.members += (member,)
        member.settings.changed("user", user_id=member.settings.user_id, space=space)
        if space is Space.USER:
            member.keyguard.boot()

    def is_at_the_phone(self, member: "Device") -> bool:
        """Return whether *member*'s notifications are seen now: profiles have theirs beside the owner's."""
        return member in self._beside(self.current)

    def _beside(self, person: "Device") -> Sequence["Device"]:
        """Return *person* and the profiles of that person, which are the owner's alone."""
        if person is not self.members[0]:
            return (person,)
        return [one for one in self.members if one.space is not Space.USER]

    # -- screen -----------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Switch the screen off."""
        for one in self.members:
            one.screen_off()

    def unlock(self) -> None:
        """Unlock the phone for the current user, with all profiles that are not turned off."""
        for one in self._beside(self.current):
            if not one.is_turned_off:
                one.screen_on()

    def reboot(self, *, is_power_cut: bool = False) -> None:
        """Start anew, with the owner at the lock screen."""
        self.current = self.members[0]
        for one in self.members:
            one.restart(is_power_cut=is_power_cut)

    # -- users ------------------------------------------------------------------------------------------------------

    def switch_to(self, member: "Device") -> None:
        """Hand the phone to *member*, or to the owner of that profile; the one before lives on in the background."""
        person = member if member.space is Space.USER else self.members[0]
        if person is self.current:
            return
        for one in self._beside(self.current):
            one.screen_off()
        self.current = person
        person.is_turned_off = False
        person.settings.changed("user", user_id=person.settings.user_id, is_current=True)
        self.unlock()

    def stop(self, member: "Device") -> None:
        """Stop a person, behind whom the owner is at the phone, or turn a profile off: apps end, notifications go."""
        if member is self.current:
            self.switch_to(self.members[0])
        member.is_turned_off = True
        member.app.end(KillCause.USER_STOPPED)
        why = "user_stopped" if member.space is Space.USER else "profile_turned_off"
        member.notifications.cancel_all(member.app.package, why)
        member.settings.changed("user", user_id=member.settings.user_id, is_running=False)
        member.keyguard.boot()

    def start(self, member: "Device") -> None:
        """Turn a profile on again, or hand the phone to a person."""
        if member.space is Space.USER:
            self.switch_to(member)
        elif member.is_turned_off:
            member.is_turned_off = False
            member.settings.changed("user", user_id=member.settings.user_id, is_running=True)
            member.screen_on()
