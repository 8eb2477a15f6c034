"""The order in which the vendors' guides look for a lost push: the first check that fails names the place."""

import msgspec

from simulator.im.bindings import Binding
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.kernel.trace import Outcome
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.world import World

_SOURCE = Source("vivo guide", "FAQ checks", ("C10",))


class Checkup(msgspec.Struct, frozen=True):
    """One phone whose pushes are missed, as whoever helps its owner looks at it.

    Attributes:
        user: Whose messages are missed.
    """

    world: World
    phone: str
    user: str

    @property
    def vendor(self) -> str:
        """Whose phone it is."""
        return self.world.phone(self.phone).push_vendor

    @property
    def last_refusal(self) -> str:
        """Why the latest push to the phone was refused; empty where none was."""
        pushes = [one for one in self.world.trace.push_ids() if self.world.ledger.phone_of(one) == self.phone]
        last = self.world.trace.last_hop(pushes[-1]) if pushes else None
        return last.reason if last is not None and last.outcome is Outcome.REFUSED else ""

    @property
    def has_certificate(self) -> bool:
        """Whether a certificate of the vendor is hosted whose values are those of the vendor's own console."""
        console, cloud = self.world.im.console, self.world.clouds[self.vendor]
        saved = [console.latest(number) for number in console.ids_of(self.vendor)]
        sent = [field.name for field in VENDORS[self.vendor].form.fields if field.is_sent and field.required]
        return any(
            one is not None and all(one.values.get(name) == app.values.get(name) for name in sent)
            for one in saved
            for app in cloud.apps
        )

    @property
    def has_reg_id(self) -> bool:
        """Whether the vendor has issued a regId to the app on the phone."""
        package = self.world.phone(self.phone).app.package
        registration = self.world.clouds[self.vendor].registrations.current(self.phone, package)
        return registration is not None and registration.is_valid

    @property
    def binding(self) -> Binding | None:
        """What IM has of the user on the phone, where it counts."""
        found = self.world.im.bindings.find(self.user, self.phone)
        return found if found is not None and not found.ended else None

    @property
    def is_reported(self) -> bool:
        """Whether a token is bound, with a certificate ID of this vendor."""
        bound = self.binding
        return bound is not None and self.world.im.console.vendor_of(bound.certificate_id) == self.vendor


TROUBLESHOOTING: Decision[Checkup] = Decision(
    "guide.troubleshooting",
    (
        Rule(
            "guide.check_frequency",
            Reason.FREQUENCY_CONTROL,
            lambda case: case.last_refusal in {Reason.FREQUENCY_CONTROL, Reason.QUOTA_USED},
            _SOURCE,
        ),
        Rule("guide.check_certificate", Reason.CERTIFICATE_UNKNOWN, lambda case: not case.has_certificate, _SOURCE),
        Rule("guide.check_reg_id", Reason.TOKEN_EMPTY, lambda case: not case.has_reg_id, _SOURCE),
        Rule("guide.check_report", Reason.NO_TOKEN, lambda case: not case.is_reported, _SOURCE),
    ),
)
"""What is asked before anybody kills the app by hand, sends several messages and waits a minute for them."""
