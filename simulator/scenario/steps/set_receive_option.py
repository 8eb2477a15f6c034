"""A user chooses which messages to be notified of."""

from collections.abc import Mapping
from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import GroupName, NewUserName, PhoneName

OPTIONS: Mapping[str, str] = {"notify": "AcceptAndNotify", "not_notify": "AcceptNotNotify", "discard": "Discard"}


class SetReceiveOption(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"peer": "user"}):
    """Choose in the running app what to have of the messages of a user or of a group (do not disturb).

    Attributes:
        peer: Whose messages; either he or a group is named.
        group: The group whose messages.
        to: Be notified, get them without being notified, or get none.
    """

    shorthand = None

    phone: PhoneName
    to: Literal["notify", "not_notify", "discard"]
    peer: NewUserName | None = None
    group: GroupName | None = None

    def __post_init__(self) -> None:
        """Refuse a choice about nobody, and one about a user and a group.

        Raises:
            ValueError: Not exactly one of the two is named.
        """
        if (self.peer is None) is (self.group is None):
            raise ValueError(
                "the choice is about a user or about a group", "write user: or group:, and only one of them"
            )

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        process = stage.running_app(self.phone, "choose")
        process.im.set_receive_option(OPTIONS[self.to], peer=self.peer or "", group=self.group or "")


STEP = SetReceiveOption
