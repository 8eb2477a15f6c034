"""Receipts on their way from a vendor to the customer's server."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from simulator.cloud.receipts import CallbackAddress, ReceiptBatches, Receipts
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.faults import FaultKind
from simulator.network.http import Hosts, Request, Response
from simulator.network.link import TIMEOUT_MS, Link
from tests.cloud.kits import new_kit

ADDRESS = "https://push.customer.example/receipts/vivo?app=1"


@dataclass
class Customer:
    """A server that answers with each of `statuses` in turn, and keeps what it was sent."""

    receipts: Receipts
    link: Link
    scheduler: Scheduler
    trace: Trace
    statuses: list[int]
    got: list[Request] = field(default_factory=list)

    def handle(self, request: Request) -> Response:
        self.got.append(request)
        return Response(self.statuses.pop(0))

    def faults(self) -> list[str]:
        return [one.name for one in self.trace if one.kind is Kind.FAULT]

    def ends(self) -> list[tuple[str, Outcome, dict[str, object]]]:
        return [(one.name, one.outcome, dict(one.data)) for one in self.trace if one.actor == "vivo cloud"]


def a_customer(statuses: Sequence[int] = (200,)) -> Customer:
    hosts = Hosts()
    kit, _ = new_kit(hosts=hosts)
    customer = Customer(Receipts("vivo cloud", kit), kit.customer, kit.scheduler, kit.trace, list(statuses))
    hosts.add("push.customer.example", customer.handle)
    return customer


def test_receipt_is_posted_as_its_vendor_made_it():
    customer = a_customer()
    customer.receipts.post(ADDRESS, (("Content-Type", "application/json"),), b"{}")
    customer.scheduler.run_until(1_000)
    [request] = customer.got
    assert request == Request(
        "POST",
        "push.customer.example",
        "/receipts/vivo",
        "app=1",
        (("Content-Type", "application/json"),),
        b"{}",
    )
    assert customer.ends() == []


def test_receipt_that_is_not_taken_is_posted_again_as_often_as_its_vendor_does():
    customer = a_customer((500, 404, 503))
    customer.receipts.post(ADDRESS, (), b"{}", again_after_ms=(1_000, 5_000))
    customer.scheduler.run_until(10_000)
    assert len(customer.got) == 3
    assert customer.ends() == [("receipt_given_up", Outcome.REFUSED, {"url": ADDRESS, "why": "HTTP 503"})]


def test_lost_receipt_is_posted_again_after_the_time_out():
    customer = a_customer()
    customer.link.fail_next(FaultKind.LOST, 1)
    customer.receipts.post(ADDRESS, (), b"{}", again_after_ms=(1_000,))
    customer.scheduler.run_until(TIMEOUT_MS + 999)
    assert customer.got == []
    customer.scheduler.run_until(TIMEOUT_MS + 1_010)
    assert len(customer.got) == 1


def test_late_receipt_comes_late():
    customer = a_customer()
    customer.link.extra_ms = 60_000
    customer.receipts.post(ADDRESS, (), b"{}")
    customer.scheduler.run_until(60_009)
    assert customer.got == []
    customer.scheduler.run_until(60_010)
    assert len(customer.got) == 1


def test_duplicated_receipt_comes_twice():
    customer = a_customer((200, 200))
    customer.link.fail_next(FaultKind.DUPLICATED, 1)
    customer.receipts.post(ADDRESS, (), b"{}")
    customer.scheduler.run_until(1_000)
    assert customer.got == [customer.got[0]] * 2
    assert customer.faults() == ["duplicated"]


def test_receipt_for_a_host_that_nobody_here_has_leaves_the_world_for_nowhere():
    customer = a_customer()
    customer.receipts.post("http://somewhere.example/", (), b"{}")
    customer.scheduler.run_until(1_000)
    assert customer.faults() == ["host_unknown"]
    assert customer.ends() == [
        ("receipt_given_up", Outcome.REFUSED, {"url": "https://somewhere.example/", "why": "refused"})
    ]


@pytest.mark.parametrize("url", ["", "push.customer.example/receipts", "ftp://push.customer.example/", "http://[::1"])
def test_address_that_is_none_is_on_the_record_and_nothing_is_sent(url):
    customer = a_customer()
    customer.receipts.post(url, (), b"{}")
    customer.scheduler.run_until(1_000)
    assert customer.got == []
    assert customer.ends() == [("receipt_without_address", Outcome.REFUSED, {"url": url})]
    assert CallbackAddress.parse(url) is None


def test_what_comes_within_the_span_of_the_first_goes_out_with_it():
    scheduler = Scheduler()
    posted: list[tuple[int, str, list[int]]] = []
    batches = ReceiptBatches[str, int](
        scheduler, 1_000, lambda key, items: posted.append((scheduler.now_ms, key, items))
    )
    for at_ms, key, item in ((0, "a", 1), (400, "b", 2), (999, "a", 3), (1_001, "a", 4)):
        scheduler.run_until(at_ms)
        batches.add(key, item)
    scheduler.run_until(3_000)
    assert posted == [(1_000, "a", [1, 3]), (1_400, "b", [2]), (2_001, "a", [4])]
