"""What holds for every vendor on the wire: what is carried, whose regIds count, days, faults and receipts."""

from itertools import combinations

import pytest

from simulator.cloud.registrations import Registration
from simulator.im.sender import OutgoingPush, SendResult, VendorSender
from simulator.kernel.rule import Rule
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS
from simulator.network.direct import DirectAdapter
from simulator.network.faults import FaultKind
from simulator.network.http import Hosts, Request, Response
from simulator.network.link import Link
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions, build
from simulator.world.catalogue import catalogue
from simulator.world.spec import VendorAppSpec, WorldSpec
from simulator.world.world import World
from tests.factories import (
    a_message,
    bound_phone,
    healthy_world,
    hops,
    killed,
    new_world,
    records,
    reg_id_of,
    send,
    tap,
)

each_vendor = pytest.mark.parametrize("vendor", VENDORS)


def away(vendor: str, **spec: object) -> World:
    """Return a healthy world whose app has been swiped away."""
    world = healthy_world(vendor, **spec)
    killed(world)
    return world


def link(world: World, name: str) -> Link:
    found = world.network.find(name)
    assert found is not None
    return found


# -- what is carried --------------------------------------------------------------------------------------------------

TEXTS = ["测试标题 A&B=1+2", "你好，模拟设备 100% 😀", 'he said "\\n"', "<b>&amp;</b>", "a/b?c#d;e=f|g"]


@each_vendor
@pytest.mark.parametrize("text", TEXTS)
def test_title_and_text_arrive_as_they_were_written(vendor, text):
    world = away(vendor)
    assert send(world, a_message(text, title=text)).text == "shown"
    [shown] = world.phone("bob_phone").notifications.shade
    assert (shown.title, shown.text) == (text, text)


