"""A running world: its clock, its trace and its actors, and how to move its time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.cloud.vendor_cloud import VendorCloud
from simulator.customer.server import CustomerServer
from simulator.device.device import Device
from simulator.device.other_client import OtherClient, name_of
from simulator.im.rest import HOSTS as IM_HOSTS
from simulator.im.rest import RestApi
from simulator.im.sender import VendorSender
from simulator.im.server import ImServer
from simulator.kernel.environment import Environment
from simulator.network.faults import Broken
from simulator.network.http import Hosts, Request, Response
from simulator.network.link import TIMEOUT_MS, Link, Network
from simulator.push.ledger import PushLedger
from simulator.push.platform import Platform
from simulator.world.spec import WorldSpec
from simulator.world.verdicts import TokenRoots, Verdict, check_conservation, verdict_of


class World:
    """Everything of one run; thrown away after it.

    Attributes:
        spec: What it was built from.
        vendor: The vendor of this case; empty where every phone names its model.
        hosts: Which server answers for which host name.
        clouds: By vendor.
        own_senders: The customer's own clients of the vendors' clouds, by vendor.
        phones: By name, in the order they were made.
        other_clients: Clients of users on other platforms, by name, such as `bob@Web`.
        certificate_ids: The certificate that the app's constants should name, by vendor.
        token_roots: Why there was no token, for each push that ended for lack of one.
    """

    def __init__(
        self,
        spec: WorldSpec,
        vendor: str,
        env: Environment,
        *,
        ledger: PushLedger,
        hosts: Hosts,
        network: Network,
        im: ImServer,
        rest: RestApi,
        customer: CustomerServer,
        clouds: Mapping[str, VendorCloud[Any]],
        own_senders: Mapping[str, VendorSender],
        certificate_ids: Mapping[str, int],
        make_phone: Callable[["World", str], Device],
        make_client: Callable[["World", str, Platform], OtherClient],
    ) -> None:
        """Take the actors that `build` has made and connected."""
        self.spec = spec
        self.vendor = vendor
        self.scheduler = env.scheduler
        self.clock = env.clock
        self.streams = env.streams
        self.trace = env.trace
        self.rules = env.rules
        self.ledger = ledger
        self.hosts = hosts
        self.network = network
        self.im = im
        self.rest = rest
        self.customer = customer
        self.clouds = clouds
        self.own_senders = own_senders
        self.certificate_ids = certificate_ids
        self.token_roots = TokenRoots(env.trace, ledger)
        self.phones: dict[str, Device] = {}
        self.other_clients: dict[str, OtherClient] = {}
        self._make_phone = make_phone
        self._make_client = make_client
        network.watch(self._link_changed)
        ledger.add_holder(self._held_by_phones)

    def phone(self, name: str) -> Device:
        """Return the phone *name*; it is made and switched on when first named."""
        return self.phones.get(name) or self._make_phone(self, name)

    def other_client(self, user: str, platform: Platform) -> OtherClient:
        """Return the client of *user* on *platform*, which is no simulated phone; it is made when first named."""
        client = self.other_clients.get(name_of(user, platform))
        if client is None:
            client = self._make_client(self, user, platform)
            self.other_clients[client.name] = client
        return client

    def _link_changed(self, link: Link) -> None:
        """Tell the actors at the ends of *link* that it has come up or gone down."""
        end, name = link.ends
        phone = self.phones.get(name)
        cloud = self.clouds.get(end)
        if end == "im":
            if not link.is_up:
                self.im.connection_silent(name)
            elif phone is not None:
                phone.network_is_back()
        elif cloud is not None and phone is not None and phone.push_service is not None:
            # Whose service has died without network does not connect again: the cloud's connection has timed out.
            cloud.outbox.presence_changed(name, is_present=phone.push_service.life.is_connected)
            cloud.link_changed(name, is_up=link.is_up)

    def _held_by_phones(self) -> Iterator[int]:
        """Iterate over the pushes that the vendors' services on phones have in hand."""
        for phone in self.phones.values():
            if phone.push_service is not None:
                yield from phone.push_service.held()
                yield from phone.push_service.life.held()

    def run_for(self, span_ms: int, stop: Callable[[], bool] | None = None) -> bool:
        """Let *span_ms* pass, or less when *stop* says yes; return whether it did."""
        return self.scheduler.run_until(self.scheduler.now_ms + span_ms, stop)

    def end_of(self, host: str) -> str | None:
        """Return who answers real senders for *host*: a vendor or `im`; `None` for nobody."""
        if host in IM_HOSTS.value:
            return "im"
        return next((name for name, cloud in self.clouds.items() if host in cloud.hosts), None)

    def ask(self, end: str, request: Request, *, sender_ahead_ms: int = 0) -> tuple[Response | Broken, int]:
        """Have the server *end*, a vendor or `im`, answer *request* at this very instant, as it answers the customer's.

        Returns:
            The answer, or how the link broke, and how many milliseconds that takes.
        """
        link = self.network.link("customer", end)
        self.clock.sender_ahead_ms = sender_ahead_ms
        try:
            return link.call_at_once(request, patience_ms=TIMEOUT_MS)
        finally:
            self.clock.sender_ahead_ms = 0

    def verdict(self, push_id: int) -> Verdict:
        """Return how the push stands now."""
        return verdict_of(push_id, self.trace, self.ledger, self.token_roots)

    def verdicts(self) -> Iterator[Verdict]:
        """Iterate over all pushes, in the order they began."""
        return (self.verdict(push_id) for push_id in self.trace.push_ids())

    def check_conservation(self) -> None:
        """Check that no push was lost: sent = shown + each drop + pending.

        Raises:
            ConservationBroken: One was.
        """
        check_conservation(self.trace, self.ledger)
