"""Huawei's push service in the system of a phone: HMS Core, on older phones the push agent."""

from collections.abc import Callable, Iterator
from itertools import chain

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import Notification
from simulator.device.android.intent import IntentMalformed, parse_intent_uri
from simulator.device.android.intent_resolver import resolve_activity
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.variant import version_numbers
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.network.faults import Broken
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery, Register, Registered
from simulator.vendors.huawei import facts

PUSH_AGENT = "com.huawei.android.pushagent"

TAPPED = Fact("huawei.ext_in_intent", True, Source(facts.GUIDE, "ext 2", ("C08", "H02")))

TOKEN, DISPLAY_OFF = "huawei.token", "huawei.display_off"
"""What HMS keeps of an app, with the app's data: its token, and that it has called `turnOffPush`."""


def _service(case: ArrivedCase) -> "HuaweiPushService":
    service = case.device.push_service
    assert isinstance(service, HuaweiPushService)
    return service


ARRIVAL: Decision[ArrivedCase] = Decision(
    "huawei.arrival",
    (
        Rule(
            "huawei.token_unknown_on_phone",
            Reason.REG_ID_INVALID,
            lambda case: _service(case).has_lost(case.delivery.reg_id),
            Source(facts.RECEIPTS, "status 5"),
        ),
        Rule(
            "huawei.other_user",
            Reason.REG_ID_INVALID,
            lambda case: not case.device.users.is_at_the_phone(case.device),
            Source(facts.RECEIPTS, "status 22"),
        ),
        Rule(
            "huawei.profile_unknown",
            Reason.INVALID_REQUEST,
            lambda case: bool(case.delivery.options["profile_id"]),
            Source(facts.RECEIPTS, "status 144"),
        ),
        Rule(
            "huawei.pass_through",
            Reason.PASS_THROUGH,
            lambda case: bool(case.delivery.options["pass_through"]),
            Source(facts.API, "data messages", ("C04",)),
        ),
        Rule(
            "huawei.push_turned_off",
            Reason.PUSH_DISABLED,
            lambda case: DISPLAY_OFF in case.device.app.storage,
            Source(facts.RECEIPTS, "status 6"),
        ),
        Rule(
            "huawei.foreground_hidden",
            Reason.FOREGROUND_HIDDEN,
            lambda case: (
                not case.delivery.options["foreground_show"] and case.device.app.state is ProcessState.FOREGROUND
            ),
            Source(facts.API, "foreground_show"),
        ),
    ),
)
"""No app here gives HMS a profile of its user, so a message for one finds none."""

HELD: Decision[ArrivedCase] = Decision(
    "huawei.held",
    (
        Rule(
            "huawei.locked",
            Reason.DEVICE_OFFLINE,
            lambda case: not case.device.keyguard.is_user_unlocked,
            Source(facts.RECEIPTS, "status 51"),
        ),
        Rule(
            "huawei.night_control",
            Reason.QUIET_HOURS,
            lambda case: _service(case).is_held(case.delivery),
            Source(facts.LIMITS, "night control"),
        ),
    ),
)
"""What holds a message back on its phone. Assumed: to launch or to leave the app, and to tap, is to use the phone."""


