"""A message that Meizu has taken, as it goes down to the push service of a phone."""

from simulator.cloud.registrations import Registration
from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.meizu.message import Message

_CLICK_KINDS = {0: ClickKind.OPEN_APP, 1: ClickKind.ACTIVITY, 2: ClickKind.URL, 3: ClickKind.CUSTOM}


def delivery_of(
    message: Message, push_id: int, registration: Registration, message_id: str, notify_id: int, expires_ms: int
) -> Delivery:
    """Return *message* for the phone of *registration*; it is given up at virtual time *expires_ms*."""
    kind = _CLICK_KINDS.get(message.click_type or 0, ClickKind.OPEN_APP)
    target = {
        ClickKind.ACTIVITY: message.text("clickTypeInfo.activity"),
        ClickKind.URL: message.text("clickTypeInfo.url"),
    }.get(kind, "")
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=message.text("noticeBarInfo.title"),
        body=message.text("noticeBarInfo.content"),
        click=Click(kind, target),
        notify_id=notify_id,
        custom=message.parameters,
        options={
            "customAttribute": message.text("clickTypeInfo.customAttribute"),
            "expires_ms": expires_ms,
            "silent": message.is_silent,
            "suspend": message.switch("advanceInfo.suspend", default=True) is not False,
        },
        is_tracked=True,
    )
