"""What a simulated cloud stands on."""

from collections.abc import Mapping

import msgspec

from simulator.kernel.clock import Clock
from simulator.kernel.randomness import Stream
from simulator.kernel.rule import Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Trace
from simulator.network.link import Link
from simulator.push.ledger import PushLedger


class CloudKit(msgspec.Struct, frozen=True):
    """What the world gives a cloud to stand on.

    Attributes:
        customer: Link to the customer's server, for receipts.
        other_links: Links to other servers that want receipts, by host.
    """

    scheduler: Scheduler
    clock: Clock
    trace: Trace
    rules: Rulebook
    ledger: PushLedger
    stream: Stream
    customer: Link
    other_links: Mapping[str, Link] = msgspec.field(default_factory=dict)
