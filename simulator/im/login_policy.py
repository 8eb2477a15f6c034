"""Multi-device login: which clients of one user may be online at once, and which go when one more logs in."""

from collections.abc import Mapping, Sequence

import msgspec

from simulator.im.sessions import Session, State
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.platform import Platform

Groups = tuple[frozenset[Platform], ...]

_FEATURES = "Tencent IM features"
_DEVICES = "multi-device login"
_PHONES = frozenset({Platform.ANDROID, Platform.IPHONE, Platform.IPAD})
_COMPUTERS = frozenset({Platform.WINDOWS, Platform.MAC})
_WEB = frozenset({Platform.WEB})


def _policy(name: str, groups: Groups) -> Fact[Groups]:
    return Fact(f"im.login_policy.{name}", groups, Source(_FEATURES, _DEVICES, ("C20",)))


POLICIES: Mapping[str, Fact[Groups]] = {
    "single": _policy("single", (_PHONES | _COMPUTERS | _WEB,)),
    "dual": _policy("dual", (_PHONES | _COMPUTERS, _WEB)),
    "triple": _policy("triple", (_PHONES, _COMPUTERS, _WEB)),
    "multi": _policy("multi", tuple(frozenset({platform}) for platform in Platform)),
}
"""The console's choices. Of the platforms in one group, one may be online."""

DEFAULT_POLICY = Fact("im.default_login_policy", "dual", Source(_FEATURES, _DEVICES, ("C20",)))
"""What the console has until somebody chooses otherwise."""

OLDEST_LOGIN_GOES = Fact("im.oldest_login_goes", True, Source(_FEATURES, _DEVICES, ("C20",), Grade.ASSUMED))
"""Where one phone too many logs in, the one that logged in longest ago is kicked."""


class LoginPolicy(msgspec.Struct, frozen=True):
    """What the console says about logins of one user on several devices.

    Attributes:
        name: One of `POLICIES`.
        phones_max: Android phones of one user that may be online at once; of every other platform it is one client.
    """

    name: str = DEFAULT_POLICY.value
    phones_max: int = 1

    def surplus(self, newcomer: Session, others: Sequence[Session], *, now_ms: int) -> Sequence[Session]:
        """Return which of the user's *others* go when *newcomer* logs in, oldest login first.

        One that has been away for longer than IM keeps pushing has lost its place already.
        """
        [group] = [group for group in POLICIES[self.name].value if newcomer.platform in group]
        present = sorted(
            (
                other
                for other in others
                if other is not newcomer and other.platform in group and other.state(now_ms) is not State.OFFLINE
            ),
            key=lambda other: other.login_number,
        )
        alike = [other for other in present if other.platform is newcomer.platform]
        allowed = self.phones_max if newcomer.platform is Platform.ANDROID else 1
        staying = alike[max(0, len(alike) + 1 - allowed) :]
        return [other for other in present if other not in staying]

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of what a kick by this policy leans on."""
        return (POLICIES[self.name].name, *((OLDEST_LOGIN_GOES.name,) if self.phones_max > 1 else ()))
