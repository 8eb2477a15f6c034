"""The customer's app on one phone: what it is made of, and one run of its process."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

import msgspec

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.android.notification_channel import CREATE_CHANNEL, ChannelRefused, NotificationChannel
from simulator.device.app.generation import Generation
from simulator.device.app.im_sdk import KICKED_OFF_BY_OTHER, ImSdk
from simulator.device.app.manifest import Manifest
from simulator.device.app.push_token_manager import PushTokenManager
from simulator.device.app.shrinking import ShrinkingRules
from simulator.device.app.variant import AppVariant, BrandTest, Place
from simulator.device.vendor_sdk import VendorDemo
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.device import Device


# Assumed: how long after the vendor's token a further push SDK has its own.
_SECOND_SDK_MS = 300


class AppBuild(msgspec.Struct, frozen=True):
    """The app as it is built, before it is on any phone.

    Attributes:
        manifest: Merged, with the parts of all vendors whose SDK is in the app.
        shrinking: What keeps class names; `None` for a build without shrinking.
        certificate_ids: The constant of each vendor, such as `VIVO_PUSH_BUZID`.
        demos: The integration code of each vendor that there is.
        receivers: Full class name of the app's own receiver for each vendor.
        constants: Credentials of each vendor as the app's own code has them, by the names of the certificate form.
        lacks: Names of what was left out of the app: of components, and of drawables too.
        starts_itself: It has a receiver for `BOOT_COMPLETED` and a sticky service.
    """

    package: str
    variant: AppVariant
    manifest: Manifest
    shrinking: ShrinkingRules | None
    certificate_ids: Mapping[str, int]
    demos: Mapping[str, VendorDemo]
    receivers: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    starts_itself: bool = False

    @property
    def guides(self) -> tuple[BrandTest, ...]:
        """The branch that each vendor's guide asks for."""
        return tuple(demo.brand_test for demo in self.demos.values())

    def has_class(self, name: str) -> bool:
        """Return whether a class written as *name* still has that name in the build."""
        return self.shrinking is None or self.shrinking.name_after(name) == name


class StartCase(msgspec.Struct, frozen=True):
    """The start of the app's process, as far as vendors are concerned.

    Attributes:
        branches: Those of `onCreate` that this phone's brand takes.
    """

    process: "AppProcess"
    branches: tuple[BrandTest, ...]

    @property
    def vendors(self) -> tuple[str, ...]:
        """Whose SDK is started; where a waived brand rule leaves no branch, that of the phone's own vendor."""
        return tuple(branch.vendor for branch in self.branches) or (self.process.device.push_vendor,)


def _sdk_is_missing(case: StartCase) -> bool:
    libraries = case.process.app.variant.sdk_versions
    return all(vendor not in libraries for vendor in case.vendors)


START: Decision[StartCase] = Decision(
    "app.start_sdk",
    (
        Rule(
            "app.brand_unknown",
            Reason.WRONG_BRAND,
            lambda case: not case.branches,
            Source("vivo guide", "step 3.4", ("C12", "C31", "O10")),
        ),
        Rule(
            "app.sdk_missing",
            Reason.SDK_MISSING,
            _sdk_is_missing,
            Source("vivo guide", "step 3.1", ("C24", "C27")),
        ),
        Rule(
            "app.sdk_never_started",
            Reason.SDK_NOT_INITIALISED,
            lambda case: case.process.app.variant.starts_sdk_in is Place.NOWHERE,
            Source("vivo guide", "step 3.4", ("C28", "V04")),
        ),
    ),
)
"""What decides whether the app starts a vendor's SDK."""

USE: Decision[StartCase] = Decision("app.use_sdk", START.rules[:2])
"""What decides whether the app's code reaches a vendor's SDK at all; START has recorded its no."""

CREATE: Decision[AppVariant] = Decision(
    "app.create",
    (
        Rule(
            "app.application_unnamed",
            Reason.MANIFEST_INCOMPLETE,
            lambda variant: not variant.is_named_in_manifest,
            Source("Android developer guide", "application element, android:name", ("C11",)),
        ),
    ),
)
"""Whether Android runs the app's own `Application.onCreate`."""

OPEN: Decision[StartCase] = Decision(
    "app.open_push",
    (
        Rule(
            "app.push_never_opened",
            Reason.PUSH_NOT_OPENED,
            lambda case: case.process.app.variant.opens_push_on is Place.NOWHERE,
            Source("vivo guide", "step 3.4", ("V04", "V15")),
        ),
    ),
)
"""What decides whether the app switches the vendor's push on."""


