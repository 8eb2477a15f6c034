"""What the console says of the IM application: its edition, and which services are switched on."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import Element


class Edition(StrEnum):
    """What the customer has paid for."""

    TRIAL = "trial"
    STANDARD = "standard"
    PREMIUM = "premium"


class ServiceState(StrEnum):
    """Whether IM answers the REST calls of the application."""

    OPEN = "open"
    DISABLED = "disabled"
    EXPIRED = "expired"


_EDITIONS = "Tencent IM editions"

# Assumed: the figures of the following four; the error codes say that there are limits by edition, and not which.
TRIAL_DAILY_USERS_MAX = Fact("im.trial_daily_users_max", 100, Source(_EDITIONS, "72000", grade=Grade.ASSUMED))
LIVE_GROUPS_MAX: Fact[Mapping[Edition, int]] = Fact(
    "im.live_groups_max",
    {Edition.TRIAL: 10, Edition.STANDARD: 50, Edition.PREMIUM: 500},
    Source(_EDITIONS, "10036", grade=Grade.ASSUMED),
)
GROUPS_OF_USER_MAX: Fact[Mapping[Edition, int]] = Fact(
    "im.groups_of_user_max",
    {Edition.TRIAL: 50, Edition.STANDARD: 500, Edition.PREMIUM: 1_000},
    Source(_EDITIONS, "10037", grade=Grade.ASSUMED),
)
GROUP_MEMBERS_MAX: Fact[Mapping[Edition, int]] = Fact(
    "im.group_members_max",
    {Edition.TRIAL: 20, Edition.STANDARD: 200, Edition.PREMIUM: 2_000},
    Source(_EDITIONS, "10038", grade=Grade.ASSUMED),
)
"""Of groups other than live rooms and communities, which are there for many."""
TRIAL_ACCOUNTS_MAX = Fact("im.trial_accounts_max", 100, Source(_EDITIONS, "70398"))
TRIAL_GROUPS_MAX = Fact("im.trial_groups_max", 100, Source(_EDITIONS, "10058"))
BATCH_PUSHES_PER_SECOND_MAX: Fact[Mapping[Edition, int]] = Fact(
    "im.batch_pushes_per_second_max",
    {Edition.TRIAL: 10, Edition.STANDARD: 30, Edition.PREMIUM: 40},
    Source("Tencent Push REST API", "timpush/batch"),
)


class AppSettings(msgspec.Struct, frozen=True):
    """The application as the console shows it.

    Attributes:
        all_member_push: The service that pushes to all users at once is switched on.
        status_query: Asking for the online state of users is switched on.
        group_recall: Messages of groups can be recalled.
        friends_only: A message from an app to a user needs both to be friends.
        forbidden_words: What its review of texts takes for sensitive.
        forbidden_images: UUIDs of images that its review stops.
        disabled_commands: Of the REST API, such as `openim/sendmsg`.
        server_address: From which the customer's server calls.
        allowed_addresses: From which calls are taken; empty for all.
        blocklisted: Users who may not log in at all.
        restricted: Users who may not log in for reasons of security.
        users_today: How many users had logged in before the run, on its first day.
    """

    edition: Edition = Edition.PREMIUM
    state: ServiceState = ServiceState.OPEN
    all_member_push: bool = True
    status_query: bool = True
    group_recall: bool = True
    friends_only: bool = False
    forbidden_words: tuple[str, ...] = ()
    forbidden_images: tuple[str, ...] = ()
    disabled_commands: tuple[str, ...] = ()
    server_address: str = ""
    allowed_addresses: tuple[str, ...] = ()
    blocklisted: tuple[str, ...] = ()
    restricted: tuple[str, ...] = ()
    users_today: int = 0

    @property
    def is_trial(self) -> bool:
        """Whether nothing has been paid for it."""
        return self.edition is Edition.TRIAL

    def has_forbidden_words(self, text: str) -> bool:
        """Return whether its review would stop *text*."""
        return any(word in text for word in self.forbidden_words)

    def has_forbidden_images(self, elements: Iterable[Element]) -> bool:
        """Return whether its review would stop an image among *elements*."""
        return any(element.content.get("UUID") in self.forbidden_images for element in elements)

    @property
    def takes_its_server(self) -> bool:
        """Whether the address of the customer's server is one from which calls are taken."""
        return not self.allowed_addresses or self.server_address in self.allowed_addresses
