"""A sender for vivo's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Kind, Record
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.world.world import World
from tests.factories import healthy_world, reg_id_of

HOST = "api-push.vivo.com.cn"
UNKNOWN = "15400000000000000009999"
LEFT_OUT = object()

MESSAGE = {
    "notifyType": 4,
    "title": "a new message",
    "content": "lunch?",
    "timeToLive": 86_400,
    "skipType": 1,
    "skipContent": "",
    "networkType": -1,
    "classification": 1,
    "category": "IM",
    "clientCustomMap": {"ext": "42"},
    "extra": {"callback": "https://push.customer.example/receipts/vivo", "callback.param": "p"},
    "requestId": "request-1",
    "pushMode": 0,
    "notifyId": 7,
}


def changed(body: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return *body* with *changes*; `LEFT_OUT` takes a field away."""
    return {name: value for name, value in {**body, **changes}.items() if value is not LEFT_OUT}


class VivoClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        token: What `auth` brought last.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["vivo"].apps[0]
        self.token = ""

    def post(
        self, path: str, body: dict[str, Any] | str, headers: tuple[tuple[str, str], ...] | None = None
    ) -> dict[str, Any]:
        """Post *body* with the token, and return the answer, whose HTTP status is always 200."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        own = (("Content-Type", "application/json"), ("authToken", self.token)) if headers is None else headers
        full = path if path.startswith("/") else f"/message/{path}"
        return self.ask(Request("POST", HOST, full, "", own, text.encode()))

    def ask(self, request: Request) -> dict[str, Any]:
        """Make *request*, and return the answer, whose HTTP status is always 200."""
        self.world.scheduler.context = None
        answer = self.world.hosts.handle(request)
        assert answer.status == 200
        given: dict[str, Any] = json.loads(answer.body)
        assert type(given["result"]) is int
        assert isinstance(given["desc"], str)
        return given

    def auth(self, **changes: Any) -> dict[str, Any]:
        """Ask for a token; *changes* are made after signing, but for those of `timestamp` and `app_secret`."""
        values = {**self.app.values, "app_secret": changes.pop("app_secret", self.app.values["app_secret"])}
        timestamp = changes.pop("timestamp", self.world.clock.epoch_ms)
        stamp = 0 if timestamp is LEFT_OUT else timestamp
        signed = f"{values['app_id']}{values['app_key']}{stamp}{values['app_secret']}"
        body = {
            "appId": values["app_id"],
            "appKey": values["app_key"],
            "timestamp": timestamp,
            "sign": hashlib.md5(signed.encode()).hexdigest(),
        }
        answer = self.post("auth", changed(body, changes))
        self.token = answer.get("authToken", self.token)
        return answer

    def send(self, **changes: Any) -> dict[str, Any]:
        """Push to bob_phone."""
        return self.post("send", changed({**MESSAGE, "regId": reg_id_of(self.world)}, changes))

    def save(self, **changes: Any) -> dict[str, Any]:
        """Store a message for list pushes."""
        return self.post("saveListPayload", changed(MESSAGE, changes))

    def push_to_list(self, task_id: object, reg_ids: object, **changes: Any) -> dict[str, Any]:
        """Push a stored message."""
        body = {"taskId": task_id, "regIds": reg_ids, "requestId": "request-2"}
        return self.post("pushToList", changed(body, changes))

    def statistics(self, *task_ids: str, path: str = "/report/getStatistics") -> dict[str, Any]:
        """Ask for the counters of tasks."""
        query = urlencode({"taskIds": ",".join(task_ids)})
        return self.ask(Request("GET", HOST, path, query, (("authToken", self.token),)))

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"vivo.{rule}")


def receipts_of(world: World) -> list[tuple[str, str, str]]:
    """Return kind, code and parameter of each receipt that the customer's server has read."""
    return [
        (one.data["kind"], one.data["code"], one.data["param"])
        for one in world.trace
        if (one.kind, one.name) == (Kind.CALLBACK, "receipt")
    ]


def posted_receipts(world: World) -> list[dict[str, Any]]:
    """Return the bodies that vivo posted to the customer's server."""
    sent = [one.data["request"] for one in world.trace if one.name == "vivo>customer" and "request" in one.data]
    return [json.loads(request["body"]) for request in sent]


def a_client(**spec: Any) -> VivoClient:
    """Return an authenticated client in a healthy world of *spec*."""
    client = VivoClient(healthy_world("vivo", **spec))
    assert client.auth()["result"] == 0
    return client
