"""The frame of every vendor's cloud: five steps in one order, whichever vendor fills them."""

import pytest

from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Outcome
from simulator.network.http import Request
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from tests.factories import bound_phone, healthy_world, hops, killed, new_world, records, reg_id_of, send
from tests.vendors.vivo_client import LEFT_OUT, UNKNOWN, VivoClient, a_client


def test_steps_are_asked_in_order():
    client = a_client()
    token, client.token = client.token, ""
    wrong = {"title": "", "category": "MARKETING", "regId": UNKNOWN}
    assert client.send(**wrong)["result"] == 10000  # authenticate
    client.token = token
    assert client.send(**wrong)["result"] == 10055  # validate
    assert client.send(**{**wrong, "title": "a title"})["result"] == 10097  # meter
    assert client.send(regId=UNKNOWN)["result"] == 10302  # look up
    assert client.send()["result"] == 0  # enqueue


@pytest.mark.parametrize("vendor", VENDORS)
def test_second_slash_between_base_address_and_path_is_overlooked(vendor: str):
    cloud = healthy_world(vendor).clouds[vendor]
    (method, path), *_ = cloud.endpoints
    host = cloud.hosts_of(path)[0]
    once, twice = (cloud.handle(Request(method, host, one)) for one in (path, f"/{path}"))
    assert (once.status, len(once.body)) == (twice.status, len(twice.body))
    assert not records(cloud.kit, Kind.STATE, "endpoint_unknown")


def test_push_of_an_own_server_is_opened_for_each_target_it_names():
    client = a_client()
    client.send()
    client.send(regId=UNKNOWN)
    assert client.world.ledger.opened == 2
    assert [client.world.ledger.phone_of(push_id) for push_id in (1, 2)] == ["bob_phone", ""]
    client.world.run_for(1_000)
    client.world.check_conservation()


def test_refused_list_refuses_each_push_by_the_same_rule_beside_the_others():
    client = a_client()
    task_id = client.save()["taskId"]
    client.token = ""
    client.push_to_list(task_id, [reg_id_of(client.world), UNKNOWN])
    refused = hops(client.world, Hop.PUSH_REQUESTED)
    assert [(one.push_id, one.rule, one.parent) for one in refused] == [
        (1, "vivo.token_invalid", None),
        (2, "vivo.token_invalid", None),
    ]


def test_refusal_without_a_target_is_a_record_and_no_push():
    client = a_client()
    client.send(regId=LEFT_OUT)
    assert client.world.ledger.opened == 0
    [record] = records(client.world, Kind.STATE, "refused")
    assert (record.outcome, record.reason, record.data["code"]) == (Outcome.REFUSED, Reason.INVALID_REQUEST, 10050)


def test_refusal_is_written_at_the_hop_of_its_reason():
    client = a_client()
    client.send(title="")
    assert client.last.name == EXPLANATIONS[Reason.INVALID_REQUEST].hop
    client.token = ""
    client.send()
    assert client.last.name == EXPLANATIONS[Reason.AUTH_REFUSED].hop


def test_push_of_im_stays_the_one_that_im_began():
    world = healthy_world()
    killed(world)
    assert send(world).text == "shown"
    assert world.ledger.opened == 1


def test_rule_waived_for_one_phone_holds_for_another():
    options = RunOptions(waivers=frozenset({Waiver(Reason.INVALID_REQUEST, "bob_phone")}))
    world = build(WorldSpec(), "vivo", options)
    bound_phone(world)
    bound_phone(world, "carol_phone", "carol")
    client = VivoClient(world)
    client.auth()
    assert client.send(title="")["result"] == 0
    assert client.send(title="", regId=reg_id_of(world, "carol_phone"))["result"] == 10055


def test_renewed_reg_id_ends_the_old_one():
    client = a_client()
    old = reg_id_of(client.world)
    new = client.world.clouds["vivo"].renew("bob_phone", "com.example.chat")
    assert client.send(regId=old)["result"] == 10302
    assert client.send(regId=new)["result"] == 0


def test_nothing_to_renew_is_an_error():
    with pytest.raises(LookupError, match=r"com\.example\.chat is not registered on bob_phone"):
        new_world().clouds["vivo"].renew("bob_phone", "com.example.chat")
