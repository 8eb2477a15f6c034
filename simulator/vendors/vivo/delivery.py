"""A message that vivo has taken, or takes back, as it goes down to the push service of a phone."""

from collections.abc import Mapping

from simulator.cloud.registrations import Registration
from simulator.push.click import Click, ClickKind
from simulator.push.uplink import Delivery
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.call import VivoCall

_CLICK_KINDS = {1: ClickKind.OPEN_APP, 2: ClickKind.URL, 3: ClickKind.CUSTOM, 4: ClickKind.INTENT}


def delivery_of(call: VivoCall, push_id: int, registration: Registration, task_id: str, notify_id: int) -> Delivery:
    """Return the message of *call* for one phone."""
    return Delivery(
        push_id=push_id,
        message_id=task_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.text("title"),
        body=call.text("content"),
        click=Click(_CLICK_KINDS.get(call.click_kind or 1, ClickKind.OPEN_APP), call.text("skipContent")),
        notify_id=notify_id,
        channel_id=facts.CHANNEL_ID.value,
        custom=call.custom_map,
        options=_options(call),
    )


def _options(call: VivoCall) -> Mapping[str, object]:
    kit, timed = call.cloud.kit, call.timed
    began_ms = kit.clock.epoch_ms - kit.scheduler.now_ms
    return {
        "taken_ms": kit.scheduler.now_ms,
        "networkType": call.number("networkType", -1),
        "foregroundShow": call.body.get("foregroundShow") is not False,
        "classification": call.message_class,
        "silent": call.is_silent,
        "off_lock_screen": call.is_operation and call.edition(facts.OPERATION_IS_SILENT),
        "addBadge": call.body.get("addBadge") is True,
        "timed": None
        if timed is None
        else {
            "begin_ms": timed.begin_ms - began_ms,
            "end_ms": timed.end_ms - began_ms,
            "when_over": timed.when_over,
        },
    }


def recall_of(task_id: str, registration: Registration) -> Delivery:
    """Return what has the phone take the notification of a task away."""
    nothing = Click(ClickKind.OPEN_APP, "")
    options = {"recall": True}
    return Delivery(0, task_id, registration.reg_id, registration.package, "", "", nothing, 0, options=options)
