"""Groups: their members, what each wants of the messages, and the messages that were sent there."""

import itertools
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from simulator.im.mailbox import KEPT_MS
from simulator.im.muting import FOREVER_S, mute_ends_s
from simulator.im.receive_options import ReceiveOption
from simulator.kernel.newest import Newest
from simulator.kernel.source import Fact, Grade, Source

_GROUPS = "Tencent IM group system"


class Role(StrEnum):
    """What a member may do."""

    OWNER = "Owner"
    ADMIN = "Admin"
    MEMBER = "Member"


class GroupType(StrEnum):
    """As `create_group` names them; two have a newer name too."""

    PUBLIC = "Public"
    WORK = "Private"
    MEETING = "ChatRoom"
    LIVE = "AVChatRoom"
    COMMUNITY = "Community"


NEW_NAMES = Fact("im.group_types_renamed", {"Work": "Private", "Meeting": "ChatRoom"}, Source(_GROUPS, "group types"))
"""Newer names of types, each with the one on the wire."""
NOT_NOTIFIED_TYPES = Fact(
    "im.group_types_not_notified",
    frozenset({GroupType.MEETING, GroupType.LIVE}),
    Source(_GROUPS, "receive options"),
)
"""Whose members get messages while they are online, and no push, as long as they choose nothing else."""
NOT_KEPT_TYPES = Fact(
    "im.group_types_not_kept", frozenset({GroupType.LIVE}), Source(_GROUPS, "group types", grade=Grade.ASSUMED)
)
"""Whose messages wait for nobody."""

UNLIMITED_TYPES = Fact(
    "im.group_types_unlimited",
    frozenset({GroupType.LIVE, GroupType.COMMUNITY}),
    Source(_GROUPS, "group types", grade=Grade.ASSUMED),
)
"""Whose members the edition does not limit."""


def group_type(name: object) -> GroupType | None:
    """Return the type called *name*, be it the old or the new name; `None` for no type."""
    wanted = NEW_NAMES.value.get(name, name) if isinstance(name, str) else None
    return next((kind for kind in GroupType if kind == wanted), None)


class Member(msgspec.Struct):
    """One user in one group.

    Attributes:
        option: What he has chosen; `None` leaves it to the group's type.
        unread: Messages that he has not read.
        name_card: How he is called here.
        joined_s: Unix second.
        spoke_s: Unix second of his latest message; 0 for none.
        own_fields: The app's own, by name.
    """

    role: str = Role.MEMBER
    option: ReceiveOption | None = None
    unread: int = 0
    name_card: str = ""
    joined_s: int = 0
    spoke_s: int = 0
    own_fields: dict[str, str] = msgspec.field(default_factory=dict)


class GroupProfile(msgspec.Struct):
    """What a group says of itself.

    Attributes:
        join_option: How one becomes a member by asking.
        made_s: Unix second.
        changed_s: Unix second of the latest change.
        own_fields: The app's own, by name.
    """

    name: str
    introduction: str = ""
    notification: str = ""
    face_url: str = ""
    join_option: str = "NeedPermission"  # Assumed: a group that is made without one has the strict kind.
    made_s: int = 0
    changed_s: int = 0
    own_fields: dict[str, str] = msgspec.field(default_factory=dict)


class GroupMessage(msgspec.Struct):
    """A message that was sent to a group.

    Attributes:
        recalled: Marked, not erased.
    """

    at_s: int
    is_system: bool
    recalled: bool = False