@each_vendor
@pytest.mark.parametrize("text", TEXTS)
def test_ext_arrives_as_it_was_written(vendor, text):
    world = away(vendor)
    ext = f'{{"ext":{_json(text)}}}'
    send(world, a_message(ext=ext))
    # Some vendors hand the keys of a JSON object over, others its text.
    assert tap(world).data["ext"] in {ext, text}


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@each_vendor
def test_one_message_to_two_phones_reaches_both(vendor):
    world = away(vendor)
    bound_phone(world, "carol_phone", "carol")
    killed(world, "carol_phone")
    told = send_list(world, vendor, [reg_id_of(world), reg_id_of(world, "carol_phone")])
    assert {one.reason for one in told} == {None}
    assert [len(world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]
    world.check_conservation()


@each_vendor
def test_unknown_reg_id_among_several_takes_nothing_from_the_others(vendor):
    world = away(vendor)
    reg_id = reg_id_of(world)
    send_list(world, vendor, ["1" * len(reg_id), reg_id])
    assert len(world.phone("bob_phone").notifications.shade) == 1
    world.check_conservation()


def outgoing(world: World, vendor: str, reg_id: str, *, receipt_url: str = "") -> OutgoingPush:
    certificate = Certificate(0, vendor, world.clouds[vendor].apps[0].values)
    return OutgoingPush(None, reg_id, certificate, "a title", "a text", None, receipt_url=receipt_url)


def send_list(world: World, vendor: str, reg_ids: list[str]) -> list[SendResult]:
    """Let the customer's own server send one message to several regIds, and return what it was told."""
    world.scheduler.context = None
    told: list[SendResult] = []
    world.own_senders[vendor].send_list(outgoing(world, vendor, reg_ids[0]), reg_ids, told.append)
    world.run_for(MINUTE_MS)
    return told


# -- regIds of somebody else ------------------------------------------------------------------------------------------


def bind(world: World, reg_id: str) -> None:
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = reg_id


@each_vendor
def test_reg_id_of_another_app_is_invalid(vendor):
    world = away(vendor)
    cloud = world.clouds[vendor]
    another = Registration(cloud.new_reg_id(), "carol_phone", "com.example.another", "another app")
    cloud.registrations.add(another)
    bind(world, another.reg_id)
    assert send(world).text == "reg_id_invalid"
    world.check_conservation()


@pytest.mark.parametrize(("vendor", "other"), list(combinations(VENDORS, 2)))
def test_reg_id_of_another_vendor_is_invalid(vendor, other):
    for mine, foreign in ((vendor, other), (other, vendor)):
        world = away(mine)
        bind(world, reg_id_of(healthy_world(foreign)))
        assert send(world).text == "reg_id_invalid"


# -- one vendor's addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("vendor", "other"), list(combinations(VENDORS, 2)))
def test_no_two_vendors_share_a_host_or_an_endpoint(vendor, other):
    one, another = (new_world(name).clouds[name] for name in (vendor, other))
    assert not set(one.hosts) & set(another.hosts)
    for cloud, stranger in ((one, another), (another, one)):
        for method, path in cloud.endpoints:
            concrete = path.replace("{", "").replace("}", "")
            assert stranger.endpoint_of(Request(method, stranger.hosts[0], concrete)) is None, path


@each_vendor
def test_sender_asks_hosts_that_the_vendor_has(vendor):
    world = away(vendor)
    send(world)
    asked = [one.data["request"]["url"] for one in records(world, Kind.WIRE, f"im>{vendor}") if "request" in one.data]
    assert asked
    assert {url.split("/")[2] for url in asked} <= set(world.clouds[vendor].hosts)


# -- days -------------------------------------------------------------------------------------------------------------


def has_quota(vendor: str) -> bool:
    """Return whether the vendor has a rule about the messages of a day."""
    rules = (one.thing for name, one in catalogue().items() if name.startswith(f"{vendor}."))
    return any(isinstance(rule, Rule) and rule.reason is Reason.QUOTA_USED for rule in rules)


@pytest.mark.parametrize("vendor", [vendor for vendor in VENDORS if has_quota(vendor)])
def test_app_without_the_unlimited_class_is_limited_and_messages_of_the_next_day_are_new_ones(vendor):
    world = away(vendor, vendor_apps={vendor: VendorAppSpec(used_today=10**9, system_messages=False)})
    # Some vendors refuse a chat message then, others count it as marketing; of that the first of a day may be allowed.
    limited = {verdict.reason for verdict in (send(world) for _ in range(4)) if verdict.text != "shown"}
    assert limited in ({Reason.MESSAGE_CLASS_LIMITED}, {Reason.QUOTA_USED})
    world.check_conservation()
    world.run_for(DAY_MS)
    assert send(world).text == ("shown" if limited == {Reason.QUOTA_USED} else "message_class_limited")
    world.check_conservation()


# -- the push app -----------------------------------------------------------------------------------------------------


@each_vendor
@pytest.mark.parametrize("state", ["closed", "under_review"])
def test_app_that_is_not_open_reaches_nobody(vendor, state):
    world = away(vendor)
    app = world.clouds[vendor].apps[0]
    before = app.state
    app.state = type(before)(state)
    verdict = send(world)
    assert verdict.text != "shown"
    assert verdict.rule in catalogue()
    app.state = before
    assert send(world).text == "shown"


# -- faults -----------------------------------------------------------------------------------------------------------


@each_vendor
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (FaultKind.SERVER_ERROR, Reason.VENDOR_FAULT),
        (FaultKind.TIMEOUT, Reason.VENDOR_UNREACHABLE),
        (FaultKind.REFUSED, Reason.VENDOR_UNREACHABLE),
    ],
)
def test_vendor_that_does_not_answer_ends_one_push_and_not_the_next(vendor, how, reason):
    world = away(vendor)
    link(world, f"im>{vendor}").fail_next(how, 1)
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (Hop.PUSH_REQUESTED, reason)
    world.check_conservation()
    assert send(world).text == "shown"


