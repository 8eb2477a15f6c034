"""A path that a server does not have is answered in its own form, and the trace names the nearest it has."""

import json

import pytest

from simulator.im.rest import HOST as IM_HOST
from simulator.kernel.trace import Kind, Outcome
from simulator.network.http import Request
from simulator.vendors import VENDORS
from tests.network.doors import DOORS, Door
from tests.world.plays import Play

VIVO_HOST = "api-push.vivo.com.cn"


@pytest.fixture(params=DOORS.values(), ids=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    found: Door = request.param
    return found


def test_vivo_answers_in_its_own_form_and_the_trace_names_the_nearest_paths(door: Door):
    world = Play("vivo").world
    answer = door(world.hosts, Request("POST", VIVO_HOST, "/message/sent", body=b"{}"))
    assert answer == world.clouds["vivo"].unknown_endpoint(Request("POST", VIVO_HOST, "/message/sent", body=b"{}"))
    (record,) = [record for record in world.trace if record.name == "endpoint_unknown"]
    assert (record.actor, record.kind, record.outcome) == ("vivo cloud", Kind.STATE, Outcome.REFUSED)
    assert record.data["asked"] == "POST /message/sent"
    assert record.data["nearest"][0] == "/message/send"


@pytest.mark.parametrize("vendor", VENDORS)
def test_known_path_with_another_method_is_unknown_too(vendor: str):
    world = Play(vendor).world
    cloud = world.clouds[vendor]
    (method, path) = next(iter(cloud.endpoints))
    other = "GET" if method != "GET" else "DELETE"
    request = Request(other, cloud.hosts[0], path)
    assert DOORS["direct"](world.hosts, request) == cloud.unknown_endpoint(request)
    (record,) = [record for record in world.trace if record.name == "endpoint_unknown"]
    assert (record.data["asked"], path in record.data["nearest"]) == (f"{other} {path}", True)


@pytest.mark.parametrize("vendor", VENDORS)
def test_path_like_no_other_has_no_nearest(vendor: str):
    world = Play(vendor).world
    DOORS["direct"](world.hosts, Request("GET", world.clouds[vendor].hosts[0], "/§"))
    (record,) = [record for record in world.trace if record.name == "endpoint_unknown"]
    assert record.data["nearest"] == ()


def test_im_answers_an_unknown_command_in_its_own_form_and_the_trace_names_the_nearest(door: Door):
    world = Play().world
    answer = door(world.hosts, Request("POST", IM_HOST, "/v4/openim/sendmessage", "sdkappid=1", body=b"{}"))
    assert answer.status == 200
    told = json.loads(answer.body)
    assert (told["ActionStatus"], told["ErrorCode"]) == ("FAIL", 60009)
    (record,) = [record for record in world.trace if record.name == "rest_refused"]
    assert (record.actor, record.rule) == ("im", "im.rest.path_unknown")
    assert record.data["path"] == "/v4/openim/sendmessage"
    assert "/v4/openim/sendmsg" in record.data["nearest"]
