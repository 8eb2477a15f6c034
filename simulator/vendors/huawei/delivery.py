"""A message that Huawei has taken, as it goes down to the push service of a phone."""

from collections.abc import Mapping
from datetime import datetime

from simulator.cloud.registrations import Registration
from simulator.kernel.units import SECOND_MS
from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.huawei.call import HuaweiCall


def delivery_of(
    call: HuaweiCall, push_id: int, registration: Registration, message_id: str, notify_id: int, *, is_tracked: bool
) -> Delivery:
    """Return the message of *call* for the phone of *registration*."""
    notification = call.notification
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.shown("title"),
        body=call.shown("body"),
        click=_click(call),
        notify_id=notify_id,
        channel_id=str(notification.get("channel_id") or ""),
        custom=call.custom,
        is_tracked=is_tracked,
        options={
            "data": call.data,
            "pass_through": not call.is_notification,
            "marketing": call.is_marketing,
            "importance": call.importance,
            "sound": call.sound,
            "profile_id": str(notification.get("profile_id") or ""),
            "wakes_app": call.wakes_app,
            "night_ends_ms": call.night_ends_ms,
            "tag": notification.get("tag"),
            "when_ms": _when_ms(notification),
            "foreground_show": notification.get("foreground_show") is not False,
            "auto_cancel": notification.get("auto_cancel") is not False,
        },
    )


def _when_ms(notification: Mapping[str, object]) -> int | None:
    """Return the time that the notification is to show, in milliseconds since 1970; `None` for none, or no date."""
    try:
        return int(datetime.fromisoformat(str(notification.get("when") or "")).timestamp()) * SECOND_MS
    except ValueError:
        return None


def _click(call: HuaweiCall) -> Click:
    click = call.click
    match click.get("type"):
        case 1 if click.get("intent"):
            return Click(ClickKind.INTENT, str(click["intent"]))
        case 1:
            return Click(ClickKind.ACTION, str(click.get("action") or ""))
        case 2:
            return Click(ClickKind.URL, str(click.get("url") or ""))
        case 4:
            return Click(ClickKind.URL, str(click.get("rich_resource") or ""))
        case _:
            return Click()
