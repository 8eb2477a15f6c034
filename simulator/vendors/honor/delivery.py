"""A message that Honor has taken, as it goes down to the push service of a phone."""

from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.honor import facts, rules
from simulator.vendors.honor.call import HonorCall


def delivery_of(case: rules.DeviceCase, push_id: int, request_id: str, notify_id: int, expires_ms: int) -> Delivery:
    """Return the message of *case* for its phone; it is given up at virtual time *expires_ms*."""
    call, registration = case.call, case.registration
    return Delivery(
        push_id=push_id,
        message_id=request_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.text("title"),
        body=call.text("body"),
        click=_click(call, registration.package),
        notify_id=notify_id,
        channel_id=facts.CHANNEL_IDS.value[facts.MARKETING if call.is_marketing else facts.SERVICE],
        custom=call.custom or {},
        options={
            "data": call.data,
            "pass_through": not call.is_notification,
            "silent": call.is_marketing and facts.MARKETING_IS_SILENT.value,
            "tag": call.text("tag"),
            "expires_ms": expires_ms,
            "badge": call.badge,
            "drawn": call.drawn,
        },
        is_tracked=bool(call.push_app.receipt_url),
    )


def _click(call: HonorCall, package: str) -> Click:
    match call.click_type:
        case 1:
            action = call.click_text("action")
            page = call.click_text("intent") or f"intent:#Intent;action={action};package={package};end"
            return Click(ClickKind.INTENT, page)
        case 2:
            return Click(ClickKind.URL, call.click_text("url"))
        case _:
            return Click()
