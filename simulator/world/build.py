"""Creates and connects the actors of a world: the only place that knows them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.registrations import AppState, PushApp
from simulator.cloud.vendor_cloud import VendorCloud
from simulator.customer.server import CustomerServer
from simulator.device.app.app_build import AppBuild
from simulator.device.device import Device
from simulator.device.other_client import OtherClient, name_of
from simulator.device.rom import STOCK
from simulator.device.wiring import Wiring
from simulator.im.groups import Group, GroupProfile, group_type
from simulator.im.login_policy import DEFAULT_POLICY, LoginPolicy
from simulator.im.phone import Phone
from simulator.im.push_receipts import HOST as RECEIPT_HOST
from simulator.im.rest import HOSTS as IM_HOSTS
from simulator.im.rest import RestApi
from simulator.im.sender import SenderKit
from simulator.im.server import ImServer
from simulator.im.settings import AppSettings, Edition, ServiceState
from simulator.im.webhooks import PUSH_RESULTS, Webhooks, WebhookSettings
from simulator.kernel.clock import Clock
from simulator.kernel.environment import Environment
from simulator.kernel.lazy import lazy
from simulator.kernel.randomness import Streams
from simulator.kernel.rule import Rulebook, Waiver
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Trace
from simulator.network.direct import DirectAdapter
from simulator.network.http import Adapter, Hosts, Request, Response
from simulator.network.link import Link, Network
from simulator.push.certificate import Certificate
from simulator.push.click import Click, ClickKind
from simulator.push.journey import LAST_HOPS
from simulator.push.ledger import PushLedger
from simulator.push.platform import Platform
from simulator.vendor_api import Vendor
from simulator.vendors import VENDORS
from simulator.world.app_builder import AppBuilder
from simulator.world.models import models, supported_model
from simulator.world.roms import rom_of
from simulator.world.spec import (
    CertificateSpec,
    ClickSpec,
    ImSpec,
    PhoneSpec,
    VendorAppSpec,
    WorldSpec,
)
from simulator.world.world import World

# Assumed: latencies one way, in milliseconds; no document gives any. They are those of a good connection.
IM_TO_VENDOR_MS = (20, 60)
PHONE_TO_IM_MS = (30, 90)
VENDOR_TO_PHONE_MS = (40, 150)
CUSTOMER_TO_IM_MS = (10, 30)
IM_TO_CUSTOMER_MS = (10, 30)
VENDOR_TO_CUSTOMER_MS = (20, 60)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a world is run, beside what it is.

    Attributes:
        seed: Seed of all random numbers.
        make_adapter: Makes the adapter that carries HTTP.
        waivers: Rules and reasons whose refusals do not count.
        verdicts_only: Keep only how each push ended, and no trace.
        newest: Keep only so many records of the trace, the newest; `None` for all.
    """

    seed: int = 1
    make_adapter: Callable[[Hosts], Adapter] = DirectAdapter
    waivers: frozenset[Waiver] = frozenset()
    verdicts_only: bool = False
    newest: int | None = None


def build(spec: WorldSpec, vendor: str = "", options: RunOptions | None = None) -> World:
    """Return a new world of *spec* at its start; phones without a model are *vendor*'s.

    The phones of *spec* are made at once, others when they are first named.
    """
    return _Builder(spec, vendor, options or RunOptions()).build()


