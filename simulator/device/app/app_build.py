"""What the customer's app is made of, before it is on any phone."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

import msgspec

from simulator.device.app.manifest import Manifest
from simulator.device.app.shrinking import ShrinkingRules
from simulator.device.app.variant import AppVariant, BrandTest
from simulator.device.vendor_demo import VendorDemo


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
    demos: Mapping[str, VendorDemo[Any]]
    receivers: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    starts_itself: bool = False

    @property
    def guides(self) -> tuple[BrandTest, ...]:
        """The branch that each vendor's guide asks for."""
        return tuple(demo.brand_test for demo in self.demos.values())

    def constants_of(self, vendor: str) -> Mapping[str, str]:
        """Return the credentials of *vendor* in the app's code; none where the app has no SDK of it."""
        return self.constants.get(vendor, {})

    def has_class(self, name: str) -> bool:
        """Return whether a class written as *name* still has that name in the build."""
        return self.shrinking is None or self.shrinking.name_after(name) == name
