"""Token bindings: which token and certificate ID stand for a user on a phone."""

import msgspec

from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

ONE_OWNER = Fact(
    "im.token_has_one_owner",
    True,
    Source("Tencent IM online state management", "6.1", ("C32",), Grade.ASSUMED),
)
"""A token stands for the user who reported it last: nothing else would keep users' messages apart."""


class Binding(msgspec.Struct):
    """What `setOfflinePushToken` left behind.

    Attributes:
        ended: Why it no longer counts: `logged_out`, `kicked` or `taken_over`; marked, not erased.
    """

    certificate_id: int
    token: str
    ended: str = ""


class Bindings:
    """The latest binding of each user on each phone."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_phone: dict[str, dict[str, Binding]] = {}

    def find(self, user: str, instance: str) -> Binding | None:
        """Return the latest binding of *user* on the phone *instance*, ended or not."""
        return self._by_phone.get(instance, {}).get(user)

    def bind(self, user: str, instance: str, certificate_id: int, token: str) -> bool:
        """Let *token* stand for *user* on the phone *instance*; return whether another user's binding of it ended.

        Source:
            Tencent IM online state management, 6.1 (C32); grade: assumed.
        """
        users = self._by_phone.setdefault(instance, {})
        has_ended = False
        for other, binding in users.items():
            if other != user and binding.token == token and not binding.ended:
                binding.ended = Reason.TOKEN_TAKEN_OVER
                has_ended = True
        users[user] = Binding(certificate_id, token)
        return has_ended

    def stand_in(self, user: str, instance: str) -> Binding | None:
        """Return what comes nearest to a binding of *user* on *instance* that has a token; `None` without any.

        Only a run that waives the rule about missing tokens asks this.
        """
        users = self._by_phone.get(instance, {})
        own = users.get(user)
        others = reversed(users.values())
        return next((one for one in (own, *others) if one is not None and one.token), None)

    def users_of(self, instance: str) -> list[str]:
        """Return whose bindings on the phone *instance* count, in the order in which they first reported."""
        return [user for user, binding in self._by_phone.get(instance, {}).items() if not binding.ended]

    def end(self, user: str, instance: str, why: str) -> None:
        """Mark the binding of *user* on *instance* as ended, if it still counts."""
        binding = self.find(user, instance)
        if binding is not None and not binding.ended:
            binding.ended = why