class _Builder:
    """One building of one world."""

    def __init__(self, spec: WorldSpec, vendor: str, options: RunOptions) -> None:
        self.spec = spec
        self.vendor = vendor
        self.options = options
        self.env = env = _environment(spec, options)
        self.ledger = PushLedger()
        env.trace.on_forget(self.ledger.forget)
        self.hosts = Hosts()
        self.network = Network(
            env,
            ledger=self.ledger,
            adapter=options.make_adapter(self.hosts),
            server_error=self._server_error,
        )
        self.clouds: dict[str, VendorCloud[Any]] = {}
        self.certificate_ids: dict[str, int] = {}
        self._values: dict[str, Mapping[str, str]] = {}

    def build(self) -> World:
        im = self._make_im()
        rest = RestApi(im, self.env, self.network)
        answer_rest = rest.handle
        for host in IM_HOSTS.value:
            self.hosts.add(host, answer_rest)
        self.hosts.add(RECEIPT_HOST, im.delivery.receipts.handle)
        customer = self._make_customer()
        self._wiring = Wiring(
            self.spec.im.sdk_app_id, im.answer, im.connection_closed, customer.user_sig, self.network.set_reachable
        )
        own_senders = {}
        for name in self._vendor_names():
            vendor = VENDORS[name]
            self._make_cloud(vendor)
            self._host_certificate(vendor, im)
            im.delivery.senders[name] = vendor.make_sender(self._sender_kit("im", name))
            own_senders[name] = vendor.make_sender(self._sender_kit("customer", name))
            own_senders[name].learn_receipts(self.clouds[name].apps[0].values)
            console = self.spec.vendor_apps.get(name, VendorAppSpec())
            own_receipts = None if _is_for_im(console.receipts) else console.receipts
            customer.expect_receipts(name, own_senders[name].take_receipts, own_receipts)
        if self.spec.im.webhooks is not None:
            customer.expect_webhooks(self.spec.im.webhooks.url, self.spec.im.webhooks.token)
        for host in customer.hosts:
            self.hosts.add(host, customer.handle)
        world = World(
            self.spec,
            self.vendor,
            self.env,
            ledger=self.ledger,
            hosts=self.hosts,
            network=self.network,
            im=im,
            rest=rest,
            customer=customer,
            clouds=self.clouds,
            own_senders=own_senders,
            certificate_ids=self.certificate_ids,
            make_phone=self._make_phone,
            make_client=self._make_client,
        )
        for name in self.spec.phones:
            world.phone(name)
        return world

    def _vendor_names(self) -> list[str]:
        """Vendors in this world: the case's, those that the spec names, and those of its phones."""
        named = {self.vendor, *self.spec.certificates, *self.spec.vendor_apps}
        for phone in self.spec.phones.values():
            if phone.model is not None:
                named.add(models()[phone.model].push_vendor)
        return [name for name in VENDORS if name in named]

    # -- IM and the customer ----------------------------------------------------------------------------------------

    def _make_im(self) -> ImServer:
        spec = self.spec.im
        im = ImServer(
            self.env,
            sdk_app_id=spec.sdk_app_id,
            secret_key=spec.secret_key,
            admins=spec.admins,
            policy=_login_policy(spec),
            settings=AppSettings(
                edition=Edition(spec.edition),
                state=ServiceState(spec.state),
                all_member_push=spec.all_member_push,
                status_query=spec.status_query,
                group_recall=spec.group_recall,
                friends_only=spec.friends_only,
                forbidden_words=spec.forbidden_words,
                forbidden_images=spec.forbidden_images,
                disabled_commands=spec.disabled_commands,
                server_address=spec.server_address,
                allowed_addresses=spec.allowed_addresses,
                blocklisted=spec.blocklisted,
                restricted=spec.restricted,
                users_today=spec.users_today,
            ),
            ledger=self.ledger,
            webhooks=self._make_webhooks(),
        )
        _add_people(im, spec)
        return im

    def _make_webhooks(self) -> Webhooks:
        spec = self.spec.im.webhooks
        settings = None
        if spec is not None:
            is_blocking = spec.on_timeout == "block"
            settings = WebhookSettings(spec.url, frozenset(spec.events), spec.token, is_blocking, spec.retry)
        return Webhooks(
            settings,
            self.env,
            sdk_app_id=self.spec.im.sdk_app_id,
            link=None if spec is None else self.network.link("im", "customer", IM_TO_CUSTOMER_MS),
        )

    def _make_customer(self) -> CustomerServer:
        spec = self.spec.im
        return CustomerServer(
            self.env,
            secret_key=spec.secret_key,
            sdk_app_id=spec.sdk_app_id,
            admin=spec.admins[0],
            link=self.network.link("customer", "im", CUSTOMER_TO_IM_MS),
        )

    # -- vendors ----------------------------------------------------------------------------------------------------

    def _make_cloud(self, vendor: Vendor) -> None:
        env = self.env
        cloud = vendor.make_cloud(
            CloudKit(
                env.scheduler,
                env.clock,
                env.trace,
                env.rules,
                self.ledger,
                env.streams.named(f"{vendor.name} cloud"),
                self.network.link(vendor.name, "customer", VENDOR_TO_CUSTOMER_MS),
                self._receipt_links(vendor.name),
            )
        )
        spec = self.spec.vendor_apps.get(vendor.name, VendorAppSpec())
        cloud.add_app(
            PushApp(
                values=self._vendor_values(vendor),
                package=spec.package or self.spec.app.package,
                state=AppState(spec.state),
                test_devices=frozenset(spec.test_devices),
                has_system_messages=spec.system_messages,
                has_content_review=spec.content_review,
                forbidden_words=spec.forbidden_words,
                used_today=spec.used_today,
                calls_today=msgspec.structs.asdict(spec.calls_today),
                calls_of_others=spec.calls_of_others,
                subscribers=spec.subscribers,
                channels=spec.channels,
                needs_channel=spec.needs_channel,
                rights=frozenset(spec.rights),
                barred=frozenset(spec.barred),
                receipt_url=spec.receipts or "",
            )
        )
        for name, other in spec.other_apps.items():
            made_up = vendor.credentials(self.env.streams.named(f"{vendor.name} credentials of {name}").digits)
            cloud.add_app(PushApp({"package": other.package, **made_up, **other.values}, other.package))
        self.clouds[vendor.name] = cloud
        for host in cloud.hosts:
            self.hosts.add(host, cloud.handle)

    def _receipt_links(self, vendor: str) -> dict[str, Link]:
        """Return the link over which *vendor* posts receipts to IM, which wants them for a webhook alone."""
        webhooks = self.spec.im.webhooks
        if webhooks is None or PUSH_RESULTS.isdisjoint(webhooks.events):
            return {}
        return {RECEIPT_HOST: self.network.link(vendor, "im", IM_TO_VENDOR_MS)}

    def _vendor_values(self, vendor: Vendor) -> Mapping[str, str]:
        """Credentials at the vendor: from the spec, else from the certificate, else generated."""
        known = self._values.get(vendor.name)
        if known is not None:
            return known
        made_up = vendor.credentials(self.env.streams.named(f"{vendor.name} credentials").digits)
        certificate = self.spec.certificates.get(vendor.name, CertificateSpec())
        app = self.spec.vendor_apps.get(vendor.name, VendorAppSpec())
        package = app.package or self.spec.app.package
        values = self._values[vendor.name] = {"package": package, **made_up, **certificate.values, **app.values}
        return values

    def _host_certificate(self, vendor: Vendor, im: ImServer) -> None:
        spec = self.spec.certificates.get(vendor.name, CertificateSpec())
        certificate_id = spec.id or im.console.new_id()
        self.certificate_ids[vendor.name] = certificate_id
        values = {**self._vendor_values(vendor), **spec.values}
        known = {field.name: values.get(field.name, "") for field in vendor.form.fields}
        certificate = Certificate(certificate_id, vendor.name, known, click_of(spec.on_click))
        if spec.hosted:
            im.console.host(certificate)
        else:
            im.console.expect(certificate)

    def _sender_kit(self, owner: str, vendor: str) -> SenderKit:
        link = self.network.link(owner, vendor, IM_TO_VENDOR_MS)
        env = self.env
        return SenderKit(link, env.scheduler, env.clock, env.streams.named(f"{owner} to {vendor}"))

    def _server_error(self, request: Request, code: int | None) -> Response:
        for cloud in self.clouds.values():
            if request.host in cloud.hosts:
                return cloud.server_error() if code is None else cloud.refuse_with(request, code)
        return Response(502)

    # -- phones -----------------------------------------------------------------------------------------------------

    def _make_phone(self, world: World, name: str) -> Device:
        spec = self.spec.phones.get(name, PhoneSpec())
        owner = None if spec.space_of is None else world.phone(spec.space_of)
        profile = models()[spec.model or supported_model(self.vendor)] if owner is None else owner.profile
        if spec.push_service is not None:
            profile = msgspec.structs.replace(profile, push_service=spec.push_service)
        device = Device(
            name,
            profile,
            self.env,
            android=spec.android or (profile.android if owner is None else owner.android),
            owner=owner,
            space=None if owner is None else spec.space,
        )
        device.reg_id_wanted = spec.reg_id or ""
        if spec.rom is not None:
            vendor = VENDORS.get(profile.push_vendor)
            device.life.adopt(rom_of(spec.rom, STOCK.value if vendor is None else vendor.rom.value))
        elif owner is not None:
            device.life.adopt(owner.life.rom)
        world.phones[name] = device
        link = self.network.link("im", name, PHONE_TO_IM_MS)
        device.join_im(link, self._wiring)
        world.im.add_phone(name, Phone(link, device, device.push_vendor))
        self._join_vendor(device)
        self.network.set_reachable(name, device.connectivity.is_connected)
        device.install(self._usual_app if spec.app is None else self._apps.build(spec.app))
        if device.push_service is not None:
            device.push_service.life.refresh()
            device.push_service.life.refresh_network()
        return device

    def _make_client(self, world: World, user: str, platform: Platform) -> OtherClient:
        name = name_of(user, platform)
        link = self.network.link("im", name, PHONE_TO_IM_MS)
        client = OtherClient(user, platform, link=link, trace=self.env.trace, wiring=self._wiring)
        world.im.add_phone(name, Phone(link, client, vendor="", is_simulated=False))
        return client

    def _join_vendor(self, device: Device) -> None:
        cloud = self.clouds.get(device.push_vendor)
        if cloud is None:
            return
        service = VENDORS[device.push_vendor].make_push_service(device, device.profile.push_service)
        device.push_service = service
        link = self.network.link(device.push_vendor, device.name, VENDOR_TO_PHONE_MS)
        service.connect(link, cloud.answer)
        cloud.add_phone(device.name, link, service.life.arrived)

    # -- the app ----------------------------------------------------------------------------------------------------

    @lazy
    def _apps(self) -> AppBuilder:
        """What builds apps, once all vendors of this world are there."""
        return AppBuilder(
            vendors=tuple(VENDORS[name] for name in self.clouds),
            values_of=self._vendor_values,
            certificate_ids=self.certificate_ids,
            streams=self.env.streams,
        )

    @lazy
    def _usual_app(self) -> AppBuild:
        """The app of all phones without an app of their own, built once."""
        return self._apps.build(self.spec.app)


