"""Token bindings: which token and certificate ID stand for a user on a phone."""

from dataclasses import dataclass

from simulator.push.reason import Reason


@dataclass(slots=True)
class Binding:
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

    def bind(self, user: str, instance: str, certificate_id: int, token: str) -> None:
        """Let *token* stand for *user* on the phone *instance*; another user's binding of that token ends.

        Source:
            Tencent IM login states, 6.1; grade: assumed, since nothing else would keep users' messages apart.
        """
        users = self._by_phone.setdefault(instance, {})
        for other, binding in users.items():
            if other != user and binding.token == token and not binding.ended:
                binding.ended = Reason.TOKEN_TAKEN_OVER
        users[user] = Binding(certificate_id, token)

    def end(self, user: str, instance: str, why: str) -> None:
        """Mark the binding of *user* on *instance* as ended, if it still counts."""
        binding = self.find(user, instance)
        if binding is not None and not binding.ended:
            binding.ended = why
