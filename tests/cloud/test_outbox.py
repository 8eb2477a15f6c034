"""The outbox with a link and a phone that only takes what it gets."""

from dataclasses import dataclass, field

import pytest

from simulator.cloud.outbox import DISPATCH, LOST_ON_LINK, Outbox, Stored
from simulator.kernel.rule import Waiver
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Outcome, Record, Trace
from simulator.network.faults import FaultKind
from simulator.network.link import Network
from simulator.push.click import Click
from simulator.push.journey import Hop
from simulator.push.ledger import PushLedger
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery
from tests.cloud.kits import new_kit


@dataclass
class Post:
    """An outbox, and what has reached bob_phone."""

    scheduler: Scheduler
    trace: Trace
    ledger: PushLedger
    network: Network
    outbox: Outbox
    dropped: list[str]
    got: list[str] = field(default_factory=list)

    def put(self, text: str, *, life_ms: int = 60_000, key: object = None, only_if_online: bool = False) -> int:
        push_id = self.ledger.open("bob_phone")
        delivery = Delivery(push_id, "m", "r", "com.example.chat", "title", text, Click(), notify_id=1)
        self.scheduler.context = None
        expires_ms = self.scheduler.now_ms + life_ms
        self.outbox.put(Stored(delivery, "bob_phone", expires_ms, key, only_if_online), 0)
        return push_id

    def network_on(self, is_on: bool) -> None:
        self.network.set_reachable("bob_phone", is_on)

    def run(self, span_ms: int = 1_000) -> None:
        self.scheduler.run_until(self.scheduler.now_ms + span_ms)

    def last(self, push_id: int) -> Record:
        record = self.trace.last_hop(push_id)
        assert record is not None
        return record


def new_post(*waivers: Waiver) -> Post:
    kit, network = new_kit(*waivers)
    dropped: list[str] = []
    outbox = Outbox(
        "a cloud",
        kit,
        dispatch=DISPATCH,
        dropped=lambda stored, rule: dropped.append(f"{stored.delivery.body}: {rule.name}"),
    )
    post = Post(kit.scheduler, kit.trace, kit.ledger, network, outbox, dropped)
    link = network.link("cloud", "bob_phone", (10, 10))
    outbox.add_phone("bob_phone", link, lambda delivery: post.got.append(delivery.body))
    network.watch(lambda link: outbox.phone_back("bob_phone") if link.is_up else None)
    return post


def test_message_for_a_connected_phone_leaves_at_once():
    post = new_post()
    push_id = post.put("lunch?")
    assert list(post.outbox.held()) == [push_id]
    post.run()
    assert post.got == ["lunch?"]
    assert (post.last(push_id).name, post.last(push_id).rule) == (Hop.DISPATCHED, "cloud.dispatch")
    assert list(post.outbox.held()) == []


def test_messages_for_a_phone_that_is_away_wait_and_leave_in_order():
    post = new_post()
    post.network_on(False)
    push_ids = [post.put(text) for text in ("one", "two", "three")]
    post.run()
    assert (post.got, list(post.outbox.held())) == ([], push_ids)
    assert (post.last(push_ids[0]).outcome, post.last(push_ids[0]).reason) == (
        Outcome.WAITING,
        Reason.DEVICE_OFFLINE,
    )
    post.network_on(True)
    post.run()
    assert (post.got, list(post.outbox.held())) == (["one", "two", "three"], [])


@pytest.mark.parametrize(("away_ms", "arrives"), [(59_999, True), (60_000, False), (10**9, False)])
def test_waiting_message_lives_to_the_last_millisecond(away_ms, arrives):
    post = new_post()
    post.network_on(False)
    push_id = post.put("lunch?", life_ms=60_000)
    post.run(away_ms)
    post.network_on(True)
    post.run()
    assert bool(post.got) is arrives
    if not arrives:
        assert (post.last(push_id).reason, post.last(push_id).rule) == (Reason.TTL_EXPIRED, "cloud.ttl_expired")
    assert list(post.outbox.held()) == []


def test_waived_ttl_leaves_the_message_waiting():
    post = new_post(Waiver(Reason.TTL_EXPIRED, "bob_phone"))
    post.network_on(False)
    push_id = post.put("lunch?")
    post.run(10**9)
    assert list(post.outbox.held()) == [push_id]
    post.network_on(True)
    post.run()
    assert post.got == ["lunch?"]


def test_message_for_online_phones_only_is_dropped():
    post = new_post()
    post.network_on(False)
    push_id = post.put("lunch?", only_if_online=True)
    post.run()
    assert (post.last(push_id).outcome, post.last(push_id).rule) == (Outcome.REFUSED, "cloud.online_only")
    assert list(post.outbox.held()) == []
    assert post.dropped == ["lunch?: cloud.online_only"]


def test_later_message_of_one_key_takes_the_place_of_a_waiting_one():
    post = new_post()
    post.network_on(False)
    first, other = post.put("first", key=1), post.put("other", key=2)
    post.run()
    post.put("second", key=1)
    post.run()
    assert (post.last(first).reason, post.last(first).rule) == (Reason.COLLAPSED, "cloud.collapsed")
    assert post.last(other).outcome is Outcome.WAITING
    post.network_on(True)
    post.run(120_000)
    assert post.got == ["other", "second"]
    assert post.dropped == ["first: cloud.collapsed"]


def test_waived_collapse_keeps_both():
    post = new_post(Waiver(Reason.COLLAPSED))
    post.network_on(False)
    for text in ("first", "second"):
        post.put(text, key=1)
        post.run()
    post.network_on(True)
    post.run()
    assert post.got == ["first", "second"]


def test_waived_absence_gets_the_message_through():
    post = new_post(Waiver(Reason.DEVICE_OFFLINE))
    post.network_on(False)
    post.put("lunch?")
    post.run()
    assert post.got == ["lunch?"]


def test_message_that_the_link_loses_is_named_so():
    post = new_post()
    link = post.network.find("cloud>bob_phone")
    assert link is not None
    link.fail_next(FaultKind.LOST, 1)
    push_id = post.put("lunch?")
    post.run()
    last = post.last(push_id)
    assert (last.name, last.reason, last.rule) == (Hop.DEVICE_RECEIVED, Reason.LOST_ON_LINK, LOST_ON_LINK.name)
    assert (post.got, list(post.outbox.held())) == ([], [])


# -- withdrawing -------------------------------------------------------------------------------------------------------


def test_withdrawn_message_never_leaves_whether_it_waits_or_is_about_to():
    post = new_post()
    leaving = post.put("about to leave")
    assert post.outbox.withdraw(lambda stored: stored.delivery.body == "about to leave") == 1
    post.network_on(False)
    waiting, kept = post.put("waits"), post.put("kept")
    post.run()
    assert post.outbox.withdraw(lambda stored: stored.delivery.body == "waits") == 1
    post.network_on(True)
    post.run(120_000)
    assert post.got == ["kept"]
    for push_id in (leaving, waiting):
        assert (post.last(push_id).reason, post.last(push_id).rule) == (Reason.WITHDRAWN, "cloud.withdrawn")
    assert post.dropped == ["about to leave: cloud.withdrawn", "waits: cloud.withdrawn"]
    assert post.last(kept).outcome is Outcome.OK


def test_waived_withdrawal_lets_the_message_through():
    post = new_post(Waiver(Reason.WITHDRAWN))
    post.put("kept")
    assert post.outbox.withdraw(lambda _: True) == 0
    post.run()
    assert post.got == ["kept"]
