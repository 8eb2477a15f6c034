"""A message that OPPO has taken, as it goes down to the push service of a phone."""

from simulator.cloud.registrations import Registration
from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.call import OppoCall

_CLICK_KINDS = {
    0: ClickKind.OPEN_APP,
    1: ClickKind.ACTION,
    2: ClickKind.URL,
    4: ClickKind.ACTIVITY,
    5: ClickKind.INTENT,
}
_PAGES = frozenset({ClickKind.ACTION, ClickKind.ACTIVITY})


def delivery_of(
    call: OppoCall,
    registration: Registration,
    *,
    push_id: int,
    message_id: str,
    notify_id: int,
    is_tracked: bool,
    is_counted: bool,
) -> Delivery:
    """Return the message of *call* for one phone.

    Args:
        call: A call that nobody refused.
        registration: Of the phone.
        push_id: Our number.
        message_id: OPPO's number.
        notify_id: The sender's own, or one drawn for it.
        is_tracked: Its sender wants receipts.
        is_counted: It belongs to a broadcast, whose numbers can be asked for.
    """
    kind = _CLICK_KINDS.get(call.click_type or 0, ClickKind.OPEN_APP)
    field = "click_action_activity" if kind in _PAGES else "click_action_url"
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.filled("title"),
        body=call.filled("content"),
        click=Click(kind, "" if kind is ClickKind.OPEN_APP else call.text(field)),
        notify_id=notify_id,
        channel_id=call.text("channel_id"),
        custom=call.parameters or {},
        options={
            "action_parameters": call.text("action_parameters"),
            "network_type": call.number("network_type", 0),
            "notify_level": call.number("notify_level", 0) if call.edition(facts.HAS_CATEGORIES) else 0,
            "show_ttl": call.number("show_ttl", 0),
            "show_start_time": call.show_time[0],
            "show_end_time": call.show_time[1],
            "is_counted": is_counted,
            "verify_registration_id": str(call.message.get("verify_registration_id")).lower() == "true",
        },
        is_tracked=is_tracked or is_counted,
    )
