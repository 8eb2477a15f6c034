"""A network of plain actors: no IM, no vendor, no phone, only what goes over links."""

from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.kernel.rule import Waiver
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Record, Trace
from simulator.network.direct import DirectAdapter
from simulator.network.faults import Broken
from simulator.network.http import Adapter, Hosts, Request, Response
from simulator.network.link import Link, Network
from simulator.push.ledger import PushLedger
from tests.kernel.environments import new_environment

HOST = "push.example.com"
REQUEST = Request("POST", HOST, "/message/send", body=b"{}")


@dataclass
class Wires:
    scheduler: Scheduler
    trace: Trace
    ledger: PushLedger
    hosts: Hosts
    network: Network
    arrived: list[Request] = field(default_factory=list)
    answers: list[tuple[int, Response | Broken]] = field(default_factory=list)

    def link(self, one: str = "im", other: str = "vivo", latency_ms: tuple[int, int] = (10, 10)) -> Link:
        return self.network.link(one, other, latency_ms)

    def answered(self, answer: Response | Broken) -> None:
        self.answers.append((self.scheduler.now_ms, answer))

    @property
    def outcomes(self) -> list[tuple[int, str]]:
        """When each call ended, and with which status or how it broke."""
        return [
            (at_ms, answer.kind if isinstance(answer, Broken) else str(answer.status)) for at_ms, answer in self.answers
        ]

    def records(self, kind: Kind) -> list[Record]:
        return [record for record in self.trace if record.kind is kind]


def new_wires(*waivers: Waiver, make_adapter: Callable[[Hosts], Adapter] = DirectAdapter) -> Wires:
    env = new_environment(*waivers)
    scheduler, trace = env.scheduler, env.trace
    ledger = PushLedger()
    hosts = Hosts()
    network = Network(
        env,
        ledger=ledger,
        adapter=make_adapter(hosts),
        server_error=lambda _request, _code: Response(500, body=b"the vendor's own form"),
    )
    wires = Wires(scheduler, trace, ledger, hosts, network)

    def answer(request: Request) -> Response:
        wires.arrived.append(request)
        return Response(200, body=b"ok")

    hosts.add(HOST, answer)
    return wires
