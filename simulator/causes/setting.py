"""What a ticket says of the customer's world, and the healthy scenario that is built of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.causes.edit import StepTree, Tree
from simulator.push.certificate import CertificateForm
from simulator.vendor_api import Vendor
from simulator.vendors import VENDORS
from simulator.world.models import models, supported_model

PHONE: Final = "bob_phone"
RECEIVER: Final = "bob"
SENDER: Final = "alice"
EXT: Final = '{"room":"7"}'

_ASKS_FROM: Final = 13
"""Android version from which an app has to ask before it may show notifications."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The world in which a customer's pushes get lost, as far as it is known; the rest is healthy.

    Attributes:
        vendor: Whose phone it is.
        model: Of the catalogue; empty for the vendor's usual one.
        android: Version; 0 for the model's own.
        start: Calendar date and time; empty for the usual one.
        app: Further fields of the app, as a scenario has them.
        more: Further keys of the world part.
    """

    vendor: str
    model: str = ""
    android: int = 0
    start: str = ""
    app: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> Vendor:
        """What the vendor's folder declares."""
        return VENDORS[self.vendor]

    @property
    def form(self) -> CertificateForm:
        """The fields of the vendor's certificate in the IM console."""
        return self.spec.form

    @property
    def secret_field(self) -> str:
        """The field of the certificate that must not be known to others."""
        return next(field.name for field in self.form.fields if field.secret)

    @property
    def model_name(self) -> str:
        """The phone's model."""
        return self.model or supported_model(self.vendor)

    @property
    def android_version(self) -> int:
        """The phone's Android version."""
        return self.android or models()[self.model_name].android

    @property
    def asks_for_permission(self) -> bool:
        """Whether an app has to ask on this phone before it may show notifications."""
        return self.android_version >= _ASKS_FROM


def healthy(setting: Setting) -> Tree:
    """Return the scenario in which all is well: a message to a killed phone is shown, and its tap opens the app.

    Every cause edits this: its steps come once each, in this order, and every map is written out.
    """
    phone: dict[str, Any] = {"model": setting.model_name}
    if setting.android:
        phone["android"] = setting.android
    tree: Tree = {
        "name": "a message to a killed phone is shown, and its tap opens the app",
        "vendors": [setting.vendor],
    }
    if setting.start:
        tree["start"] = setting.start
    tree |= setting.more
    tree["app"] = {"variant": "careful", **setting.app}
    tree["phones"] = {PHONE: phone}
    tree["steps"] = list(_steps(setting))
    return tree


def _steps(setting: Setting) -> list[StepTree]:
    answered: list[StepTree] = [{"answer_permission": {"phone": PHONE, "answer": "allow"}}]
    return [
        {"launch_app": {"phone": PHONE}},
        {"log_in": {"phone": PHONE, "user": RECEIVER}},
        {"wait": {"span": "20s"}},
        *(answered if setting.asks_for_permission else ()),
        {"kill_app": {"phone": PHONE}},
        {"send_message": {"from": SENDER, "to": RECEIVER, "text": "lunch?", "offline_push": {"ext": EXT}}},
        {"must_arrive": {"phone": PHONE, "within": "60s"}},
        {"tap_notification": {"phone": PHONE}},
        {"must_open": {"phone": PHONE, "app": "main", "ext": EXT}},
    ]
