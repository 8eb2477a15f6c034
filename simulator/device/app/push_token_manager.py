"""`ThirdPushTokenMgr`: the app's own class between the vendor's token and IM, with the guards its writer chose."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from simulator.device.app.generation import LOGGED_AS, Generation
from simulator.device.app.im_sdk_rules import NOT_LOGGED_IN
from simulator.device.app.variant import BrandTest, Guard
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.app.process import AppProcess

ONE_SLOT = Fact("app.one_token_slot", True, Source("vivo guide", "step 4", ("C30", "C31")))
"""Whatever vendor's token came last is reported, with the certificate ID that the brand picks."""

NO_TOKEN = 800009
NOT_SET = 800010
"""What the closed plugin calls back with; a login that is missing has the IM SDK's own code."""
OTHER_BRAND = 2002
RETRY_MS = 10 * SECOND_MS
RETRIES_MAX = 10


class PushTokenManager:
    """One slot for a token, two flags, and the report; all live as long as the process.

    Attributes:
        token: The last one set, of whatever vendor (C31).
        is_token_set: `mIsTokenSet`.
        is_logged_in: `mIsLogin`.
    """

    def __init__(self, process: "AppProcess") -> None:
        """Start empty, with both flags false."""
        self._process = process
        self.token = ""
        self.is_token_set = False
        self.is_logged_in = False
        self._reported: tuple[str, str] | None = None
        self._attempts = 0

    @property
    def is_repeat(self) -> bool:
        """Whether the last report, which has not failed, was of the same token for the same user."""
        return self._reported == (self._process.im.user, self.token)

    def set_third_push_token(self, token: str) -> None:
        """Put *token* into the slot."""
        self.token = token

    def set_and_report(self, token: str) -> None:
        """Put *token* into the slot and report it."""
        self.set_third_push_token(token)
        self.set_push_token_to_tim()

    @property
    def branch(self) -> BrandTest | None:
        """The branch that this phone's brand takes."""
        app = self._process.app
        branches = app.variant.report_brands.tests(app.build.guides, by_brand_alone=app.variant.tests_brand_alone)
        return next((test for test in branches if test.fits(self._process.device.settings.build)), None)

    def set_push_token_to_tim(self) -> None:
        """Report the token with the certificate ID of the phone's brand, unless a guard stops it."""
        process = self._process
        variant = process.app.variant
        decision = _report_decision(variant.guards, skips_repeats=variant.skips_repeats)
        rule = process.device.rules.first_no(decision, self, process.device.name)
        if rule is not None:
            self._stop(rule)
            return
        if not self.token and process.demo is not None:
            # A waived guard lets an empty token through: then what the vendor's SDK has is what it should have been.
            self.token = process.demo.reg_id(process)
        self._report(RETRIES_MAX if process.app.variant.retries_report else 0)

    def _stop(self, rule: Rule["PushTokenManager"]) -> None:
        if rule.answer is not None:
            self._log("I", str(rule.answer))
        if rule is _GUARDS[Guard.EMPTY]:
            self._tell_plugin(NO_TOKEN)
            self.is_token_set = False
        device = self._process.device
        device.trace.refuse(device.name, Kind.HOP, Hop.TOKEN_REPORTED, rule)

    def _report(self, retries_left: int) -> None:
        process = self._process
        branch = self.branch
        # A waived brand rule leaves no branch: then the phone's own vendor is what the branch should have been.
        vendor = branch.vendor if branch is not None else process.device.push_vendor

        def done(code: int, text: str) -> None:
            if code == 0:
                self._log("D", "setOfflinePushToken success")
                self._tell_plugin(0)
                self.is_token_set = True
                return
            described = f" desc = {text}" if generation is Generation.TUI_OFFLINE_PUSH else ""
            self._log("D", f"setOfflinePushToken err code = {code}{described}")
            self._tell_plugin(code if code == NOT_LOGGED_IN else NOT_SET)
            if self._attempts == attempt:
                self._reported = None
                self._retry_later(attempt, retries_left)

        certificate_id = process.app.certificate_id(vendor)
        generation = process.app.variant.generation
        if generation is Generation.TUI_OFFLINE_PUSH:
            demo = process.app.build.demos.get(vendor)
            self._log("D", f"setPushTokenToTIM brand is{demo.im_brand if demo is not None else OTHER_BRAND}")
            self._log("I", "flavor local")
            self._log("D", f"setOfflinePushConfig businessID = {certificate_id} pushToken = {self.token}")
        self._attempts += 1
        attempt = self._attempts
        self._reported = (process.im.user, self.token)
        facts = (REPORT_GUARDS.name, ONE_SLOT.name, LOGGED_AS.name)
        process.im.set_offline_push_token(certificate_id, self.token, done, facts=facts)

    def _log(self, level: str, text: str) -> None:
        self._process.log_own(level, self._process.app.variant.generation.token_manager, text)

    def _tell_plugin(self, code: int) -> None:
        """Call the app back as the closed plugin does, which reports by itself."""
        if self._process.app.variant.generation is Generation.TIM_PUSH:
            self._process.callback("registerPush", {"code": code})

    def _retry_later(self, attempt: int, retries_left: int) -> None:
        """Report again in a while, unless another report is made meanwhile; while nobody is logged in, wait on."""

        def retry() -> None:
            if self._attempts != attempt:
                return
            if self.is_logged_in:
                self._report(retries_left - 1)
            else:
                self._retry_later(attempt, retries_left - 1)

        if retries_left:
            self._process.later(RETRY_MS, retry)

    def logged_out(self) -> None:
        """Forget the flags, where the app's writer thought of it."""
        if self._process.app.variant.resets_at_logout:
            self.is_token_set = False
            self.is_logged_in = False
            self._reported = None


