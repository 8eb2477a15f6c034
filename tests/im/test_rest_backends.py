"""What works behind the gateway fails: which code of which service the caller is told, and what it changes."""

import pytest

from simulator.im.backends import PATIENCE_MS
from simulator.im.rest import BACKEND_NAMES
from simulator.kernel.trace import Kind
from simulator.network.faults import FaultKind
from simulator.push.reason import Reason
from simulator.world.world import World
from tests.im.calls import HEALTHY, OK, a_full_chat, call, path_of, spoilt
from tests.im.worlds import records

DOWN, SILENT, BROKEN, TWICE = FaultKind.REFUSED, FaultKind.TIMEOUT, FaultKind.SERVER_ERROR, FaultKind.DUPLICATED

FAILURES: list[tuple[str, str, FaultKind, int]] = [
    ("openim", "sendmsg", BROKEN, 60013),
    ("openim", "sendmsg", SILENT, 60008),
    ("timpush", "batch", DOWN, 60008),
    ("account_ids", "sendmsg", SILENT, 60014),
    ("accounts", "account_import", SILENT, 70169),
    ("accounts", "kick", BROKEN, 70500),
    ("account_lists", "account_check", SILENT, 70202),
    ("profiles", "account_import", BROKEN, 40006),
    ("relations", "account_delete", BROKEN, 30006),
    ("relations", "account_delete", SILENT, 30007),
    ("relations", "account_delete", TWICE, 30008),
    ("messages", "sendmsg", SILENT, 20004),
    ("messages", "batchsendmsg", BROKEN, 20005),
    ("messages", "importmsg", DOWN, 90992),
    ("online_states", "query_online_status", DOWN, 90994),
    ("online_states", "querystate", FaultKind.LOST, 90995),
    ("online_states", "query_online_status", BROKEN, 91000),
    ("pushes", "push", SILENT, 91000),
    ("groups", "create_group", BROKEN, 10002),
    ("mutings", "setnospeaking", SILENT, 130014),
]


def failed(world: World, backend: str, command: str, kind: FaultKind) -> int:
    """Let the link to *backend* fail once and return the code that *command* answers."""
    world.network.link("im", backend).fail_next(kind, 1)
    return int(call(world, path_of(command), spoilt(command))["ErrorCode"])


@pytest.mark.parametrize(("backend", "command", "kind", "code"), FAILURES)
def test_fault_behind_the_gateway_has_the_code_of_the_service(backend: str, command: str, kind: FaultKind, code: int):
    world = a_full_chat(edition="trial")
    assert failed(world, backend, command, kind) == code
    (refused,) = records(world, "rest_refused")
    assert refused.rule.startswith(f"im.backend.{backend}.")
    assert refused.reason == Reason.CALL_REFUSED
    (fault,) = [record for record in world.trace if record.kind is Kind.FAULT]
    assert (fault.actor, fault.name) == (f"im>{backend}", kind)
    assert call(world, path_of(command), spoilt(command))["ErrorCode"] == 0


def test_call_that_failed_inside_has_no_effect():
    world = a_full_chat()
    assert failed(world, "messages", "sendmsg", SILENT) == 20004
    world.run_for(1_000)
    assert world.im.delivery.conversations.unread("bob", "administrator") == 0
    assert failed(world, "groups", "create_group", BROKEN) == 10002
    assert world.im.delivery.groups.find("chess") is None


def test_what_is_wrong_with_the_call_itself_is_told_before_a_store_is_asked():
    world = a_full_chat()
    world.network.link("im", "messages").fail_next(BROKEN, 1)
    assert call(world, path_of("sendmsg"), spoilt("sendmsg", To_Account=None))["ErrorCode"] == 90003
    assert call(world, path_of("sendmsg"), spoilt("sendmsg"))["ErrorCode"] == 20005


def test_request_that_arrives_twice_harms_only_what_is_written_at_once():
    world = a_full_chat()
    assert failed(world, "messages", "sendmsg", TWICE) == 0


def test_store_that_is_slower_than_the_gateway_waits_is_a_timeout():
    world = a_full_chat()
    link = world.network.link("im", "groups")
    link.extra_ms = PATIENCE_MS.value // 2
    path, body = path_of("set_unread_msg_num"), HEALTHY[path_of("set_unread_msg_num")]
    assert call(world, path, body) == OK
    link.extra_ms += 1
    assert call(world, path, body)["ErrorCode"] == 10002


def test_store_behind_a_cut_link_is_a_timeout_until_the_cut_ends():
    world = a_full_chat()
    world.network.link("im", "mutings").cut(60_000)
    path, body = path_of("getnospeaking"), HEALTHY[path_of("getnospeaking")]
    assert call(world, path, body)["ErrorCode"] == 130014
    world.run_for(60_000)
    assert call(world, path, body)["ErrorCode"] == 0


def test_every_backend_is_leant_on_by_some_command():
    for backend in sorted(BACKEND_NAMES):
        codes = set()
        for path, body in HEALTHY.items():
            world = a_full_chat(edition="trial")
            world.network.link("im", backend).fail_next(BROKEN, 1)
            codes.add(call(world, path, body)["ErrorCode"])
        # The message and the push that a full chat otherwise has are not there in a trial.
        assert len(codes - {0, 20022, 90049}) == 1, backend


def test_call_goes_on_where_the_rule_about_the_fault_is_waived():
    world = a_full_chat(waived=["im.backend.groups.broken"])
    assert failed(world, "groups", "create_group", BROKEN) == 0
    assert failed(world, "mutings", "setnospeaking", BROKEN) == 130014
