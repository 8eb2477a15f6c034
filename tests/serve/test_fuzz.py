"""Whatever comes to any endpoint is answered in the form of whoever is asked, and nothing of ours breaks."""

import json
from collections.abc import Mapping
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.im.commands import SERVICES
from simulator.network.http import Response
from tests.serve.senders import auth
from tests.serve.serving import Desk, Kept

quick = settings(
    deadline=None, max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@cache
def desk() -> Desk:
    """One world for all examples: what an earlier one has left behind is part of the test."""
    return Desk("")


@cache
def paths() -> tuple[tuple[str, str, str], ...]:
    """Every endpoint that there is: its host, method and path."""
    world = desk().live.world
    found = [
        (cloud.hosts[0], method, path.replace("{", "").replace("}", ""))
        for cloud in world.clouds.values()
        for method, path in cloud.endpoints
    ]
    commands = [f"/v4/{name}/{command}" for name, service in SERVICES.items() for command in service.commands]
    return (*found, *(("console.tim.qq.com", "POST", path) for path in commands))


NAMES = (
    "regId regIds alias title content notifyType skipType requestId timeToLive extra clientCustomMap message token"
    " android notification target target_type target_value registration_id payload restricted_package_name appId"
    " pushIds messageJson sign timestamp appKey To_Account From_Account MsgBody MsgRandom OfflinePushInfo"
)
WORDS = st.sampled_from(sorted(NAMES.split())) | st.text(max_size=8)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=12,
)
FORM = st.dictionaries(WORDS, st.text(max_size=20), max_size=6).map(
    lambda fields: "&".join(f"{name}={value}" for name, value in fields.items()).encode("utf-8", "replace")
)
BODY = st.binary(max_size=200) | FORM | JSON.map(lambda value: json.dumps(value).encode())
QUERY = st.text("abcsdkappidusersigidentifier=&%2A+._-1400000001", max_size=60)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Content_Type": st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain", "?"]),
        "authToken": st.sampled_from(["RIGHT", "", "x" * 40]),
        "Authorization": st.sampled_from(["key=", "Bearer x", "Basic ???", "\u5c0f", "Bearer a.b.c", "AccessKey=1"]),
        "timestamp": st.sampled_from(["1", "x", "99999999999999"]),
    },
)


@quick
@given(st.data())
def test_every_endpoint_answers_any_body_in_its_own_form(data: st.DataObject):
    host, method, path = data.draw(st.sampled_from(paths()))
    body, query, headers = data.draw(BODY), data.draw(QUERY), dict(data.draw(HEADERS))
    if headers.get("authToken") == "RIGHT":
        headers["authToken"] = right_token()
    target = f"{path}?{query}" if query else path
    answer = desk().ask(data.draw(st.sampled_from([method, "GET", "PUT"])), target, body, host=host, **headers)
    assert answer.response is not None
    assert_own_form(answer.response)


@cache
def right_token() -> str:
    token: str = auth(desk()).json["authToken"]
    return token


def assert_own_form(response: Response) -> None:
    """What a vendor says is JSON, or its words for an HTTP error; a fault of ours would have raised."""
    assert 200 <= response.status < 600
    if response.status == 200:
        assert isinstance(json.loads(response.body), Mapping | list), response.body


CONTROL = [
    ("POST", "/_sim/steps"),
    ("POST", "/_sim/clock"),
    ("POST", "/_sim/worlds"),
    ("GET", "/_sim/trace"),
    ("GET", "/_sim/phones"),
    ("GET", "/_sim/phones/x"),
    ("DELETE", "/_sim/worlds/x"),
    ("GET", "/_sim/credentials"),
    ("GET", "/_sim/%00"),
    ("GET", "/w/x/_sim/phones"),
]


@quick
@given(
    st.sampled_from(CONTROL),
    st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()),
    st.text("after=limitokn&0123456789-", max_size=20),
)
def test_control_api_answers_anything_as_json(place: tuple[str, str], body: bytes, query: str):
    method, path = place
    answer: Kept = desk().ask(method, f"{path}?{query}", body)
    if answer.response is None:
        return  # a step that waits is right as well
    assert answer.status in {200, 201, 400, 404, 405, 409}
    json.loads(answer.response.body)


STEPS = st.lists(
    st.dictionaries(
        st.sampled_from(
            ["kill_app", "set_up", "send_message", "must_arrive", "wait", "send_request", "call_rest", "x"]
        ),
        JSON | st.sampled_from(["vivo_phone", "1s", "0ms"]),
        min_size=1,
        max_size=2,
    ),
    max_size=3,
)


@quick
@given(STEPS)
def test_steps_of_any_shape_are_played_or_refused_with_their_places(steps: object):
    answer = desk().post("/_sim/steps", steps)
    if answer.response is not None and answer.status == 400:
        assert all(one["where"].startswith("steps") for one in answer.json["problems"])
