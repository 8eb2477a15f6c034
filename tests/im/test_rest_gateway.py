"""Where the REST API is reached, and what is told who calls a command that this simulation does not have."""

from urllib.parse import urlencode

import pytest

from simulator.im.commands import SERVICES
from simulator.im.left_out import LEFT_OUT
from simulator.im.rest import HOSTS
from simulator.network.http import Request
from simulator.world.world import World
from tests.im.calls import a_full_chat, call, path_of, replayed, spoilt
from tests.im.worlds import records

LEFT = sorted(f"/v4/{service}/{command}" for service, commands in LEFT_OUT.value.items() for command in commands)


def query_of(world: World) -> str:
    sig = world.customer.user_sig("administrator")
    right = {"sdkappid": str(world.im.sdk_app_id), "identifier": "administrator", "usersig": sig, "contenttype": "json"}
    return urlencode(right)


@pytest.mark.parametrize("host", HOSTS.value)
def test_each_region_has_a_host_that_answers(host: str):
    world = a_full_chat()
    body = b'{"UserID": "erin"}'
    request = Request("POST", host, "/v4/im_open_login_svc/account_import", query_of(world), (), body)
    assert replayed(world, request)["ErrorCode"] == 0
    assert "erin" in world.im.accounts
    assert world.end_of(host) == "im"


@pytest.mark.parametrize("path", LEFT)
def test_command_that_is_left_out_says_so_and_is_never_answered_as_done(path: str):
    world = a_full_chat()
    answer = call(world, path, {})
    assert (answer["ActionStatus"], answer["ErrorCode"]) == ("FAIL", 60009)
    assert "not simulated" in answer["ErrorInfo"]
    (refused,) = records(world, "rest_refused")
    assert (refused.rule, refused.data["path"]) == ("im.rest.not_simulated", path)


def test_no_command_is_both_simulated_and_left_out():
    simulated = {f"/v4/{name}/{command}" for name, service in SERVICES.items() for command in service.commands}
    assert simulated.isdisjoint(LEFT)


@pytest.mark.parametrize("path", ["/v4/recentcontact/getlist", "/v4/nobody/get_list", "/v4/openim/", "/v4/sns"])
def test_command_that_nobody_has_is_not_called_one_that_is_left_out(path: str):
    world = a_full_chat()
    assert "not simulated" not in call(world, path, {})["ErrorInfo"]


def test_trailing_slash_and_any_method_but_post_are_no_call():
    world = a_full_chat()
    assert call(world, f"{path_of('sendmsg')}/", spoilt("sendmsg"))["ErrorCode"] == 60002
    request = Request("GET", HOSTS.value[0], path_of("querystate"), query_of(world), (), b'{"To_Account": ["bob"]}')
    assert replayed(world, request)["ErrorCode"] == 60002


def test_slashes_that_stand_twice_count_once():
    assert call(a_full_chat(), "//v4//openim/sendmsg", spoilt("sendmsg"))["ErrorCode"] == 0


def test_command_that_is_left_out_says_so_to_any_method():
    world = a_full_chat()
    request = Request("GET", HOSTS.value[0], "/v4/ConfigSvc/GetIPList", query_of(world))
    assert "not simulated" in replayed(world, request)["ErrorInfo"]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        *(
            ("sendmsg", name)
            for name in ("From_Account", "MsgSeq", "MsgLifeTime", "SyncOtherMachine", "CloudCustomData")
        ),
        *(("create_group", name) for name in ("Owner_Account", "MaxMemberCount", "MemberList", "ApplyJoinOption")),
        *(("get_group_member_info", name) for name in ("Limit", "Offset", "MemberInfoFilter", "MemberRoleFilter")),
        *(("friend_add", name) for name in ("AddType", "ForceAddFlags")),
    ],
)
def test_field_that_is_null_counts_as_left_out(command: str, field: str):
    assert call(a_full_chat(), path_of(command), {**spoilt(command), field: None})["ErrorCode"] == 0


def test_needed_field_that_is_null_is_missing():
    assert call(a_full_chat(), path_of("sendmsg"), {**spoilt("sendmsg"), "MsgRandom": None})["ErrorCode"] == 90005
