"""How an app's push code is written: the choices in which real apps differ, as one frozen value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import msgspec

from simulator.device.android.build import Build
from simulator.device.app.generation import Generation
from simulator.kernel.source import Source


class Guard(StrEnum):
    """A check of `setPushTokenToTIM()` that ends it."""

    ALREADY_SET = "already_set"
    EMPTY = "empty"
    NOT_LOGGED_IN = "not_logged_in"


class Place(StrEnum):
    """Where in the app something is called."""

    APPLICATION = "application"
    LOGIN_PAGE = "login_page"
    MAIN_PAGE = "main_page"
    NOWHERE = "nowhere"


class ReceiverEntry(StrEnum):
    """What the manifest says of the app's push receivers."""

    RIGHT = "right"
    MISSING = "missing"
    NOT_EXPORTED = "not_exported"
    ANOTHER_PACKAGE = "another_package"


class RegIdFrom(StrEnum):
    """Where the app's code stores and reports the regId that it is given, and does not only log it."""

    EVERYWHERE = "everywhere"
    RESULT = "result"
    CALLBACK = "callback"
    NOWHERE = "nowhere"


class Constants(StrEnum):
    """Whose credentials stand in the app's code and manifest."""

    OWN = "own"
    OF_DEBUG_BUILD = "of_debug_build"
    OF_ANOTHER_APP = "of_another_app"
    SECRET_FOR_KEY = "secret_for_key"


class CertificateConstant(StrEnum):
    """What number the app's code has for the vendor's certificate."""

    OWN = "own"
    UNSET = "unset"
    OF_TEST_APP = "of_test_app"


class BrandTest(msgspec.Struct, frozen=True):
    """One branch of the app's code: a phone of these brands uses this vendor. Letter case does not matter.

    Attributes:
        brands: Compared with `Build.BRAND`.
        manufacturers: Compared with `Build.MANUFACTURER`.
        needs_both: Both have to fit; else one of them is enough.
    """

    vendor: str
    brands: tuple[str, ...]
    manufacturers: tuple[str, ...] = ()
    needs_both: bool = False

    def fits(self, build: Build) -> bool:
        """Return whether the branch is taken on a phone of *build*."""
        fitting = (build.brand.lower() in self.brands, build.manufacturer.lower() in self.manufacturers)
        return all(fitting) if self.needs_both else any(fitting)