class ExtrasCase(msgspec.Struct, frozen=True):
    """A page whose code reads custom content out of its intent.

    Attributes:
        extras: Empty where `getExtras()` is null.
    """

    variant: AppVariant
    extras: Mapping[str, str]


READ_EXTRAS: Decision[ExtrasCase] = Decision(
    "app.read_extras",
    (
        Rule(
            "app.extras_unchecked",
            Reason.APP_CRASHED,
            lambda case: not case.extras and not case.variant.checks_extras,
            Source("OPPO guide", "ext 2", ("O11", "X08")),
        ),
    ),
)
"""Whether a page's code survives an intent without extras: the guide's asks for the keys before it asks for null."""


ENDED_BEFORE_REG_ID: Decision["AppProcess"] = Decision(
    "app.ended_waiting_for_reg_id",
    (
        Rule(
            "app.ended_before_reg_id",
            Reason.ENDED_BEFORE_REG_ID,
            lambda process: process.awaits_reg_id,
            Source("vivo guide", "step 3.4", ("C15",), Grade.ASSUMED),
        ),
    ),
)
ENDED_UNREPORTED: Decision["AppProcess"] = Decision(
    "app.ended_unreported",
    (
        Rule(
            "app.ended_before_login",
            Reason.ENDED_BEFORE_LOGIN,
            lambda process: process.im.is_logging_in and process.reports_behind_login,
            Source("vivo guide", "step 4", ("C14",), Grade.ASSUMED),
        ),
        Rule(
            "app.ended_before_report",
            Reason.ENDED_BEFORE_REPORT,
            lambda process: process.im.is_reporting,
            Source("vivo guide", "step 4", ("C14", "C17"), Grade.ASSUMED),
        ),
    ),
)
"""What the end of the app's process leaves undone; its answers reach nobody any more."""

_LEFT_UNDONE = ((Hop.REG_ID_RECEIVED, ENDED_BEFORE_REG_ID), (Hop.TOKEN_REPORTED, ENDED_UNREPORTED))


class Application:
    """The app installed on one phone.

    Attributes:
        storage: Preferences; they outlive the process and go with the app's data.
        process: The running one, if any.
        starts: How often it has been started since it was installed.
    """

    def __init__(self, device: "Device", build: AppBuild) -> None:
        """Install *build* on *device*."""
        self.device = device
        self.build = build
        self.variant: AppVariant = build.variant
        self.storage: dict[str, str] = {}
        self.process: AppProcess | None = None
        self.starts = 0

    @property
    def package(self) -> str:
        """Application id."""
        return self.build.package

    @property
    def manifest(self) -> Manifest:
        """As merged."""
        return self.build.manifest

    @property
    def is_running(self) -> bool:
        """Whether it has a process."""
        return self.process is not None

    @property
    def state(self) -> ProcessState:
        """Foreground, background or dead."""
        return self.device.activities.state(self.package)

    def certificate_id(self, vendor: str) -> int:
        """Return the certificate ID that the app's constants have for *vendor*; 0 when they have none."""
        return self.build.certificate_ids.get(vendor, 0)

    def start(self) -> "AppProcess":
        """Start the process, unless it runs, and return it."""
        if self.process is None:
            self.device.activities.start_process(self.package)
            self.starts += 1
            self.process = AppProcess(self)
            self._tell_service(is_running=True)
            self.process.on_create()
        return self.process

    def launch(self) -> None:
        """Open the app from the launcher."""
        self.device.used()
        was_running = self.is_running
        process = self.start()
        intent = self.device.packages.get_launch_intent_for_package(self.package)
        launcher = self.manifest.launcher
        if intent is not None and launcher is not None:
            self.device.activities.start_activity(self.package, launcher, intent)
        if self.variant.reads_extras_at_launch and process.read_extras({}) is not None:
            return
        if was_running:
            process.to_foreground()
        else:
            process.open_first_page()

    def end(self, by: KillCause) -> None:
        """End the process."""
        process, self.process = self.process, None
        self.device.activities.kill(self.package, by)
        if process is None:
            return
        process.ended()
        if process.im.has_connection:
            self.device.connection_ended()
        self._tell_service(is_running=False)

    def _tell_service(self, *, is_running: bool) -> None:
        service = self.device.push_service
        if service is not None:
            service.process_changed(is_running=is_running)

    def clear_storage(self) -> None:
        """Lose all preferences, the login and the regId among them."""
        self.storage.clear()