_GUARDS: Mapping[Guard, Rule[PushTokenManager]] = {
    Guard.ALREADY_SET: Rule(
        "app.already_reported",
        Reason.ALREADY_REPORTED,
        lambda manager: manager.is_token_set,
        Source("vivo guide", "step 4", ("C16", "V14", "C35")),
        "setPushTokenToTIM mIsTokenSet true, ignore",
    ),
    Guard.EMPTY: Rule(
        "app.token_empty",
        Reason.TOKEN_EMPTY,
        lambda manager: not manager.token,
        Source("vivo guide", "step 4", ("C15", "V14", "C35")),
        "setPushTokenToTIM third token is empty",
    ),
    Guard.NOT_LOGGED_IN: Rule(
        "app.not_logged_in",
        Reason.NOT_LOGGED_IN,
        lambda manager: not manager.is_logged_in,
        Source("vivo guide", "step 4", ("C14", "V14", "C35")),
        "setPushTokenToTIM not login, ignore",
    ),
}
_REPEATED: Rule[PushTokenManager] = Rule(
    "app.repeat_skipped",
    Reason.ALREADY_REPORTED,
    lambda manager: manager.is_repeat,
    Source("pushsim", "careful app", ("C32",), Grade.ASSUMED),
)
_BRAND_UNKNOWN: Rule[PushTokenManager] = Rule(
    "app.report_brand_unknown",
    Reason.WRONG_BRAND,
    lambda manager: manager.branch is None,
    Source("vivo guide", "step 4", ("C12", "C30")),
)

REPORT_GUARDS: Decision[PushTokenManager] = Decision("app.report", (_REPEATED, *_GUARDS.values(), _BRAND_UNKNOWN))
"""Every guard that an app may have; a variant asks some of them, in its own order."""


@cache
def _report_decision(guards: tuple[Guard, ...], *, skips_repeats: bool) -> Decision[PushTokenManager]:
    """Return what an app with these *guards* asks before it reports."""
    first = (_REPEATED,) if skips_repeats else ()
    return Decision("app.report", (*first, *(_GUARDS[guard] for guard in guards), _BRAND_UNKNOWN))
