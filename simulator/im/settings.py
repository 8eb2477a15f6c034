"""What the console says of the IM application: its edition, and which services are switched on."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from simulator.kernel.source import Fact, Source


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
    """

    edition: Edition = Edition.PREMIUM
    state: ServiceState = ServiceState.OPEN
    all_member_push: bool = True
    status_query: bool = True
    group_recall: bool = True
    friends_only: bool = False
    forbidden_words: tuple[str, ...] = ()

    @property
    def is_trial(self) -> bool:
        """Whether nothing has been paid for it."""
        return self.edition is Edition.TRIAL

    def has_forbidden_words(self, text: str) -> bool:
        """Return whether its review would stop *text*."""
        return any(word in text for word in self.forbidden_words)
