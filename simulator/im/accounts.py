"""Who is a user of the app, and which UserSigs a kick has revoked."""

from collections.abc import Iterator


class Accounts:
    """The users that IM knows: imported ones, and everybody who ever logged in."""

    def __init__(self) -> None:
        """Start without users."""
        self._users: dict[str, None] = {}
        self._removed: set[str] = set()
        self._revoked_before_s: dict[str, int] = {}

    def add(self, user: str) -> None:
        """Import *user*; harmless when it exists."""
        self._users.setdefault(user)
        self._removed.discard(user)

    def remove(self, user: str) -> None:
        """Forget *user*; UserSigs that a kick has revoked stay worthless."""
        if user in self._users:
            del self._users[user]
            self._removed.add(user)

    def was_removed(self, user: str) -> bool:
        """Return whether *user* existed, was deleted and has not come back."""
        return user in self._removed

    def __contains__(self, user: object) -> bool:
        """Return whether *user* exists; what is no text is nobody."""
        return isinstance(user, str) and user in self._users

    def __iter__(self) -> Iterator[str]:
        """Iterate over the users, in the order in which they came."""
        return iter(self._users)

    def __len__(self) -> int:
        """Return how many users there are."""
        return len(self._users)

    def revoke_sigs(self, user: str, now_s: int) -> None:
        """Make every UserSig of *user* that is older than *now_s* worthless."""
        self._revoked_before_s[user] = now_s

    def revoked_before_s(self, user: str) -> int:
        """Return the Unix second before which UserSigs of *user* are worthless; 0 for none."""
        return self._revoked_before_s.get(user, 0)