class AppProcess:
    """One run of the app's main process.

    Attributes:
        im: The IM SDK in it.
        tokens: The app's token manager in it.
        vendor_client: The vendor's SDK object, made by the vendor's branch of `onCreate`.
        awaits_reg_id: The vendor has been asked for a regId and has not answered.
    """

    def __init__(self, app: Application) -> None:
        """Begin; `on_create` runs the app's own code."""
        self.app: Application = app
        self.device: Device = app.device
        self.im: ImSdk = ImSdk(self)
        self.tokens = PushTokenManager(self)
        self.vendor_client: object = None
        self.awaits_reg_id: bool = False
        self._is_waived_dead = False

    @lazy
    def start_case(self) -> StartCase:
        """Which vendors' branches this process takes."""
        build = self.device.settings.build
        variant = self.app.variant
        branches = variant.init_brands.tests(self.app.build.guides, by_brand_alone=variant.tests_brand_alone)
        return StartCase(self, tuple(test for test in branches if test.fits(build)))

    @property
    def is_alive(self) -> bool:
        """Whether this is still the app's process."""
        return self.app.process is self

    @property
    def is_listening(self) -> bool:
        """Whether an answer still reaches its code: not after its end, unless what that leaves undone is waived."""
        return self.is_alive or self._is_waived_dead

    @property
    def reports_behind_login(self) -> bool:
        """Whether a login that succeeds leads to a report, or to the regId for one."""
        variant = self.app.variant
        opens_push = variant.opens_push_on is Place.MAIN_PAGE and self.demo is not None and self.demo.opens_push_on_page
        return variant.reports_after_login or variant.starts_sdk_in is Place.MAIN_PAGE or opens_push

    def ended(self) -> None:
        """Record what the end of the process leaves undone on the way to a bound token."""
        rules, name = self.device.rules, self.device.name
        for hop, decision in _LEFT_UNDONE:
            rule = rules.first_no(decision, self, name)
            if rule is not None:
                self.hop(hop, rule=rule.name, reason=rule.reason)
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
        """Run *action* in *delay_ms*, if the process still lives then."""

        def if_listening() -> None:
            if self.is_listening:
                action()

        self.device.scheduler.after(delay_ms, if_listening)

    def callback(self, name: str, data: Mapping[str, object]) -> None:
        """Record that the app's code was called back."""
        self.device.trace.write(self.device.name, Kind.CALLBACK, name, data=data)

    def hop(self, hop: Hop, *, rule: str = "", reason: str = "", data: Mapping[str, object] | None = None) -> None:
        """Record a station of the token."""
        self.device.trace.write(
            self.device.name,
            Kind.HOP,
            hop,
            outcome=Outcome.REFUSED if reason else Outcome.OK,
            reason=reason,
            rule=rule,
            data=data or {},
        )

    def reg_id_received(self, reg_id: str, rule: str) -> None:
        """Store the regId and report it, as the code of the page and of careful receivers does."""
        self.hop(Hop.REG_ID_RECEIVED, rule=rule, data={"reg_id": reg_id})
        self.tokens.set_third_push_token(reg_id)
        self.tokens.set_push_token_to_tim()
        if self.app.variant.second_token:
            self.later(_SECOND_SDK_MS, self._take_second_token)

    def _take_second_token(self) -> None:
        token = self.app.variant.second_token
        self.log("D", "FirebaseMessagingService", f"Refreshed token: {token}")
        self.tokens.set_third_push_token(token)
        self.tokens.set_push_token_to_tim()

    def read_extras(self, extras: Mapping[str, str]) -> Rule[ExtrasCase] | None:
        """Let a page's code read the *extras* of its intent; return the rule by which the app crashes over it."""
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
            self.hop(Hop.SDK_STARTED, rule=rule.name, reason=rule.reason)
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
            self.hop(Hop.SDK_STARTED, rule=rule.name, reason=rule.reason)
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

        self.im.login(user, self.device.user_sig(user), done)

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
            self.hop(Hop.SDK_STARTED, rule=rule.name, reason=rule.reason)
            return
        if self.demo is not None:
            self.demo.open_push(self)

    @property
    def demo(self) -> VendorDemo | None:
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