class Group(msgspec.Struct):
    """One group.

    Attributes:
        owner: Empty where nobody owns it.
        members: By user, in the order of joining.
        messages: The newest, by sequence number.
        all_muted: Only its owner and its administrators may write.
        muted_until_s: Unix second by user, be he a member or not; `None` for ever.
    """

    group_id: str
    type: GroupType
    profile: GroupProfile
    owner: str = ""
    members_max: int = 0
    members: dict[str, Member] = msgspec.field(default_factory=dict)
    messages: dict[int, GroupMessage] = msgspec.field(default_factory=Newest)
    all_muted: bool = False
    muted_until_s: dict[str, int | None] = msgspec.field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether nobody more may join; 0 means no limit of its own."""
        return 0 < self.members_max <= len(self.members)

    def is_silent_for(self, user: str) -> bool:
        """Return whether the group's type alone keeps *user* from being pushed to."""
        return self.option_of(user) is None and self.type in NOT_NOTIFIED_TYPES.value

    def option_of(self, user: str) -> ReceiveOption | None:
        """Return what *user* has chosen; `None` for nothing."""
        member = self.members.get(user)
        return None if member is None else member.option

    @property
    def kept_ms(self) -> int:
        """How long messages here wait for members who are away."""
        return 0 if self.type in NOT_KEPT_TYPES.value else KEPT_MS.value

    def choose(self, user: str, option: ReceiveOption) -> None:
        """Set the receive option of the member *user* for messages of this group."""
        if user in self.members:
            self.members[user].option = option

    def is_recalled(self, seq: str) -> bool:
        """Return whether the message *seq* has been recalled."""
        message = self.messages.get(int(seq)) if seq.isdecimal() else None
        return message is not None and message.recalled

    def join(self, users: Iterable[str], *, role: str = Role.MEMBER, at_s: int = 0) -> None:
        """Add *users* as members, joined at Unix second *at_s*."""
        for user in users:
            self.members.setdefault(user, Member(role, joined_s=at_s))

    def leave(self, user: str) -> None:
        """Remove the member *user*; without its owner the group has none."""
        self.members.pop(user, None)
        if user == self.owner:
            self.owner = ""

    def give_to(self, user: str) -> None:
        """Make the member *user* the owner; the former owner becomes an ordinary member."""
        if self.owner in self.members:
            self.members[self.owner].role = Role.MEMBER
        self.owner = user
        self.members[user].role = Role.OWNER

    def mute(self, user: str, *, seconds: int, now_s: int) -> None:
        """Mute *user* in this group for so long; 0 ends the muting."""
        self.muted_until_s[user] = mute_ends_s(seconds, now_s=now_s)

    def muted(self, now_s: int) -> dict[str, int]:
        """Return who is muted by name, each with the Unix second at which that ends, or what stands for never."""
        ends = {user: FOREVER_S.value if end_s is None else end_s for user, end_s in self.muted_until_s.items()}
        return {user: end_s for user, end_s in ends.items() if end_s > now_s}

    def is_closed_to(self, user: str) -> bool:
        """Return whether *user* may not write because nobody but the owner and administrators may."""
        member = self.members.get(user)
        return self.all_muted and (member is None or member.role == Role.MEMBER)

    @property
    def last_message_s(self) -> int:
        """Unix second of the latest message that somebody wrote; 0 for none."""
        return next((message.at_s for message in reversed(self.messages.values()) if not message.is_system), 0)

    def sent_in(self, second: int) -> int:
        """Return how many messages were sent here in the Unix second *second*, which is the latest; tips left out."""
        newest = itertools.takewhile(lambda message: message.at_s == second, reversed(self.messages.values()))
        return sum(not message.is_system for message in newest)

    def note(
        self, *, at_s: int, counts_unread: bool, to: Iterable[str], sender: str = "", is_system: bool = False
    ) -> int:
        """Take note of a message at Unix second *at_s* and return its sequence number, from 1."""
        seq = next(reversed(self.messages), 0) + 1
        self.messages[seq] = GroupMessage(at_s, is_system)
        if sender in self.members:
            self.members[sender].spoke_s = at_s
        if counts_unread:
            for user in to:
                self.members[user].unread += 1
        return seq


class Groups:
    """All groups of the app.

    Attributes:
        made: How many there have been, those that are gone included.
    """

    def __init__(self) -> None:
        """Start without any."""
        self._groups: dict[str, Group] = {}
        self.made = 0

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self._groups)

    def __iter__(self) -> Iterator[Group]:
        """Iterate over the groups, in the order in which they were made."""
        return iter(self._groups.values())

    def find(self, group_id: object) -> Group | None:
        """Return the group *group_id*; `None` for none."""
        return self._groups.get(group_id) if isinstance(group_id, str) else None

    def add(self, group: Group) -> None:
        """Add *group*."""
        self._groups[group.group_id] = group
        self.made += 1

    def remove(self, group: Group) -> None:
        """Remove *group*."""
        del self._groups[group.group_id]

    def of_member(self, user: str) -> list[Group]:
        """Return the groups that *user* is in, in the order in which they were made."""
        return [group for group in self if user in group.members]

    def count(self, kind: GroupType) -> int:
        """Return how many groups of the type *kind* there are."""
        return sum(group.type is kind for group in self)

    def count_of(self, user: str) -> int:
        """Return how many groups *user* is in."""
        return len(self.of_member(user))

    def forget(self, user: str) -> None:
        """Remove *user* from all groups."""
        for group in self:
            group.leave(user)
