"""Where steps are played: a world, and what earlier steps have left for later ones to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from simulator.cloud.registrations import AppState
from simulator.cloud.vendor_cloud import VendorCloud
from simulator.device.app.application import AppProcess
from simulator.device.device import Device
from simulator.device.vendor_sdk import VendorDemo
from simulator.im.certificates import EDIT_IN_PLACE
from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.network.link import Link
from simulator.push.certificate import Certificate, CertificateField
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.explaining import verdict_lines
from simulator.vendors import VENDORS
from simulator.world.build import click_of
from simulator.world.spec import ClickSpec
from simulator.world.verdicts import Verdict
from simulator.world.world import World

ELSEWHERE_TO_IM_MS = 40
"""From the app of a user without a phone to IM."""
ANSWER_MS_MAX = 10_000
"""How long an expectation about a REST call waits for the answer."""


@dataclass(slots=True)
class PhonePushes:
    """Pushes towards one phone that no expectation has settled.

    Attributes:
        open: Their ids, in the order they began.
        shown: Records of those that were shown, in that order.
    """

    open: list[int] = field(default_factory=list)
    shown: list[Record] = field(default_factory=list)


class Stage:
    """One run of one case, for steps.

    Attributes:
        world: The actors.
        step_ended_ms: Virtual time at which the step before ended.
    """

    def __init__(self, world: World) -> None:
        """Watch *world* from its beginning."""
        self.world = world
        self.step_ended_ms = 0
        self._pushes: dict[str, PhonePushes] = {}
        self._known: set[int] = set()
        self._answered = True
        world.trace.on_hop(self._note)

    # -- what steps use ---------------------------------------------------------------------------------------------

    def phone(self, name: str) -> Device:
        """Return the phone *name*."""
        return self.world.phone(name)

    def pushes_to(self, phone: str) -> PhonePushes:
        """Return the pushes towards *phone* that no expectation has settled yet."""
        pushes = self._pushes.get(phone)
        if pushes is None:
            pushes = self._pushes[phone] = PhonePushes()
        return pushes

    def settle(self, phone: str, push_ids: Iterable[int]) -> None:
        """Take *push_ids* as explained: later expectations do not look at them again."""
        settled = set(push_ids)
        pushes = self.pushes_to(phone)
        pushes.open = [push_id for push_id in pushes.open if push_id not in settled]
        pushes.shown = [record for record in pushes.shown if record.push_id not in settled]

    def last_handled(self, phone: str) -> Record | None:
        """Return the record of what the latest tap on *phone* opened."""
        found = None
        for record in self.world.trace:
            if record.kind is Kind.HOP and record.name == Hop.HANDLED and record.actor == phone:
                found = record
        return found

    def running_app(self, phone: str, purpose: str) -> AppProcess:
        """Return the app's process on *phone*.

        Raises:
            ExpectationFailed: There is none to *purpose* in.
        """
        process = self.phone(phone).app.process
        if process is None:
            raise ExpectationFailed(
                f"the app does not run on {phone}, so nobody can {purpose}", [("next", "launch_app")]
            )
        return process

    def vendor_code(self, process: AppProcess) -> VendorDemo:
        """Return the app's code for its phone's vendor.

        Raises:
            ExpectationFailed: It has none.
        """
        if process.demo is None:
            raise ExpectationFailed(f"the app has no code for the vendor of {process.device.name}")
        return process.demo

    def link(self, name: str) -> Link:
        """Return the link called *name*, where `vendor` stands for the vendor of this case.

        Raises:
            ExpectationFailed: There is none.
        """
        ends = [self.world.vendor if end == "vendor" else end for end in name.split(">")]
        link = self.world.network.find(">".join(ends))
        if link is None:
            raise ExpectationFailed(f'there is no link "{name}"', [("links here", ", ".join(self.world.network.names))])
        return link

    # -- senders ----------------------------------------------------------------------------------------------------

    def send_by_client(self, message: Message) -> None:
        """Send *message* from its sender's app; a sender without a phone is online somewhere."""
        for phone in self.world.phones.values():
            process = phone.app.process
            if process is not None and process.im.is_connected and process.im.user == message.sender:
                process.send(message)
                return
        self.world.im.accounts.add(message.sender)
        self.world.scheduler.after(ELSEWHERE_TO_IM_MS, lambda: self._deliver(message))

    def _deliver(self, message: Message) -> None:
        self.world.im.accounts.add(message.to)
        self.world.im.deliver(message)

    def send_by_rest(self, message: Message) -> None:
        """Send *message* from the customer's server with `sendmsg`."""
        customer = self.world.customer
        self.world.im.accounts.add(message.sender)
        self.world.im.accounts.add(message.to)
        self._answered = False
        customer.call_rest("/v4/openim/sendmsg", customer.sendmsg_body(message), self._take_answer, {})

    def call_rest(self, path: str, body: str, query: Mapping[str, str]) -> None:
        """Call the REST API with *body* as it is written."""
        self._answered = False
        self.world.customer.call_rest(path, msgspec.Raw(body.encode()), self._take_answer, query)

    def _take_answer(self, _answer: object) -> None:
        self._answered = True

    def wait_for_answer(self) -> Mapping[str, Any] | None:
        """Let time pass until the latest REST call is answered; return the answer."""
        if not self._answered:
            self.world.run_for(ANSWER_MS_MAX, lambda: self._answered)
        return self.world.customer.last_answer

    def send_to_vendor(
        self,
        vendor: str | None,
        phone: str | None,
        reg_id: str | None,
        title: str,
        body: str,
        fields: str,
        new_token: bool,
    ) -> None:
        """Push with the vendor's own API.

        Raises:
            ExpectationFailed: The phone has no regId.
        """
        name = vendor or self.world.vendor
        target = reg_id or self._reg_id_of(name, phone)
        values = self.world.clouds[name].apps[0].values
        push = OutgoingPush(
            cargo=None,
            token=target,
            certificate=Certificate(0, name, values),
            title=title,
            desc=body,
            ext=None,
            vendor_fields=msgspec.json.decode(fields),
        )
        kept = self.world.own_senders[name]
        sender = VENDORS[name].make_sender(kept.kit) if new_token else kept
        sender.send(push, self._own_sender_done)

    def _own_sender_done(self, result: SendResult) -> None:
        self.world.trace.write(
            "customer",
            Kind.CALLBACK,
            "vendor_answered",
            outcome=Outcome.OK if result.reason is None else Outcome.REFUSED,
            reason=result.reason or "",
            data={"code": result.code, "text": result.text},
        )

    def _reg_id_of(self, vendor: str, phone: str | None) -> str:
        device = self.phone(phone or "")
        registration = self.world.clouds[vendor].registrations.current(device.name, device.app.package)
        if registration is None:
            raise ExpectationFailed(f"{phone} has no regId to push to", [("next", "set_up the phone first")])
        return registration.reg_id

    # -- the consoles -----------------------------------------------------------------------------------------------

    def save_certificate(
        self, vendor: str | None, certificate_id: int | None, values: Mapping[str, str], on_click: ClickSpec | None
    ) -> None:
        """Save a new certificate; fields left out are those that the vendor knows."""
        name = vendor or self.world.vendor
        console = self.world.im.console
        right = {field.name: self.world.clouds[name].apps[0].values.get(field.name, "") for field in self._form(name)}
        wanted = certificate_id or console.new_id()
        self._save(Certificate(wanted, name, {**right, **values}, click_of(on_click or ClickSpec())))

    def edit_certificate(
        self, vendor: str | None, certificate_id: int | None, values: Mapping[str, str], on_click: ClickSpec | None
    ) -> None:
        """Change a certificate in place.

        Raises:
            ExpectationFailed: There is none with this ID.
        """
        name = vendor or self.world.vendor
        known = self._certificate(name, certificate_id)
        click = known.on_click if on_click is None else click_of(on_click)
        self._save(replace(known, values={**known.values, **values}, on_click=click))

    def delete_certificate(self, vendor: str | None, certificate_id: int | None) -> None:
        """Delete a certificate.

        Raises:
            ExpectationFailed: There is none with this ID.
        """
        known = self._certificate(vendor or self.world.vendor, certificate_id)
        self.world.im.console.delete(known.certificate_id)
        self._write_console("certificate_deleted", {"certificate_id": known.certificate_id})

    def _certificate(self, vendor: str, certificate_id: int | None) -> Certificate:
        console = self.world.im.console
        wanted = certificate_id or next(console.ids_of(vendor), 0)
        known = console.latest(wanted)
        if known is None:
            raise ExpectationFailed(f"the console has no certificate {wanted or 'of ' + vendor}")
        return known

    def _form(self, vendor: str) -> tuple[CertificateField, ...]:
        return VENDORS[vendor].form.fields

    def _save(self, certificate: Certificate) -> None:
        form = VENDORS[certificate.vendor].form
        rule, effect_ms = self.world.im.console.save(form, certificate)
        data: dict[str, object] = {"certificate_id": certificate.certificate_id, "vendor": certificate.vendor}
        if rule is None:
            self._write_console("certificate_saved", {**data, "effect_ms": effect_ms})
        else:
            self._write_console("certificate_saved", data, reason=rule.reason, rule=rule.name)

    def _write_console(self, name: str, data: Mapping[str, object], *, reason: str = "", rule: str = "") -> None:
        self.world.trace.write(
            "console",
            Kind.STATE,
            name,
            outcome=Outcome.REFUSED if reason else Outcome.OK,
            reason=reason,
            rule=rule or EDIT_IN_PLACE.name,
            data=data,
        )

    def set_vendor_app(
        self,
        vendor: str | None,
        state: str | None,
        package: str | None,
        test_devices: tuple[str, ...] | None,
        system_messages: bool | None,
    ) -> None:
        """Change what the vendor knows of its push app."""
        name = vendor or self.world.vendor
        app = self.world.clouds[name].apps[0]
        if state is not None:
            app.state = AppState(state)
        if package is not None:
            app.package = package
        if test_devices is not None:
            app.test_devices = frozenset(test_devices)
        if system_messages is not None:
            app.has_system_messages = system_messages
        self.world.trace.write(
            f"{name} console", Kind.STATE, "push_app_changed", data={"state": app.state, "package": app.package}
        )

    # -- apps and vendors -------------------------------------------------------------------------------------------

    def cloud_of(self, phone: Device) -> VendorCloud[Any]:
        """Return the cloud of the phone's vendor.

        Raises:
            ExpectationFailed: This world has none.
        """
        cloud = self.world.clouds.get(phone.push_vendor)
        if cloud is None:
            raise ExpectationFailed(f"{phone.name} has no vendor push service in this world")
        return cloud

    def app_removed(self, phone: Device) -> None:
        """Tell the phone's vendor that the app or its data have gone."""
        cloud = self.world.clouds.get(phone.push_vendor)
        if cloud is not None:
            cloud.app_removed(phone.name, phone.app.package)

    # -- what a failure tells ---------------------------------------------------------------------------------------

    def missed(self, what: str, verdicts: Iterable[Verdict]) -> ExpectationFailed:
        """Return the failure *what*, with how far the nearest push got and what stopped it."""
        details: list[tuple[str, str]] = []
        shown = list(verdicts)
        for verdict in shown[-1:]:
            details += verdict_lines(self.world, verdict)
        if not shown:
            details.append(("got as far as", "no push was under way to this phone"))
            details.append(("next", "send a message to a user who has logged in on this phone"))
        return ExpectationFailed(what, details)

    # -- bookkeeping ------------------------------------------------------------------------------------------------

    def _note(self, record: Record) -> None:
        push_id = record.push_id
        assert push_id is not None
        pushes = self.pushes_to(self.world.ledger.phone_of(push_id))
        if push_id not in self._known:
            self._known.add(push_id)
            pushes.open.append(push_id)
        if record.name == Hop.POSTED and record.outcome is Outcome.OK:
            pushes.shown.append(record)


def verdicts_of(stage: Stage, phone: str) -> list[Verdict]:
    """Return how all unsettled pushes towards *phone* stand."""
    return [stage.world.verdict(push_id) for push_id in stage.pushes_to(phone).open]