# -- answers that are none --------------------------------------------------------------------------------------------

NO_ANSWERS = {
    "empty": b"",
    "html": b"<html>",
    "list": b"[]",
    "object": b"{}",
    "null": b"null",
    "texts": b'{"code": [], "result": "x", "access_token": 1, "data": "x"}',
    "not utf-8": b'{"code": "\xff"}',
}


class SpoiledAdapter:
    """Hands requests to whoever answers them, but may answer in a vendor's place.

    Attributes:
        answer: Instead of the vendor's own; `None` for its own.
    """

    def __init__(self, hosts: Hosts) -> None:
        self._direct = DirectAdapter(hosts)
        self.answer: Response | None = None

    def exchange(self, request: Request) -> Response:
        return self._direct.exchange(request) if self.answer is None else self.answer


def spoiled(vendor: str) -> tuple[World, SpoiledAdapter]:
    """Return a world whose app has been swiped away, and what carries its HTTP."""
    adapters: list[SpoiledAdapter] = []

    def make_adapter(hosts: Hosts) -> SpoiledAdapter:
        adapters.append(SpoiledAdapter(hosts))
        return adapters[-1]

    world = build(WorldSpec(), vendor, RunOptions(1, make_adapter))
    bound_phone(world)
    killed(world)
    return world, adapters[0]


