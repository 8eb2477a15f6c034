"""What people do in the consoles: IM's certificates, and the vendor's push app."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from simulator.cloud.registrations import PushApp
from simulator.cloud.vendor_cloud import VendorCloud
from simulator.im.certificates import EDIT_IN_PLACE, OWN_ID, SAVE
from simulator.kernel.trace import Kind, Outcome
from simulator.push.certificate import Certificate
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.step import Step
from simulator.vendors import VENDORS
from simulator.world.build import click_of
from simulator.world.fields import VendorName
from simulator.world.spec import ClickSpec
from simulator.world.world import World

CONSOLE = "console"


class CertificateStep(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What saving and editing a certificate have in common: the console's form.

    Attributes:
        vendor: The case's where it is left out.
        values: Fields of the vendor's form.
    """

    shorthand = None
    rest: ClassVar[str | None] = "values"

    vendor: VendorName | None = None
    id: int | None = None
    on_click: ClickSpec | None = None
    values: dict[str, str] = {}


def cloud_of(world: World, vendor: str) -> VendorCloud[Any]:
    """Return the cloud of *vendor*, with the console of its push app.

    Raises:
        ExpectationFailed: The world has none.
    """
    cloud = world.clouds.get(vendor)
    if cloud is None:
        what = f"this world has nothing to do with {vendor}" if vendor else "no vendor is named, and the case has none"
        then = f"name {vendor} under certificates: or vendor_apps:" if vendor else "add vendor:"
        raise ExpectationFailed(what, [("vendors here", ", ".join(world.clouds) or "none"), ("next", then)])
    return cloud


def app_of(world: World, vendor: str, name: str | None) -> PushApp:
    """Return the push app of *vendor*, or the one of its `other_apps:` that is called *name*.

    Raises:
        ExpectationFailed: The world has nothing to do with *vendor*, or there is no such app.
    """
    apps = cloud_of(world, vendor).apps
    if name is None:
        return apps[0]
    others = dict(zip(other_apps(world, vendor), apps[1:], strict=True))
    if name not in others:
        then = f"name it under vendor_apps: {{{vendor}: {{other_apps: …}}}}"
        what = f"{vendor} has no other app {quoted(name)}"
        raise ExpectationFailed(what, [("other apps here", ", ".join(others) or "none"), ("next", then)])
    return others[name]


def other_apps(world: World, vendor: str) -> tuple[str, ...]:
    """Return the names of the developer's other apps at *vendor*."""
    spec = world.spec.vendor_apps.get(vendor)
    return () if spec is None else tuple(spec.other_apps)


def reason_of_code(world: World, ends: Collection[str], code: int) -> Reason:
    """Return why a push ends whose vendor, one of the *ends* of a link, answers with its own *code*.

    Raises:
        ExpectationFailed: None of the ends is a vendor with such a code.
    """
    vendor = next((end for end in ends if end in world.clouds), "")
    if not vendor or str(code) not in VENDORS[vendor].codes.refusals:
        who = vendor or " and ".join(ends)
        raise ExpectationFailed(
            f"{who} refuses nothing with the code {code}", [("next", "see its codes: pushsim list codes --vendor NAME")]
        )
    return world.im.delivery.senders[vendor].reason_of(code)


def add_certificate(
    world: World, vendor: str, certificate_id: int | None, values: Mapping[str, str], on_click: ClickSpec | None
) -> None:
    """Save a new certificate; fields left out are those that the vendor knows.

    Raises:
        ExpectationFailed: The world has nothing to do with *vendor*.
    """
    known = cloud_of(world, vendor).apps[0].values
    right = {field.name: known.get(field.name, "") for field in VENDORS[vendor].form.fields}
    wanted = certificate_id or world.im.console.new_id()
    _save(world, Certificate(wanted, vendor, {**right, **values}, click_of(on_click or ClickSpec())), OWN_ID.name)


def edit_certificate(
    world: World, vendor: str, certificate_id: int | None, values: Mapping[str, str], on_click: ClickSpec | None
) -> None:
    """Change a certificate in place; fields left out stay.

    Raises:
        ExpectationFailed: There is none with this ID.
    """
    known = find_certificate(world, vendor, certificate_id)
    click = known.on_click if on_click is None else click_of(on_click)
    _save(world, replace(known, values={**known.values, **values}, on_click=click), EDIT_IN_PLACE.name)


def delete_certificate(world: World, vendor: str, certificate_id: int | None) -> None:
    """Delete a certificate for good.

    Raises:
        ExpectationFailed: There is none with this ID.
    """
    known = find_certificate(world, vendor, certificate_id)
    world.im.console.delete(known.certificate_id)
    world.trace.write(CONSOLE, Kind.STATE, "certificate_deleted", data={"certificate_id": known.certificate_id})


def find_certificate(world: World, vendor: str, certificate_id: int | None) -> Certificate:
    """Return the certificate of this ID, or the vendor's first.

    Raises:
        ExpectationFailed: There is none.
    """
    console = world.im.console
    known = console.latest(certificate_id or next(console.ids_of(vendor), 0))
    if known is None:
        here = [f"{known_id} of {name}" for name in world.clouds for known_id in console.ids_of(name)]
        raise ExpectationFailed(
            f"the console has no certificate {certificate_id or 'of ' + vendor}",
            [
                ("certificates here", ", ".join(here) or "none"),
                ("next", "name one of them with id:, or add one before with save_certificate"),
            ],
        )
    return known


def _save(world: World, certificate: Certificate, fact: str) -> None:
    rule, effect_ms = world.im.console.save(VENDORS[certificate.vendor].form, certificate)
    world.trace.write(
        CONSOLE,
        Kind.STATE,
        "certificate_saved",
        outcome=Outcome.OK if rule is None else Outcome.REFUSED,
        reason="" if rule is None else rule.reason,
        rule=fact if rule is None else rule.name,
        data={
            "certificate_id": certificate.certificate_id,
            "vendor": certificate.vendor,
            "effect_ms": effect_ms if rule is None else None,
            "facts": (SAVE.name,),
        },
    )