def _environment(spec: WorldSpec, options: RunOptions) -> Environment:
    scheduler = Scheduler()
    return Environment(
        scheduler,
        Clock(scheduler, _start_of(spec)),
        Trace(scheduler, verdicts_only=options.verdicts_only, newest=options.newest, ends=LAST_HOPS),
        Rulebook(options.waivers),
        Streams(options.seed),
    )


def _add_people(im: ImServer, spec: ImSpec) -> None:
    """Add the groups and friends of *spec*, and their users."""
    for name, wanted in spec.groups.items():
        kind = group_type(wanted.type)
        assert kind is not None, f"no group is of type {wanted.type}"
        now_s = im.clock.epoch_s
        group = Group(name, kind, GroupProfile(name, made_s=now_s, changed_s=now_s))
        group.join(wanted.members, at_s=now_s)
        im.delivery.groups.add(group)
    for user, friends in spec.friends.items():
        for friend in friends:
            im.delivery.relations.befriend(user, friend)
    named = [user for group in spec.groups.values() for user in group.members]
    for user in [*named, *spec.friends, *(friend for friends in spec.friends.values() for friend in friends)]:
        im.accounts.add(user)


def click_of(spec: ClickSpec) -> Click:
    """Return the click action of *spec*; by default it opens the app."""
    for kind in (ClickKind.URL, ClickKind.INTENT, ClickKind.ACTIVITY, ClickKind.ACTION):
        target = getattr(spec, kind)
        if target is not None:
            return Click(kind, target)
    return Click()


def _is_for_im(address: str | None) -> bool:
    """Return whether an address in a vendor's console is that of IM's own receipts."""
    return bool(address) and urlsplit(address).hostname == RECEIPT_HOST


def _login_policy(spec: ImSpec) -> LoginPolicy:
    """Return the console's choice; more phones than one are only sold together with the widest policy."""
    usual = "multi" if spec.phones_per_user > 1 else DEFAULT_POLICY.value
    return LoginPolicy(spec.login_policy or usual, spec.phones_per_user)


@lru_cache(maxsize=64)
def _start_of_text(start: str, zone: str) -> datetime:
    text = start if ":" in start else f"{start} 00:00"
    return datetime.fromisoformat(text.replace(" ", "T")).replace(tzinfo=ZoneInfo(zone))


def _start_of(spec: WorldSpec) -> datetime:
    return _start_of_text(spec.start, spec.timezone)