no_answers = pytest.mark.parametrize("body", NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
statuses = pytest.mark.parametrize("status", [200, 400, 403, 500])


@each_vendor
@no_answers
@statuses
@pytest.mark.parametrize("is_first", [True, False])
def test_answer_that_is_none_of_the_vendors_ends_one_push_and_not_the_next(vendor, body, status, is_first):
    world, adapter = spoiled(vendor)
    if not is_first:
        # From now on a sender that keeps a token has one.
        assert send(world).text == "shown"
    adapter.answer = Response(status, (), body)
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (Hop.PUSH_REQUESTED, Reason.VENDOR_FAULT)
    given_up = [one for one in records(world, Kind.HOP, Hop.PUSH_REQUESTED) if one.reason]
    assert [one.data["vendor_code"] for one in given_up] == [str(status)]
    world.check_conservation()
    adapter.answer = None
    assert send(world).text == "shown"


@each_vendor
@no_answers
@statuses
def test_answer_that_is_none_of_the_vendors_ends_a_list_push(vendor, body, status):
    world, adapter = spoiled(vendor)
    reg_id = reg_id_of(world)
    send_list(world, vendor, [reg_id, reg_id])
    adapter.answer = Response(status, (), body)
    told = send_list(world, vendor, [reg_id, "1" * len(reg_id)])
    assert {(one.reason, one.code) for one in told} == {(Reason.VENDOR_FAULT, str(status))}
    world.check_conservation()


def makes_other_calls(vendor: str) -> bool:
    """Return whether the vendor's client makes calls that are no push."""
    return type(new_world(vendor).own_senders[vendor]).call_api is not VendorSender.call_api


@pytest.mark.parametrize("vendor", [vendor for vendor in VENDORS if makes_other_calls(vendor)])
@no_answers
@statuses
def test_answer_that_is_none_of_the_vendors_ends_a_call_that_is_no_push(vendor, body, status):
    world, adapter = spoiled(vendor)
    sender = world.own_senders[vendor]
    send_list(world, vendor, [reg_id_of(world)])
    adapter.answer = Response(status, (), body)
    told: list[SendResult] = []
    sender.call_api(outgoing(world, vendor, "").certificate, "/v1/any", {"name": "any"}, told.append)
    world.run_for(MINUTE_MS)
    assert [(one.reason, one.code) for one in told] == [(Reason.VENDOR_FAULT, str(status))]


@each_vendor
@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_status_that_a_magic_value_forces_is_a_fault(vendor, status):
    world = away(vendor)
    bind(world, f"pushsim-http-{status}")
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (Hop.PUSH_REQUESTED, Reason.VENDOR_FAULT)
    world.check_conservation()


# -- receipts ---------------------------------------------------------------------------------------------------------


def tracked(vendor: str) -> World:
    """Return such a world whose vendor has an address for receipts in its console, if it has a place for one."""
    url = new_world(vendor).customer.receipt_url(vendor)
    return away(vendor, vendor_apps={vendor: VendorAppSpec(receipts=url)})


def push(world: World, vendor: str) -> None:
    """Let the customer's own server push to bob_phone, and ask for receipts."""
    world.scheduler.context = None
    url = world.customer.receipt_url(vendor)
    world.own_senders[vendor].send(outgoing(world, vendor, reg_id_of(world), receipt_url=url), lambda _: None)
    world.run_for(10 * MINUTE_MS)


def receipts(world: World) -> list[str]:
    return [one.data["kind"] for one in records(world, Kind.CALLBACK, "receipt")]


@each_vendor
def test_message_that_is_shown_has_a_receipt_of_its_arrival(vendor):
    world = tracked(vendor)
    push(world, vendor)
    assert hops(world, Hop.POSTED)
    [receipt] = records(world, Kind.CALLBACK, "receipt")
    assert (receipt.data["vendor"], receipt.data["kind"]) == (vendor, "arrived")
    assert receipt.data["message_id"]
    assert receipt.data["target"] == reg_id_of(world)
    assert not records(world, Kind.CALLBACK, "receipt_unreadable")


@each_vendor
def test_receipt_that_the_network_doubles_is_read_twice(vendor):
    world = tracked(vendor)
    link(world, f"{vendor}>customer").fail_next(FaultKind.DUPLICATED, 1)
    push(world, vendor)
    first, second = records(world, Kind.CALLBACK, "receipt")
    assert first.data == second.data


@each_vendor
@pytest.mark.parametrize("body", [b"", b"no receipt"])
def test_what_is_no_receipt_is_refused_and_recorded(vendor, body):
    world = new_world(vendor)
    host, _, path = world.customer.receipt_url(vendor).removeprefix("https://").partition("/")
    answer = world.hosts.handle(Request("POST", host, f"/{path}", "", (), body))
    assert answer.status >= 400
    assert len(records(world, Kind.CALLBACK, "receipt_unreadable")) == 1
    assert not receipts(world)


# -- codes ------------------------------------------------------------------------------------------------------------


def answers_of(vendor: str) -> list[object]:
    """Return what the vendor's rules answer."""
    rules = (one.thing for name, one in catalogue().items() if name.startswith(f"{vendor}."))
    return [rule.answer for rule in rules if isinstance(rule, Rule)]


@each_vendor
def test_every_code_that_a_rule_answers_stands_in_the_vendors_table(vendor):
    answers, codes = answers_of(vendor), VENDORS[vendor].codes
    refused = {one.code for one in answers if isinstance(one, Rejection)}
    # What a phone's rules answer is told to the app, or to the sender in a receipt.
    told = {one for one in answers if isinstance(one, int)}
    server, client = ({code.number for code in side} for side in (codes.server, codes.client))
    assert refused
    assert refused <= server
    assert told <= server | client


# -- another regId ----------------------------------------------------------------------------------------------------


@each_vendor
def test_renewed_reg_id_ends_the_old_one_and_counts_once_the_app_has_reported_it(vendor):
    world = away(vendor)
    phone = world.phone("bob_phone")
    renewed = world.clouds[vendor].renew(phone.name, phone.app.package)
    assert send(world).text == "reg_id_invalid"
    process = bound_phone(world).app.start()
    assert process.demo is not None
    process.demo.reg_id_renewed(process, renewed)
    world.run_for(MINUTE_MS)
    killed(world)
    assert send(world).text == "shown"
    assert reg_id_of(world) == renewed
