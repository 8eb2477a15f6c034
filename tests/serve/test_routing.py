"""A request finds its server by the host it names, or else by its path, in the world its path names."""

import json

import pytest

from simulator.im.commands import SERVICES
from simulator.network.http import Request
from simulator.serve.live_world import LiveWorld, usual_world
from simulator.serve.routing import IM, Directory, place_of
from simulator.vendors import VENDORS
from tests.serve.serving import Desk

WORLD = LiveWorld(usual_world(), 1_795_000_000_000).world
PATHS = {name: sorted({path for _, path in cloud.endpoints}) for name, cloud in WORLD.clouds.items()}


def test_every_vendor_of_the_shelf_is_served():
    assert list(WORLD.clouds) == list(VENDORS)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_path_leads_to_its_vendor_at_a_host_that_has_it(vendor: str):
    directory, cloud = Directory(WORLD), WORLD.clouds[vendor]
    for method, path in cloud.endpoints:
        filled = path.replace("{", "").replace("}", "")
        found = directory.find(place_of(filled, "127.0.0.1:8600"))
        assert found is not None, path
        assert found[0] == vendor, path
        assert cloud.endpoint_of(Request(method, found[1], filled)) is not None, path


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_vendor_has_a_path_of_ours_or_of_im(vendor: str):
    ours = ("/_sim", "/w/", *(f"/v4/{service}/" for service in SERVICES))
    assert not [path for path in PATHS[vendor] if path.startswith(ours)]


@pytest.mark.parametrize(
    "host",
    [
        "api-push.vivo.com.cn",
        "API-push.vivo.com.cn:443",
        "api-push.vivo.com.cn:8600",
        "api-push.vivo.com.cn.",
        "api-push.vivo.com.cn.:443",
    ],
)
def test_host_decides_with_and_without_a_port(host: str):
    # A path of Huawei's, but vivo is asked, and answers that it has no such thing.
    found = Directory(WORLD).find(place_of("/oauth2/v3/token", host))
    assert found == ("vivo", "api-push.vivo.com.cn")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8600", "[::1]:8600", "", "push.example.com"])
def test_any_other_host_leaves_it_to_the_path(host: str):
    assert Directory(WORLD).find(place_of("/message/send?x=1", host)) == ("vivo", "api-push.vivo.com.cn")


@pytest.mark.parametrize("scheme", ["http", "https", "HTTP"])
def test_whole_address_in_the_request_line_says_its_host_itself(scheme: str):
    place = place_of(f"{scheme}://api-push.vivo.com.cn:80/message/send?a=b", "127.0.0.1:8600")
    assert (place.host, place.target) == ("api-push.vivo.com.cn", "/message/send?a=b")


@pytest.mark.parametrize("path", ["//message/send", "/message//send"])
def test_second_slash_is_overlooked(path: str):
    assert Directory(WORLD).find(place_of(path, "localhost")) == ("vivo", "api-push.vivo.com.cn")


def test_rest_api_is_found_by_its_host_and_by_its_path():
    directory = Directory(WORLD)
    for host in ("console.tim.qq.com", "localhost"):
        assert directory.find(place_of("/v4/openim/sendmsg?sdkappid=1", host)) == (IM, "console.tim.qq.com")


def test_named_world_stands_before_the_path_for_every_host():
    place = place_of("/w/mine/message/send?a=b", "api-push.vivo.com.cn")
    assert (place.world, place.host, place.target) == ("mine", "api-push.vivo.com.cn", "/message/send?a=b")


def test_vendors_unknown_path_is_answered_and_recorded_by_the_vendor():
    desk = Desk()
    exchange = desk.ask("POST", "/message/sent", b"{}", host="api-push.vivo.com.cn")
    [unknown] = [record for record in desk.live.world.trace if record.name == "endpoint_unknown"]
    assert exchange.status == unknown.data["answer"]["status"]
    assert unknown.data["nearest"][0] == "/message/send"


def test_path_of_nobody_is_refused_with_the_nearest():
    exchange = Desk().ask("POST", "/message/sent", b"{}")
    assert exchange.status == 404
    assert exchange.json["problems"] == [
        {
            "what": 'nobody here answers "/message/sent"',
            "suggestion": "/message/send",
            "next": "name the vendor's own host in Host, or ask a path of its API",
        }
    ]


def test_world_that_is_not_there_is_refused_with_the_nearest():
    desk = Desk()
    desk.post("/_sim/worlds", {"name": "mine"})
    exchange = desk.ask("POST", "/w/mien/message/send", json.dumps({}).encode())
    assert (exchange.status, exchange.json["problems"][0]["suggestion"]) == (404, "mine")
