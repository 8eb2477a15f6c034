"""Notifications that the app's own code posts, beside those that a vendor's service posts in its name."""

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import Notification
from simulator.device.android.shade import Held, Posted, Refusal
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.app.process import AppProcess


class LocalContent(msgspec.Struct, frozen=True):
    """What a tap on such a notification does.

    Attributes:
        opens: Intent URI of a page of the app; empty for its launcher page.
        through_receiver: The tap is broadcast to the app, whose receiver opens the page.
    """

    opens: str = ""
    through_receiver: bool = False


def post(process: "AppProcess", notification: Notification) -> None:
    """Post *notification* from the app's code, which catches no exception, so one crashes the app."""
    device = process.device
    has_channels = device.settings.api_level >= CHANNELS_API
    wanted = notification if has_channels else replace(notification, channel_id=None)
    record(process, wanted, device.notifications.notify(wanted, lambda later: record(process, wanted, later)))


def record(process: "AppProcess", notification: Notification, result: Posted | Refusal | Held) -> None:
    """Record what became of *notification*."""
    device = process.device
    data = {"id": notification.id, "title": notification.title}
    match result:
        case Posted(shown, is_update):
            seen = shown.presentation
            go_back = device.trace.branch()
            for what, rule in seen.noes.items():
                device.trace.refuse(device.name, Kind.STATE, what, rule)
                go_back()
            device.settings.changed(
                "notification",
                package=shown.package,
                id=shown.id,
                title=shown.title,
                key=shown.key,
                state="posted",
                is_update=is_update,
                sound="default" if seen.sound else "none",
                heads_up=seen.heads_up,
                status_bar=seen.status_bar,
                badge=seen.badge,
                lock_screen=seen.lock_screen,
            )
        case Held(rule):
            device.trace.refuse(device.name, Kind.STATE, "notification", rule, data={**data, "state": "held"})
        case Refusal(rule, detail):
            refused = {**data, "state": "refused", "detail": detail}
            device.trace.refuse(device.name, Kind.STATE, "notification", rule, data=refused)
            if rule.reason == Reason.MUTABILITY_MISSING:
                process.crash(detail, rule.name)