class HuaweiPushService(PushService):
    """HMS on one phone; its conditions are `facts.HMS_CONDITIONS`."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    conditions = (facts.WORKING, *facts.HMS_CONDITIONS)
    waits_for_unlock = False
    posting_facts = (facts.OUTLIVES_APPS.name, facts.SOUND_AT_CREATION.name, facts.SOUND_PER_NOTIFICATION.name)

    def __init__(self, device: Device, version: int) -> None:
        """Run on *device*."""
        super().__init__(device, version)
        self._given: set[str] = set()
        self._used_ms = device.scheduler.now_ms
        self._held: dict[int, Delivery] = {}
        device.keyguard.register_callback(self._unlocked)

    # -- tokens -------------------------------------------------------------------------------------------------------

    def register(self, question: Register, answered: Callable[[Registered | Broken], None]) -> None:
        """Ask for a token; HMS stores it, even if the app dies before the answer."""

        def arrived(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and answer.reg_id:
                self.keep(answer.reg_id)
            answered(answer)

        self.ask(question, arrived)

    def keep(self, token: str) -> None:
        """Keep *token* as that of the app."""
        self._given.add(token)
        self.device.app.storage[TOKEN] = token

    def has_lost(self, token: str) -> bool:
        """Return whether *token* was given to an app that is still on the phone, and is not that app's any more."""
        device = self.device
        is_lost = token in self._given and device.app.storage.get(TOKEN) != token
        return is_lost and device.packages.is_installed(device.app.package)

    # -- messages -----------------------------------------------------------------------------------------------------

    def receive(self, delivery: Delivery) -> None:
        """Take a message; a data message goes to the app if it runs or may be started."""
        device = self.device
        rule = device.rules.first_no(HELD, ArrivedCase(delivery, device), device.name)
        if rule is None:
            self._take(delivery)
        else:
            self._hold(delivery, rule)

    def _take(self, delivery: Delivery) -> None:
        device = self.device
        super().receive(delivery)
        if not delivery.options["pass_through"] or self.has_lost(delivery.reg_id):
            return
        if delivery.options["wakes_app"] and not device.app.is_running:
            device.app.start()
        if device.app.process is not None:
            device.app.process.callback("onMessageReceived", {"data": delivery.options["data"]})

    def report(self, delivery: Delivery, kind: ReceiptKind, reason: str = "") -> None:
        """Tell the cloud what became of *delivery*: data that an app took, and a page that is not there, with it."""
        if not self.device.users.is_at_the_phone(self.device):
            super().report(delivery, kind, facts.OTHER_USER)
            return
        if reason == Reason.FOREGROUND_HIDDEN:
            self._hand_over(delivery)
        if reason == Reason.PASS_THROUGH and self.device.app.is_running:
            super().report(delivery, ReceiptKind.ARRIVED)
        elif kind is ReceiptKind.ARRIVED and (missing := self._why_page_is_missing(delivery)):
            super().report(delivery, ReceiptKind.FAILED, missing)
        else:
            super().report(delivery, kind, reason)

    def _hand_over(self, delivery: Delivery) -> None:
        """Hand a message that is not shown in front to the app, if its SDK supports that."""
        app = self.device.app
        sdk = version_numbers(app.variant.sdk_version(facts.NAME))
        if app.process is not None and sdk >= facts.FOREGROUND_CALLBACK_SDK.value:
            data = {"title": delivery.title, "body": delivery.body, "facts": (facts.FOREGROUND_CALLBACK_SDK.name,)}
            app.process.callback("onMessageReceived", data)

    def _why_page_is_missing(self, delivery: Delivery) -> str:
        """Return why a tap will open nothing; empty where it opens something, or what it opens is not the app's."""
        device = self.device
        if delivery.click.kind not in {ClickKind.INTENT, ClickKind.ACTION}:
            return ""
        try:
            intent = parse_intent_uri(_page_of(delivery))
        except IntentMalformed:
            return Reason.INTENT_MALFORMED
        found = resolve_activity(
            intent, device.app.manifest, from_outside=True, rulebook=device.rules, subject=device.name
        )
        return "" if found.rule is None else found.rule.reason

    # -- the night ----------------------------------------------------------------------------------------------------

    def is_held(self, delivery: Delivery) -> bool:
        """Return whether it is night for *delivery*, and nobody has used the phone for half an hour."""
        now_ms = self.device.scheduler.now_ms
        is_night = now_ms < int(str(delivery.options["night_ends_ms"]))
        return is_night and now_ms - self._used_ms >= facts.NIGHT_CONTROL.value

    def held(self) -> Iterator[int]:
        """Iterate over the ids of the pushes in hand, those that wait for the morning among them."""
        return chain(super().held(), self._held)

    def process_changed(self, *, is_running: bool) -> None:
        """Note that the phone is in use when the app is opened."""
        if is_running:
            self._used()

    def _hold(self, delivery: Delivery, rule: Rule[ArrivedCase]) -> None:
        device = self.device
        self._held[delivery.push_id] = delivery
        device.trace.wait(device.name, Hop.DEVICE_RECEIVED, rule, push_id=delivery.push_id)
        if not device.keyguard.is_user_unlocked:
            self.report(delivery, ReceiptKind.FAILED, facts.LOCKED)
        else:
            wait_ms = int(str(delivery.options["night_ends_ms"])) - device.scheduler.now_ms
            device.scheduler.after(wait_ms, self._release)

    def _unlocked(self) -> None:
        if not self.device.keyguard.is_keyguard_locked:
            self._used()

    def _used(self) -> None:
        self._used_ms = self.device.scheduler.now_ms
        self._release()

    def _release(self) -> None:
        if not self.device.keyguard.is_user_unlocked:
            return
        held, self._held = self._held, {}
        go_back = self.device.trace.branch()
        for delivery in held.values():
            self._take(delivery)
            go_back()

    # -- channels -----------------------------------------------------------------------------------------------------

    @property
    def has_own_channel(self) -> bool:
        """Whether the service brings a channel of its own."""
        # A waived rule lets a phone without HMS through: then it is taken for one with a version of today.
        return not self.version or self.version >= facts.OWN_CHANNEL_VERSION.value

    def _is_silent(self, delivery: Delivery) -> bool:
        """Return whether it makes no sound: LOW, and marketing where EMUI tells the classes apart."""
        tells_apart = self.device.settings.api_level >= facts.TOKEN_RETURNED_API.value
        return delivery.options["importance"] == "LOW" or (bool(delivery.options["marketing"]) and tells_apart)

    def _creates_named_channel(self, delivery: Delivery) -> bool:
        """Return whether the message makes the channel that it names: one that brings a sound does."""
        return bool(delivery.channel_id and delivery.options["sound"])

    def _channel_id(self, delivery: Delivery) -> str | None:
        """Return where *delivery* goes: its own channel where that is there, else the service's."""
        if not self.has_own_channel:
            return delivery.channel_id or None
        named = delivery.channel_id
        is_there = self.device.notifications.get_notification_channel(delivery.package, named) is not None
        # Assumed: a message for a channel that the app has not created goes to the service's own.
        if named and (is_there or self._creates_named_channel(delivery)):
            return named
        return facts.LOW_CHANNEL_ID if self._is_silent(delivery) else facts.CHANNEL_ID.value

    def channel(self, delivery: Delivery) -> NotificationChannel | None:
        """Return the service's own channel, or the message's, with the sound that it brings."""
        channel_id = self._channel_id(delivery)
        if not self.has_own_channel or channel_id is None:
            return None
        notifications = self.device.notifications
        if notifications.get_notification_channel(delivery.package, channel_id) is not None:
            return None
        importance = Importance.LOW if self._is_silent(delivery) else Importance.DEFAULT
        sound = str(delivery.options["sound"]) if channel_id == delivery.channel_id else ""
        return NotificationChannel(channel_id, channel_id, importance=importance, sound=sound)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name; its sound counts where Android has no channels."""
        has_channels = self.device.settings.api_level >= CHANNELS_API
        tag, when_ms = delivery.options["tag"], delivery.options.get("when_ms")
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            tag=None if tag is None else str(tag),
            channel_id=self._channel_id(delivery),
            push_id=delivery.push_id,
            content=delivery,
            auto_cancel=bool(delivery.options["auto_cancel"]),
            # Assumed: the service sets the time that the sender names.
            when_ms=when_ms if isinstance(when_ms, int) else None,
            op_package=PUSH_AGENT,
            silent=self._is_silent(delivery),
            sound="" if has_channels else str(delivery.options["sound"]),
        )

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open what `click_action` says; the keys of `data` are extras of its intent."""
        self._used()
        opening = self._open(delivery)
        ext = opening.extras.get("ext") if self.device.app.variant.reads_intent_extras else None
        was_sent = "ext" in delivery.custom
        record_handled(self.device, notification.push_id, opening, ext, TAPPED.name, ext_was_sent=was_sent)

    def _open(self, delivery: Delivery) -> Opening:
        click = delivery.click
        match click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return open_url(self.device, click.target)
            case _:
                return open_page(self.device, _page_of(delivery), delivery.custom, from_outside=True)


def _page_of(delivery: Delivery) -> str:
    """Return the intent URI of the page that a tap opens: its action goes to the app itself."""
    click = delivery.click
    if click.kind is ClickKind.ACTION:
        return f"intent:#Intent;action={click.target};package={delivery.package};end"
    return click.target
