"""What a tap opens: the launcher page, a web page, or a page of the app; used by every vendor's push service."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from simulator.device.android.activity_manager import ProcessState, Started
from simulator.device.android.display_log import TAG
from simulator.device.android.intent import Intent, IntentMalformed, parse_intent_uri
from simulator.device.android.intent_resolver import RESOLVE_ACTIVITY, resolve_activity
from simulator.device.app.local_notifications import LocalContent
from simulator.device.app.manifest import ACTIVITIES, Component, Manifest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.push.journey import Hop
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.device import Device

WEB_SCHEMES = ("http://", "https://")
OPENS_LAUNCHER = Fact("device.tap_opens_launcher", True, Source("vivo guide", "click, open the app", ("C07", "V08")))


class ClickCase(msgspec.Struct, frozen=True):
    """A target to open.

    Attributes:
        target: Address or intent URI.
    """

    target: str

    @property
    def intent(self) -> Intent | None:
        """The target as an intent; `None` when Android cannot read it."""
        try:
            return parse_intent_uri(self.target)
        except IntentMalformed:
            return None


OPEN_URL: Decision[ClickCase] = Decision(
    "device.open_url",
    (
        Rule(
            "device.url_not_legal",
            Reason.URL_NOT_LEGAL,
            lambda case: not case.target.startswith(WEB_SCHEMES),
            Source("vivo client SDK 2.9", "skipType 2", ("C07",)),
        ),
    ),
)
OPEN_LAUNCHER: Decision[Manifest] = Decision(
    "device.open_launcher",
    (
        Rule(
            "device.no_launcher",
            Reason.NO_ACTIVITY,
            lambda manifest: manifest.launcher is None,
            Source("Android developer guide", "launcher activity"),
        ),
    ),
)
READ_INTENT: Decision[ClickCase] = Decision(
    "device.read_intent",
    (
        Rule(
            "device.intent_malformed",
            Reason.INTENT_MALFORMED,
            lambda case: case.intent is None,
            Source("vivo guide", "click", ("C07", "V09")),
        ),
    ),
)


class Starter(StrEnum):
    """Who opens a page."""

    SYSTEM = "system"
    """The system itself, or the maker's push service, which belongs to it."""
    APP = "app"
    """The app's own code, to which the system has handed the tap."""
    RECEIVER = "receiver"
    """The same, where the app's own notification broadcasts the tap."""


class StartCase(msgspec.Struct, frozen=True):
    """A page to open."""

    device: "Device"
    starter: Starter

    @property
    def is_from_background(self) -> bool:
        """Whether the app's own code opens it while the app is not in front."""
        return self.starter is not Starter.SYSTEM and self.device.app.state is not ProcessState.FOREGROUND


TRAMPOLINE_API = Fact(
    "android.trampoline_api", 31, Source("Android developer guide", "Android 12 behavior changes, trampolines")
)
START_PAGE: Decision[StartCase] = Decision(
    "android.start_page",
    (
        Rule(
            "android.trampoline_blocked",
            Reason.TRAMPOLINE_BLOCKED,
            lambda case: (
                case.starter is Starter.RECEIVER
                and min(case.device.settings.api_level, case.device.app.manifest.target_sdk) >= TRAMPOLINE_API.value
            ),
            TRAMPOLINE_API.source,
        ),
        Rule(
            "rom.background_popup_off",
            Reason.BACKGROUND_POPUP_OFF,
            lambda case: case.is_from_background and not case.device.life.background_popup,
            Source("Tencent IM guide", "offline push, opening the app from the notification"),
        ),
    ),
)
"""Whether a page may come to the front."""


class Opening(msgspec.Struct, frozen=True):
    """Result of opening a target.

    Attributes:
        activity: Full class name of what is in front now, or the address in the browser.
        intent: What the page's `getIntent()` returns as the app's code sees it.
        rule: The rule that refused; `None` for success.
        detail: Why it refused, for people.
        facts: Names of the decisions and facts behind a success.
    """

    activity: str = ""
    intent: Intent | None = None
    rule: Rule[Any] | None = None
    detail: str = ""
    facts: tuple[str, ...] = ()

    @property
    def extras(self) -> Mapping[str, str]:
        """The extras of that intent; none where no page has opened."""
        return {} if self.intent is None else self.intent.extras


def open_launcher(device: "Device", extras: Mapping[str, str], starter: Starter = Starter.SYSTEM) -> Opening:
    """Open the app's launcher page with *extras*, as *starter* does."""
    app = device.app
    rule = device.rules.first_no(OPEN_LAUNCHER, app.manifest, device.name)
    # Where the rule is waived the first page stands for the launcher's.
    launcher = app.manifest.launcher or next((one for one in app.manifest.components if one.kind in ACTIVITIES), None)
    if rule is not None or launcher is None:
        return Opening(rule=rule, detail="the manifest has no activity with MAIN and LAUNCHER")
    intent = Intent(component=(app.package, launcher.name))
    intent = device.packages.get_launch_intent_for_package(app.package) or intent
    return _start(device, launcher, replace(intent, extras=extras), (OPENS_LAUNCHER.name,), starter)


