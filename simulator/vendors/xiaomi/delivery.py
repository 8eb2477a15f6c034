"""A message that Xiaomi has taken, as it goes down to the push service of a phone."""

from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.xiaomi import limits
from simulator.vendors.xiaomi.message import MessageClass

_CLICK_KINDS = {"1": ClickKind.OPEN_APP, "2": ClickKind.INTENT, "3": ClickKind.URL}


def delivery_of(case: limits.DeviceCase, push_id: int, message_id: str) -> Delivery:
    """Return the message of *case* for its phone."""
    message = case.message
    effect = message.extra("notify_effect")
    target = {"2": message.extra("intent_uri"), "3": message.extra("web_uri")}.get(effect, "")
    notify_type = message.notify_type
    has_sound = notify_type is None or notify_type == -1 or bool(notify_type & 1)
    is_loud = case.message_class in {MessageClass.PRIVATE, MessageClass.UNCLASSED}
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=case.registration.reg_id,
        package=case.registration.package,
        title=message.text("title"),
        body=message.text("description"),
        click=Click(_CLICK_KINDS.get(effect, ClickKind.CUSTOM), target),
        notify_id=message.notify_id,
        channel_id=message.extra("channel_id"),
        custom=message.custom,
        options={
            "class": case.message_class,
            "channel_name": message.extra("channel_name"),
            "class_name": message.extra("class_name"),
            "connpt": message.extra("connpt"),
            "filters": message.filters,
            "payload": message.text("payload"),
            "pass_through": message.is_pass_through,
            "shows_in_front": message.extra("notify_foreground") != "0",
            "silent": not (has_sound and is_loud),
            "sound": case.cloud.channels.sound_of(case.call.app_id, message),
        },
        # Arrivals and taps are counted, whether or not anybody wants receipts.
        is_tracked=True,
    )