@lru_cache(maxsize=256)
def version_numbers(text: str) -> tuple[int, ...]:
    """Return the version `6.0.1` or `6_0_1-C` as numbers; empty for a text without any."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", text))


@dataclass(frozen=True, slots=True)
class Branches:
    """The app's branches by brand, in order: those that it writes itself, then one for each vendor that has a guide.

    Attributes:
        own: Branches as the app's author writes them.
        follow_guides: Whether the vendors' own follow: the brands and makers that each vendor's guide names.
        left_out: Vendors that were forgotten among those.
        by_brand_alone: Those test `Build.BRAND` for the vendor's name and nothing else.
    """

    own: tuple[BrandTest, ...] = ()
    follow_guides: bool = True
    left_out: tuple[str, ...] = ()
    by_brand_alone: bool = False

    def tests(self, guides: Iterable[BrandTest], *, by_brand_alone: bool = False) -> tuple[BrandTest, ...]:
        """Return all of them, where the vendors' guides have *guides*.

        With *by_brand_alone* all of the app's branches that follow the guides are as its field of that name says.
        """
        if not self.follow_guides:
            return self.own
        named = [guide for guide in guides if guide.vendor not in self.left_out]
        if by_brand_alone or self.by_brand_alone:
            named = [BrandTest(guide.vendor, (guide.vendor,)) for guide in named]
        return (*self.own, *named)


@dataclass(frozen=True, slots=True)
class AppVariant:
    """One way to write the app.

    Attributes:
        about: One sentence for people.
        source: Where code like this stands.
        init_brands: Independent `if`s of `Application.onCreate`, in order.
        tests_brand_alone: Where these follow the vendors' guides, they test `Build.BRAND` and nothing else.
        report_brands: The one `else if` chain of the token manager, in order.
        guards: Checks of the token manager, in order.
        starts_sdk_in: Where the vendor's SDK is initialised.
        opens_push_on: Where the vendor's push is switched on.
        initialises_im: Whether the IM SDK is initialised at all.
        notes_login: A successful login sets `mIsLogin`.
        reports_after_login: A successful login calls `setPushTokenToTIM()`.
        reg_id_from: Whether the result of switching push on, and the vendor's callback, are stored and reported.
        resets_at_logout: The manager's flags are cleared at logout.
        skips_repeats: The same token for the same user is reported once.
        retries_report: A report that failed is made again.
        runs_in_every_process: `onCreate` does not ask whether this is the main process.
        checks_manifest: The vendor's own manifest check is called at start.
        asks_for_notifications: Asks for `POST_NOTIFICATIONS` on the main page.
        asks_from_start: Number of the start from which on it does.
        remembers_login: The next start logs the same user in.
        tells_background: `doBackground` and `doForeground` are called.
        im_sdk: Version of the IM SDK; from 5.0.1 on, IM pushes after `doBackground`.
        reads_new_intent: `onNewIntent` calls `setIntent`.
        reads_intent_extras: The page that a tap opens looks for custom content in its intent.
        checks_extras: That page asks first whether its intent has extras; otherwise it crashes where it has none.
        extras_call: The first thing that page's code asks of the extras.
        reads_extras_at_launch: The launcher page looks for custom content whenever it is opened.
        handles_clicks: The receiver's click callback opens the app; without it a tap that is left to it opens nothing.
        calls_super_in_receivers: Where its receivers override a method of the vendor's library, they call that too.
        stores_failed_results: The vendor's callback stores what it is given, after a failure nothing.
        creates_channel: The app creates the notification channel that a vendor's certificate names.
        logs_callbacks: A vendor's callback for which the guide has no line writes one to the logcat all the same.
        sdk_versions: Version of each vendor's SDK, where it is not the one that the vendor's demo has.
        manifest: The app's own AndroidManifest.xml, with `{vendor_parts}` where the vendors' parts go.
        shrinking_rules: ProGuard rules; empty for a build without shrinking.
        receiver_package: Package of the app's push receivers.
        page_tag: Log tag of the page that switches push on.
        generation: Of the demo or push module that its push code comes from.
        is_mistake: It is the careful app with one mistake, which some shipped scenario has to notice.
        receiver_entry: What the manifest says of the app's push receivers.
        constants: Whose credentials the app has.
        certificate_constant: What it has for the vendor's certificate ID.
        second_token: What a further push SDK puts into the token manager after the vendor; empty for none.
        logs_out_of_im: Logging out tells IM too, and not only the app's own pages.
        closes_push_at_logout: Logging out switches the vendor's push off as well.
        is_named_in_manifest: The manifest names its `Application`, without which none of that class's code runs.
        renews_user_sig: Logs in with a new UserSig when IM says that the old one has run out.
        channel_id: Of the channel that the app creates; empty for the one that the certificate names.
    """

    about: str
    source: Source
    guards: tuple[Guard, ...]
    manifest: str
    init_brands: Branches = Branches()
    report_brands: Branches = Branches()
    tests_brand_alone: bool = False
    starts_sdk_in: Place = Place.APPLICATION
    opens_push_on: Place = Place.MAIN_PAGE
    initialises_im: bool = True
    notes_login: bool = True
    reports_after_login: bool = True
    reg_id_from: RegIdFrom = RegIdFrom.EVERYWHERE
    resets_at_logout: bool = True
    skips_repeats: bool = True
    retries_report: bool = True
    runs_in_every_process: bool = False
    checks_manifest: bool = True
    asks_for_notifications: bool = True
    asks_from_start: int = 1
    remembers_login: bool = True
    tells_background: bool = False
    im_sdk: str = "4.9.1"
    reads_new_intent: bool = True
    reads_intent_extras: bool = True
    checks_extras: bool = True
    extras_call: str = "java.util.Set android.os.Bundle.keySet()"
    reads_extras_at_launch: bool = False
    handles_clicks: bool = True
    calls_super_in_receivers: bool = True
    stores_failed_results: bool = False
    creates_channel: bool = True
    logs_callbacks: bool = True
    sdk_versions: Mapping[str, str] = field(default_factory=dict)
    shrinking_rules: str = ""
    receiver_package: str = "com.example.chat.push"
    page_tag: str = "MainActivity"
    generation: Generation = Generation.GUIDES
    is_mistake: bool = False
    receiver_entry: ReceiverEntry = ReceiverEntry.RIGHT
    constants: Constants = Constants.OWN
    certificate_constant: CertificateConstant = CertificateConstant.OWN
    second_token: str = ""
    logs_out_of_im: bool = True
    closes_push_at_logout: bool = False
    is_named_in_manifest: bool = True
    renews_user_sig: bool = True
    channel_id: str = ""

    def sdk_version(self, vendor: str) -> str:
        """Return the version of *vendor*'s SDK in the app; empty where it is not in it."""
        return self.sdk_versions.get(vendor, "")

    @property
    def takes_reg_id_from_result(self) -> bool:
        """Whether the result of switching push on is stored and reported."""
        return self.reg_id_from in {RegIdFrom.EVERYWHERE, RegIdFrom.RESULT}

    @property
    def takes_reg_id_from_callback(self) -> bool:
        """Whether the vendor's callback is stored and reported, and not only logged."""
        return self.reg_id_from in {RegIdFrom.EVERYWHERE, RegIdFrom.CALLBACK}
