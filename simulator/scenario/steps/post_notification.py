"""The app posts a notification of its own."""

from typing import Annotated, Literal

import msgspec

from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Visibility
from simulator.device.app.local_notifications import LocalContent, post
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, PhoneName


class PostNotification(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the running app post a notification of its own; what it is beside the pushes counts with them.

    Attributes:
        id: One of the same id and tag takes its place; several at once have ids that count on from it.
        age: How long the time that it shows is past.
    """

    shorthand = None

    phone: PhoneName
    channel: Annotated[str, msgspec.Meta(description="notification channel of the app; none where it is left out")] = ""
    title: str = "a title"
    text: str = "a text to read"
    id: Annotated[int, msgspec.Meta(ge=0)] = 1
    tag: str | None = None
    times: Annotated[int, msgspec.Meta(ge=1, le=10_000, description="that many")] = 1
    every: Annotated[Duration, msgspec.Meta(description="between two; at once where it is left out")] = Duration(0)
    update: Annotated[bool, msgspec.Meta(description="all have the same id, as a progress bar's have")] = False
    only_alert_once: Annotated[bool, msgspec.Meta(description="its updates make no sound")] = False
    silent: Annotated[bool, msgspec.Meta(description="it makes no sound, whatever its channel may")] = False
    timeout: Annotated[Duration, msgspec.Meta(description="after which it goes by itself")] = Duration(0)
    group: Annotated[str, msgspec.Meta(description="of the app's own grouping")] = ""
    visibility: Annotated[
        Literal["public", "private", "secret"], msgspec.Meta(description="what a locked screen may show of it")
    ] = "private"
    age: Duration = Duration(0)
    small_icon: Annotated[bool, msgspec.Meta(description="it has one, as it must")] = True
    declares_mutability: Annotated[
        bool, msgspec.Meta(description="its PendingIntents say whether they can be changed")
    ] = True
    opens: Annotated[str, msgspec.Meta(description="intent URI of a page; the launcher page where left out")] = ""
    through: Annotated[
        Literal["activity", "receiver"], msgspec.Meta(description="what the tap starts; a receiver opens the page then")
    ] = "activity"

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        process = stage.running_app(self.phone, "post a notification")
        notification = Notification(
            package=process.app.package,
            id=self.id,
            title=self.title,
            text=self.text,
            tag=self.tag,
            channel_id=self.channel or None,
            content=LocalContent(self.opens, self.through == "receiver"),
            silent=self.silent,
            only_alert_once=self.only_alert_once,
            timeout_ms=self.timeout,
            group=self.group,
            visibility=Visibility[self.visibility.upper()],
            when_ms=stage.world.clock.epoch_ms - self.age if self.age else None,
            has_small_icon=self.small_icon,
            declares_mutability=self.declares_mutability,
        )
        for index in range(self.times):
            one = msgspec.structs.replace(notification, id=self.id if self.update else self.id + index)
            if index * self.every == 0:
                post(process, one)
            else:
                process.later(index * self.every, lambda one=one: post(process, one))  # type: ignore[misc]  # mypy cannot type a bound default


STEP = PostNotification
