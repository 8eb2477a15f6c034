"""What the server asks of a login whose UserSig is right."""

from collections.abc import Set
from datetime import date

import msgspec

from simulator.im import codes
from simulator.im.sessions import Session
from simulator.im.settings import TRIAL_DAILY_USERS_MAX, AppSettings
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.push.reason import Reason

_CODES = "Tencent IM error codes"


class DailyUsers:
    """Who has logged in today."""

    def __init__(self) -> None:
        """Start without any."""
        self._day = date.min
        self._users: set[str] = set()

    def note(self, user: str, today: date) -> None:
        """Take note of a login of *user*."""
        if today != self._day:
            self._day, self._users = today, set()
        self._users.add(user)

    def of(self, today: date) -> Set[str]:
        """Return who has logged in."""
        return self._users if today == self._day else frozenset()


class LoginCase(msgspec.Struct, frozen=True):
    """A login whose UserSig is right.

    Attributes:
        users_today: Who has logged in on this day before.
        others_today: How many had done so before the run began, if it began today.
    """

    session: Session
    settings: AppSettings
    users_today: Set[str]
    others_today: int

    @property
    def is_one_too_many(self) -> bool:
        """Whether this user is a new one today, and the application has had all that it may have."""
        is_new = self.session.user not in self.users_today
        return self.settings.is_trial and is_new and self._count >= TRIAL_DAILY_USERS_MAX.value

    @property
    def _count(self) -> int:
        return len(self.users_today) + self.others_today


LOGIN_ADMISSION: Decision[LoginCase] = Decision(
    "im.login_admission",
    (
        # Assumed: the order; a client that is not let in at all hears of that first.
        Rule(
            "im.login.blocklisted",
            Reason.LOGIN_FAILED,
            lambda case: case.session.user in case.settings.blocklisted,
            Source(_CODES, "70051"),
            codes.ACCOUNT_BLOCKLISTED,
        ),
        Rule(
            "im.login.restricted",
            Reason.LOGIN_FAILED,
            lambda case: case.session.user in case.settings.restricted,
            Source(_CODES, "70114"),
            codes.LOGIN_RESTRICTED,
        ),
        Rule(
            "im.login.trial_day_full",
            Reason.LOGIN_FAILED,
            lambda case: case.is_one_too_many,
            Source(_CODES, "72000"),
            codes.TRIAL_DAY_FULL,
        ),
        Rule(
            "im.kicked_while_away",
            Reason.KICKED,
            lambda case: case.session.kick_pending,
            Source("Tencent IM login", "6208", ("C20",)),
            codes.KICKED_BY_OTHER_LOGIN,
        ),
    ),
)
