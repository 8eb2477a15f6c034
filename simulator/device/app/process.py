"""One run of the customer's app: its code, in the order in which Android and the user make it run."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.notification_channel import CREATE_CHANNEL, ChannelRefused, NotificationChannel
from simulator.device.app.generation import Generation
from simulator.device.app.im_sdk import ImSdk
from simulator.device.app.im_sdk_rules import KICKED_OFF_BY_OTHER
from simulator.device.app.process_rules import (
    CREATE,
    ENDED_BEFORE_REG_ID,
    ENDED_UNREPORTED,
    OPEN,
    READ_EXTRAS,
    START,
    USE,
    ExtrasCase,
    StartCase,
)
from simulator.device.app.push_token_manager import PushTokenManager
from simulator.device.app.variant import AppVariant, Place
from simulator.device.vendor_demo import VendorDemo
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.trace import Kind, Outcome
from simulator.push.journey import Hop
from simulator.push.message import Message

if TYPE_CHECKING:
    from simulator.device.app.application import Application
    from simulator.device.device import Device

# Assumed: how long after the vendor's token a further push SDK has its own.
_SECOND_SDK_MS = 300

_LEFT_UNDONE = ((Hop.REG_ID_RECEIVED, ENDED_BEFORE_REG_ID), (Hop.TOKEN_REPORTED, ENDED_UNREPORTED))


class AppProcess:
    """One run of the app's main process.

    Attributes:
        im: The IM SDK in it.
        tokens: The app's token manager in it.
        vendor_client: The vendor's SDK object, made by the vendor's branch of `onCreate`.
        awaits_reg_id: The vendor was asked for a regId and has not answered yet.
    """

    def __init__(self, app: "Application") -> None:
        """Start; `on_create` runs the app's own code."""
        self.app: Application = app
        self.device: Device = app.device
        self.im: ImSdk = ImSdk(self)
        self.tokens = PushTokenManager(self)
        self.vendor_client: object = None
        self.awaits_reg_id: bool = False
        self._is_waived_dead = False

    @lazy
    def start_case(self) -> StartCase:
        """The vendors whose branches this process takes."""
        build = self.device.settings.build
        variant = self.app.variant
        tests = variant.init_brands.tests(self.app.build.guides, by_brand_alone=variant.tests_brand_alone)
        branches = tuple(test for test in tests if test.fits(build))
        return StartCase(self, branches, tuple(one.vendor for one in branches) or (self.device.push_vendor,))

    @property
    def is_alive(self) -> bool:
        """Whether this is still the app's process."""
        return self.app.process is self

    @property
    def is_listening(self) -> bool:
        """Whether an answer still reaches its code: while it lives, or where a rule about its end is waived."""
        return self.is_alive or self._is_waived_dead

    @property
    def reports_behind_login(self) -> bool:
        """Whether a login that succeeds leads to a report, or to the regId for one."""
        variant = self.app.variant
        opens_push = variant.opens_push_on is Place.MAIN_PAGE and self.demo is not None and self.demo.opens_push_on_page
        return variant.reports_after_login or variant.starts_sdk_in is Place.MAIN_PAGE or opens_push

    def ended(self) -> None:
        """Record which steps to a bound token the end of the process prevents."""
        rules, name = self.device.rules, self.device.name
        for hop, decision in _LEFT_UNDONE:
            rule = rules.first_no(decision, self, name)
            if rule is not None:
                self.refuse(hop, rule)
            elif any(one.says_no(self) for one in decision):
                self._is_waived_dead = True
                self.im.hurry_reports()

    # -- what the app's code uses -----------------------------------------------------------------------------------

    def log(self, level: str, tag: str, text: str) -> None:
        """Write a line to the logcat."""
        self.device.settings.log(level, tag, text)

    def log_own(self, level: str, class_name: str, text: str) -> None:
        """Write a line of the app's own push code, under the tag that its generation gives to *class_name*."""
        generation = self.app.variant.generation
        if generation.logs:
            self.log(level, f"{generation.prefix}{class_name}", text)

    def token_error(self, code: int, text: str) -> None:
        """Take a vendor's failure as the push module of its time does; older code logs it where it comes."""
        generation = self.app.variant.generation
        if generation is Generation.TUI_OFFLINE_PUSH:
            self.log_own("E", generation.token_manager, f"onTokenErrorCallBack code = {code}, code des = {text}")

    def later(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Run *action* in *delay_ms*, if the process is still alive then."""

        def if_listening() -> None:
            if self.is_listening:
                action()

        self.device.scheduler.after(delay_ms, if_listening)

    def callback(self, name: str, data: Mapping[str, object]) -> None:
        """Record that the app's code was called back."""
        self.device.trace.write(self.device.name, Kind.CALLBACK, name, data=data)

    def hop(self, hop: Hop, *, rule: str = "", reason: str = "", data: Mapping[str, object] | None = None) -> None:
        """Record a hop of the token."""
        self.device.trace.write(
            self.device.name,
            Kind.HOP,
            hop,
            outcome=Outcome.REFUSED if reason else Outcome.OK,
            reason=reason,
            rule=rule,
            data=data or {},
        )

    def refuse(self, hop: Hop, rule: Rule[Any], data: Mapping[str, object] | None = None) -> None:
        """Record that the way to a bound token ends at *hop*, because of *rule*."""
        self.hop(hop, rule=rule.name, reason=rule.reason, data=data)

    def called_back(self, reg_id: str | None, use: Decision[AppVariant], fact: str) -> None:
        """Do what the app's code does with the result of a callback.

        Args:
            reg_id: The regId; empty or `None` after a failure, which some apps store as well.
            use: Whether the app's code does more with it than to log it.
            fact: Name of what the guide says of the callback.
        """
        rule = self.device.rules.first_no(use, self.app.variant, self.device.name)
        if rule is not None:
            self.refuse(Hop.REG_ID_RECEIVED, rule, {"reg_id": reg_id})
        elif reg_id:
            self.reg_id_received(reg_id, fact)
        elif self.app.variant.stores_failed_results:
            self.tokens.set_and_report("")

    def reg_id_received(self, reg_id: str, rule: str) -> None:
        """Store the regId and report it, as the code of the page and of careful receivers does."""
        self.hop(Hop.REG_ID_RECEIVED, rule=rule, data={"reg_id": reg_id})
        self.tokens.set_and_report(reg_id)
        if self.app.variant.second_token:
            self.later(_SECOND_SDK_MS, self._take_second_token)

    def _take_second_token(self) -> None:
        token = self.app.variant.second_token
        self.log("D", "FirebaseMessagingService", f"Refreshed token: {token}")
        self.tokens.set_and_report(token)

    def read_extras(self, extras: Mapping[str, str]) -> Rule[ExtrasCase] | None:
        """Read the *extras* of a page's intent; return the rule by which the app crashes, if it does."""
        rule = self.device.rules.first_no(READ_EXTRAS, ExtrasCase(self.app.variant, extras), self.device.name)
        if rule is not None:
            what = (
                "java.lang.NullPointerException: Attempt to invoke virtual method "
                f"'{self.app.variant.extras_call}' on a null object reference"
            )
            self.crash(what, rule.name)
        return rule

    # -- the app's own code -----------------------------------------------------------------------------------------

    def create_notification_channel(self, channel: NotificationChannel) -> None:
        """Create *channel*, as further code of the app may; it catches no exception, so one ends it."""
        try:
            self.device.notifications.create_notification_channel(self.app.package, channel)
        except ChannelRefused as refused:
            self.crash(f"java.lang.IllegalArgumentException: {refused.what}", CREATE_CHANNEL.name)

    def crash(self, what: str, fact: str) -> None:
        """End with an exception that nobody catches, because of *fact*."""
        self.log("E", "AndroidRuntime", f"FATAL EXCEPTION: main, Process: {self.app.package}: {what}")
        self.callback("crashed", {"what": what, "facts": (fact,)})
        self.app.end(KillCause.CRASH)

    def on_create(self) -> None:
        """Run `Application.onCreate`: IM first, then the vendor of this phone's brand."""
        variant = self.app.variant
        rule = self.device.rules.first_no(CREATE, variant, self.device.name)
        if rule is not None:
            self.refuse(Hop.SDK_STARTED, rule)
            return
        if variant.initialises_im:
            self.im.init()
            if variant.generation <= Generation.DEMO_2019_06:
                self.log("I", "System.out", ">>>>>>>>>>>>>>>>>>0")
                self.log("I", "System.out", ">>>>>>>>>>>>>>>>>>0")
        if variant.starts_sdk_in in {Place.APPLICATION, Place.NOWHERE}:
            self.start_vendors()

    def start_vendors(self) -> None:
        """Start the SDK of every branch that this phone's brand takes."""
        case = self.start_case
        device = self.device
        rule = device.rules.first_no(START, case, device.name)
        if rule is not None:
            self.refuse(Hop.SDK_STARTED, rule)
            return
        for vendor in case.vendors:
            demo = self.app.build.demos.get(vendor)
            if demo is not None:
                demo.start(self)

    def open_first_page(self) -> None:
        """Show the first page: straight to the login of a remembered user, or the login page."""
        variant = self.app.variant
        if variant.starts_sdk_in is Place.LOGIN_PAGE and not self._remembered_user:
            self.start_vendors()
        if variant.opens_push_on is Place.LOGIN_PAGE:
            self._open_push()
        self.log_in_again()

    @property
    def _remembered_user(self) -> str:
        """Whom the app logs in at its start; empty for nobody."""
        return self.app.storage.get("user", "") if self.app.variant.remembers_login else ""

    def log_in_again(self) -> None:
        """Log in the user whom the app remembers, if any."""
        if self._remembered_user:
            self.log_in(self._remembered_user)

    def log_in(self, user: str) -> None:
        """Log *user* in, with a UserSig from the customer's server."""

        def done(code: int, _text: str) -> None:
            if code == 0:
                self._logged_in(user)
            elif code == KICKED_OFF_BY_OTHER:
                # The app shows its login page, as for onForceOffline; the next login is the user's own.
                self.app.storage.pop("user", None)

        self.im.login(user, self.device.wiring.user_sig(user), done)

    def _logged_in(self, user: str) -> None:
        self.app.storage["user"] = user
        self.tokens.is_logged_in = self.app.variant.notes_login
        if self.app.variant.reports_after_login:
            self.tokens.set_push_token_to_tim()
        self.open_main_page()

    def open_main_page(self) -> None:
        """Show the main page, which switches push on and asks for what it needs."""
        variant = self.app.variant
        if variant.asks_for_notifications and self.app.starts >= variant.asks_from_start:
            self.device.permissions.request(self.app.package)
        if variant.starts_sdk_in is Place.MAIN_PAGE:
            self.start_vendors()
        if variant.opens_push_on in {Place.MAIN_PAGE, Place.NOWHERE}:
            self._open_push()

    def _open_push(self) -> None:
        if self.device.rules.first_no(USE, self.start_case, self.device.name) is not None:
            return
        if self.demo is not None and not self.demo.opens_push_on_page:
            return
        rule = self.device.rules.first_no(OPEN, self.start_case, self.device.name)
        if rule is not None:
            self.refuse(Hop.SDK_STARTED, rule)
            return
        if self.demo is not None:
            self.demo.open_push(self)

    @property
    def demo(self) -> VendorDemo[Any] | None:
        """The vendor's code that this phone's brand takes; `None` when the app has none for it."""
        return self.app.build.demos.get(self.start_case.vendors[-1])

    def log_out(self) -> None:
        """Log out and forget the user."""
        self.app.storage.pop("user", None)
        self.tokens.logged_out()
        if self.app.variant.closes_push_at_logout and self.demo is not None:
            self.demo.close_push(self)
        if self.app.variant.logs_out_of_im:
            self.im.logout(lambda _code, _text: None)

    def kicked(self) -> None:
        """Take `onForceOffline` or `onKickedOffline`: the app shows its login page."""
        self.app.storage.pop("user", None)
        self.tokens.logged_out()
        self.im.force_offline()

    def user_sig_expired(self) -> None:
        """Take `onUserSigExpired`: an app that remembers its user logs in again, with a new UserSig."""
        self.tokens.logged_out()
        if self.app.variant.remembers_login and self.app.variant.renews_user_sig:
            self.log_in(self.im.user)

    def to_background(self, unread: int = 0) -> None:
        """Go to the background, with *unread* messages that the user has not read."""
        self.device.activities.to_background(self.app.package)
        self._tell_ground("background")
        if self.app.variant.tells_background:
            self.im.change_ground(is_background=True, unread=unread)

    def to_foreground(self) -> None:
        """Come back to the front."""
        self._tell_ground("foreground")
        if self.app.variant.tells_background:
            self.im.change_ground(is_background=False)

    def _tell_ground(self, ground: str) -> None:
        generation = self.app.variant.generation
        if generation.tells_ground:
            self.log_own("I", generation.application, f"application enter {ground}")

    def ground_told(self, called: str, code: int, text: str) -> None:
        """Take the callback of `doBackground` or `doForeground`."""
        generation = self.app.variant.generation
        if generation.tells_ground and code == 0:
            self.log_own("I", generation.application, f"{called} success")
        elif generation.tells_ground:
            self.log_own("E", generation.application, f"{called} err = {code}, desc = {text}")

    def send(self, message: Message) -> None:
        """Send *message*."""
        self.im.send_message(message)
