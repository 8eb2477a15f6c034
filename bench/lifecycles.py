"""Whole lives of a push a second: register, log in, bind, kill, send, authenticate, push, tap.

Beside them stand the two HTTP calls of such a life (vivo's authentication and its single send) as a test of a push
sender mocks them today: httpx, respx, and checks on what was sent. Only the calls; no IM, no phone, no tap.
"""

import hashlib
import json
from pathlib import Path

import httpx
import respx

from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import rate, seconds_a_call
from simulator.runner.run import ease_garbage_collection, run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import Case, cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions

SCENARIO = Path(__file__).parents[1] / "scenarios" / "every_vendor" / "killed_phone_shows_the_message.yaml"
VENDOR = "vivo"
_UNIT = "a second"


def measure(sizes: Sizes) -> list[Row]:
    """Measure scenarios played, and read and played, beside mocked calls."""
    text = SCENARIO.read_text(encoding="utf-8")
    names = vocabulary()
    options = RunOptions()

    def read() -> Case:
        found = cases(scenario_of_text(SCENARIO, text, names), tuple(VENDORS))
        return next(case for case in found if case.vendor == VENDOR)

    ease_garbage_collection()
    case = read()
    result = run_case(case, options)
    assert result.failure is None, result.failure.error.what
    assert len(result.trace) > 0, "the trace has to be kept"

    with httpx.Client() as client:
        played, read_and_played, mocked = seconds_a_call(
            [
                lambda: run_case(case, options),
                lambda: run_case(read(), options),
                lambda: send_through_mocks(client),
            ],
            times=sizes.times,
            rounds=sizes.rounds,
        )
    beside = "respx and httpx: the two vivo calls alone"
    return [
        Row("lifecycles, trace kept", _UNIT, rate(played), rate(mocked), beside, Aim(Bound.AT_LEAST, 2_000)),
        Row(
            "lifecycles, YAML read too", _UNIT, rate(read_and_played), rate(mocked), beside, Aim(Bound.AT_LEAST, 1_000)
        ),
    ]


# -- the same calls by hand ----------------------------------------------------------------------------------------

_HOST = "https://api-push.vivo.com.cn"
_APP = {"appId": 100001, "appKey": "simulated-key", "timestamp": 1772413200000}
_SECRET = "simulated-secret"
_REG_ID = "15512345678901234567890"


def send_through_mocks(client: httpx.Client) -> None:
    """Authenticate and send once, as tests of a push sender do; *client* is kept, which is the fast way."""
    with respx.mock(base_url=_HOST) as router:
        router.post("/message/auth").mock(side_effect=_authenticate)
        router.post("/message/send").mock(side_effect=_send)
        signed = "{appId}{appKey}{timestamp}".format(**_APP) + _SECRET
        sign = hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
        token = client.post(f"{_HOST}/message/auth", json={**_APP, "sign": sign}).json()["authToken"]
        message = {
            "regId": _REG_ID,
            "notifyType": 4,
            "title": "a new message",
            "content": "lunch?",
            "timeToLive": 86_400,
            "skipType": 1,
            "networkType": -1,
            "classification": 1,
            "requestId": "0123456789abcdef0123456789abcdef",
        }
        answer = client.post(f"{_HOST}/message/send", json=message, headers={"authToken": token})
        assert answer.json()["result"] == 0


def _authenticate(request: httpx.Request) -> httpx.Response:
    body = json.loads(request.content)
    signed = f"{body['appId']}{body['appKey']}{body['timestamp']}{_SECRET}"
    assert body["sign"] == hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
    return httpx.Response(200, json={"result": 0, "desc": "请求成功", "authToken": "simulated-token"})


def _send(request: httpx.Request) -> httpx.Response:
    body = json.loads(request.content)
    assert request.headers["authToken"] == "simulated-token"
    assert body["regId"] == _REG_ID
    assert body["title"]
    assert body["content"]
    assert body["skipType"] in {1, 2, 3, 4}
    return httpx.Response(200, json={"result": 0, "desc": "请求成功", "taskId": "542423190481305600"})
