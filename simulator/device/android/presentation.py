"""How a notification that shows is presented: what of sound, heads-up, icon, badge and lock screen it has."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import DisplayCase
from simulator.device.android.notification_channel import Importance, Visibility
from simulator.device.android.zen import HIDING_API, Effect
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

SILENT_ICONS_HIDDEN_API = Fact(
    "android.silent_icons_hidden_api",
    29,
    Source("Android PreferencesHelper", "DEFAULT_HIDE_SILENT_STATUS_BAR_ICONS", grade=Grade.OBSERVED),
)
"""From Android 10 on the status bar leaves out the icons of silent notifications, unless the user wants them."""


class LockScreen(StrEnum):
    """What a locked screen shows of a notification; as the user's setting, what it may show at most."""

    FULL = "full"
    CONTENT_HIDDEN = "content_hidden"
    NOTHING = "nothing"


class Presentation(msgspec.Struct, frozen=True):
    """What a notification has beside its place in the shade.

    Attributes:
        sound: It was heard, or felt.
        heads_up: It dropped down over what is on the screen.
        status_bar: It has its icon in the status bar.
        badge: It counts at the app's icon; launchers differ in what they draw.
        lock_screen: What a locked screen shows of it.
        noes: Rules that took something away that it would have had, by the decision's name.
    """

    sound: bool
    heads_up: bool
    status_bar: bool
    badge: bool
    lock_screen: LockScreen
    noes: Mapping[str, Rule["PresentationCase"]]


class PresentationCase(msgspec.Struct, frozen=True):
    """A notification that shows.

    Attributes:
        importance: Of its channel.
        is_locked: The screen is off or locked.
        lock_screen: The user's setting.
    """

    display: DisplayCase
    importance: Importance
    is_locked: bool
    lock_screen: LockScreen

    @property
    def visibility(self) -> Visibility:
        """What its channel says of locked screens, else what it says itself."""
        channel = self.display.channel
        own = self.display.notification.visibility
        return own if channel is None or channel.lock_screen is None else channel.lock_screen

    def is_hidden(self, effect: Effect) -> bool:
        """Return whether do-not-disturb takes *effect* away."""
        case = self.display
        return case.api_level >= HIDING_API.value and case.zen.hides(effect, bypasses=case.bypasses_zen)


_POLICY = "NotificationManager.Policy"


def _zen_rule(effect: Effect) -> Rule[PresentationCase]:
    return Rule(
        f"android.{effect}_hidden_by_zen",
        Reason.DO_NOT_DISTURB,
        lambda case: case.is_hidden(effect),
        Source("Android API reference", f"{_POLICY}, SUPPRESSED_EFFECT_{effect.upper()}"),
    )


SOUND: Decision[PresentationCase] = Decision(
    "android.sound",
    (
        Rule(
            "android.silenced_by_zen",
            Reason.DO_NOT_DISTURB,
            lambda case: case.display.zen.intercepts(bypasses=case.display.bypasses_zen),
            Source("Android API reference", "NotificationManager.setInterruptionFilter"),
        ),
        Rule(
            "android.alerted_before",
            Reason.ALERTED_BEFORE,
            lambda case: case.display.is_update and case.display.notification.only_alert_once,
            Source("Android API reference", "Notification.FLAG_ONLY_ALERT_ONCE"),
        ),
    ),
)
"""Asked of what is loud enough to be heard."""

HEADS_UP: Decision[PresentationCase] = Decision(
    "android.heads_up",
    (
        _zen_rule(Effect.PEEK),
        Rule(
            "android.peek_while_locked",
            Reason.SCREEN_LOCKED,
            lambda case: case.is_locked,
            Source("Android developer guide", "notifications overview, heads-up"),
        ),
        SOUND.rules[1],
    ),
)
"""Asked of what is urgent enough to drop down. Without `FLAG_ONLY_ALERT_ONCE` each update does so again."""

STATUS_BAR: Decision[PresentationCase] = Decision("android.status_bar", (_zen_rule(Effect.STATUS_BAR),))

BADGE: Decision[PresentationCase] = Decision(
    "android.badge",
    (
        Rule(
            "android.badge_switched_off",
            Reason.BADGE_SWITCHED_OFF,
            lambda case: case.display.channel is not None and not case.display.channel.shows_badge,
            Source("Android API reference", "NotificationChannel.setShowBadge"),
        ),
        _zen_rule(Effect.BADGE),
    ),
)

LOCK_SCREEN: Decision[PresentationCase] = Decision(
    "android.lock_screen",
    (
        Rule(
            "android.lock_screen_off",
            Reason.NOT_ON_LOCK_SCREEN,
            lambda case: case.lock_screen is LockScreen.NOTHING,
            Source("Android API reference", "NotificationChannel.setLockscreenVisibility"),
            LockScreen.NOTHING,
        ),
        Rule(
            "android.lock_screen_secret",
            Reason.NOT_ON_LOCK_SCREEN,
            lambda case: case.visibility is Visibility.SECRET,
            Source("Android API reference", "Notification.VISIBILITY_SECRET"),
            LockScreen.NOTHING,
        ),
        Rule(
            "android.lock_screen_private",
            Reason.NOT_ON_LOCK_SCREEN,
            lambda case: case.lock_screen is LockScreen.CONTENT_HIDDEN and case.visibility is Visibility.PRIVATE,
            Source("Android API reference", "Notification.VISIBILITY_PRIVATE"),
            LockScreen.CONTENT_HIDDEN,
        ),
    ),
)
"""What a no answers is all that is left to see."""


def present(case: PresentationCase, rulebook: Rulebook, phone: str) -> Presentation:
    """Return how the notification of *case* is presented on *phone*."""
    loud = not case.display.notification.silent
    wanted = (
        (SOUND, case.importance.makes_sound and loud),
        (HEADS_UP, case.importance.is_heads_up and loud),
        (STATUS_BAR, _has_icon(case)),
        # Assumed: minimised notifications are not counted.
        (BADGE, case.display.api_level >= CHANNELS_API and case.importance > Importance.MIN),
        (LOCK_SCREEN, True),
    )
    noes = {decision.name: rulebook.first_no(decision, case, phone) for decision, is_wanted in wanted if is_wanted}
    has = {name: rule is None for name, rule in noes.items()}
    on_lock_screen = noes[LOCK_SCREEN.name]
    return Presentation(
        sound=has.get(SOUND.name, False),
        heads_up=has.get(HEADS_UP.name, False),
        status_bar=has.get(STATUS_BAR.name, False),
        badge=has.get(BADGE.name, False),
        lock_screen=LockScreen.FULL if on_lock_screen is None else LockScreen(str(on_lock_screen.answer)),
        noes={name: rule for name, rule in noes.items() if rule is not None},
    )


def _has_icon(case: PresentationCase) -> bool:
    if case.display.api_level < SILENT_ICONS_HIDDEN_API.value:
        return case.importance > Importance.MIN
    return case.importance > Importance.LOW
