"""Settings as somebody looks them up in the consoles, on the phone and in the app, read off a simulated world.

A ticket form brings them under `settings:` in the same shape.
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator.causes.edit import Tree
from simulator.causes.setting import PHONE, RECEIVER, SENDER
from simulator.device.android.activity_manager import ProcessState
from simulator.device.app.manifest import ComponentKind
from simulator.kernel.trace import Kind, Outcome
from simulator.runner.result import CaseResult
from simulator.world.world import World

Looked = Mapping[str, Any]

NOTIFICATION_PERMISSION: Final = "android.permission.POST_NOTIFICATIONS"
_USER_CHANGES: Final = frozenset({"login", "logout", "onForceOffline", "onKickedOffline"})
_TEST_TEXTS: Final = ("test", "测试")


def looked_up(result: CaseResult, tree: Tree) -> Looked:
    """Return what can be looked up after *result*, the run of *tree*."""
    world = result.world
    vendor = world.vendor
    return {
        "im_console": _im_console(world),
        "vendor_console": _vendor_console(world, vendor),
        "app": {**_app(world, vendor), "has_sdk": _has_sdk(tree, vendor)},
        "phone": {**_phone(world), "user": _last_user(result), "told_of_kick": _was_told_of_kick(result)},
        "message": _message(tree),
        "answers": _answers(result),
    }


def _im_console(world: World) -> dict[str, Any]:
    certificates = []
    for vendor in world.clouds:
        for number in world.im.console.ids_of(vendor):
            saved = world.im.console.latest(number)
            if saved is not None:
                target = {"kind": str(saved.on_click.kind), "target": saved.on_click.target}
                certificates.append({"vendor": vendor, "id": number, "on_click": target, **saved.values})
    session = world.im.sessions.find(RECEIVER, PHONE)
    binding = world.im.bindings.find(RECEIVER, PHONE)
    state = "none" if session is None else str(session.state(world.scheduler.now_ms))
    device: dict[str, Any] = {"state": state, "has_token": binding is not None}
    if binding is not None:
        device |= {"certificate_id": binding.certificate_id, "binding_ended": bool(binding.ended)}
    return {"certificates": certificates, "device": device}


def _vendor_console(world: World, vendor: str) -> dict[str, Any]:
    if vendor not in world.clouds:
        return {}
    app = world.clouds[vendor].apps[0]
    return {
        **app.values,
        "package": app.package,
        "state": str(app.state),
        "channels": sorted(app.channels),
        "system_messages": app.has_system_messages,
        "used_up": bool(app.used_today),
        "knows_bound_token": _knows_bound_token(world, vendor),
    }


def _knows_bound_token(world: World, vendor: str) -> bool | None:
    """Whether the vendor still delivers to the token that the IM console shows; None where that shows none."""
    binding = world.im.bindings.find(RECEIVER, PHONE)
    if binding is None:
        return None
    registration = world.clouds[vendor].registrations.find(binding.token)
    return registration is not None and registration.is_valid


def _app(world: World, vendor: str) -> dict[str, Any]:
    app = world.phone(PHONE).app
    build = app.build
    receiver = build.manifest.component(build.receivers.get(vendor, ""), ComponentKind.RECEIVER)
    lines = {
        "package": app.package,
        "certificate_id": build.certificate_ids.get(vendor, 0),
        "constants": dict(build.constants.get(vendor, {})),
        "shrinks": build.shrinking is not None,
        "declares_notification_permission": NOTIFICATION_PERMISSION in build.manifest.permissions,
        "activities": sorted(one.name for one in build.manifest.components if one.kind is ComponentKind.ACTIVITY),
        "receivers": sorted(one.name for one in build.manifest.components if one.kind is ComponentKind.RECEIVER),
        "other_push_sdk": bool(build.variant.second_token),
        "receiver_keeps_its_name": build.has_class(build.receivers.get(vendor, "")),
        "target_sdk": build.manifest.target_sdk,
    }
    if receiver is not None:
        lines["receiver_exported"] = receiver.exported
    return lines


def _phone(world: World) -> dict[str, Any]:
    phone = world.phone(PHONE)
    package = phone.app.package
    return {
        "android": phone.android,
        "installed": phone.packages.is_installed(package),
        "notifications": phone.notifications.are_notifications_enabled(package),
        "channels": _channels(world),
        "online": phone.connectivity.is_connected,
        "permission": phone.permissions.is_granted(package),
        "reg_id_is_bound_one": _reg_id_is_bound_one(world),
        "app_running": phone.app.is_running,
        "app_in_front": phone.app.state is ProcessState.FOREGROUND,
        "brand": phone.settings.build.brand,
    }


def _last_user(result: CaseResult) -> str:
    """Return whose name the app's own page shows."""
    shown = ""
    for record in result.trace:
        if record.kind is Kind.CALLBACK and record.actor == PHONE and record.name in _USER_CHANGES:
            shown = str(record.data.get("user", "")) if record.name == "login" else ""
    return shown


