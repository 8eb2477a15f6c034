"""What a part of a cloud stands on, where a test has no whole cloud."""

from simulator.cloud.kit import CloudKit
from simulator.kernel.rule import Waiver
from simulator.network.direct import DirectAdapter
from simulator.network.http import Hosts, Response
from simulator.network.link import Network
from simulator.push.ledger import PushLedger
from tests.kernel.environments import new_environment


def new_kit(*waivers: Waiver, hosts: Hosts | None = None) -> tuple[CloudKit, Network]:
    """Return it, and the network that its links belong to."""
    env, ledger = new_environment(*waivers), PushLedger()
    network = Network(
        env,
        ledger=ledger,
        adapter=DirectAdapter(hosts or Hosts()),
        server_error=lambda _request, _code: Response(500),
    )
    customer = network.link("vivo", "customer", (10, 10))
    stream = env.streams.named("cloud")
    return CloudKit(env.scheduler, env.clock, env.trace, env.rules, ledger, stream, customer), network
