"""Who has whom for a friend, with what he notes about him, and from whom each user takes nothing."""

import msgspec

from simulator.kernel.source import Fact, Source

_DOCUMENT = "Tencent IM relationship chain"

FRIENDS_MAX = Fact("im.friends_max", 3_000, Source(_DOCUMENT, "friend lists"))
BLOCKED_MAX = Fact("im.blocked_users_max", 1_000, Source(_DOCUMENT, "blocklists"))


class Friend(msgspec.Struct):
    """What a user notes about one of his friends.

    Attributes:
        added_s: Unix second.
        source: How they came to be friends.
        wording: What was said then.
        groups: Names of the user's own lists that the friend is in.
        own_fields: The app's own, by name.
    """

    added_s: int = 0
    source: str = ""
    remark: str = ""
    wording: str = ""
    groups: list[str] = msgspec.field(default_factory=list)
    own_fields: dict[str, object] = msgspec.field(default_factory=dict)


class Relations:
    """All friend lists and blocklists, by the user who keeps each."""

    def __init__(self) -> None:
        """Start with nobody knowing anybody."""
        self._friends: dict[str, dict[str, Friend]] = {}
        self._blocked: dict[str, dict[str, int]] = {}

    # -- friends ------------------------------------------------------------------------------------------------------

    def befriend(self, user: str, peer: str, friend: Friend | None = None) -> None:
        """Put *peer* on the friend list of *user*; the other way round is another matter."""
        self._friends.setdefault(user, {})[peer] = friend or Friend()

    def part(self, user: str, peer: str) -> None:
        """Remove *peer* from the friend list of *user*."""
        self._friends.get(user, {}).pop(peer, None)

    def friends(self, user: str) -> dict[str, Friend]:
        """Return the friends of *user*, in the order in which they came."""
        return self._friends.get(user, {})

    def has_friend(self, user: str, peer: str) -> bool:
        """Return whether *peer* is on the friend list of *user*."""
        return peer in self.friends(user)

    # -- blocklists ---------------------------------------------------------------------------------------------------

    def block(self, user: str, peer: str, *, now_s: int = 0) -> None:
        """Put *peer* on the blocklist of *user*, which ends a friendship on both sides."""
        self._blocked.setdefault(user, {})[peer] = now_s
        # Assumed: the document says that blocking ends a friendship, and not on whose list.
        self.part(user, peer)
        self.part(peer, user)

    def unblock(self, user: str, peer: str) -> None:
        """Remove *peer* from the blocklist of *user*."""
        self._blocked.get(user, {}).pop(peer, None)

    def blocked(self, user: str) -> dict[str, int]:
        """Return from whom *user* takes nothing, each with the Unix second since when."""
        return self._blocked.get(user, {})

    def has_blocked(self, user: str, peer: str) -> bool:
        """Return whether *user* takes nothing from *peer*."""
        return peer in self.blocked(user)

    def forget(self, user: str) -> None:
        """Remove *user* from all lists, and remove his own."""
        for lists in (self._friends, self._blocked):
            lists.pop(user, None)
            for peers in lists.values():
                peers.pop(user, None)
