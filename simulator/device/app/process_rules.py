"""What stops the code of the customer's app in one run of its process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.variant import AppVariant, BrandTest, Place
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason

if TYPE_CHECKING:
    from simulator.device.app.process import AppProcess


class StartCase(msgspec.Struct, frozen=True):
    """The start of the app's process, as far as vendors are concerned.

    Attributes:
        branches: Those of `onCreate` that this phone's brand takes.
        vendors: Whose SDK is started; where a waived brand rule leaves no branch, that of the phone's own vendor.
    """

    process: "AppProcess"
    branches: tuple[BrandTest, ...]
    vendors: tuple[str, ...]


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