def open_url(device: "Device", address: str) -> Opening:
    """Open *address* in the browser, which comes to the front; the app is not involved."""
    rule = device.rules.first_no(OPEN_URL, ClickCase(address), device.name)
    if rule is not None:
        return Opening(rule=rule, detail=f'"{address}" does not begin with http:// or https://')
    process = device.app.process
    if process is not None and device.app.state is ProcessState.FOREGROUND:
        process.to_background()
    return Opening(activity=address, facts=(OPEN_URL.name,))


def open_page(
    device: "Device", target: str, extras: Mapping[str, str], *, from_outside: bool, starter: Starter = Starter.SYSTEM
) -> Opening:
    """Open the page that the intent URI *target* names, with *extras* added to it, as *starter* does."""
    case = ClickCase(target)
    rule = device.rules.first_no(READ_INTENT, case, device.name)
    intent = case.intent
    if rule is not None or intent is None:
        return Opening(rule=rule, detail=f'"{target}" is not an intent URI')
    resolution = resolve_activity(
        intent, device.app.manifest, from_outside=from_outside, rulebook=device.rules, subject=device.name
    )
    if resolution.component is None:
        return Opening(rule=resolution.rule, detail=resolution.detail)
    wanted = replace(intent, extras={**intent.extras, **extras})
    return _start(device, resolution.component, wanted, (READ_INTENT.name, RESOLVE_ACTIVITY.name), starter)


def open_local(device: "Device", content: LocalContent) -> None:
    """Open the target of one of the app's own notifications, directly or through its receiver, and record it."""
    starter = Starter.RECEIVER if content.through_receiver else Starter.SYSTEM
    if content.opens:
        opening = open_page(device, content.opens, {}, from_outside=False, starter=starter)
    else:
        opening = open_launcher(device, {}, starter)
    record_handled(device, None, opening, None)


def _start(device: "Device", component: Component, intent: Intent, facts: tuple[str, ...], starter: Starter) -> Opening:
    app = device.app
    was_running = app.is_running
    process = app.start()
    rule = device.rules.first_no(START_PAGE, StartCase(device, starter), device.name)
    if starter is Starter.RECEIVER:
        _log_trampoline(device, is_blocked=rule is not None and rule.reason == Reason.TRAMPOLINE_BLOCKED)
    if rule is not None:
        return Opening(rule=rule, detail=_WHY_NOT[rule.name])
    started = device.activities.start_activity(app.package, component, intent)
    if was_running:
        process.to_foreground()
    else:
        process.open_first_page()
    return Opening(component.name, _seen_intent(device, started), facts=facts)


def _log_trampoline(device: "Device", *, is_blocked: bool) -> None:
    if device.settings.api_level < TRAMPOLINE_API.value:
        return
    what = f"Indirect notification activity start (trampoline) from {device.app.package}"
    if is_blocked:
        device.settings.log("E", TAG, f"{what} blocked")
    else:
        device.settings.log("W", TAG, f"{what}, this should be avoided for performance reasons")


_WHY_NOT = {
    "android.trampoline_blocked": "Android 12 lets no receiver of a tap open a page, for apps made for it",
    "rom.background_popup_off": "the maker's system lets the app open no page from the background",
}


def _seen_intent(device: "Device", started: Started) -> Intent:
    """Return what `getIntent()` gives the app's code: a careful one sets the new intent first (C33)."""
    if started.new_intent is not None and device.app.variant.reads_new_intent:
        started.activity.set_intent(started.new_intent)
        return started.new_intent
    return started.current_intent


def record_handled(
    device: "Device",
    push_id: int | None,
    opening: Opening,
    ext: str | None,
    rule: str = "",
    *,
    ext_was_sent: bool = False,
) -> None:
    """Write the last hop: what the tap opened, and the custom content that the app's code read.

    A page that opens without the message's custom content is a success with the reason `ext_not_passed`.
    """
    refusal = opening.rule
    lost = Reason.EXT_NOT_PASSED if ext_was_sent and ext is None else ""
    device.trace.write(
        device.name,
        Kind.HOP,
        Hop.HANDLED,
        outcome=Outcome.OK if refusal is None else Outcome.REFUSED,
        reason=lost if refusal is None else refusal.reason,
        rule=rule if refusal is None else refusal.name,
        push_id=push_id,
        data={
            "activity": opening.activity,
            "is_launcher": device.app.manifest.launcher is not None
            and opening.activity == device.app.manifest.launcher.name,
            "ext": ext,
            "detail": opening.detail,
            "facts": opening.facts,
        },
    )