def _was_told_of_kick(result: CaseResult) -> bool:
    """Whether the app said that another device has taken the login."""
    return any(record.name in {"onForceOffline", "onKickedOffline"} for record in result.trace if record.actor == PHONE)


def _has_sdk(tree: Tree, vendor: str) -> bool:
    """Whether the vendor's SDK is among the app's libraries."""
    return bool(tree["app"].get("vendors", {}).get(vendor, {}).get("sdk") != "none")


def _reg_id_is_bound_one(world: World) -> bool | None:
    """Whether the regId that the app logs is the token that the IM console shows; None where one of them is missing."""
    binding = world.im.bindings.find(RECEIVER, PHONE)
    package = world.phone(PHONE).app.package
    current = world.clouds[world.vendor].registrations.current(PHONE, package) if world.vendor in world.clouds else None
    if binding is None or current is None or not current.is_valid:
        return None
    return current.reg_id == binding.token


def _channels(world: World) -> dict[str, str]:
    """Return the importance of each channel that the app's page in the phone's settings lists."""
    found: dict[str, str] = {}
    for record in world.trace:
        if record.kind is Kind.STATE and record.name == "channel" and record.actor == PHONE:
            found[str(record.data["channel_id"])] = str(record.data.get("importance", "")).lower()
            if record.data.get("is_deleted"):
                del found[str(record.data["channel_id"])]
    return found


def _message(tree: Tree) -> dict[str, Any]:
    sends = [step["send_message"] for step in tree["steps"] if "send_message" in step]
    if not sends:
        return {}
    fields = sends[-1]
    push = fields.get("offline_push") or {}
    group = tree.get("im", {}).get("groups", {}).get(fields.get("group", ""), {})
    text = str(push.get("desc") or fields.get("text", ""))
    return {
        "push_flag": int(push.get("push") == "off"),
        "online_only": str(fields.get("online_only", fields.get("lifetime", ""))) not in {"", "false"},
        "is_custom": "custom" in fields or "elements" in fields,
        "has_desc": bool(push.get("desc")),
        "title_length": len(str(push.get("title", ""))),
        "text_length": len(text),
        "text_is_a_test": any(word in text.lower() for word in _TEST_TEXTS),
        "group_type": str(group.get("type", "")),
        "fields": sorted(fields),
    }


def _answers(result: CaseResult) -> dict[str, Any]:
    """Return what IM answered to the sender, and what its console says of the push."""
    world = result.world
    answers: dict[str, Any] = {
        "receive_option": str(world.im.delivery.options.of(RECEIVER, SENDER)),
    }
    for record in result.trace:
        if record.kind is Kind.HOP and record.name == "im_accepted" and record.outcome is Outcome.REFUSED:
            answers["send_refused_because"] = record.reason
    for push_id in world.trace.push_ids():
        logged = world.im.delivery.log.of(push_id) if _is_logged(world, push_id) else None
        if logged is not None:
            stopped = logged.stopped or logged.answered
            answers["trace_code"] = 0 if stopped is None else stopped.code
            answers["vendor_asked"] = logged.answered is not None
            answers["vendor_code"] = logged.vendor_code if logged.answered is not None and logged.answered.code else ""
            answers["vendor_text"] = logged.vendor_text
    return answers


def _is_logged(world: World, push_id: int) -> bool:
    try:
        world.im.delivery.log.of(push_id)
    except KeyError:
        return False
    return True
